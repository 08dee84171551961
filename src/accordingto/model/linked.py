"""Incidents across reports: what several tellings of one event support together, and what stays disputed.

Promise: every figure names the rule that made it, the claims it used and the claims it set aside with the reason; a
dispute lists every position and chooses none. A claim is named ``report/claim id``.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accordingto.model.incident import TollCheck
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
        notes: Contradictions between figures, in words.
        rules: Name of the rule set that made the estimates.
        grade: What the rule set calls the state of the evidence, for one that grades.
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
    rules: str | None = None
    grade: str | None = None

    @property
    def parties(self) -> tuple[str, ...]:
        """Sides that its claims name as doers or as those harmed, the most often named first."""
        named = Counter(
            p
            for t in self.tellings
            for c in t.claims
            for p in (
                c.actor.party if c.actor else None,
                c.target.party if c.target and c.target.kind != "place" else None,
            )
            if p
        )
        return tuple(sorted(named, key=lambda p: (-named[p], p)))

    @property
    def disputed(self) -> bool:
        """Whether any question about it is open between its sources."""
        return bool(self.disputes)

    def estimate(
        self, measure: str, *, party: str | None = None, kind: str | None = None, group: str | None = None
    ) -> Estimate | None:
        """The estimate of a measure: of everybody unless a side or group is named; None when there is none."""
        wanted = (measure, party, kind, group)
        return next((e for e in self.estimates if (e.measure, e.party, e.kind, e.group) == wanted), None)

    @property
    def reports(self) -> tuple[str, ...]:
        """Ids of the reports that tell it, each once."""
        return tuple(dict.fromkeys(t.outlet.report for t in self.tellings))

    @property
    def origins(self) -> tuple[str, ...]:
        """Ids of the reports that copy no other, each once: the voices that count as independent."""
        return tuple(dict.fromkeys(t.outlet.origin or t.outlet.report for t in self.tellings))

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
            "edtf": self.period.edtf,
            "parties": list(self.parties),
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
            "rules": self.rules,
            "grade": self.grade,
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


@dataclass(frozen=True, slots=True)
class TollPoint:
    """A running total as stated on one day.

    Attributes:
        claim: The claim that states it.
        day: Day of publication, or None.
        explained: What the known incidents inside it come to up to that day, or None when there is none.
        incidents: Ids of those incidents; of many, those with the largest figures.
        flags: ``decrease``, ``restart``, ``exceeded`` (known incidents come to more than is stated).
        counted: How many incidents there are inside it, those not named in ``incidents`` too.
    """

    claim: str
    day: date | None
    stated: Bounds
    explained: Bounds | None = None
    incidents: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    counted: int = 0

    @property
    def unexplained(self) -> Bounds:
        """What the known incidents leave open of the total; it never becomes an incident."""
        return TollCheck(self.claim, "", None, self.stated, self.explained).unexplained


@dataclass(frozen=True, slots=True)
class TollSeries:
    """One counter's running total: who counts, what, of whom, where, since when.

    Attributes:
        counter: Whose count it is (``reconcile.origins``).
        beside: Names of the series of other counters that count the same.
        points: In order of their days.
    """

    id: str
    counter: str
    measure: str
    party: str | None
    kind: str | None
    group: str | None
    place: str | None
    since: date | None
    points: tuple[TollPoint, ...]
    beside: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The series as a JSON-ready mapping."""
        return {
            "id": self.id, "counter": self.counter, "measure": self.measure, "party": self.party, "kind": self.kind,
            "group": self.group, "place": self.place, "since": self.since.isoformat() if self.since else None,
            "beside": list(self.beside),
            "points": [
                {
                    "claim": p.claim, "day": p.day.isoformat() if p.day else None, "stated": _bounds(p.stated),
                    "explained": _bounds(p.explained), "unexplained": _bounds(p.unexplained),
                    "incidents": list(p.incidents), "counted": p.counted, "flags": list(p.flags),
                }
                for p in self.points
            ],
        }  # fmt: skip


def _bounds(b: Bounds | None) -> dict[str, int | None] | None:
    return None if b is None else {"low": b.low, "best": b.best, "high": b.high}
