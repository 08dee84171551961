"""A report as it was read, and positions in it.

Promise: offsets are Unicode code points, half-open ``[start, end)``, into ``Report.text``, which never changes after
reading. Never bytes, never UTF-16 units (a browser's; convert at the edge).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def of(self, text: str) -> str:
        """The words at this span."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two ranges share at least one code point."""
        return self.start < other.end and other.start < self.end

    def hull(self, other: Span) -> Span:
        """The shortest span that covers both."""
        return Span(min(self.start, other.start), max(self.end, other.end))


@dataclass(frozen=True, slots=True)
class Report:
    """One published account, as its reader receives it.

    Attributes:
        id: Stable name of the report within a batch.
        text: The canonical text; every offset of every claim points into it.
        published: Day of publication as the metadata states it; a dateline inside the text may contradict it.
        publisher: The outlet, as named by the user or the page.
        title: Headline as metadata; it is also part of ``text`` where the outlet prints it there.
        url: Where it was published.
        origin: The file, line or address it was taken from, for messages to the user.
    """

    id: str
    text: str
    published: date | None = None
    publisher: str | None = None
    title: str | None = None
    url: str | None = None
    origin: str | None = None
