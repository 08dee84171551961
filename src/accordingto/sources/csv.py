"""CSV and TSV of reports: a header line that names the columns, then one report a row.

Promises: comma, semicolon, tab or bar, in whatever order and under the usual names; the text is kept as it stands in
the cell; a bad row is named by its line and skipped; a quotation mark that is never closed loses its own row only.
Rows are read one by one, so a file may be of any length.
"""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from accordingto.model import Issue, Report, Severity
from accordingto.sources.base import Arrival, Context, Format, Item, captured, empty, problem, too_large
from accordingto.sources.decode import decode, mark
from accordingto.sources.published import parsed_or_issue

# The first name is ours; the others are those that archives, spreadsheets and news databases use.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "report": ("report", "report_id", "id", "doc_id", "article_id", "guid", "uuid"),
    "publisher": ("publisher", "outlet", "source", "source_name", "newspaper", "site", "sitename", "domain", "media"),
    "published": ("published", "date", "published_at", "published_date", "publication_date", "date_published",
                  "publish_date", "pubdate", "datetime"),
    "title": ("title", "headline", "heading"),
    "text": ("text", "body", "content", "article", "full_text", "fulltext", "article_text", "maintext", "story"),
    "url": ("url", "link", "address", "permalink", "source_url", "web_url"),
}  # fmt: skip
_DELIMITERS = ",;\t|"
_HEAD = 4096
# Rows that are taken apart again after an open quotation mark; more are a file that is no CSV.
_RETRIES = 50
_SKIM = 1 << 20


def sniff(head: bytes) -> bool:
    """Whether the first line names a text column and at least one other."""
    line = _header_text(head)
    return line is not None and _columns(line)[1].keys() >= {"text"} and len(_columns(line)[1]) > 1


def _header_text(head: bytes) -> str | None:
    try:
        text = head.decode(mark(head) or "utf-8", errors="ignore")
    except (UnicodeError, LookupError):
        return None
    return next((line for line in text.splitlines() if line.strip()), None)


def _columns(line: str) -> tuple[str, dict[str, int]]:
    """The delimiter of a header line and where each of our columns stands in it."""
    best: tuple[str, dict[str, int]] = (",", {})
    for delimiter in _DELIMITERS:
        try:
            names = next(csv.reader([line], delimiter=delimiter), [])
        except csv.Error:
            continue
        folded = ["_".join(n.strip().casefold().replace("-", " ").split()) for n in names]
        found = {
            column: next(folded.index(s) for s in synonyms if s in folded)
            for column, synonyms in COLUMNS.items()
            if any(s in folded for s in synonyms)
        }
        if len(found) > len(best[1]):
            best = (delimiter, found)
    return best


def read(stream: BinaryIO, context: Context) -> Iterator[Item]:
    """The reports of the rows, each bad row as an issue."""
    lines = _Lines(_as_utf8(stream, context), context)
    header = lines.first()
    if header is None:
        yield empty(context.origin)
        return
    decoded = decode(header, context.origin)
    if isinstance(decoded, Issue):
        yield decoded
        return
    line = decoded.text.strip("\r\n")
    delimiter, columns = _columns(line)
    if "text" not in columns:
        hint = "name the columns in the first line: report, publisher, published, title, text, url (text is needed)"
        yield problem("bad-csv", "the first line names no column with the text of the reports", context.origin, hint)
        return
    rows = 0
    for item in _rows(lines, delimiter, len(next(csv.reader([line], delimiter=delimiter))), context):
        rows += 1
        yield item if isinstance(item, Issue) else _report(item, columns, context)
    if not rows:
        yield empty(context.origin)


def _as_utf8(stream: BinaryIO, context: Context) -> BinaryIO:
    head = stream.peek(4)[:4] if isinstance(stream, io.BufferedReader) else b""
    if mark(head) in ("utf-16", "utf-32"):
        # Line ends of these are not a byte; a spreadsheet writes them, an archive does not.
        data = stream.read(context.options.max_bytes).decode(mark(head) or "", errors="replace")
        return io.BytesIO(data.removeprefix("\ufeff").encode("utf-8", "surrogatepass"))
    return stream


class _Lines:
    """Lines with their numbers, which can be put back."""

    def __init__(self, stream: BinaryIO, context: Context) -> None:
        self._stream = stream
        self._limit = context.options.max_bytes
        self._back: deque[tuple[int, bytes]] = deque()
        self._number = 0

    def first(self) -> bytes | None:
        """The first line with anything on it."""
        while (found := self.next()) is not None:
            line = found[1].removeprefix(b"\xef\xbb\xbf")
            if line.strip():
                return line
        return None

    def next(self) -> tuple[int, bytes] | None:
        """The next line, cut at the size limit."""
        if self._back:
            return self._back.popleft()
        line = self._stream.readline(self._limit + 1)
        if not line:
            return None
        self._number += 1
        return self._number, line

    def skip(self) -> None:
        """Pass over the rest of a line that was cut."""
        while (rest := self._stream.readline(_SKIM)) and not rest.endswith(b"\n"):
            pass

    def put_back(self, lines: list[tuple[int, bytes]]) -> None:
        """Have these lines come again."""
        self._back.extendleft(reversed(lines))


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    cells: list[str]
    raw: bytes
    issues: tuple[Issue, ...]


def _rows(lines: _Lines, delimiter: str, width: int, context: Context) -> Iterator[_Row | Issue]:
    limit = context.options.max_bytes
    # The library's limit holds for the whole process, and its default is shorter than many reports.
    csv.field_size_limit(max(csv.field_size_limit(), limit + 1))
    retries = _RETRIES
    while taken := _row_lines(lines, limit):
        number, raw = taken[0][0], b"".join(line for _, line in taken)
        origin = f"{context.origin}:{number}"
        if not raw.strip():
            continue
        if len(taken) == 1 and len(raw) > limit:
            lines.skip()
            yield too_large(origin, limit)
            continue
        decoded = decode(raw, origin)
        if isinstance(decoded, Issue):
            yield decoded
            continue
        cells, why = _cells(decoded.text, delimiter, width, several=len(taken) > 1)
        if not why:
            yield _Row(number, cells, raw, decoded.issues)
            continue
        if len(taken) > 1:
            # A quotation mark that is never closed swallowed good rows: they come again.
            retries -= 1
            if not retries:
                message = f"more than {_RETRIES} quotation marks that are not closed; stopped here"
                yield problem("bad-csv", message, origin, "export the table anew")
                return
            lines.put_back(taken[1:])
        hint = "put cells that hold a quotation mark, the delimiter or a line end into quotation marks"
        yield problem("bad-csv", f"not a row of this table: {why}", origin, hint)


def _cells(text: str, delimiter: str, width: int, *, several: bool) -> tuple[list[str], str]:
    """The cells of a row, and what is wrong with it if anything is."""
    if text.count('"') % 2 and several:
        return [], "a quotation mark that is not closed"
    try:
        # Strict over several lines, because there a stray mark joins rows; within one line it is only a mark.
        cells = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=several), [])
    except csv.Error as e:
        return [], f"a quotation mark in the wrong place ({e})"
    return cells, "" if len(cells) == width else f"{len(cells)} cells where the first line names {width}"


def _row_lines(lines: _Lines, limit: int) -> list[tuple[int, bytes]]:
    """The lines of one row: until the quotation marks are even, the end, or the size limit."""
    taken: list[tuple[int, bytes]] = []
    size = quotes = 0
    while (found := lines.next()) is not None:
        taken.append(found)
        size += len(found[1])
        quotes += found[1].count(b'"')
        if quotes % 2 == 0 or size > limit:
            break
    return taken


def _report(row: _Row, columns: Mapping[str, int], context: Context) -> Arrival | Issue:
    origin = f"{context.origin}:{row.number}"
    cell = {name: row.cells[i] for name, i in columns.items()}
    if not cell["text"].strip():
        return problem("empty-input", "there is no text in this row", origin, "none needed", severity=Severity.WARNING)
    published, more = parsed_or_issue(cell.get("published", "").strip(), origin)
    report = Report(
        id=cell.get("report", "").strip() or origin,
        text=cell["text"],
        published=published or context.options.published,
        publisher=cell.get("publisher", "").strip() or context.options.publisher,
        title=cell.get("title", "").strip() or None,
        url=cell.get("url", "").strip() or None,
        origin=origin,
    )
    return Arrival(report, (*row.issues, *more), captured(row.raw, context, "text/csv", report.url))


FORMAT = Format("CSV", 30, (".csv", ".tsv"), sniff, read, streams=True)
