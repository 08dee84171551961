"""A claim: one assertion of one report, with who makes it and in which words.

The slots and their values follow the project's claim format (docs/claim-format.md). Every ``text`` is copied character
for character from the report and stands at its ``span``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from accordingto.model.text import Span
from accordingto.model.values import Bounds, Period


@dataclass(frozen=True, slots=True)
class Count:
    """How many: the number words with their qualifier."""

    text: str
    span: Span
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class Target:
    """Who or what was harmed, attacked, addressed, displaced or destroyed.

    Attributes:
        text: The words, or None when only the party is known.
        span: Where they stand.
        party: Short plain name of the side, or None.
        kind: civilian | combatant | mixed | unknown | thing | place | state.
        tags: Groups that the text names, such as ``children`` or ``journalist``.
    """

    text: str | None
    span: Span | None
    party: str | None
    kind: str | None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it, according to this claim."""

    text: str | None
    span: Span | None
    party: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where: the toponym phrase and the path from most specific to country."""

    text: str | None
    span: Span | None
    path: str | None


@dataclass(frozen=True, slots=True)
class Time:
    """When it happened (never when it was said); ``text`` is None when the day comes from another sentence."""

    text: str | None
    span: Span | None
    period: Period


@dataclass(frozen=True, slots=True)
class Source:
    """Who is said to say it; the fullest name the report gives."""

    text: str
    span: Span | None
    kind: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One assertion of a report. See docs/claim-format.md for each slot.

    Attributes:
        span: Where ``quote`` stands.
        trigger_span: Where ``trigger`` stands, inside ``span``.
        confidence: Probability that a claim of this type stands here, in [0, 1].
        slot_confidence: Probability of each filled slot that its value is right, given that the claim stands.
        why: Slot name to a sentence naming the rule or model and the words that filled it.
    """

    id: str
    type: str
    quote: str
    span: Span
    trigger: str
    trigger_span: Span
    count: Count | None = None
    target: Target | None = None
    actor: Actor | None = None
    means: str | None = None
    place: Place | None = None
    time: Time | None = None
    source: Source | None = None
    via: str | None = None
    cue: str | None = None
    stance: str = "asserted"
    scope: str = "incident"
    incident: str | None = None
    act: str | None = None
    confidence: float | None = None
    slot_confidence: tuple[tuple[str, float], ...] = ()
    why: tuple[tuple[str, str], ...] = field(default=(), compare=False)

    def to_dict(self) -> dict[str, Any]:
        """The claim as a JSON-ready mapping in the published claim format."""
        out: dict[str, Any] = {
            "id": self.id,
            "type": self.type,
            "quote": self.quote,
            "span": [self.span.start, self.span.end],
            "trigger": self.trigger,
            "trigger_span": _pair(self.trigger_span),
            "count": None,
            "target": None,
            "actor": None,
            "means": self.means,
            "place": None,
            "time": None,
            "source": None,
            "via": self.via,
            "cue": self.cue,
            "stance": self.stance,
            "scope": self.scope,
            "incident": self.incident,
        }
        if self.count is not None:
            b = self.count.bounds
            out["count"] = {
                "text": self.count.text, "low": b.low, "best": b.best, "high": b.high, "vague": b.vague,
                "span": _pair(self.count.span),
            }  # fmt: skip
        if self.target is not None:
            t = self.target
            out["target"] = {
                "text": t.text, "party": t.party, "kind": t.kind, "tags": list(t.tags), "span": _pair(t.span),
            }  # fmt: skip
        if self.actor is not None:
            out["actor"] = {
                "text": self.actor.text, "party": self.actor.party, "span": _pair(self.actor.span),
            }  # fmt: skip
        if self.place is not None:
            out["place"] = {
                "text": self.place.text, "path": self.place.path, "span": _pair(self.place.span),
            }  # fmt: skip
        if self.time is not None:
            p = self.time.period
            out["time"] = {
                "text": self.time.text,
                "start": p.start.isoformat() if p.start else None,
                "end": p.end.isoformat() if p.end else None,
                "edtf": p.edtf,
                "span": _pair(self.time.span),
            }
        if self.source is not None:
            out["source"] = {
                "text": self.source.text, "kind": self.source.kind, "span": _pair(self.source.span),
            }  # fmt: skip
        if self.act is not None:
            out["act"] = self.act
        if self.confidence is not None:
            out["confidence"] = round(self.confidence, 3)
        if self.slot_confidence:
            out["slot_confidence"] = {name: round(p, 3) for name, p in self.slot_confidence}
        return out


def _pair(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]
