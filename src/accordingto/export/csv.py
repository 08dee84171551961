"""CSV: one claim a row, for spreadsheets and statistics programs.

Promise: no cell can act as a formula. A report is hostile input, and "=HYPERLINK(…)" in a quote would be run by the
spreadsheet of whoever opens the file; such text gets a leading apostrophe, which spreadsheets show as text.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import TextIO

from accordingto.model import Reading
from accordingto.model.rows import COLUMNS, Cell, claim_row

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def guarded(value: Cell) -> Cell:
    """The value, made harmless to spreadsheets if it is text that could be taken for a formula."""
    if not isinstance(value, str):
        return value
    # A lone half of a character cannot be written as UTF-8.
    value = value.encode("utf-8", "replace").decode("utf-8")
    return "'" + value if value.lstrip(" ").startswith(_FORMULA) else value


def write(readings: Iterable[Reading], out: TextIO, *, header: bool = True) -> None:
    """Write one row for each claim, as they come.

    Args:
        readings: What to write.
        out: A text stream opened with ``newline=""``.
        header: Whether to write the names of the columns first.
    """
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    if header:
        writer.writeheader()
    for reading in readings:
        for claim in reading.claims:
            writer.writerow({k: guarded(v) for k, v in claim_row(reading, claim).items()})
