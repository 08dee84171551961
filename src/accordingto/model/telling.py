"""One report's account of one incident: the unit that is linked across reports.

Promise: a telling carries everything that linking and reconciling need, so neither has to see a store or a whole text.
Reports of one ``origin`` are copies of one another and count as one voice.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from accordingto.model.claim import Claim
from accordingto.model.incident import Incident, TollCheck

if TYPE_CHECKING:
    from accordingto.model.reading import Reading
    from accordingto.model.text import Span

AROUND = 240
"""Code points of its paragraph that are kept on either side of a claim."""


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

    @property
    def name(self) -> str:
        """The outlet as a reader knows it: by its name, or by the report's file."""
        return self.publisher or file_name(self.report)

    def to_dict(self) -> dict[str, Any]:
        """The outlet as a JSON-ready mapping (``parse.outlet_from_dict``)."""
        days = {"published": self.published, "learned": self.learned}
        return asdict(self) | {k: v.isoformat() if v is not None else None for k, v in days.items()}


def file_name(report: str) -> str:
    """A report's id without the folders of the machine on which it was read."""
    return report.replace("\\", "/").rstrip("/").rpartition("/")[2] or report


@dataclass(frozen=True, slots=True)
class Telling:
    """One incident as one report tells it, with the report's claims about it.

    Attributes:
        around: The words around each claim (``surroundings``), in which a correction or a kind of evidence is named;
            empty where they are not known.
    """

    outlet: Outlet
    incident: Incident
    claims: tuple[Claim, ...]
    around: tuple[str, ...] = ()

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


def surroundings(text: str, span: Span) -> str:
    """The words of a claim's own paragraph around it, up to ``AROUND`` code points on either side.

    Args:
        text: The report.
        span: Where the claim's quote stands.
    """
    begin = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    return text[max(begin, span.start - AROUND) : min(len(text) if end < 0 else end, span.end + AROUND)]


def tellings_of(reading: Reading, outlet: Outlet) -> tuple[Telling, ...]:
    """The incidents of a reading, each with its claims and the words around them, in the reading's order."""
    out = []
    for incident in reading.incidents:
        claims = tuple(c for c in reading.claims if c.incident == incident.id)
        out.append(Telling(outlet, incident, claims, tuple(surroundings(reading.report.text, c.span) for c in claims)))
    return tuple(out)


def toll_tellings_of(reading: Reading, outlet: Outlet) -> tuple[TollTelling, ...]:
    """The running totals with a figure that a reading states, in its order."""
    checks = {c.claim: c for c in reading.tolls}
    return tuple(
        TollTelling(outlet, c, checks.get(c.id))
        for c in reading.claims
        if c.scope == "cumulative" and c.count is not None and c.count.bounds.numeric
    )
