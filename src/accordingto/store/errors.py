"""What can go wrong with a ledger, each with what to do about it.

Promise: no error of a database reaches a user as it is; ``told`` turns it into an issue that names the ledger and the
remedy. What was stored before stays as it was: an entry is either there with all that belongs to it, or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError

from accordingto.model.issue import InputError, Issue, Severity

_DAMAGED = ("malformed", "not a database", "invalid page", "could not read block", "unsupported file format")


class LedgerError(InputError):
    """A ledger could not be opened, read or written; ``issue`` names it and the remedy."""


def full(name: str) -> LedgerError:
    """No room is left."""
    hint = "free some space and run the same command again; everything stored before is safe"
    return LedgerError(
        Issue("ledger-full", "no space is left on the disk of the ledger", Severity.ERROR, name, hint=hint)
    )


def read_only(name: str) -> LedgerError:
    """It may be read, not written."""
    hint = "check that you may write the file and its folder, or name another with --ledger"
    return LedgerError(Issue("ledger-read-only", "the ledger cannot be written", Severity.ERROR, name, hint=hint))


def busy(name: str) -> LedgerError:
    """Somebody else has been writing for longer than we wait."""
    hint = "wait until the other program has finished, then run the same command again"
    return LedgerError(Issue("ledger-busy", "another program is writing this ledger", Severity.ERROR, name, hint=hint))


def damaged(name: str, what: str) -> LedgerError:
    """The file is not what was written."""
    hint = "keep the file as it is, and restore the last backup to another: accordingto restore BACKUP --ledger NEW"
    return LedgerError(Issue("ledger-damaged", f"the ledger is damaged: {what}", Severity.ERROR, name, hint=hint))


def missing(name: str) -> LedgerError:
    """There is none."""
    hint = "check the name given with --ledger, or begin one: accordingto add INPUT --ledger " + name
    return LedgerError(Issue("ledger-missing", "there is no such ledger", Severity.ERROR, name, hint=hint))


def newer(name: str) -> LedgerError:
    """A later version of the program has written it."""
    hint = "update the program: pip install --upgrade accordingto"
    return LedgerError(Issue("ledger-newer", "a newer program wrote this ledger", Severity.ERROR, name, hint=hint))


def taken(name: str) -> LedgerError:
    """Something is there already, and nothing is overwritten."""
    hint = "name another; nothing is overwritten"
    return LedgerError(
        Issue("ledger-exists", "something of that name is there already", Severity.ERROR, name, hint=hint)
    )


def unknown(name: str, message: str) -> LedgerError:
    """What a command is about is not held."""
    hint = "look it up with: accordingto claims, accordingto show"
    return LedgerError(Issue("not-held", message, Severity.ERROR, name, hint=hint))


def bad_judgement(name: str, message: str) -> LedgerError:
    """A judgement that cannot be kept as it is."""
    hint = "see docs/ledger.md for what each judgement needs"
    return LedgerError(Issue("bad-judgement", message, Severity.ERROR, name, hint=hint))


def bad_person(name: str, message: str) -> LedgerError:
    """An account that cannot be made or changed in that way."""
    hint = "see docs/people.md; accordingto people list shows the accounts"
    return LedgerError(Issue("bad-account", message, Severity.ERROR, name, hint=hint))


def unknown_person(name: str, who: str) -> LedgerError:
    """Nobody of that name has an account."""
    hint = "look it up with: accordingto people list"
    return LedgerError(Issue("not-held", f"nobody called {who[:60]!r} has an account", Severity.ERROR, name, hint=hint))


def own_proposal(name: str, what: str) -> LedgerError:
    """Whoever proposed something wants to decide about it as well."""
    hint = "have another reviewer look at it; your own proposal can be taken back with undo"
    return LedgerError(Issue("four-eyes", what, Severity.ERROR, name, hint=hint))


def overtaken(name: str) -> LedgerError:
    """Somebody else has decided in between."""
    hint = "look at what they decided; decide again if you still see it otherwise"
    return LedgerError(
        Issue("overtaken", "somebody else has decided about this since it was shown", Severity.ERROR, name, hint=hint)
    )


def lacking(what: str, extra: str) -> LedgerError:
    """An optional part of the package is not installed."""
    hint = f"pip install 'accordingto[{extra}]'"
    return LedgerError(Issue("not-installed", f"{what} need a library that is missing", Severity.ERROR, hint=hint))


def unreachable(name: str, why: str) -> LedgerError:
    """The server does not answer, or refuses."""
    hint = "check that the server runs, and the user, password and database of the address"
    return LedgerError(Issue("ledger-unreachable", f"cannot connect: {why}", Severity.ERROR, name, hint=hint))


@contextmanager
def told(name: str) -> Iterator[None]:
    """Within it, errors of the database become errors that a user understands.

    Raises:
        LedgerError: Space, permission, another writer, damage, or a server that is gone.
    """
    try:
        yield
    except DBAPIError as e:
        raise _meaning(name, e) from e
    except OSError as e:
        raise (full(name) if e.errno == 28 else damaged(name, str(e))) from e


def _meaning(name: str, e: DBAPIError) -> Exception:
    said = str(e.orig).strip()
    lower = said.lower()
    if "full" in lower or "no space left" in lower or "could not extend file" in lower:
        return full(name)
    if "readonly" in lower or "read-only" in lower or "permission denied" in lower:
        return read_only(name)
    if "locked" in lower or "lock timeout" in lower or "deadlock" in lower:
        return busy(name)
    if any(word in lower for word in _DAMAGED):
        return damaged(name, said.splitlines()[0][:200])
    if "unable to open" in lower:
        return read_only(name)
    if "disk i/o error" in lower:
        # SQLite says this of a disk that fails and of one whose file may not grow (a quota).
        return damaged_or_full(name)
    if e.connection_invalidated or "connect" in lower or "server closed" in lower or "terminat" in lower:
        return unreachable(name, said.splitlines()[0][:200])
    # What is left of errors of the engine itself is damage; others are faults of this program, and stay as they are.
    return damaged(name, said.splitlines()[0][:200]) if type(e) in (DatabaseError, OperationalError) else e


def damaged_or_full(name: str) -> LedgerError:
    """The disk did not take or give what was asked."""
    hint = "check the free space, your quota and the disk; what was stored before is safe: accordingto verify"
    return LedgerError(Issue("ledger-disk", "the disk failed to read or write", Severity.ERROR, name, hint=hint))
