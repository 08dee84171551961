"""What only its owner knows: passwords, kept as argon2 hashes, and sessions, kept as digests of what the browser holds.

Promise: neither a password nor a session can be read from the ledger; neither is in the chain, a backup or an export.
A session ends when it is idle or old (``IDLE``, ``OLDEST``), when its person is disabled, or the password changed.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import Connection, delete, insert, select, update

from accordingto.model.judgement import person_key
from accordingto.store import errors, passwords
from accordingto.store import tables as t
from accordingto.store.chain import moment, stamp
from accordingto.store.people import People, Person, Role, person_of

IDLE = timedelta(hours=2)
"""A session of which nothing was heard for so long has ended."""
OLDEST = timedelta(hours=12)
"""A working day: then one signs in again."""
_NOTED = timedelta(minutes=5)
"""How exactly it is kept when a session was last used; writing at each request would have readers wait."""


class Secrets(People):
    """Passwords and sessions of a ledger's people."""

    def add_person(self, name: str, role: Role, *, by: str, password: str | None = None) -> Person:
        """Add an account, with a password or without one yet.

        Raises:
            LedgerError: The name is taken, or is none; the password is too easily guessed.
        """
        if password is not None:
            self._check(password, name)
        person = super().add_person(name, role, by=by)
        if password is not None:
            self.set_password(person.name, password, by=by)
        return person

    def set_password(self, name: str, password: str, *, by: str) -> None:
        """Give somebody a password; their sessions end.

        Raises:
            LedgerError: There is no such account, or the password is too easily guessed.
        """
        self._check(password, name)
        hashed = passwords.hash_of(password)
        with self._writing() as conn:
            who = self._known(conn, name)
            self._forget(conn, who.key)
            now = stamp(self._now())
            conn.execute(insert(t.secret), [{"key": who.key, "hash": hashed, "changed": now}])
            self._put_person(conn, who.name, "password", who.role, who.enabled, by)

    def _check(self, password: str, name: str) -> None:
        weak = passwords.weakness(password, name)
        if weak is not None:
            raise errors.bad_person(self.name, weak)

    def _forget(self, conn: Connection, key: str) -> None:
        for table in (t.secret, t.session):
            conn.execute(delete(table).where(table.c.key == key))

    def with_password(self) -> set[str]:
        """Keys of the people who have a password; after a restore nobody has."""
        with self._reading() as conn:
            return set(conn.execute(select(t.secret.c.key)).scalars())

    def recognise(self, name: str, password: str) -> Person | None:
        """Somebody by name and password; None when they do not match or the account is disabled.

        It takes as long for a name that is not known, so that nobody can find out which are.
        """
        key = person_key(name)
        with self._reading() as conn:
            who = person_of(conn, key)
            hashed = conn.execute(select(t.secret.c.hash).where(t.secret.c.key == key)).scalar()
        right = passwords.matches(hashed, password)
        if not right or who is None or not who.enabled:
            return None
        if hashed is not None and passwords.outdated(hashed):
            fresh = passwords.hash_of(password)
            with self._writing() as conn:
                conn.execute(
                    update(t.secret).where(t.secret.c.key == key, t.secret.c.hash == hashed).values(hash=fresh)
                )
        return who

    def begin_session(self, person: Person) -> str:
        """A new session's token, which nobody held before; sessions that have ended are forgotten."""
        token, now = secrets.token_hex(32), self._now()
        with self._writing() as conn:
            s = t.session.c
            conn.execute(delete(t.session).where((s.seen < stamp(now - IDLE)) | (s.began < stamp(now - OLDEST))))
            row = {"digest": _digest(token), "key": person.key, "began": stamp(now), "seen": stamp(now)}
            conn.execute(insert(t.session), [row])
        return token

    def session(self, token: str) -> Person | None:
        """Whose session a token is; None when there is none, it has ended, or the person was disabled."""
        now, digest = self._now(), _digest(token)
        with self._reading() as conn:
            row = conn.execute(select(t.session).where(t.session.c.digest == digest)).first()
            who = person_of(conn, row.key) if row is not None else None
        if row is None or who is None or not who.enabled:
            return None
        seen = moment(row.seen)
        if now - seen > IDLE or now - moment(row.began) > OLDEST:
            return None
        if now - seen > _NOTED:
            with self._writing() as conn:
                conn.execute(update(t.session).where(t.session.c.digest == digest).values(seen=stamp(now)))
        return who

    def end_session(self, token: str) -> None:
        """Sign out."""
        with self._writing() as conn:
            conn.execute(delete(t.session).where(t.session.c.digest == _digest(token)))


def _digest(token: str) -> str:
    # A token has 256 random bits: nothing slower than a plain digest is needed to keep it from being found.
    return hashlib.sha256(token.encode()).hexdigest()
