"""The contract between inputs and formats: what arrives, what is still unread, what a format must offer.

Standard library only, so that naming an input costs no import of a parser.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import BinaryIO, TypeAlias

from accordingto.model import Issue, Report, Severity

MEGABYTE = 1_000_000
# Headers of a request or answer that are nobody's evidence: they open a session or name an account.
PRIVATE_HEADERS = frozenset(("set-cookie", "set-cookie2", "cookie", "authorization"))


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave with a page, to ask later whether the page has changed (RFC 9110, section 13.1).

    Attributes:
        etag: Value of its ``ETag`` header.
        modified: Value of its ``Last-Modified`` header, as it was written.
    """

    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """What the user says about all inputs of a batch, and how far a single input may go.

    Attributes:
        published: Day of publication for reports that do not carry one; wins over a date guessed from a web page.
        publisher: Likewise the outlet.
        allow_private: Whether addresses of this machine or a private network may be fetched.
        max_bytes: Largest single report (file, page, or line of JSON Lines).
        timeout: Seconds that fetching one address may take in all.
        keep_raw: Whether each arrival carries its ``Capture``, for a ledger; bytes that nobody keeps are not carried.
        follow: Whether the pages that the entries of a feed link to are fetched, instead of taking the entries.
        delay: Seconds between two requests to one host; a site's own wish for more is granted.
        known: What is held already, by address: a page that its server calls unchanged gives a ``not-modified`` note.
    """

    published: date | None = None
    publisher: str | None = None
    allow_private: bool = False
    max_bytes: int = 20 * MEGABYTE
    timeout: float = 30.0
    keep_raw: bool = False
    follow: bool = False
    delay: float = 1.0
    known: Mapping[str, Validators] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Fetched:
    """How a page came: from the web by ourselves, or from an archive by whoever made it.

    Attributes:
        address: After redirects, without credentials.
        retrieved: When the answer came, in UTC.
        status: HTTP status.
        headers: As sent, in order, without cookies.
    """

    address: str
    retrieved: datetime
    status: int
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Capture:
    """The bytes a report was taken from, exactly as they came, for a ledger to keep.

    Attributes:
        raw: The page, the file, or the record or row of a file of many reports; all entries of a feed share its bytes.
        sha256: Of ``raw``, in hexadecimal.
        media_type: Such as ``text/html``, as declared by the server or known from the format.
        url: Canonical address, normalised: what two captures of one page have in common; None when there is none.
        fetched: How it came, or None for a file of the user's own.
    """

    raw: bytes
    sha256: str
    media_type: str | None = None
    url: str | None = None
    fetched: Fetched | None = None

    @property
    def validators(self) -> Validators:
        """What to ask the server with the next time."""
        sent = {name.lower(): value for name, value in self.fetched.headers} if self.fetched else {}
        return Validators(sent.get("etag"), sent.get("last-modified"))


@dataclass(frozen=True, slots=True)
class Arrival:
    """A report that was taken in, with what there is to say about taking it in.

    Attributes:
        capture: The bytes behind it, when ``Options.keep_raw`` asks for them.
    """

    report: Report
    issues: tuple[Issue, ...] = ()
    capture: Capture | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """Where a stream comes from: what a format knows besides the bytes.

    Attributes:
        origin: File, address or ``stdin``, as the user will recognise it.
        options: The options of the batch.
        url: The address after redirects, for a page that was fetched.
        charset: Encoding that the server declared.
        fetched: How a fetched or archived page came.
    """

    origin: str
    options: Options
    url: str | None = None
    charset: str | None = None
    fetched: Fetched | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of input.

    Attributes:
        name: As messages call it.
        order: Lower is asked first; plain text, which takes anything, is last.
        suffixes: Endings of file names that are this format.
        sniff: Whether the first bytes look like it.
        read: The reports of a stream.
        streams: Whether one stream holds many reports (then it is never held in memory as a whole). Only such a format
            may give pages still to be parsed and links still to be followed.
    """

    name: str
    order: int
    suffixes: tuple[str, ...]
    sniff: Callable[[bytes], bool]
    read: Callable[[BinaryIO, Context], Iterator[Item]]
    streams: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """A page or text whose bytes are here but not yet read, so that the slow part can happen in a worker process."""

    data: bytes
    format: str
    context: Context

    def load(self) -> Iterator[Arrival | Issue]:
        """Read the bytes now; links that they hold are not followed."""
        from accordingto.sources.formats import by_name

        for item in by_name(self.format).read(BytesIO(self.data), self.context):
            if isinstance(item, Unread):
                yield from item.load()
            else:
                yield item.arrival if isinstance(item, Linked) else item


@dataclass(frozen=True, slots=True)
class Linked:
    """An entry of a feed whose page is wanted instead of it.

    Attributes:
        arrival: The entry, or the issue that says why it gives no report by itself; taken when the page cannot be had.
        address: Of its page.
        context: The feed's, with the entry's own day for the page.
    """

    arrival: Arrival | Issue
    address: str
    context: Context


Item: TypeAlias = Arrival | Unread | Linked | Issue


def captured(raw: bytes, context: Context, media_type: str, url: str | None) -> Capture | None:
    """The capture of an arrival, or None when the batch keeps none.

    Args:
        raw: Its bytes.
        context: Where they come from.
        media_type: What the format is, where no server declared it.
        url: Address of the report, which is normalised here.
    """
    if not context.options.keep_raw:
        return None
    from accordingto.sources.addresses import canonical

    declared = {n.lower(): v for n, v in context.fetched.headers}.get("content-type") if context.fetched else None
    media_type = (declared or media_type).partition(";")[0].strip().lower()
    digest = hashlib.sha256(raw).hexdigest()
    return Capture(raw, digest, media_type, canonical(url) if url else None, context.fetched)


def problem(code: str, message: str, origin: str, hint: str, *, severity: Severity = Severity.ERROR) -> Issue:
    """An issue about a whole input; an error unless said otherwise, because the input is then skipped."""
    return Issue(code=code, message=message, severity=severity, origin=origin, hint=hint)


def too_large(origin: str, limit: int) -> Issue:
    """The issue for an input over the size limit."""
    return problem(
        "too-large",
        f"larger than {limit // MEGABYTE or 1} MB, the limit for one report",
        origin,
        "split it into one report each, for example as JSON Lines",
    )


def empty(origin: str) -> Issue:
    """The issue for an input without any text."""
    return problem("empty-input", "there is no text in it", origin, "check that the file was saved or fetched whole")
