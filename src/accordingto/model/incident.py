"""An incident: one violent event at one place and time, as one report tells it; and checks of running totals.

Promise: every competing attribution of responsibility stays visible; none is chosen. A running total is an assertion to
be checked against the incidents of the report, never an event of its own: nothing here adds it to anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from accordingto.model.values import Bounds, Period


@dataclass(frozen=True, slots=True)
class Responsible:
    """One attribution of who did it, and who makes it (``said_by`` None: the report itself)."""

    party: str
    said_by: str | None
    stance: str
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Incident:
    """What a report as a whole supports about one event.

    Attributes:
        killed: Bounds over the report's claims of this incident, or None when no death is claimed.
        injured: Likewise for the wounded.
        claims: Ids of the claims that belong to it, in text order.
        killed_from: Ids of the claims that set ``killed``.
        injured_from: Ids of the claims that set ``injured``.
    """

    id: str
    what: str
    place: str | None
    period: Period
    killed: Bounds | None
    injured: Bounds | None
    responsible: tuple[Responsible, ...]
    claims: tuple[str, ...]
    killed_from: tuple[str, ...] = ()
    injured_from: tuple[str, ...] = ()

    @property
    def disputed(self) -> bool:
        """Whether more than one party is held responsible, or one party both is and is said not to be."""
        blamed = {r.party for r in self.responsible if r.stance != "denied"}
        denied = {r.party for r in self.responsible if r.stance == "denied"}
        return len(blamed) > 1 or bool(blamed & denied)

    def to_dict(self) -> dict[str, Any]:
        """The incident as a JSON-ready mapping in the published claim format."""
        return {
            "id": self.id,
            "what": self.what,
            "place": self.place,
            "start": self.period.start.isoformat() if self.period.start else None,
            "end": self.period.end.isoformat() if self.period.end else None,
            "edtf": self.period.edtf,
            "killed": _bounds(self.killed),
            "injured": _bounds(self.injured),
            "responsible": [
                {"party": r.party, "said_by": r.said_by, "stance": r.stance, "claims": list(r.claims)}
                for r in self.responsible
            ],
            "claims": list(self.claims),
            "killed_from": list(self.killed_from),
            "injured_from": list(self.injured_from),
        }


@dataclass(frozen=True, slots=True)
class TollCheck:
    """A running total ("bringing the number killed to 15") held against the incidents of the same report.

    Attributes:
        claim: Id of the cumulative claim.
        kind: ``killed`` or ``injured``.
        party: Side of the victims as the claim names it, or None.
        stated: The total as stated.
        explained: Sum over the incidents that can be part of it, or None when there is none.
        incidents: Ids of those incidents.
    """

    claim: str
    kind: str
    party: str | None
    stated: Bounds
    explained: Bounds | None
    incidents: tuple[str, ...] = ()

    @property
    def unexplained(self) -> Bounds:
        """What the report's incidents leave open of the stated total: each bound from the ends that allow it."""
        e = self.explained
        if e is None:
            return self.stated
        s = self.stated
        return Bounds(_less(s.low, e.high), _less(s.best, e.best), _less(s.high, e.low))

    @property
    def holds(self) -> bool | None:
        """Whether the incidents fit into the total: False when they exceed it, None when the figures cannot tell."""
        if self.explained is None or self.explained.low is None or self.stated.high is None:
            return None
        return self.explained.low <= self.stated.high

    def to_dict(self) -> dict[str, Any]:
        """The check as a JSON-ready mapping."""
        return {
            "claim": self.claim,
            "kind": self.kind,
            "party": self.party,
            "stated": _bounds(self.stated),
            "explained": _bounds(self.explained),
            "unexplained": _bounds(self.unexplained),
            "holds": self.holds,
            "incidents": list(self.incidents),
        }


def _less(a: int | None, b: int | None) -> int | None:
    return None if a is None or b is None else max(0, a - b)


def _bounds(b: Bounds | None) -> dict[str, int | None] | None:
    return None if b is None else {"low": b.low, "best": b.best, "high": b.high}
