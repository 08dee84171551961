"""Backup and restore: the truth of one ledger into a new one, of the same engine or the other.

Promise: a copy is whole or is not there; the copied chain is the same chain, hash for hash. Nothing is overwritten.
Passwords and sessions are not copied.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select

from accordingto.store import tables as t
from accordingto.store.errors import taken

_CHUNK = 2000


def copy_truth(source: Connection, target: Connection) -> int:
    """Copy entries, payloads and sources into an empty ledger.

    Args:
        source: A transaction that sees one state.
        target: A writing transaction.

    Returns:
        How many entries.
    """
    entries = 0
    for table in t.TRUTH:
        key = next(iter(table.primary_key.columns))
        last: Any = None
        while True:
            found = select(table).order_by(key).limit(_CHUNK if table is not t.raw else 50)
            rows = source.execute(found.where(key > last) if last is not None else found).mappings().all()
            if not rows:
                break
            last = rows[-1][key.name]
            target.execute(insert(table), [dict(r) for r in rows])
            entries += len(rows) if table is t.entry else 0
    return entries


def copy_file(source: Connection, target: Path) -> None:
    """Copy a SQLite ledger as it is, views included, while others may read and write it."""
    import sqlite3

    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    driver: Any = source.connection.driver_connection
    try:
        copy = sqlite3.connect(part)
        try:
            driver.backup(copy)
            # A backup travels; whoever restores it has people choose new passwords.
            copy.execute("PRAGMA secure_delete=ON")
            for table in t.people.tables:
                copy.execute(f"DELETE FROM {table}")
            copy.commit()
            # One file, without a log beside it, and every byte of it on the disk before it gets its name.
            copy.execute("PRAGMA journal_mode=DELETE")
        finally:
            copy.close()
        with part.open("rb+") as f:
            os.fsync(f.fileno())
        os.link(part, target)  # fails where a file of that name came meanwhile, unlike a rename
    finally:
        part.unlink(missing_ok=True)


def refuse_existing(target: Path) -> None:
    """Say no to a name that is taken.

    Raises:
        LedgerError: There is something of that name.
    """
    if target.exists():
        raise taken(str(target))
