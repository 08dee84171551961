"""Whether a ledger is what was written: every hash recomputed, every payload and every text held against its name.

Promise: the first broken entry is named. An erased payload is no break when a tombstone says so, and only then.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Result, Row, select
from sqlalchemy.exc import DatabaseError

from accordingto.model.identity import text_id
from accordingto.store import tables as t
from accordingto.store.chain import START, digest_name, digest_of, hash_of, restored, unpacked

_CHUNK = 2000
_ENTRIES = (
    "SELECT e.seq, e.kind, e.recorded, e.digest, e.hash, p.salt, p.body"
    " FROM ledger_entry e LEFT JOIN ledger_payload p ON p.seq = e.seq ORDER BY e.seq"
)
_FROM = {"capture": "sha256", "version": "text"}
"""Where an entry of a kind names what it was read from."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check found.

    Attributes:
        entries: How many were checked.
        head: Hash of the last one: note it elsewhere, and a ledger cut short can be told from a whole one.
        erased: How many payloads were erased, each covered by a tombstone.
        sources: How many raw captures and texts were checked.
        broken: Number of the first broken entry, or None.
        why: What is wrong with it, or with a source.
        known: Whether a head that was noted stands in the chain; None when none was given.
    """

    entries: int
    head: str
    erased: int = 0
    sources: int = 0
    broken: int | None = None
    why: str | None = None
    known: bool | None = None

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return self.why is None and self.known is not False


def verify(conn: Connection, head: str | None = None) -> Verification:
    """Check everything that was stored.

    Args:
        conn: A transaction.
        head: A hash that was noted earlier, whole or its beginning.
    """
    fault = _engine(conn)
    if fault:
        return Verification(0, START, why=fault)
    graves, forgotten = _graves(conn)
    starts = [a for a, _ in graves]
    seq, before, erased, known = 0, START, 0, None if head is None else False
    wanted: dict[str, int] = {}
    try:
        for number, kind, recorded, digest, hashed, salt, body in _entries(conn):
            seq += 1
            if number != seq:
                fault = f"entry {seq} is missing"
            elif hash_of(before, seq, kind, recorded, digest) != hashed:
                fault = "its hash does not follow from the entry before: it was changed, or one was taken out"
            elif body is None:
                erased += 1
                if not _covered(seq, starts, graves):
                    fault = "what it said is gone, and no tombstone says why"
            elif digest_of(salt, body) != digest:
                fault = "what it says was changed"
            if fault:
                return Verification(seq - 1, before, erased, 0, seq, fault, known)
            before = hashed
            if head is not None and hashed.startswith(head):
                known = True
            if kind in _FROM and body is not None:
                wanted.setdefault(json.loads(body)[_FROM[kind]], seq)
    except (DatabaseError, sqlite3.DatabaseError) as e:
        return Verification(seq, before, erased, 0, seq + 1, f"cannot be read: {getattr(e, 'orig', e)}".strip(), known)
    checked, broken, why = _sources(conn, wanted, forgotten)
    return Verification(seq, before, erased, checked, broken, why, known)


def _entries(conn: Connection) -> Iterator[tuple[Any, ...]]:
    """Entries with their payloads, in order, in bounded memory."""
    if conn.dialect.name == "sqlite":
        # The driver's own rows: making others of them would take as long as all the hashing.
        driver: Any = conn.connection.driver_connection
        yield from driver.execute(_ENTRIES)
        return
    with conn.execution_options(stream_results=True).exec_driver_sql(_ENTRIES) as rows:
        while chunk := rows.fetchmany(_CHUNK):
            for row in chunk:
                yield tuple(row)


def _covered(seq: int, starts: list[int], graves: list[tuple[int, int]]) -> bool:
    grave = bisect_right(starts, seq) - 1
    return grave >= 0 and seq <= graves[grave][1]


def _engine(conn: Connection) -> str | None:
    """What the engine itself says about its file."""
    if conn.dialect.name != "sqlite":
        return None
    try:
        said = conn.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    except DatabaseError as e:
        return str(e.orig).strip()
    return None if said == "ok" else str(said)


def _graves(conn: Connection) -> tuple[list[tuple[int, int]], set[str]]:
    """Runs of entries that tombstones cover, joined and in order, and the names of what was erased."""
    rows = conn.execute(
        select(t.payload.c.body).join(t.entry, t.entry.c.seq == t.payload.c.seq).where(t.entry.c.kind == "tombstone")
    )
    out: list[tuple[int, int]] = []
    values = [json.loads(body) for body in rows.scalars()]
    for a, b in sorted((a, b) for v in values for a, b in v["ranges"]):
        if out and a <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(b, out[-1][1]))
        else:
            out.append((a, b))
    return out, {n for v in values for n in v["names"]}


def _sources(conn: Connection, wanted: dict[str, int], forgotten: set[str]) -> tuple[int, int | None, str | None]:
    checked, seen = 0, set()
    try:
        raws = conn.execution_options(yield_per=50).execute(select(t.raw.c.sha256, t.raw.c.body))
        for row in _closing(raws):
            name = row.sha256
            checked += 1
            seen.add(name)
            try:
                whole = hashlib.sha256(unpacked(row.body)).hexdigest() == name
            except ValueError:
                whole = False
            if not whole:
                return checked, wanted.get(name), f"the bytes kept as {name[:12]} are not those that came"
        for row in _closing(conn.execution_options(yield_per=500).execute(select(t.text))):
            checked += 1
            seen.add(row.id)
            if text_id(restored(row.escaped, row.body)) != row.id:
                return checked, wanted.get(row.id), f"the text kept as {row.id[:12]} was changed"
    except (DatabaseError, ValueError) as e:
        return checked, None, f"a source cannot be read: {str(getattr(e, 'orig', e)).strip()}"
    for name, seq in wanted.items():
        if name not in seen and not {digest_name(f"raw:{name}"), digest_name(f"text:{name}")} & forgotten:
            return checked, seq, f"what it was read from ({name[:12]}) is gone"
    return checked, None, None


def _closing(rows: Result[Any]) -> Iterator[Row[Any]]:
    """Rows of a result that is closed when the first fault ends the search."""
    with rows:
        yield from rows
