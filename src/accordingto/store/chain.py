"""The chain of hashes: pure functions from what an entry says to its name, and from name to name.

Promise: an entry's hash covers its number, kind, time, a digest of its payload, and the hash before it. The payload
itself is not hashed into the chain but its salted digest is, so payload and salt can be erased and every hash after
still holds; without the salt nobody can guess at what a short payload said.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from datetime import UTC, datetime
from typing import Any

START = "0" * 64
_SPELLING = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def body_of(value: Any) -> str:
    """A payload as JSON; what is hashed is this spelling, and it is kept as it is."""
    body = _SPELLING.encode(value)
    try:
        body.encode("utf-8")
    except UnicodeEncodeError:  # half a character, which JSON can name and UTF-8 cannot carry
        return json.dumps(value, separators=(",", ":"))
    return body


def digest_of(salt: str, body: str) -> str:
    """The name of a payload."""
    return hashlib.sha256(f"{salt}\n{body}".encode()).hexdigest()


def hash_of(before: str, seq: int, kind: str, recorded: str, digest: str) -> str:
    """The hash of an entry that follows the one whose hash is ``before``."""
    return hashlib.sha256(f"{before}\n{seq}\n{kind}\n{recorded}\n{digest}".encode()).hexdigest()


def digest_name(what: str) -> str:
    """How the name of something erased is kept: enough to know it again, not to read it."""
    return hashlib.sha256(what.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def stamp(moment: datetime) -> str:
    """A moment as it is stored: UTC, of one length, so that order of words is order of time.

    Raises:
        ValueError: The moment has no offset from UTC.
    """
    if moment.tzinfo is None:
        raise ValueError(f"a moment without its offset from UTC: {moment.isoformat()}")
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def moment(stamped: str) -> datetime:
    """The moment that ``stamp`` wrote."""
    return datetime.fromisoformat(stamped)


def storable(text: str) -> tuple[bool, str]:
    """A text as a database can hold it: as it is, or escaped where it has what no database takes (NUL, half pairs)."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True, json.dumps(text)
    return (True, json.dumps(text)) if "\0" in text else (False, text)


def restored(escaped: bool, body: str) -> str:
    """The text that ``storable`` stored."""
    return str(json.loads(body)) if escaped else body


def packed(raw: bytes) -> bytes:
    """Raw bytes, compressed."""
    return zlib.compress(raw, 6)


def unpacked(body: bytes) -> bytes:
    """Raw bytes that ``packed`` compressed.

    Raises:
        ValueError: They are not whole.
    """
    try:
        return zlib.decompress(body)
    except (zlib.error, TypeError) as e:
        raise ValueError(str(e)) from e
