"""Numbered steps that bring a ledger's truth from any earlier form to the present one, each run once and for all.

Promise: a step only adds; no entry is ever rewritten, so a hash that was noted stays right. Steps are written out and
never edited later. Views have no steps: when their form changes they are dropped and made again from the truth.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

_GUARDED = ("ledger_entry", "ledger_payload", "src_raw", "src_text")


def _begin(conn: Connection) -> None:
    """The first form: the chain, its payloads, what was read, and the guards that keep them append-only."""
    blob = "BLOB" if conn.dialect.name == "sqlite" else "BYTEA"
    integer = "INTEGER" if conn.dialect.name == "sqlite" else "BIGINT"
    for table in (
        "ledger_meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
        f"ledger_entry (seq {integer} PRIMARY KEY, kind TEXT NOT NULL, recorded TEXT NOT NULL,"
        " digest TEXT NOT NULL, hash TEXT NOT NULL)",
        f"ledger_payload (seq {integer} PRIMARY KEY, salt TEXT NOT NULL, body TEXT NOT NULL)",
        f"src_raw (sha256 TEXT PRIMARY KEY, size BIGINT NOT NULL, body {blob} NOT NULL)",
        "src_text (id TEXT PRIMARY KEY, escaped BOOLEAN NOT NULL, body TEXT NOT NULL)",
    ):
        conn.exec_driver_sql(f"CREATE TABLE {table}")
    if conn.dialect.name == "sqlite":
        _guard_sqlite(conn)
    else:
        _guard_postgresql(conn)


def _guard_sqlite(conn: Connection) -> None:
    for table in _GUARDED:
        refuse = "SELECT RAISE(ABORT, 'append-only: entries of a ledger are never changed');"
        conn.exec_driver_sql(f"CREATE TRIGGER {table}_kept BEFORE UPDATE ON {table} BEGIN {refuse} END")
        # Only an erasure deletes, and never an entry: it writes its tombstone and sets this key in one transaction.
        erasing = "" if table == "ledger_entry" else "WHEN NOT EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'erasing')"
        conn.exec_driver_sql(f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} {erasing} BEGIN {refuse} END")


def _guard_postgresql(conn: Connection) -> None:
    conn.exec_driver_sql(
        "CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " IF TG_OP = 'DELETE' AND TG_TABLE_NAME <> 'ledger_entry'"
        " AND EXISTS (SELECT 1 FROM ledger_meta WHERE key = 'erasing') THEN RETURN OLD; END IF;"
        " RAISE EXCEPTION 'append-only: entries of a ledger are never changed'; END $$"
    )
    for table in _GUARDED:
        conn.exec_driver_sql(
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION ledger_refuse()"
        )
        conn.exec_driver_sql(
            f"CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()"
        )


def _people(conn: Connection) -> None:
    """Secrets of people who sign in, and their sessions: beside the chain, and free to be deleted."""
    for statement in (
        "CREATE TABLE people_secret (key TEXT PRIMARY KEY, hash TEXT NOT NULL, changed TEXT NOT NULL)",
        "CREATE TABLE people_session (digest TEXT PRIMARY KEY, key TEXT NOT NULL, began TEXT NOT NULL,"
        " seen TEXT NOT NULL)",
        "CREATE INDEX people_session_key ON people_session (key)",
    ):
        conn.exec_driver_sql(statement)


def _desk(conn: Connection) -> None:
    """Entries of the queue that somebody has taken or put off: beside the chain, and free to be deleted."""
    conn.exec_driver_sql(
        "CREATE TABLE desk_hold (reason TEXT NOT NULL, subject TEXT NOT NULL, kind TEXT NOT NULL,"
        ' "by" TEXT NOT NULL, until TEXT NOT NULL, PRIMARY KEY (reason, subject, kind))'
    )


STEPS: tuple[Callable[[Connection], None], ...] = (_begin, _people, _desk)
"""In order; a ledger of form n has had the first n of them."""
