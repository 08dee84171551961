"""An incident: one violent event at one place and time, as one report tells it.

Promise: every competing attribution of responsibility stays visible; none is chosen.
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


def _bounds(b: Bounds | None) -> dict[str, int | None] | None:
    return None if b is None else {"low": b.low, "best": b.best, "high": b.high}
