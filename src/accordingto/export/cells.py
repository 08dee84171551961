"""Tables as text: writing rows whose cells are harmless to spreadsheets, and reading rows with the line they stand on.

Promise: no cell can act as a formula. A report is hostile input, and "=HYPERLINK(…)" in a quote would be run by the
spreadsheet of whoever opens the file; such text gets a leading apostrophe, which spreadsheets show as text.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO

from accordingto.export.base import Fault
from accordingto.model.rows import Cell

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_LARGEST_CELL = 10_000_000


def guarded(value: Cell) -> Cell:
    """The value, made harmless to spreadsheets if it is text that could be taken for a formula; numbers are none."""
    if not isinstance(value, str):
        return value
    value = writable(value)
    return "'" + value if value.lstrip(" ").startswith(_FORMULA) and not _NUMBER.fullmatch(value) else value


def writable(text: str) -> str:
    """Text as UTF-8 can carry it: a lone half of a character becomes a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")


@contextmanager
def as_text(out: BinaryIO) -> Iterator[TextIO]:
    """A binary stream as a UTF-8 text stream, left open at the end."""
    stream = io.TextIOWrapper(out, encoding="utf-8", errors="replace", newline="", write_through=False)
    try:
        yield stream
    finally:
        stream.flush()
        stream.detach()


def write_rows(
    out: BinaryIO, columns: Sequence[str], rows: Iterable[Mapping[str, Cell]], *, above: Sequence[Sequence[str]] = ()
) -> None:
    """Write a comma-separated table.

    Args:
        out: Where to.
        columns: Names of the columns in order; every row has all of them.
        rows: Rows as they come; text is guarded.
        above: Lines that stand between the names and the rows.
    """
    with as_text(out) as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(above)
        for row in rows:
            writer.writerow([guarded(row[c]) for c in columns])


@contextmanager
def opened(path: Path) -> Iterator[TextIO]:
    """A file of text to be checked; a byte order mark is passed over."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
        yield stream


def read_lines(stream: TextIO, *, delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """The rows of a table, each with the number of its first line; empty lines are passed over."""
    csv.field_size_limit(_LARGEST_CELL)
    reader = csv.reader(stream, delimiter=delimiter)
    begin = 1
    for row in reader:
        if row:
            yield begin, row
        begin = reader.line_num + 1


def read_table(
    stream: TextIO, columns: Sequence[str], rule: str, *, headless: bool = False
) -> Iterator[tuple[int, dict[str, str]] | Fault]:
    """The rows of a table that must have exactly these columns, as mappings; faults of its shape among them.

    Args:
        stream: The table.
        columns: Names that its first line must have, in order.
        rule: Id of the rule that a fault of shape breaks.
        headless: Whether it may come without the line of names.
    """
    lines = read_lines(stream)
    try:
        first = next(lines, None)
        if first is None:
            yield Fault(rule, "the file is empty", "write at least the line of column names", line=1)
            return
        line, names = first
        if names == list(columns):
            pass
        elif headless and len(names) == len(columns) and not set(names) & set(columns):
            yield line, dict(zip(columns, names, strict=True))
        else:
            yield _header_fault(rule, names, columns)
            return
        for line, cells in lines:
            if len(cells) != len(columns):
                yield Fault(
                    rule, f"{len(cells)} cells where there are {len(columns)} columns",
                    "look for a missing quotation mark or comma", line=line,
                )  # fmt: skip
                continue
            yield line, dict(zip(columns, cells, strict=True))
    except csv.Error as e:
        yield Fault(rule, f"not a table that can be read: {e}", "save it again as comma-separated UTF-8")


def faults_of_rows(
    path: Path,
    columns: Sequence[str],
    rule: str,
    faults: Callable[[Mapping[str, str], int], Iterator[Fault]],
    *,
    headless: bool = False,
) -> Iterator[Fault]:
    """The faults of a table's shape and those of its rows, in the order of its lines.

    Args:
        path: The table.
        columns: Names that its first line must have, in order.
        rule: Id of the rule that a fault of shape breaks.
        faults: Gives the faults of a row on a line.
        headless: Whether it may come without the line of names.
    """
    with opened(path) as stream:
        for item in read_table(stream, columns, rule, headless=headless):
            if isinstance(item, Fault):
                yield item
            else:
                line, row = item
                yield from faults(row, line)


def _header_fault(rule: str, names: Sequence[str], columns: Sequence[str]) -> Fault:
    missing = [c for c in columns if c not in names]
    other = [n for n in names if n not in columns]
    if missing or other:
        parts = [f"missing: {', '.join(missing)}" if missing else "", f"not known: {', '.join(other)}" if other else ""]
        message = "the columns are not those of the format; " + "; ".join(p for p in parts if p)
        column = (missing or other)[0]
    else:
        pairs = enumerate(zip(names, (*columns, *([""] * len(names))), strict=False))
        at, (column, wanted) = next(p for p in pairs if p[1][0] != p[1][1])
        message = f"column {at + 1} is {column!r} where {wanted or 'the end of the line'!r} belongs"
    return Fault(rule, message, f"write the {len(columns)} columns in this order: {', '.join(columns)}", 1, column)
