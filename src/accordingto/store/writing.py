"""Appending: what one transaction adds to the chain, kept back until all of it is there.

Promise: the entries of a draft stand one after the other, with nothing of another writer between them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import Connection, Table, select

from accordingto.store import tables as t
from accordingto.store.bulk import insert_rows
from accordingto.store.chain import START, body_of, digest_of, hash_of, stamp


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger with what it says."""

    seq: int
    kind: str
    recorded: str
    value: dict[str, Any]


@dataclass(slots=True)
class Draft:
    """The entries that a transaction is about to add.

    Attributes:
        conn: A writing transaction, which holds the ledger's lock.
        recorded: The clock's time, the same for all of them.
        behind: The time of the last entry, when the clock is behind it.
        runs: Numbers of the entries of runs, once they are known.
    """

    conn: Connection
    now: datetime
    entries: list[Entry] = field(default_factory=list)
    recorded: str = ""
    behind: str | None = None
    runs: dict[Any, int] = field(default_factory=dict)
    _seq: int = 0
    _hash: str = START
    _rows: list[dict[str, Any]] = field(default_factory=list)
    _bodies: list[dict[str, Any]] = field(default_factory=list)
    _sources: dict[Table, list[dict[str, Any]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        last = self.conn.execute(
            select(t.entry.c.seq, t.entry.c.hash, t.entry.c.recorded).order_by(t.entry.c.seq.desc()).limit(1)
        ).first()
        self.recorded = stamp(self.now)
        if last is not None:
            self._seq, self._hash = last.seq, last.hash
            self.behind = last.recorded if last.recorded > self.recorded else None

    @property
    def following(self) -> int:
        """The number that the next entry gets."""
        return self._seq + 1

    def put(self, kind: str, value: dict[str, Any]) -> int:
        """Add one entry.

        Args:
            kind: What it is.
            value: What it says, JSON-ready.

        Returns:
            Its number.
        """
        self._seq += 1
        salt, body = token_hex(8), body_of(value)
        digest = digest_of(salt, body)
        self._hash = hash_of(self._hash, self._seq, kind, self.recorded, digest)
        row = {"seq": self._seq, "kind": kind, "recorded": self.recorded, "digest": digest, "hash": self._hash}
        self._rows.append(row)
        self._bodies.append({"seq": self._seq, "salt": salt, "body": body})
        self.entries.append(Entry(self._seq, kind, self.recorded, value))
        return self._seq

    def keep(self, table: Table, row: dict[str, Any]) -> None:
        """Add bytes or a text that is named by its own hash, unless it is there already."""
        self._sources.setdefault(table, []).append(row)

    def flush(self) -> None:
        """Hand everything to the database."""
        for table, rows in self._sources.items():
            insert_rows(self.conn, table, rows, unless_there=True)
        insert_rows(self.conn, t.entry, self._rows)
        insert_rows(self.conn, t.payload, self._bodies)
        self._sources, self._rows, self._bodies = {}, [], []
