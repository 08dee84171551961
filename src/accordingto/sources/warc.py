"""Web archives (WARC, ISO 28500): every page of a crawl, with the day it was taken and the server's headers.

Promises: only responses with status 200 and text are read; the others are counted and said; a record too large, broken
or lying about its length is one issue and the archive goes on where it can; one record is held in memory at a time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.message import Message
from typing import Any, BinaryIO, cast

from accordingto.model import InputError, Severity
from accordingto.sources.addresses import is_address, without_credentials
from accordingto.sources.base import PRIVATE_HEADERS, Context, Fetched, Format, Item, Unread, empty, problem, too_large
from accordingto.sources.bounded import Counted

_HEADER = 1 << 20
_BLOCK = 1 << 16
_PAGES = ("text/html", "application/xhtml+xml", "text/plain")


def sniff(head: bytes) -> bool:
    """Whether the bytes begin a WARC record."""
    return head.startswith(b"WARC/")


def read(stream: BinaryIO, context: Context) -> Iterator[Item]:
    """The pages of an archive, each as bytes still to be parsed."""
    passed: Counter[str] = Counter()
    pages = 0
    try:
        for number, record in _records(stream, context):
            item = _page(record, number, context)
            if isinstance(item, str):
                passed[item] += 1
            else:
                pages += 1
                yield item
    except InputError as e:
        yield e.issue
        pages += 1
    except Exception as e:  # noqa: BLE001 - the parser meets arbitrary bytes; any failure of it ends this archive only
        message = f"broken after {pages} pages ({type(e).__name__}: {e}); what stands before was read"
        yield problem("bad-archive", message[:300], context.origin, "fetch or copy the archive again")
        pages += 1
    if passed:
        what = ", ".join(f"{n:,} {name}" for name, n in sorted(passed.items()))
        yield problem("passed-over", f"not read: {what}", context.origin, "none needed", severity=Severity.NOTE)
    elif not pages:
        yield empty(context.origin)


def _records(stream: BinaryIO, context: Context) -> Iterator[tuple[int, Any]]:
    from warcio.archiveiterator import ArchiveIterator  # only when there is an archive

    class Quiet(ArchiveIterator):  # type: ignore[misc]
        INC_RECORD = ""  # it would be written to standard error

    source = Counted(stream, context.origin)
    archive = Quiet(cast(BinaryIO, source), arc2warc=True)
    number = 0
    while True:
        # Headers are read line by line without a limit: one line of gigabytes must not become memory.
        source.quota = _HEADER
        record = next(archive, None)
        source.quota = None
        if record is None:
            return
        number += 1
        yield number, record
        while record.raw_stream.read(_BLOCK):
            pass


def _page(record: Any, number: int, context: Context) -> Item | str:
    """The page of a record, or what kind of thing is passed over."""
    if record.rec_type not in ("response", "resource"):
        return "records about the crawl itself" if record.rec_type != "revisit" else "pages unchanged since another day"
    status = int(record.http_headers.get_statuscode()) if record.http_headers else 200
    if status != 200:
        return "answers that are no page (redirects, errors)"
    headers = record.http_headers or record.rec_headers
    kind = Message()
    kind["content-type"] = headers.get_header("content-type") or ""
    if headers.get_header("content-type") and kind.get_content_type() not in _PAGES:
        return "pictures, scripts and other files"
    address = str(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    origin = f"{context.origin}:{number}"
    limit = context.options.max_bytes
    data = record.content_stream().read(limit + 1)
    if len(data) > limit:
        return too_large(origin, limit)
    inner = replace(context, origin=origin, url=None, charset=kind.get_content_charset(), fetched=None)
    if is_address(address):
        try:
            inner = replace(inner, url=without_credentials(address))
        except ValueError:
            return problem("bad-archive", "an address that cannot be read", origin, "none needed")
        inner = replace(inner, fetched=_fetched(inner.url or address, record, status))
    from accordingto.sources.formats import by_name, of

    fmt = of("", data[:4096])
    return Unread(data, (by_name("text") if fmt.streams else fmt).name, inner)


def _fetched(address: str, record: Any, status: int) -> Fetched | None:
    try:
        taken = datetime.fromisoformat(str(record.rec_headers.get_header("WARC-Date")))
    except ValueError:
        return None
    pairs = record.http_headers.headers if record.http_headers else ()
    kept = tuple((str(n).lower(), str(v)) for n, v in pairs if str(n).lower() not in PRIVATE_HEADERS)
    return Fetched(address, taken if taken.tzinfo else taken.replace(tzinfo=UTC), status, kept)


FORMAT = Format("WARC", 6, (".warc", ".arc"), sniff, read, streams=True)
