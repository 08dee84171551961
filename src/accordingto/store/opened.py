"""An open ledger: its connection, its clock, its transactions, and its form brought up to date."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import uuid4

from sqlalchemy import Connection, Engine, delete, func, insert, inspect, select, update

from accordingto.store import engine, errors, views
from accordingto.store import tables as t
from accordingto.store.migrations import STEPS

Clock = Callable[[], datetime]


class Opened:
    """What every part of a ledger's interface stands on."""

    def __init__(self, engine_: Engine, name: str, now: Clock) -> None:
        self._engine = engine_
        self._now = now
        self.name = name

    @classmethod
    def open(cls, where: str | Path, *, create: bool = False, now: Clock | None = None) -> Self:
        """Open a ledger, and bring it to the present form where an older program wrote it.

        Args:
            where: Path of a SQLite file, or ``postgresql://user:password@host/database``.
            create: Whether one is begun where there is none.
            now: The clock; the machine's unless given.

        Raises:
            LedgerError: It is not there, cannot be reached or read, is damaged, or a newer program wrote it.
        """
        engine_, name = engine.connect(str(where), create=create)
        ledger = cls(engine_, name, now or (lambda: datetime.now(UTC)))
        try:
            with errors.told(name):
                ledger._prepare(create)
        except BaseException:
            engine_.dispose()
            raise
        return ledger

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    @property
    def now(self) -> datetime:
        """The time by the ledger's clock."""
        return self._now()

    @property
    def last(self) -> int:
        """Number of the last entry; it grows with everything that is added."""
        with self._reading() as conn:
            return int(conn.execute(select(func.max(t.entry.c.seq))).scalar() or 0)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with errors.told(self.name), engine.reading(self._engine) as conn:
            yield conn

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with errors.told(self.name), engine.writing(self._engine) as conn:
            yield conn

    def _prepare(self, create: bool) -> None:
        form, made = self._form()
        if form > len(STEPS):
            raise errors.newer(self.name)
        if form == 0 and not create:
            raise errors.missing(self.name)
        if form < len(STEPS) or made != views.FORM:
            with self._writing() as conn:
                form, made = _form(conn)  # another program may have been quicker
                for step in STEPS[form:]:
                    step(conn)
                if form == 0:
                    conn.execute(insert(t.meta), [{"key": "form", "value": ""}, {"key": "views", "value": ""}])
                if made != views.FORM:
                    views.rebuild(conn)
                    # Their rows went with the others: without this, the ledger would say that it knows no incident.
                    conn.execute(delete(t.meta).where(t.meta.c.key == "linked"))
                for key, value in (("form", str(len(STEPS))), ("views", views.FORM)):
                    conn.execute(update(t.meta).where(t.meta.c.key == key).values(value=value))

    def _form(self) -> tuple[int, str]:
        with self._reading() as conn:
            return _form(conn)

    def _mark(self, conn: Connection) -> None:
        """Note up to which entry the views of incidents go, and that they were filled now."""
        last = str(conn.execute(select(func.max(t.entry.c.seq))).scalar() or 0)
        # Whoever fills them so keeps no neighbours with them.
        conn.execute(delete(t.meta).where(t.meta.c.key == "linker"))
        for key, value in (("linked", last), ("tolls", last), ("filled", uuid4().hex)):
            done = conn.execute(update(t.meta).where(t.meta.c.key == key).values(value=value))
            if not done.rowcount:
                conn.execute(insert(t.meta), [{"key": key, "value": value}])


def _form(conn: Connection) -> tuple[int, str]:
    """Number of migrations that were run, and the form of the views."""
    if not inspect(conn).has_table("ledger_meta"):
        return 0, ""
    rows = conn.execute(select(t.meta.c.key, t.meta.c.value))
    values = {row.key: row.value for row in rows}
    return int(values.get("form") or 0), values.get("views", "")
