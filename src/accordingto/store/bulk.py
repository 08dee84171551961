"""Many rows at once, as quickly as the driver takes them.

A statement is built once a table; the general way asks for each value by name and by type, which takes longer than
hashing and indexing what is inserted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Table


def insert_rows(
    conn: Connection, table: Table, rows: Sequence[Mapping[str, Any]], *, unless_there: bool = False
) -> None:
    """Insert rows that have a value for every column.

    Args:
        conn: A writing transaction.
        table: Where to.
        rows: Values by name of the column.
        unless_there: Whether a row whose key is there already is left out.
    """
    if rows:
        pick = itemgetter(*table.columns.keys())
        conn.exec_driver_sql(_statement(table, conn.dialect.name, unless_there), [pick(row) for row in rows])


@cache
def _statement(table: Table, dialect: str, unless_there: bool) -> str:
    names = ", ".join(f'"{c}"' for c in table.columns.keys())  # noqa: SIM118 - a collection of columns, not a mapping
    marks = ", ".join(["?" if dialect == "sqlite" else "%s"] * len(table.columns))
    return f"INSERT INTO {table.name} ({names}) VALUES ({marks})" + " ON CONFLICT DO NOTHING" * unless_there
