"""Care of a ledger: checking, copying, and making views again."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import delete, select

from accordingto.store import copying, errors, verify, views
from accordingto.store import tables as t
from accordingto.store.opened import Opened


class Care(Opened):
    """What keeps a ledger whole."""

    def verify(self, head: str | None = None) -> verify.Verification:
        """Check every hash, payload and source; never raises for what it finds.

        Args:
            head: A hash noted earlier that must stand in the chain.
        """
        with self._reading() as conn:
            return verify.verify(conn, head)

    def backup(self, target: Path) -> int:
        """Copy the ledger into a new SQLite file while others may use it.

        Returns:
            How many entries the copy holds, all of them checked.

        Raises:
            LedgerError: There is a file of that name, no room, or the ledger or the copy is damaged.
        """
        copying.refuse_existing(target)
        if self._engine.dialect.name == "sqlite":
            with self._reading() as conn:
                copying.copy_file(conn, target)
        else:
            with Care.open(target, create=True, now=self._now) as copy, copy._writing() as conn:
                with self._reading() as old:
                    copying.copy_truth(old, conn)
                views.rebuild(conn)
        with Care.open(target, now=self._now) as copy:
            return _checked(copy)

    def restore(self, source: Path) -> int:
        """Fill this ledger, which must be empty, from a backup.

        Returns:
            How many entries were restored, all of them checked.

        Raises:
            LedgerError: It is not empty, or the backup is damaged.
        """
        with Care.open(source, now=self._now) as backup:
            _checked(backup)
            with self._writing() as conn, backup._reading() as old:
                if conn.execute(select(t.entry.c.seq).limit(1)).first() is not None:
                    raise errors.taken(self.name)
                copying.copy_truth(old, conn)
                views.rebuild(conn)
        return _checked(self)

    def rebuild(self) -> None:
        """Make every view of claims and reports again from the entries; views of incidents are emptied."""
        with self._writing() as conn:
            views.rebuild(conn)
            conn.execute(delete(t.meta).where(t.meta.c.key == "linked"))


def _checked(ledger: Care) -> int:
    found = ledger.verify()
    if not found.holds:
        raise errors.damaged(ledger.name, f"entry {found.broken}: {found.why}" if found.broken else str(found.why))
    return found.entries
