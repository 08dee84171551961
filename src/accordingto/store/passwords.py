"""Passwords as they are kept: argon2id with the parameters of RFC 9106 for small memory, by argon2-cffi.

Promise: only what the owner types can match a hash; a wrong name costs as long as a wrong password. At most two are
worked out at once, since each takes 64 MiB. Lengths after OWASP's and NIST's advice: long, any characters, no rules.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from accordingto.model.judgement import person_key
from accordingto.store import errors

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 12, 1000
_at_once = BoundedSemaphore(2)


def weakness(password: str, name: str) -> str | None:
    """Why a password should not be somebody's; None when nothing speaks against it.

    Args:
        password: As it was typed.
        name: Whose it is to be.
    """
    said = _spelling(password)
    if not SHORTEST <= len(said) <= LONGEST:
        return f"a password has {SHORTEST} to {LONGEST:,} characters; several words are best"
    if len(set(said)) < 5 or (len(name) > 3 and person_key(name) in person_key(said)):
        return "that password is too easily guessed: leave the name out, and use more different characters"
    return None


def hash_of(password: str) -> str:
    """The hash of a password, with its salt and parameters."""
    with _at_once:
        return _hasher().hash(_spelling(password))


def matches(hashed: str | None, password: str) -> bool:
    """Whether a password is the one behind a hash; None never matches, and takes as long."""
    from argon2.exceptions import InvalidHashError, VerificationError

    if len(password) > LONGEST:
        return False
    try:
        with _at_once:
            return _hasher().verify(hashed or _nobodys(), _spelling(password)) and hashed is not None
    except (VerificationError, InvalidHashError):
        return False


def outdated(hashed: str) -> bool:
    """Whether a hash was made with other parameters than are wanted today."""
    return _hasher().check_needs_rehash(hashed)


def _spelling(password: str) -> str:
    # One keyboard sends é as one character, another as two.
    return unicodedata.normalize("NFKC", password)


@cache
def _hasher() -> PasswordHasher:
    try:
        from argon2 import PasswordHasher
    except ImportError as e:
        raise errors.lacking("accounts", "web") from e
    return PasswordHasher()


@cache
def _nobodys() -> str:
    return _hasher().hash("nobody's password")
