"""Plain text: one file, one report, kept exactly as decoded.

Promise: not a character is changed, so offsets found elsewhere (an annotation, an earlier run) still hold. Nothing is
taken for a title: where the first line is one, the reader reads it as part of the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from accordingto.model import Issue, Report
from accordingto.sources.base import Arrival, Context, Format, captured, empty, too_large
from accordingto.sources.decode import decode


def sniff(head: bytes) -> bool:
    """Whether this may be plain text; anything may, so it is asked last."""
    return True


def read(stream: BinaryIO, context: Context) -> Iterator[Arrival | Issue]:
    """The one report of a plain text."""
    limit = context.options.max_bytes
    data = stream.read(limit + 1)
    if len(data) > limit:
        yield too_large(context.origin, limit)
        return
    decoded = decode(data, context.origin, charset=context.charset)
    if isinstance(decoded, Issue):
        yield decoded
        return
    if not decoded.text.strip():
        yield empty(context.origin)
        return
    report = Report(
        id=context.origin,
        text=decoded.text,
        published=context.options.published,
        publisher=context.options.publisher,
        url=context.url,
        origin=context.origin,
    )
    yield Arrival(report, decoded.issues, captured(data, context, "text/plain", context.url))


FORMAT = Format("text", 100, (".txt", ".text", ".md", ""), sniff, read)
