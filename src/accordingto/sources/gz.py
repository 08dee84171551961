"""Anything compressed with gzip: JSON Lines, CSV, a web archive, a feed, a page, a text.

Promises: what is inside is recognised as if it had not been compressed; it is decompressed as it is read, never to
disk; one that grows out of proportion is stopped, and a broken end loses nothing of what came before it.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, cast

from accordingto.model import InputError
from accordingto.sources.base import Context, Format, Item, Unread, empty, problem, too_large
from accordingto.sources.bounded import Counted, Grown

_MAGIC = b"\x1f\x8b"
_HEAD = 4096


def sniff(head: bytes) -> bool:
    """Whether the bytes begin a gzip stream."""
    return head.startswith(_MAGIC)


def read(stream: BinaryIO, context: Context) -> Iterator[Item]:
    """What is inside, by its own format."""
    from accordingto.sources.formats import of

    compressed = Counted(stream, context.origin)
    unpacked = cast(BinaryIO, gzip.GzipFile(fileobj=cast(BinaryIO, compressed), mode="rb"))
    plain = io.BufferedReader(Grown(unpacked, context.origin, compressed))
    try:
        head = plain.peek(_HEAD)[:_HEAD]
        if not head:
            yield empty(context.origin)
            return
        fmt = of(_inner_name(context.url or context.origin), head)
        if fmt is FORMAT:
            yield problem("bad-archive", "gzip inside gzip", context.origin, "decompress it once yourself")
        elif fmt.streams:
            yield from fmt.read(plain, context)
        else:
            limit = context.options.max_bytes
            data = plain.read(limit + 1)
            # The name without its ending, so that an encoding declared for the compressed file does not count.
            inner = replace(context, charset=None)
            yield too_large(context.origin, limit) if len(data) > limit else Unread(data, fmt.name, inner)
    except InputError as e:
        yield e.issue
    except (EOFError, zlib.error, gzip.BadGzipFile) as e:
        message = f"broken gzip data ({e}); what stands before it was read"
        yield problem("bad-archive", message[:300], context.origin, "fetch or copy the file again")


def _inner_name(name: str) -> str:
    return name[: -len(".gz")] if name.lower().endswith(".gz") else ""


FORMAT = Format("gzip", 5, (".gz",), sniff, read, streams=True)
