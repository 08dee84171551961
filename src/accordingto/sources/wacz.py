"""WACZ files: web archives packed into one zip with their indexes (WACZ 1.1.1).

Promises: nothing is unpacked to disk; only the WARC files under ``archive/`` are read; names that lead elsewhere,
encrypted members and members that grow out of proportion are named and passed over.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from accordingto.model import Issue
from accordingto.sources import gz, warc
from accordingto.sources.base import Context, Format, Item, problem
from accordingto.sources.bounded import FREE, MOST_GROWTH

_MAGIC = b"PK\x03\x04"
_MOST_MEMBERS = 100_000
_ENCRYPTED = 0x1
# NotImplementedError is what zipfile says to a method of compression that it does not know.
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OverflowError, ValueError)
_MEMBERS = (b"archive/", b"datapackage.json", b"pages/", b"indexes/")


def sniff(head: bytes) -> bool:
    """Whether the bytes begin a zip whose first member is one of a WACZ."""
    return head.startswith(_MAGIC) and head[30:].startswith(_MEMBERS)


def read(stream: BinaryIO, context: Context) -> Iterator[Item]:
    """The pages of the archives inside."""
    if not stream.seekable():
        hint = "save it as a file and name that"
        yield problem("bad-archive", "a WACZ cannot be read from a pipe", context.origin, hint)
        return
    try:
        with zipfile.ZipFile(stream) as package:
            members = package.infolist()
            if len(members) > _MOST_MEMBERS:
                message = f"holds {len(members):,} files, more than any archive of pages"
                yield problem("too-large", message, context.origin, "split it")
                return
            yield from _archives(package, members, context)
    except _BROKEN as e:
        yield _broken(e, context.origin)


def _broken(e: Exception, origin: str) -> Issue:
    return problem("bad-archive", f"broken zip data ({e})"[:300], origin, "fetch or copy the file again")


def _archives(package: zipfile.ZipFile, members: list[zipfile.ZipInfo], context: Context) -> Iterator[Item]:
    found = False
    for member in members:
        refused = _refused(member, context)
        if refused is not None:
            yield refused
        elif member.filename.startswith("archive/") and member.filename.lower().endswith((".warc", ".warc.gz")):
            found = True
            inner = replace(context, origin=f"{context.origin}:{member.filename}")
            fmt = gz if member.filename.lower().endswith(".gz") else warc
            try:
                with package.open(member) as data:
                    yield from fmt.read(cast(BinaryIO, data), inner)
            except _BROKEN as e:  # the other members may be whole
                yield _broken(e, inner.origin)
    if not found:
        hint = "give the WARC files or pages themselves"
        yield problem("empty-input", "no WARC file under archive/ in this package", context.origin, hint)


def _refused(member: zipfile.ZipInfo, context: Context) -> Issue | None:
    path = PurePosixPath(member.filename)
    origin = f"{context.origin}:{member.filename[:200]}"
    if path.is_absolute() or ".." in path.parts or "\\" in member.filename or ":" in member.filename:
        return problem("bad-archive", "a name that leads out of the package; passed over", origin, "none needed")
    if member.flag_bits & _ENCRYPTED:
        return problem("bad-archive", "an encrypted file; passed over", origin, "unpack it with its password")
    if member.file_size > FREE and member.file_size > MOST_GROWTH * max(1, member.compress_size):
        message = f"grows more than {MOST_GROWTH} times when decompressed; passed over"
        return problem("too-large", message, origin, "this is no archive of reports")
    return None


FORMAT = Format("WACZ", 7, (".wacz",), sniff, read, streams=True)
