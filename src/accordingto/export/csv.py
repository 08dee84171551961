"""CSV for spreadsheets and statistics programs: one row an incident, a claim or a stated total.

Promise: a cell that could act as a formula cannot (``cells.guarded``); figures that nobody gave are empty cells.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, TextIO

from accordingto.export.base import Fault, Format, Noting, Options, View
from accordingto.export.cells import guarded, opened, read_lines, write_rows
from accordingto.export.tables import TABLES, by_name
from accordingto.export.values import TABLE_RULES, TableChecks
from accordingto.model import Reading
from accordingto.model.rows import COLUMNS, claim_row

RULES = {"C1": "the columns are those of the table of incidents, claims or tolls, in order", **TABLE_RULES}


def write(readings: Iterable[Reading], out: TextIO, *, header: bool = True) -> None:
    """Write one row for each claim of readings that no ledger keeps, as they come.

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


def _write(view: View, out: BinaryIO, note: Noting, options: Options) -> None:
    table = by_name(options.table)
    write_rows(out, list(table.columns), table.rows(view))


def check(path: Path) -> Iterator[Fault]:
    """Where a table breaks its rules."""
    with opened(path) as stream:
        lines = read_lines(stream)
        try:
            _, names = next(lines, (1, []))
            # What `accordingto read` writes lacks the column of the incident across reports.
            table = next((t for t in TABLES.values() if names in (list(t.columns), list(COLUMNS))), None)
            if table is None:
                known = "; ".join(f"{t.name}: {', '.join(t.columns)}" for t in TABLES.values())
                yield Fault("C1", "the columns are those of no table of ours", f"write one of these: {known}", 1)
                return
            checks = TableChecks(table)
            for line, cells in lines:
                if len(cells) != len(names):
                    yield Fault("C1", f"{len(cells)} cells where there are {len(names)} columns",
                                "look for a missing quotation mark or comma", line)  # fmt: skip
                else:
                    yield from checks.row(dict(zip(names, cells, strict=True)), line)
        except csv.Error as e:
            yield Fault("C1", f"not a table that can be read: {e}", "save it again as comma-separated UTF-8")


FORMAT = Format(
    "csv", "CSV of incidents, claims or running totals (--table)", ".csv", _write, check, RULES, notes=False
)
