"""The three tables in which everything can be seen row by row: incidents, claims, running totals.

Promise: the columns and their order are the same in every format and version that has them; a new one is added at the
end. What the sources leave open is empty, never zero. Running totals stand in a table of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from accordingto.export.base import View
from accordingto.export.counts import bounds_of
from accordingto.export.where import where
from accordingto.model.incident import Responsible
from accordingto.model.linked import LinkedIncident, TollSeries
from accordingto.model.rows import COLUMNS, Cell, claim_row
from accordingto.model.values import Bounds

Row = Mapping[str, Cell]
TEXT, WHOLE, REAL = "text", "whole", "real"
MEASURES = ("killed", "injured", "missing", "detained", "displaced")
_ENDS = ("low", "best", "high")
_INTEGERS = ("low", "best", "high", "start", "end")


@dataclass(frozen=True, slots=True)
class Table:
    """One table.

    Attributes:
        name: ``incidents``, ``claims`` or ``tolls``.
        columns: Name of each column to what it holds: text, whole numbers or real ones.
        rows: The rows of a view, as they come.
    """

    name: str
    columns: Mapping[str, str]
    rows: Callable[[View], Iterator[Row]]


def by_name(name: str) -> Table:
    """The table of that name.

    Raises:
        KeyError: There is none.
    """
    return TABLES[name]


def incident_row(incident: LinkedIncident) -> dict[str, Cell]:
    """One incident as a row of the table of incidents."""
    place = where(incident)
    outlets = [t.outlet for t in incident.tellings]
    days = sorted(o.published for o in outlets if o.published is not None)
    period = incident.period
    row: dict[str, Cell] = {
        "incident": incident.id,
        "what": incident.what,
        "type": incident.type,
        "start": period.start.isoformat() if period.start else None,
        "end": period.end.isoformat() if period.end else None,
        "edtf": period.edtf,
        "place": incident.place,
        "country": place.country,
        "iso3": place.state.alpha3 if place.state else None,
        "adm1": place.adm1,
        "adm2": place.adm2,
        "lat": place.lat,
        "lon": place.lon,
        "where_prec": place.precision,
    }
    for measure in MEASURES:
        row |= ends(measure, bounds_of(incident, measure))
    for kind in ("civilian", "combatant"):
        found = [e.bounds for e in incident.estimates if (e.measure, e.kind, e.group) == ("killed", kind, None)]
        # Several sides of fighters stay apart: their sum is nobody's figure.
        row |= ends(f"killed_{kind}", found[0] if len(found) == 1 else None)
    killed = incident.estimate("killed")
    row |= {
        "parties": joined(incident.parties),
        "disputed": joined(dict.fromkeys(d.question for d in incident.disputes)),
        "responsible": joined(_accounts(incident)),
        "sources": killed.sources if killed else None,
        "reports": len(incident.reports),
        "outlets": joined(dict.fromkeys(o.publisher for o in outlets if o.publisher)),
        "urls": joined(dict.fromkeys(o.url for o in outlets if o.url)),
        "first_published": days[0].isoformat() if days else None,
        "last_published": days[-1].isoformat() if days else None,
        "rules": incident.rules,
        "grade": incident.grade,
        "notes": joined(incident.notes),
    }
    return row


def _accounts(incident: LinkedIncident) -> list[str]:
    """Who is held responsible and by whom, in all tellings."""
    return accounts((r, r.said_by or t.outlet.name) for t in incident.tellings for r in t.incident.responsible)


def accounts(said: Iterable[tuple[Responsible, str]]) -> list[str]:
    """Who is held responsible, in words, each with who says so."""
    found = sorted({(r.party, who, r.stance) for r, who in said})
    return [f"{p} ({'' if s == 'asserted' else s + ', '}according to {who})" for p, who, s in found]


def ends(name: str, bounds: Bounds | None) -> dict[str, Cell]:
    """The three cells of a figure; empty where there is none."""
    b = bounds or Bounds()
    return {f"{name}_{end}": getattr(b, end) for end in _ENDS}


def joined(words: Iterable[object]) -> str | None:
    """Several values in one cell; empty when there are none."""
    return "; ".join(str(w) for w in words) or None


def _incidents(view: View) -> Iterator[Row]:
    return (incident_row(i) for i in view.incidents)


def _claims(view: View) -> Iterator[Row]:
    events = {t.key: i.id for i in view.incidents for t in i.tellings}
    for reading in view.readings:
        for claim in reading.claims:
            event = events.get(f"{reading.report.id}#{claim.incident}")
            yield claim_row(reading, claim) | {"event": event}


def _tolls(view: View) -> Iterator[Row]:
    for series in view.tolls:
        yield from _points(series)


def _points(series: TollSeries) -> Iterator[Row]:
    for p in series.points:
        yield {
            "series": series.id,
            "counter": series.counter,
            "measure": series.measure,
            "party": series.party,
            "kind": series.kind,
            "group": series.group,
            "place": series.place,
            "since": series.since.isoformat() if series.since else None,
            "day": p.day.isoformat() if p.day else None,
            "claim": p.claim,
            **ends("stated", p.stated),
            **ends("explained", p.explained),
            **ends("unexplained", p.unexplained),
            "flags": joined(p.flags),
            "incidents": joined(p.incidents),
        }


def _columns(text: str) -> dict[str, str]:
    def kind(name: str) -> str:
        if name in ("lat", "lon", "confidence"):
            return REAL
        whole = name.endswith(tuple(f"_{e}" for e in _ENDS)) or name in ("where_prec", "sources", "reports")
        return WHOLE if whole else TEXT

    return {name: kind(name) for name in text.split()}


_INCIDENT_COLUMNS = _columns(
    "incident what type start end edtf place country iso3 adm1 adm2 lat lon where_prec "
    + " ".join(f"{m}_{e}" for m in (*MEASURES, "killed_civilian", "killed_combatant") for e in _ENDS)
    + " parties disputed responsible sources reports outlets urls first_published last_published rules grade notes"
)
_CLAIM_COLUMNS = {
    name: WHOLE if name in _INTEGERS else REAL if name == "confidence" else TEXT for name in (*COLUMNS, "event")
}
_TOLL_COLUMNS = _columns(
    "series counter measure party kind group place since day claim "
    + " ".join(f"{n}_{e}" for n in ("stated", "explained", "unexplained") for e in _ENDS)
    + " flags incidents"
)
TABLES = {
    t.name: t
    for t in (
        Table("incidents", _INCIDENT_COLUMNS, _incidents),
        Table("claims", _CLAIM_COLUMNS, _claims),
        Table("tolls", _TOLL_COLUMNS, _tolls),
    )
}


def table_of(columns: list[str]) -> Table | None:
    """The table that has these columns, in this order; None when none has."""
    return next((t for t in TABLES.values() if list(t.columns) == columns), None)
