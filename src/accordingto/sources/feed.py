"""RSS and Atom feeds: one report an entry, or the pages that the entries link to when the user asks for them.

Promises: nothing is fetched unless told to follow; an entry's text is data, its markup is dropped; a feed that declares
entities is refused, because entities multiply; an entry without text or link is named and the rest goes on.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from accordingto.model import Issue, Report, Severity
from accordingto.sources.addresses import is_address, without_credentials
from accordingto.sources.base import (
    MEGABYTE,
    Arrival,
    Context,
    Format,
    Item,
    Linked,
    captured,
    empty,
    problem,
    too_large,
)
from accordingto.sources.html import with_headline
from accordingto.sources.markup import plain
from accordingto.sources.published import parsed_or_issue

_ROOT = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!--.{0,2000}?-->\s*|<\?[^>]{0,500}\?>\s*){0,9}<(?:rss|feed|rdf:RDF)[\s>]", re.DOTALL
)
_LARGEST = 8 * MEGABYTE


def sniff(head: bytes) -> bool:
    """Whether the first bytes open a feed."""
    return _ROOT.match(head) is not None


def read(stream: BinaryIO, context: Context) -> Iterator[Item]:
    """The entries of a feed."""
    limit = min(context.options.max_bytes, _LARGEST)
    data = stream.read(limit + 1)
    if len(data) > limit:
        yield too_large(context.origin, limit)
        return
    if b"<!ENTITY" in data:
        yield problem("bad-feed", "declares entities, which a feed has no use for", context.origin, "do not trust it")
        return
    import feedparser  # a fifth of a second to import: only when there is a feed

    try:
        # As a stream: of a bare string it would take an address, and fetch it.
        feed = feedparser.parse(io.BytesIO(data), response_headers={"content-location": context.url or ""})
    except Exception as e:  # noqa: BLE001 - the parser meets arbitrary markup; any failure of it is the feed's issue
        yield problem("bad-feed", f"not a feed that can be read ({type(e).__name__})", context.origin, "save it again")
        return
    if not feed.entries:
        yield _bad(feed, context) if not feed.get("version") else empty(context.origin)
        return
    for number, entry in enumerate(feed.entries, 1):
        yield from _entry(entry, number, feed.feed, data, context)


def _bad(feed: Any, context: Context) -> Issue:
    why = type(feed.get("bozo_exception")).__name__
    return problem("bad-feed", f"no entries could be read ({why})", context.origin, "check that it is a feed")


def _entry(entry: Any, number: int, feed: Any, data: bytes, context: Context) -> Iterator[Item]:
    origin = f"{context.origin}:{number}"
    link = _link(entry)
    # Past the library's own "get", which takes one for the other and warns.
    day = dict.get(entry, "published") or dict.get(entry, "updated")
    published, issues = parsed_or_issue(day, origin)
    arrival = _arrival(entry, feed, link, published, issues, data, replace(context, origin=origin))
    if context.options.follow and link:
        known = context.options.published or published
        yield Linked(arrival, link, replace(context, options=replace(context.options, published=known)))
        return
    yield arrival


def _arrival(
    entry: Any, feed: Any, link: str | None, published: Any, issues: tuple[Issue, ...], data: bytes, context: Context
) -> Arrival | Issue:
    origin = context.origin
    title = " ".join(plain(str(entry.get("title") or "")).split()) or None
    body = max((plain(str(part.get("value") or "")) for part in _parts(entry)), key=len, default="")
    if not body.strip():
        hint = "add --follow to fetch the page it links to" if link else "none needed"
        return problem("empty-input", "an entry without a text", origin, hint, severity=Severity.WARNING)
    source = entry.get("source") or {}
    publisher = context.options.publisher or _line(source.get("title")) or _line(feed.get("title"))
    report = Report(
        id=link or _line(entry.get("id")) or origin,
        text=with_headline(title, body),
        published=context.options.published or published,
        publisher=publisher,
        title=title,
        url=link,
        origin=origin,
    )
    return Arrival(report, issues, captured(data, context, "application/xml", link))


def _parts(entry: Any) -> list[Any]:
    return [*entry.get("content", ()), {"value": entry.get("summary")}]


def _link(entry: Any) -> str | None:
    link = str(entry.get("link") or "").strip()
    if not is_address(link):
        return None
    try:
        return without_credentials(link)
    except ValueError:
        return None


def _line(value: object) -> str | None:
    return " ".join(plain(str(value)).split()) or None if value else None


FORMAT = Format("feed", 15, (".rss", ".atom", ".xml"), sniff, read, streams=True)
