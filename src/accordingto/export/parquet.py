"""Parquet: one table, typed, for DuckDB, pandas, polars, R and Spark.

Promise: the columns and types of ``tables``; figures that nobody gave are null.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from accordingto.export.base import Fault, Format, Noting, Options, View
from accordingto.export.columnar import about, read_parquet, read_rows, write_parquet
from accordingto.export.tables import by_name, table_of
from accordingto.export.values import TABLE_RULES, TableChecks

RULES = {
    "P1": "the file is a Parquet file that opens",
    "P2": "the columns are those of a table of ours, in order",
    **TABLE_RULES,
}


def _write(view: View, out: BinaryIO, note: Noting, options: Options) -> None:
    table = by_name(options.table)
    write_parquet(out, table.columns, table.rows(view), about(view))


def check(path: Path) -> Iterator[Fault]:
    """Where a file breaks the rules of the tables; lines are numbers of rows."""
    file = read_parquet(path, "P1")
    if isinstance(file, Fault):
        yield file
        return
    table = table_of(list(file.schema_arrow.names))
    if table is None:
        yield Fault("P2", "the columns are those of no table of ours", "compare them with docs/exports.md")
        return
    checks = TableChecks(table)
    for n, row in read_rows(file):
        yield from checks.row(row, n)


FORMAT = Format(
    "parquet", "Parquet of incidents, claims or running totals (--table)", ".parquet", _write, check, RULES,
    notes=False, needs="tables", terminal=False,
)  # fmt: skip
