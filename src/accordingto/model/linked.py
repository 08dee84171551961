"""Incidents across reports: what several tellings of one event support together, and what stays disputed.

Promise: every figure names the rule that made it, the claims it used and the claims it set aside with the reason; a
dispute lists every position and chooses none. A claim is named ``report/claim id``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accordingto.model.telling import Telling
from accordingto.model.values import Bounds, Period


@dataclass(frozen=True, slots=True)
class Aside:
    """A claim that a figure does not use, and why."""

    claim: str
    reason: str


@dataclass(frozen=True, slots=True)
class Estimate:
    """One figure of one incident: how many, of which side and group, low, best and high.

    Attributes:
        measure: ``killed``, ``injured``, ``missing``, ``detained``, ``displaced``, ...
        party: Side of the victims, or None when no report names it.
        kind: civilian | combatant | mixed | unknown, or None for all kinds together.
        group: ``children``, ``women``, ``medic``, ``journalist``, ..., or None for everybody.
        rule: Name of the rule that set it (docs/method.md).
        used: Claims that set one of the three figures.
        aside: Claims that speak of it and set none, each with the reason.
        sources: Number of independent sources among the used claims.
    """

    measure: str
    bounds: Bounds
    rule: str
    party: str | None = None
    kind: str | None = None
    group: str | None = None
    used: tuple[str, ...] = ()
    aside: tuple[Aside, ...] = ()
    sources: int = 0


@dataclass(frozen=True, slots=True)
class Position:
    """One answer to a disputed question, and everybody who gives it.

    Attributes:
        answer: The party, figure, place, day, or ``yes``/``no``.
        claimant: Who says so; None is the report in its own voice.
        stance: asserted | possible | denied | planned.
        claims: The claims that say it.
        evidence: ``footage``, ``imagery``, ``witness``, ``document``, ... as far as the words name any.
        origins: Independent origins that carry it.
    """

    answer: str
    claimant: str | None
    stance: str
    claims: tuple[str, ...]
    evidence: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Dispute:
    """A question on which the sources differ. ``contested`` is an end state: nothing is chosen.

    Attributes:
        question: ``responsibility``, ``count``, ``place``, ``time`` or ``happened``.
        about: What exactly, for example the measure and the side.
    """

    question: str
    about: str
    positions: tuple[Position, ...]
    state: str = "contested"


@dataclass(frozen=True, slots=True)
class LinkedIncident:
    """One event, from all its tellings.

    Attributes:
        id: Stable while its oldest telling belongs to it.
        type: Word of the claim format for what happened: ``airstrike``, ``clash``, ``abduction``, ...
        place: Path, most specific first, or None.
        tellings: In order of publication.
    """

    id: str
    what: str
    type: str | None
    place: str | None
    period: Period
    tellings: tuple[Telling, ...]
    estimates: tuple[Estimate, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    lat: float | None = None
    lon: float | None = None
    notes: tuple[str, ...] = field(default=())

    @property
    def reports(self) -> tuple[str, ...]:
        """Ids of the reports that tell it, each once."""
        return tuple(dict.fromkeys(t.outlet.report for t in self.tellings))

    def to_dict(self) -> dict[str, Any]:
        """The incident as a JSON-ready mapping: figures, disputes, and each claim with its quote and span."""
        return {
            "id": self.id,
            "what": self.what,
            "type": self.type,
            "place": self.place,
            "lat": self.lat,
            "lon": self.lon,
            "start": self.period.start.isoformat() if self.period.start else None,
            "end": self.period.end.isoformat() if self.period.end else None,
            "reports": list(self.reports),
            "estimates": [_estimate(e) for e in self.estimates],
            "disputes": [_dispute(d) for d in self.disputes],
            "claims": [
                {
                    "report": t.outlet.report,
                    "id": c.id,
                    "quote": c.quote,
                    "span": [c.span.start, c.span.end],
                    "type": c.type,
                }
                for t in self.tellings
                for c in t.claims
            ],
            "notes": list(self.notes),
        }


def _estimate(e: Estimate) -> dict[str, Any]:
    return {
        "measure": e.measure, "party": e.party, "kind": e.kind, "group": e.group,
        "low": e.bounds.low, "best": e.bounds.best, "high": e.bounds.high,
        "rule": e.rule, "sources": e.sources, "used": list(e.used),
        "aside": [{"claim": a.claim, "reason": a.reason} for a in e.aside],
    }  # fmt: skip


def _dispute(d: Dispute) -> dict[str, Any]:
    return {
        "question": d.question,
        "about": d.about,
        "state": d.state,
        "positions": [
            {
                "answer": p.answer, "claimant": p.claimant, "stance": p.stance, "claims": list(p.claims),
                "evidence": list(p.evidence), "origins": list(p.origins),
                "first": p.first.isoformat() if p.first else None, "last": p.last.isoformat() if p.last else None,
            }
            for p in d.positions
        ],
    }  # fmt: skip
