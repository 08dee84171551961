"""A claim: one assertion of one report, with who makes it and in which words.

The slots and their values follow the project's claim format (docs/claim-format.md). Every ``text`` is copied character
for character from the report and stands at its ``span``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from accordingto.model.text import Span
from accordingto.model.values import Bounds, Period
from accordingto.model.where import Candidate, Location


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
    """Where: the toponym phrase, the path from most specific to country, and the point where one could be told.

    Attributes:
        location: Point, radius, precision and candidates; None when the words leave no point.
        unplaced: Why there is no point; None where there is one, and where nobody looked for one.
    """

    text: str | None
    span: Span | None
    path: str | None
    location: Location | None = None
    unplaced: str | None = None

    @property
    def lat(self) -> float | None:
        """Latitude in degrees, or None without a point."""
        return None if self.location is None else self.location.lat

    @property
    def lon(self) -> float | None:
        """Longitude in degrees, or None without a point."""
        return None if self.location is None else self.location.lon

    @property
    def radius(self) -> float | None:
        """Kilometres around the point within which the words put it, or None."""
        return None if self.location is None else self.location.radius

    @property
    def name(self) -> str | None:
        """The gazetteer's name of what the point is taken from, or None."""
        return None if self.location is None else self.location.name

    @property
    def country(self) -> str | None:
        """ISO 3166 two-letter code, or None."""
        return None if self.location is None else self.location.country

    @property
    def where_prec(self) -> int | None:
        """UCDP precision, 1 to 7, or None."""
        return None if self.location is None else self.location.where_prec

    @property
    def geo_precision(self) -> int | None:
        """ACLED precision, 1 to 3, or None."""
        return None if self.location is None else self.location.geo_precision

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """What the name may mean, likeliest first."""
        return () if self.location is None else self.location.candidates


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
            out["place"] = {"text": self.place.text, "path": self.place.path, "span": _pair(self.place.span)}
            if self.place.location is not None:
                out["place"] |= _point(self.place.location)
            elif self.place.unplaced is not None:
                out["place"]["unplaced"] = self.place.unplaced
        if self.time is not None:
            p = self.time.period
            out["time"] = {
                "text": self.time.text,
                "start": p.start.isoformat() if p.start else None,
                "end": p.end.isoformat() if p.end else None,
                "edtf": p.edtf,
                "date_prec": p.date_prec,
                "time_precision": p.time_precision,
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


def _point(at: Location) -> dict[str, Any]:
    return {
        "lat": at.lat, "lon": at.lon, "radius": at.radius, "where_prec": at.where_prec,
        "geo_precision": at.geo_precision, "name": at.name, "country": at.country,
        "candidates": [
            {
                "name": c.name, "kind": c.kind, "country": c.country, "lat": c.lat, "lon": c.lon,
                "population": c.population, "score": c.score,
            }
            for c in at.candidates
        ],
    }  # fmt: skip


def _pair(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]
