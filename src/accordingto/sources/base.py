"""The contract between inputs and formats: what arrives, what is still unread, what a format must offer.

Standard library only, so that naming an input costs no import of a parser.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import BinaryIO

from accordingto.model import Issue, Report, Severity

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Options:
    """What the user says about all inputs of a batch, and how far a single input may go.

    Attributes:
        published: Day of publication for reports that do not carry one; wins over a date guessed from a web page.
        publisher: Likewise the outlet.
        allow_private: Whether addresses of this machine or a private network may be fetched.
        max_bytes: Largest single report (file, page, or line of JSON Lines).
        timeout: Seconds that fetching one address may take in all.
    """

    published: date | None = None
    publisher: str | None = None
    allow_private: bool = False
    max_bytes: int = 20 * MEGABYTE
    timeout: float = 30.0


@dataclass(frozen=True, slots=True)
class Arrival:
    """A report that was taken in, with what there is to say about taking it in."""

    report: Report
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """Where a stream comes from: what a format knows besides the bytes.

    Attributes:
        origin: File, address or ``stdin``, as the user will recognise it.
        options: The options of the batch.
        url: The address after redirects, for a page that was fetched.
        charset: Encoding that the server declared.
    """

    origin: str
    options: Options
    url: str | None = None
    charset: str | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of input.

    Attributes:
        name: As messages call it.
        order: Lower is asked first; plain text, which takes anything, is last.
        suffixes: Endings of file names that are this format.
        sniff: Whether the first bytes look like it.
        read: The reports of a stream.
        streams: Whether one stream holds many reports (then it is never held in memory as a whole).
    """

    name: str
    order: int
    suffixes: tuple[str, ...]
    sniff: Callable[[bytes], bool]
    read: Callable[[BinaryIO, Context], Iterator[Arrival | Issue]]
    streams: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """A page or text whose bytes are here but not yet read, so that the slow part can happen in a worker process."""

    data: bytes
    format: str
    context: Context

    def load(self) -> Iterator[Arrival | Issue]:
        """Read the bytes now."""
        from accordingto.sources.formats import by_name

        return by_name(self.format).read(BytesIO(self.data), self.context)


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
