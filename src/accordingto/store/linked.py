"""Incidents across reports as views: filled by whoever links and reconciles, looked up here.

Promise: what was filled in comes back as it was; nothing here is computed, and all of it may be thrown away.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, func, select

from accordingto.model.linked import Aside, Dispute, Estimate, LinkedIncident, Position, TollPoint, TollSeries
from accordingto.model.parse import bounds_from_dict
from accordingto.model.telling import Telling
from accordingto.model.values import Bounds, Period
from accordingto.store import tables as t
from accordingto.store.bulk import insert_rows
from accordingto.store.queries import facets_of
from accordingto.store.views import storable

_BATCH = 500
_PAIRS = select(t.pair).order_by(func.abs(t.pair.c.score), t.pair.c.a, t.pair.c.b)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two tellings whose link is worth a look; ``detail`` is what to show of it."""

    a: str
    b: str
    score: float
    joined: bool = False
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """An incident found: the columns of ``view_incident``, and the incident's own mapping."""

    id: str
    what: str
    type: str | None
    place: str | None
    lat: float | None
    lon: float | None
    period: Period
    killed: Bounds | None
    injured: Bounds | None
    contested: bool
    parties: tuple[str, ...]
    reports: int
    payload: dict[str, Any]


def replace(
    conn: Connection, incidents: Iterable[LinkedIncident], pairs: Iterable[Pair], tolls: Iterable[TollSeries]
) -> None:
    """Throw the views of incidents away and fill them anew."""
    for table in (t.incident, t.incident_key, t.member, t.pair, t.toll):
        conn.execute(delete(table))
    rows: dict[Table, list[dict[str, Any]]] = {t.incident: [], t.incident_key: [], t.member: []}
    for incident in incidents:
        _collect(incident, rows)
        if len(rows[t.incident]) >= _BATCH:
            _write(conn, rows)
    _write(conn, rows)
    put_pairs(conn, pairs)
    _put_tolls(conn, tolls)


def update(conn: Connection, incidents: Iterable[LinkedIncident], gone: Iterable[str]) -> None:
    """Fill some incidents anew and take others away, for a rebuild that touches only what changed.

    Args:
        conn: A writing transaction.
        incidents: New or changed.
        gone: Ids that are no incident any more.
    """
    incidents = list(incidents)
    ids = [*gone, *(i.id for i in incidents)]
    for start in range(0, len(ids), _BATCH):
        some = ids[start : start + _BATCH]
        for column in (t.incident.c.id, t.incident_key.c.incident, t.member.c.incident):
            conn.execute(delete(column.table).where(column.in_(some)))
    rows: dict[Table, list[dict[str, Any]]] = {t.incident: [], t.incident_key: [], t.member: []}
    for incident in incidents:
        _collect(incident, rows)
    keys = [m["telling"] for m in rows[t.member]]
    for start in range(0, len(keys), _BATCH):
        conn.execute(delete(t.member).where(t.member.c.telling.in_(keys[start : start + _BATCH])))
    _write(conn, rows)


def put_pairs(conn: Connection, pairs: Iterable[Pair]) -> None:
    """Add pairs in doubt."""
    rows = [{"a": p.a, "b": p.b, "score": p.score, "joined": p.joined, "detail": _json(p.detail)} for p in pairs]
    insert_rows(conn, t.pair, rows)


def replace_tolls(conn: Connection, tolls: Iterable[TollSeries]) -> None:
    """Throw the view of running totals away and fill it anew."""
    conn.execute(delete(t.toll))
    _put_tolls(conn, tolls)


def _put_tolls(conn: Connection, tolls: Iterable[TollSeries]) -> None:
    rows = [
        {
            "id": x.id, "counter": x.counter, "measure": x.measure, "party": x.party, "place": x.place,
            "since": x.since.isoformat() if x.since else None, "points": len(x.points),
            "odd": any(p.flags for p in x.points), "payload": _json(x.to_dict()),
        }
        for x in tolls
    ]  # fmt: skip
    insert_rows(conn, t.toll, rows)


def figures(conn: Connection) -> list[LinkedIncident]:
    """All incidents with their figures, without their tellings and disputes."""
    i = t.incident.c
    rows = conn.execute(select(i.id, i.what, i.type, i.place, i.start, i.end, i.payload))
    return [
        LinkedIncident(
            r.id, r.what, r.type, r.place, _period(r.start, r.end, None), (),
            tuple(map(_estimate, json.loads(r.payload)["estimates"])),
        )
        for r in rows
    ]  # fmt: skip


def row_of(row: Row[Any]) -> IncidentRow:
    """A row of the view as a value."""
    killed = Bounds(row.killed_low, row.killed_best, row.killed_high)
    injured = Bounds(row.injured_low, row.injured_best, row.injured_high)
    payload = json.loads(row.payload)
    return IncidentRow(
        row.id, row.what, row.type, row.place, row.lat, row.lon, _period(row.start, row.end, payload.get("edtf")),
        killed if killed.numeric else None, injured if injured.numeric else None, bool(row.contested),
        tuple(json.loads(row.parties)), row.reports, payload,
    )  # fmt: skip


def one(conn: Connection, name: str, telling: Callable[[str, str], Telling | None]) -> LinkedIncident | None:
    """One incident whole, with its tellings as they stand now.

    Args:
        conn: A transaction.
        name: Its id.
        telling: A telling by report and the incident's id in it.
    """
    row = conn.execute(select(t.incident).where(t.incident.c.id == name)).first()
    if row is None:
        return None
    members = select(t.member.c.report, t.member.c.told).where(t.member.c.incident == name)
    told = [telling(m.report, m.told) for m in conn.execute(members.order_by(t.member.c.position))]
    d = json.loads(row.payload)
    return LinkedIncident(
        row.id, row.what, row.type, row.place, _period(row.start, row.end, d.get("edtf")),
        tuple(x for x in told if x is not None), tuple(map(_estimate, d["estimates"])),
        tuple(map(_dispute, d["disputes"])), row.lat, row.lon, tuple(d["notes"]), d.get("rules"), d.get("grade"),
    )  # fmt: skip


def pairs(conn: Connection, limit: int | None, offset: int) -> list[Pair]:
    """Doubtful pairs, the score nearest to neither first."""
    found = _PAIRS.offset(offset)
    return [_pair(r) for r in conn.execute(found.limit(limit) if limit is not None else found)]


def pairs_of(conn: Connection, tellings: Sequence[str]) -> list[Pair]:
    """Doubtful pairs that some tellings are in, in the same order."""
    found = _PAIRS.where(t.pair.c.a.in_(tellings) | t.pair.c.b.in_(tellings))
    return [_pair(r) for r in conn.execute(found)]


def tolls(conn: Connection, limit: int | None, offset: int, name: str | None = None) -> list[TollSeries]:
    """Running totals, those of most points first; or the one of a name."""
    found = select(t.toll.c.payload).order_by(t.toll.c.points.desc(), t.toll.c.id).offset(offset)
    found = found if name is None else found.where(t.toll.c.id == name)
    rows = conn.execute(found.limit(limit) if limit is not None else found)
    return [_series(json.loads(body)) for body in rows.scalars()]


def _collect(i: LinkedIncident, rows: dict[Table, list[dict[str, Any]]]) -> None:
    killed, injured = (e.bounds if (e := i.estimate(m)) else Bounds() for m in ("killed", "injured"))
    facets = facets_of(i)
    rows[t.incident].append(
        {
            "id": i.id, "what": storable(i.what), "type": i.type, "place": i.place,
            "country": i.place.rpartition(",")[2].strip() if i.place else None, "lat": i.lat, "lon": i.lon,
            "start": i.period.start.isoformat() if i.period.start else None,
            "end": i.period.end.isoformat() if i.period.end else None,
            "killed_low": killed.low, "killed_best": killed.best, "killed_high": killed.high,
            "injured_low": injured.low, "injured_best": injured.best, "injured_high": injured.high,
            "contested": i.disputed, "grade": i.grade, "parties": _json(list(i.parties)), "reports": len(i.reports),
            "payload": _json({**i.to_dict(), "edtf": i.period.edtf}),
        }
    )  # fmt: skip
    rows[t.incident_key].extend(
        {"facet": facet, "value": value, "incident": i.id} for facet, values in facets.items() for value in values
    )
    rows[t.member].extend(
        {
            "telling": x.key,
            "incident": i.id,
            "report": x.outlet.report,
            "told": x.incident.id,
            "what": storable(x.incident.what),
            "position": n,
        }
        for n, x in enumerate(i.tellings)
    )


def _write(conn: Connection, rows: dict[Table, list[dict[str, Any]]]) -> None:
    for table, some in rows.items():
        insert_rows(conn, table, some)
        some.clear()


def _json(value: Any) -> str:
    return storable(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def _period(start: str | None, end: str | None, edtf: str | None) -> Period:
    return Period(date.fromisoformat(start) if start else None, date.fromisoformat(end) if end else None, edtf)


def _estimate(d: dict[str, Any]) -> Estimate:
    return Estimate(
        d["measure"], Bounds(d["low"], d["best"], d["high"]), d["rule"], d["party"], d["kind"], d["group"],
        tuple(d["used"]), tuple(Aside(a["claim"], a["reason"]) for a in d["aside"]), d["sources"],
    )  # fmt: skip


def _dispute(d: dict[str, Any]) -> Dispute:
    return Dispute(d["question"], d["about"], tuple(map(_position, d["positions"])), d["state"])


def _position(d: dict[str, Any]) -> Position:
    first, last = (date.fromisoformat(x) if x else None for x in (d["first"], d["last"]))
    return Position(
        d["answer"], d["claimant"], d["stance"], tuple(d["claims"]), tuple(d["evidence"]), tuple(d["origins"]),
        first, last,
    )  # fmt: skip


def _pair(r: Row[Any]) -> Pair:
    return Pair(r.a, r.b, r.score, bool(r.joined), json.loads(r.detail))


def _series(d: dict[str, Any]) -> TollSeries:
    points = tuple(
        TollPoint(
            p["claim"], date.fromisoformat(p["day"]) if p["day"] else None, bounds_from_dict(p["stated"]) or Bounds(),
            bounds_from_dict(p["explained"]), tuple(p["incidents"]), tuple(p["flags"]), p["counted"],
        )
        for p in d["points"]
    )  # fmt: skip
    since = date.fromisoformat(d["since"]) if d["since"] else None
    return TollSeries(
        d["id"], d["counter"], d["measure"], d["party"], d["kind"], d["group"], d["place"], since, points,
        tuple(d["beside"]),
    )  # fmt: skip
