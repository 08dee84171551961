"""One way in to SQLite and PostgreSQL: opening, transactions that exclude other writers, and what differs between them.

Promise: a writing transaction holds the ledger's one lock from its first statement, so the chain has one end at all
times; it is on the disk when it returns (SQLite: write-ahead log with ``synchronous=FULL``). Readers never wait for it.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import QueuePool

from accordingto.store import errors

_WAIT = 60
"""Seconds that a writer waits for another."""
_LOCK = 0x6C6564676572  # "ledger"


def is_server(where: str) -> bool:
    """Whether a ledger's name is the address of a PostgreSQL database."""
    return where.startswith(("postgresql:", "postgresql+", "postgres:"))


def connect(where: str, *, create: bool) -> tuple[Engine, str]:
    """An engine for a ledger, and the ledger's name for messages (without a password).

    Args:
        where: Path of a SQLite file, or ``postgresql://user:password@host/database``.
        create: Whether a file that is not there may be made.

    Raises:
        LedgerError: There is no such file, or the address cannot be understood.
    """
    return _server(where) if is_server(where) else (_file(Path(where), create=create), where)


def _server(where: str) -> tuple[Engine, str]:
    try:
        url = make_url(where)
    except ArgumentError as e:
        raise errors.unreachable(where.rpartition("@")[2], "not an address of a database") from e
    name = url.render_as_string(hide_password=True)
    try:
        engine = create_engine(url.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    except (NoSuchModuleError, ImportError) as e:
        raise errors.unreachable(name, "a ledger in PostgreSQL needs: pip install 'accordingto[postgres]'") from e
    event.listen(engine, "begin", _begin_server)
    return engine, name


def _begin_server(conn: Connection) -> None:
    if conn.get_execution_options().get("writes"):
        conn.exec_driver_sql(f"SET LOCAL lock_timeout = '{_WAIT}s'")
        conn.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    else:
        # Several queries of one answer must see one state.
        conn.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _file(path: Path, *, create: bool) -> Engine:
    if not create and not path.exists():
        raise errors.missing(str(path))
    if not path.parent.is_dir():
        raise errors.missing(str(path))
    writable = os.access(path if path.exists() else path.parent, os.W_OK)
    mode = "rwc" if create else "rw" if writable else "ro"
    if mode == "ro" and not Path(f"{path}-wal").exists() and not os.access(path.parent, os.W_OK):
        # SQLite cannot make the files of its log beside it; nobody can write it either.
        mode += "&immutable=1"
    uri = f"file:{_quoted(path)}?mode={mode}"

    def opened() -> sqlite3.Connection:
        return sqlite3.connect(uri, uri=True, timeout=_WAIT, check_same_thread=False)

    engine = create_engine("sqlite://", creator=opened, poolclass=QueuePool)
    event.listen(engine, "connect", _set_up if writable else _set_up_reading)
    event.listen(engine, "begin", _begin_file)
    return engine


def _quoted(path: Path) -> str:
    return str(path.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def _set_up(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # transactions are begun below, not by the driver
    for pragma in (
        "journal_mode=WAL",
        # Not NORMAL: with it a power cut can lose the last judgements, which nobody can make again by a rerun.
        "synchronous=FULL",
        "secure_delete=ON",
        "cache_size=-65536",
        # Pages of indexes are written back once for many transactions; the log may have 40 MB until then.
        "wal_autocheckpoint=10000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _set_up_reading(connection: Any, _: Any) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA query_only=ON")


def _begin_file(conn: Connection) -> None:
    # IMMEDIATE takes the write lock at once: a reader that turns writer half-way would fail when another came between.
    conn.exec_driver_sql("BEGIN IMMEDIATE" if conn.get_execution_options().get("writes") else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that alone may write."""
    with engine.connect() as conn:
        conn = conn.execution_options(writes=True)
        with conn.begin():
            yield conn


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees one state throughout."""
    with engine.connect() as conn, conn.begin():
        yield conn


def wipe(engine: Engine) -> None:
    """Have the engine overwrite what was deleted, and give the room back."""
    with engine.connect() as conn:
        conn = conn.execution_options(isolation_level="AUTOCOMMIT")
        if engine.dialect.name != "sqlite":
            conn.exec_driver_sql("VACUUM")
            return
        driver: Any = conn.connection.driver_connection
        # Words that an index has forgotten stay in its pages until it is merged.
        for index in ("view_quote_fts", "view_text_fts"):
            driver.execute(f"INSERT INTO {index}({index}) VALUES ('optimize')")
        driver.execute("VACUUM")
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
