"""One report's account of one incident: the unit that is linked across reports.

Promise: a telling carries everything that linking and reconciling need, so neither has to see a store or a whole text.
Reports of one ``origin`` are copies of one another and count as one voice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from accordingto.model.claim import Claim
from accordingto.model.incident import Incident, TollCheck


@dataclass(frozen=True, slots=True)
class Outlet:
    """The report that tells, without its text.

    Attributes:
        report: Its id.
        text: Name of its text (``identity.text_id``).
        published: Day of publication, after which "correction" and "earlier" are ordered.
        learned: When the ledger took it in; None outside a ledger.
        origin: Id of the first report of its group of near-copies; its own id when it copies nobody.
        words: Number of words of the report.
        credit: The one news agency that a credit line names as its author (``reconcile.origins.credited``).
    """

    report: str
    text: str = ""
    published: date | None = None
    publisher: str | None = None
    title: str | None = None
    url: str | None = None
    learned: datetime | None = None
    origin: str = ""
    words: int = 0
    credit: str | None = None


@dataclass(frozen=True, slots=True)
class Telling:
    """One incident as one report tells it, with the report's claims about it."""

    outlet: Outlet
    incident: Incident
    claims: tuple[Claim, ...]

    @property
    def key(self) -> str:
        """Its name in a ledger: report id and the incident's id in that report."""
        return f"{self.outlet.report}#{self.incident.id}"


@dataclass(frozen=True, slots=True)
class TollTelling:
    """A running total that one report states, with the claim that states it."""

    outlet: Outlet
    claim: Claim
    check: TollCheck | None = None
