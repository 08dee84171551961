"""Checks of single values that formats share: whole numbers, days, coordinates, figures in order.

Promise: each fault names the value, its column and what may stand there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from accordingto.export.base import Fault
from accordingto.export.tables import REAL, WHOLE, Table

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00:00(?:\.0+)?Z?)?")
_WHOLE = re.compile(r"-?\d+")

TABLE_RULES = {
    "T1": "whole numbers are whole numbers, and real ones real",
    "T2": "low <= best <= high in every triple of figures",
    "T3": "days are days (YYYY-MM-DD), and none ends before it starts",
    "T4": "latitude -90 to 90, longitude -180 to 180, both or neither",
    "T5": "every row has its id, and no id of an incident comes twice",
}


def whole_number(text: str) -> int | None:
    """A cell as a whole number; None when it is none."""
    return int(text) if _WHOLE.fullmatch(text) and len(text) < 19 else None


def real_number(text: str) -> float | None:
    """A cell as a finite real number; None when it is none."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) < float("inf") else None


def day(text: str) -> date | None:
    """A cell as a day: ISO, with or without a midnight behind it; None when it is none."""
    match = _DAY.fullmatch(text.strip())
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def written_day(text: str) -> date | None:
    """A cell as a day as people write it too: "2020-05-16", "16 May 2020"; None when it is none."""
    found = day(text)
    if found is not None:
        return found
    for form in ("%d %B %Y", "%d-%b-%Y", "%d %b %Y"):
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def point_fault(lat: Any, lon: Any, rule: str, line: int | None, columns: tuple[str, str]) -> Fault | None:
    """The fault of a pair of coordinates, if there is one; values may be text or numbers."""
    values = []
    for value, limit, column in ((lat, 90, columns[0]), (lon, 180, columns[1])):
        number = real_number(str(value))
        if number is None or abs(number) > limit:
            return Fault(rule, f"{value!r} is no {'latitude' if limit == 90 else 'longitude'}",
                         f"write degrees from -{limit} to {limit}", line, column)  # fmt: skip
        values.append(number)
    return None


class TableChecks:
    """The rules of one table of ours, over its rows in order."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._seen: set[str] = set()
        names = list(table.columns)
        ends = [n for n in names if n == "low" or n.endswith("_low")]
        self._triples = [(n, n[:-3] + "best", n[:-3] + "high") for n in ends]
        self._id = names[0]

    def row(self, row: Mapping[str, Any], line: int | None, where: str | None = None) -> Iterator[Fault]:
        """The faults of one row, whose cells are text, numbers or None."""
        cells = {k: "" if v is None else str(v) for k, v in row.items()}
        numbers: dict[str, float] = {}
        for name, kind in self._table.columns.items():
            text = cells.get(name, "")
            if text and kind in (WHOLE, REAL):
                value = whole_number(text) if kind == WHOLE else real_number(text)
                if value is None:
                    yield Fault("T1", f"{text!r} is no {kind} number", "write a number, or nothing", line, name,
                                where=where)  # fmt: skip
                else:
                    numbers[name] = value
        for triple in self._triples:
            given = [(n, numbers[n]) for n in triple if n in numbers]
            for (a, x), (b, y) in zip(given, given[1:], strict=False):
                if x > y:
                    yield Fault("T2", f"{a} is {x:g} and {b} is {y:g}", "write figures in order: low, best, high",
                                line, b, where=where)  # fmt: skip
        yield from self._days(cells, line, where)
        if "lat" in cells and (cells["lat"] or cells["lon"]):
            fault = point_fault(cells["lat"], cells["lon"], "T4", line, ("lat", "lon"))
            if fault is not None:
                yield fault
        yield from self._ids(cells, line, where)

    def _days(self, cells: Mapping[str, str], line: int | None, where: str | None) -> Iterator[Fault]:
        for first, last in (("start", "end"), ("time_start", "time_end"), ("first_published", "last_published")):
            if first not in cells or self._table.columns[first] == WHOLE:
                continue
            days = {n: day(cells[n]) for n in (first, last) if cells[n]}
            for name, value in days.items():
                if value is None:
                    yield Fault("T3", f"{cells[name]!r} is no day", "write YYYY-MM-DD, or nothing", line, name,
                                where=where)  # fmt: skip
            a, b = days.get(first), days.get(last)
            if a and b and b < a:
                yield Fault("T3", f"it ends on {b} and starts on {a}", "exchange the two days", line, last,
                            where=where)  # fmt: skip

    def _ids(self, cells: Mapping[str, str], line: int | None, where: str | None) -> Iterator[Fault]:
        name = cells[self._id]
        if not name:
            yield Fault("T5", "the row has no id", f"fill in {self._id}", line, self._id, where=where)
        elif self._table.name == "incidents":
            if name in self._seen:
                yield Fault("T5", f"{name!r} stands in two rows", "keep one of them", line, self._id, where=where)
            self._seen.add(name)
