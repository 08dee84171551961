"""Views that follow from the entries alone: reports, versions, captures, readings, judgements, claims as they stand.

Promise: whatever order of additions led to a ledger, ``rebuild`` makes the same rows again. Views hold nothing that the
entries do not.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Table, bindparam, delete, select, update

from accordingto.model.claim import Claim
from accordingto.model.doubt import doubt_of
from accordingto.store import fulltext
from accordingto.store import tables as t
from accordingto.store.bulk import insert_rows
from accordingto.store.judging import TO_LOOK_AT, Named, Standing
from accordingto.store.loading import (
    LAST,
    judgements,
    payloads,
    reading_at,
    reading_from,
    report_of,
    stand,
    version_at,
)
from accordingto.store.writing import Entry

FORM = "5"
"""Form of the views; another number makes every ledger rebuild them when it is opened."""
_CHUNK = 5000
_SAID = ("publisher", "published", "title")


def create(conn: Connection) -> None:
    """Make empty views."""
    t.views.create_all(conn)
    t.linked.create_all(conn)
    fulltext.create(conn)


def rebuild(conn: Connection) -> None:
    """Drop what follows from the entries and make it again; incidents are emptied, and wait for their own rebuild."""
    fulltext.drop(conn)
    t.views.drop_all(conn)
    t.linked.drop_all(conn)
    create(conn)
    for chunk in _entries(conn):
        project(conn, chunk)
    for seq, words in fulltext.stored_texts(conn):
        fulltext.add_texts(conn, [(seq, words)])
    for report in conn.execute(select(t.report.c.id).order_by(t.report.c.seq)).scalars().all():
        refresh(conn, report, empty=True)


def _entries(conn: Connection) -> Iterator[list[Entry]]:
    last = 0
    while True:
        rows = conn.execute(
            select(t.entry.c.seq, t.entry.c.kind, t.entry.c.recorded, t.payload.c.body)
            .join(t.payload, t.payload.c.seq == t.entry.c.seq)
            .where(t.entry.c.seq > last, t.entry.c.kind.in_(_ROWS))
            .order_by(t.entry.c.seq)
            .limit(_CHUNK)
        ).all()
        if not rows:
            return
        last = rows[-1].seq
        yield [Entry(r.seq, r.kind, r.recorded, json.loads(r.body)) for r in rows]


def project(conn: Connection, entries: Iterable[Entry]) -> None:
    """Add the rows of new entries to the views; claims wait for ``refresh``."""
    rows: dict[Table, list[dict[str, Any]]] = defaultdict(list)
    for e in entries:
        if e.kind in _ROWS:
            table, names = _ROWS[e.kind]
            given = {"seq": e.seq, "recorded": e.recorded, **e.value}
            rows[table].append({n: given.get(n) for n in names})
            if e.kind == "tombstone":
                rows[t.erased].extend({"name": n, "seq": e.seq} for n in e.value["names"])
            if e.kind == "capture":
                rows[table][-1]["headers"] = json.dumps(e.value["headers"]) if e.value["headers"] else None
            if e.kind == "report":
                rows[table][-1] |= {"claims": 0, "open": 0}
            if e.kind == "judgement":
                rows[table][-1]["proposed"] = bool(e.value.get("proposed"))
            if e.kind == "tombstone":
                rows[table][-1]["entries"] = sum(b - a + 1 for a, b in e.value["ranges"])
    for table, new in rows.items():
        insert_rows(conn, table, new)


def _columns(table: Table) -> tuple[Table, tuple[str, ...]]:
    return table, tuple(c.name for c in table.columns)


_ROWS = {
    "run": _columns(t.run),
    "report": _columns(t.report),
    "version": _columns(t.version),
    "capture": _columns(t.capture),
    "reading": _columns(t.reading),
    "judgement": _columns(t.judgement),
    "person": _columns(t.person),
    "setting": _columns(t.setting),
    "coding": _columns(t.coding),
    "tombstone": _columns(t.tombstone),
}


def refresh(conn: Connection, report: str, *, empty: bool = False) -> None:
    """Make the rows of one report's claims again, as they stand now.

    Args:
        conn: A writing transaction.
        report: Its id.
        empty: Whether there are none yet.
    """
    if not empty:
        _clear(conn, report)
    v = version_at(conn, report, LAST)
    r = reading_at(conn, v.seq, LAST) if v is not None else None
    if v is None or r is None:
        return
    _, names = reading_from(report_of(v, ""), payloads(conn, r.seq, r.last))
    standings, _ = stand(conn, names, v.text, judgements(conn, report=report))
    rows = [
        {**claim_row(r.seq + 1 + i if s.read is not None else _added_seq(conn, s), s, v.published, v.publisher),
         "report": report}
        for i, s in enumerate(standings)
    ]  # fmt: skip
    _add_claims(conn, rows)
    _note_current(conn, [(v, r.seq, len(rows), sum(row["doubt"] is not None for row in rows))])


def refresh_new(conn: Connection, added: Sequence[tuple[str, Sequence[Named]]]) -> None:
    """Make the rows of the claims of reports that were added just now: nothing was there, nothing is judged.

    Args:
        conn: A writing transaction.
        added: Each report with the claims of its one reading.
    """
    v, r = t.version, t.reading
    found = (
        select(v, r.c.seq.label("read")).join(r, r.c.version == v.c.seq).where(v.c.report.in_([n for n, _ in added]))
    )
    versions = {row.report: row for row in conn.execute(found)}
    rows = [
        {**claim_row(versions[report].read + 1 + i, Standing(n.claim, n.claim, n.anchor, n.fingerprint),
                     versions[report].published, versions[report].publisher), "report": report}
        for report, names in added
        for i, n in enumerate(names)
    ]  # fmt: skip
    _add_claims(conn, rows)
    _note_current(conn, [(versions[report], versions[report].read, len(n), len(n)) for report, n in added])


def _add_claims(conn: Connection, rows: Sequence[dict[str, Any]]) -> None:
    if not rows:
        return
    insert_rows(conn, t.claim, rows)
    fulltext.add_quotes(conn, rows)
    places = [{"place": p, "seq": row["seq"]} for row in rows for p in place_parts(row["place"])]
    insert_rows(conn, t.claim_place, places)
    names = {row["source"] for row in rows if row["source"]}
    insert_rows(conn, t.source, [{"name": n, "plain": plain(n)} for n in names], unless_there=True)


def _note_current(conn: Connection, current: Sequence[tuple[Row[Any], int, int, int]]) -> None:
    """Say in the rows of reports which version and reading is theirs now, how many claims, how many to look at."""
    counted = ("version", "reading", "claims", "open")
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in (*counted, *_SAID)}
    rows = [
        {"new_id": v.report, "new_version": v.seq, "new_reading": reading, "new_claims": claims, "new_open": waiting,
         **{f"new_{n}": getattr(v, n) for n in _SAID}}
        for v, reading, claims, waiting in current
    ]  # fmt: skip
    conn.execute(update(t.report).where(t.report.c.id == bindparam("new_id")).values(values), rows)


def forget(conn: Connection, report: str) -> None:
    """Take a report out of the views, after its entries were erased."""
    _clear(conn, report)
    fulltext.drop_texts(conn, report)
    for table in (t.version, t.capture, t.reading, t.judgement, t.coding):
        conn.execute(delete(table).where(table.c.report == report))
    conn.execute(delete(t.report).where(t.report.c.id == report))
    conn.execute(delete(t.copy).where((t.copy.c.report == report) | (t.copy.c.origin == report)))
    for table in (t.profile, t.sketch, t.total):
        conn.execute(delete(table).where(table.c.report == report))


def place_parts(path: str | None) -> set[str]:
    """Every level of a place path, as it is compared."""
    return {p for p in (plain(part) for part in (path or "").split(",")) if p}


def plain(words: str) -> str:
    """Words as names are compared: case and white space do not count."""
    return " ".join(re.findall(r"[\w'’-]+", words.casefold()))


def _clear(conn: Connection, report: str) -> None:
    old = select(t.claim.c.seq, t.claim.c.quote).where(t.claim.c.report == report)
    rows = [dict(r._mapping) for r in conn.execute(old)]
    fulltext.drop_quotes(conn, rows)
    conn.execute(delete(t.claim_place).where(t.claim_place.c.seq.in_(select(old.subquery().c.seq))))
    conn.execute(delete(t.claim).where(t.claim.c.report == report))


def forget_names(conn: Connection) -> None:
    """Take names out of the views that no claim bears any more."""
    borne = select(t.claim.c.source).where(t.claim.c.source == t.source.c.name)
    conn.execute(delete(t.source).where(~borne.exists()))


def _added_seq(conn: Connection, s: Standing) -> int:
    found = select(t.judgement.c.seq).where(t.judgement.c.id == s.judgements[0].id)
    return int(conn.execute(found).scalar() or 0)


def claim_row(seq: int, s: Standing, published: str | None, publisher: str | None) -> dict[str, Any]:
    """The row of ``view_claim`` for a claim as it stands, without its report."""
    c: Claim = s.claim
    doubt = doubt_of(c) if s.status in TO_LOOK_AT else None
    bounds = c.count.bounds if c.count else None
    period = c.time.period if c.time else None
    return {
        "seq": seq,
        "id": c.id,
        "anchor": s.anchor,
        "status": s.status,
        "type": c.type,
        "quote": storable(c.quote),
        "low": bounds.low if bounds else None,
        "best": bounds.best if bounds else None,
        "high": bounds.high if bounds else None,
        "vague": bounds.vague if bounds else None,
        "party": c.target.party if c.target else None,
        "kind": c.target.kind if c.target else None,
        "actor": c.actor.party if c.actor else None,
        "means": c.means,
        "place": c.place.path if c.place else None,
        "start": period.start.isoformat() if period and period.start else None,
        "end": period.end.isoformat() if period and period.end else None,
        "source": storable(c.source.text) if c.source else None,
        "source_kind": c.source.kind if c.source else None,
        "stance": c.stance,
        "scope": c.scope,
        "incident": c.incident,
        "published": published,
        "publisher": publisher,
        "doubt": None if doubt is None else "reopened" if s.status == "reopened" else doubt.kind,
        "slot": doubt.slot if doubt else None,
        "chance": doubt.chance if doubt else None,
    }


def storable(words: str) -> str:
    """Words as a column can hold them; what no database takes becomes the replacement character."""
    return words.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")
