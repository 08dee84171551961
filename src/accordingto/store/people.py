"""People who share a ledger: who they are, what they may do, and whether a second eye is wanted.

Promise: every change of a person or a setting is an entry of the chain, with who made it; what somebody may do is what
the last entry says. Nothing here is secret: passwords and sessions are apart (``store.secrets``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update

from accordingto.model.judgement import person_key
from accordingto.store import errors, views
from accordingto.store import tables as t
from accordingto.store.chain import moment
from accordingto.store.opened import Opened
from accordingto.store.writing import Draft

FOUR_EYES = "four-eyes"
_NAME = re.compile(r"\w[\w .'’-]{0,59}")


class Role(StrEnum):
    """What somebody may do: each all that those before it may."""

    READER = "reader"
    CODER = "coder"
    REVIEWER = "reviewer"
    ADMIN = "admin"

    def may(self, least: Role) -> bool:
        """Whether this role is that one or a higher one."""
        order = list(Role)
        return order.index(self) >= order.index(least)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account.

    Attributes:
        name: As it stands beside what they decide.
        role: What they may do.
        enabled: Whether they may sign in.
        since: When they were added.
    """

    name: str
    role: Role
    enabled: bool
    since: datetime

    @property
    def key(self) -> str:
        """The name as it is compared."""
        return person_key(self.name)


class People(Opened):
    """Accounts and settings of a ledger."""

    def people(self) -> list[Person]:
        """Everybody who ever had an account, in the order of their names."""
        with self._reading() as conn:
            return _people(conn)

    def person(self, name: str) -> Person | None:
        """Somebody by name."""
        with self._reading() as conn:
            return person_of(conn, person_key(name))

    def shared(self) -> bool:
        """Whether the ledger has accounts: then nobody acts without one."""
        with self._reading() as conn:
            return has_people(conn)

    def add_person(self, name: str, role: Role, *, by: str) -> Person:
        """Add an account, without a password yet.

        Raises:
            LedgerError: The name is taken, or is none.
        """
        name = " ".join(name.split())
        if not _NAME.fullmatch(name):
            raise errors.bad_person(self.name, f"{name[:60]!r} is no name: letters, digits, spaces, . ' - (60 at most)")
        with self._writing() as conn:
            if person_of(conn, person_key(name)) is not None:
                raise errors.bad_person(self.name, f"there is an account {name} already")
            if not has_people(conn) and role is not Role.ADMIN:
                raise errors.bad_person(self.name, "the first account must be an admin's, or nobody could add others")
            return self._put_person(conn, name, "added", role, True, by)

    def set_role(self, name: str, role: Role, *, by: str) -> Person:
        """Let somebody do more or less from now on.

        Raises:
            LedgerError: There is no such account, or no admin would be left.
        """
        with self._writing() as conn:
            old = self._known(conn, name)
            self._keep_an_admin(conn, old, role, old.enabled)
            return self._put_person(conn, old.name, "role", role, old.enabled, by)

    def set_enabled(self, name: str, enabled: bool, *, by: str) -> Person:
        """Let somebody sign in, or not any more; whoever may not is signed out at once.

        Raises:
            LedgerError: There is no such account, or no admin would be left.
        """
        with self._writing() as conn:
            old = self._known(conn, name)
            self._keep_an_admin(conn, old, old.role, enabled)
            if not enabled:
                conn.execute(delete(t.session).where(t.session.c.key == old.key))
            return self._put_person(conn, old.name, "enabled" if enabled else "disabled", old.role, enabled, by)

    def four_eyes(self) -> bool:
        """Whether what one person decides counts only once another has approved it."""
        with self._reading() as conn:
            return four_eyes(conn)

    def set_four_eyes(self, wanted: bool, *, by: str) -> None:
        """Want a second eye on every decision from now on, or not."""
        with self._writing() as conn:
            put(conn, self._now(), "setting", {"name": FOUR_EYES, "value": "on" if wanted else "off", "by": by})

    def _known(self, conn: Connection, name: str) -> Person:
        found = person_of(conn, person_key(name))
        if found is None:
            raise errors.unknown_person(self.name, name)
        return found

    def _keep_an_admin(self, conn: Connection, old: Person, role: Role, enabled: bool) -> None:
        others = (p for p in _people(conn) if p.key != old.key)
        stays = role is Role.ADMIN and enabled
        if not stays and not any(p.role is Role.ADMIN and p.enabled for p in others):
            raise errors.bad_person(self.name, f"{old.name} is the only admin: make somebody else one first")

    def _put_person(self, conn: Connection, name: str, event: str, role: Role, enabled: bool, by: str) -> Person:
        key = person_key(name)
        value = {"key": key, "name": name, "event": event, "role": role.value, "enabled": enabled, "by": by}
        put(conn, self._now(), "person", value)
        found = person_of(conn, key)
        assert found is not None
        return found


def put(conn: Connection, now: datetime, kind: str, value: dict[str, Any]) -> None:
    """Append one entry that is about no report, and have its view follow."""
    draft = Draft(conn, now)
    before = str(draft.following - 1)
    last = draft.put(kind, value)
    draft.flush()
    views.project(conn, draft.entries)
    # Views of incidents that were up to date still are, because this says nothing about any report.
    marks = t.meta.c.key.in_(("linked", "tolls"))
    conn.execute(update(t.meta).where(marks, t.meta.c.value == before).values(value=str(last)))


def has_people(conn: Connection) -> bool:
    """Whether there are accounts."""
    return conn.execute(select(t.person.c.seq).limit(1)).first() is not None


def four_eyes(conn: Connection) -> bool:
    """What was set last; where nothing was, a second eye is wanted as soon as there are accounts."""
    s = t.setting.c
    last = select(s.value).where(s.name == FOUR_EYES).order_by(s.seq.desc()).limit(1)
    value = conn.execute(last).scalar()
    return value == "on" if value is not None else has_people(conn)


def person_of(conn: Connection, key: str) -> Person | None:
    """Somebody by the key of their name."""
    found = select(t.person).where(t.person.c.key == key).order_by(t.person.c.seq)
    return _person(conn.execute(found).all())


def _people(conn: Connection) -> list[Person]:
    keys = conn.execute(select(t.person.c.key).group_by(t.person.c.key).order_by(func.min(t.person.c.name)))
    return [p for key in keys.scalars().all() if (p := person_of(conn, key)) is not None]


def _person(rows: Sequence[Row[Any]]) -> Person | None:
    if not rows:
        return None
    first, last = rows[0], rows[-1]
    return Person(last.name, Role(last.role), bool(last.enabled), moment(first.recorded))
