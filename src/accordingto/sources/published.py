"""Days of publication as archives write them, read without guessing.

Promise: a date whose day and month could be swapped, or that is no date, gives None rather than a wrong day. The day is
the one written, whatever the time zone: "on Thursday" in a report means the outlet's Thursday.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from accordingto.model import Issue, Severity
from accordingto.sources.base import problem

# Month abbreviations of RFC 5322, which written-out English months begin with as well.
_MONTHS = {m: i for i, m in enumerate(re.findall("...", "janfebmaraprmayjunjulaugsepoctnovdec"), 1)}
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:\D|$)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?")
_DAY_FIRST = re.compile(
    r"(?:[A-Za-z]{3,9},?\s+)?(\d{1,2})(?:st|nd|rd|th)?[\s-]+([A-Za-z]{3,9})\.?,?[\s-]+(\d{4})(?:\D|$)"
)
_MONTH_FIRST = re.compile(r"(?:[A-Za-z]{3,9},?\s+)?([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?:\D|$)")
_NUMERIC = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:\D|$)")
_LONGEST = 64


def parse(value: object) -> date | None:
    """The day that a metadata value names, or None if it names none for certain.

    Args:
        value: A string in ISO, RFC 5322 or written-out English form, a day-month-year whose order is plain, a number of
            seconds or milliseconds since 1970, or a date.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _epoch(value)
    if not isinstance(value, str) or len(value) > _LONGEST:
        return None
    return _written(value.strip())


def parsed_or_issue(value: object, origin: str) -> tuple[date | None, tuple[Issue, ...]]:
    """The day that a value names, with an issue when something stands there that names none."""
    if value is None or value == "":
        return None, ()
    day = parse(value)
    if day is not None:
        return day, ()
    shown = str(value)
    shown = shown if len(shown) <= _LONGEST else shown[:_LONGEST] + "…"
    message = f"the publication date {shown!r} names no certain day; the report is read as undated"
    return None, (
        problem("bad-date", message, origin, "write it as YYYY-MM-DD, or give --published", severity=Severity.WARNING),
    )


def _epoch(value: float) -> date | None:
    seconds = value / 1000 if abs(value) > 1e11 else value
    try:
        day = datetime.fromtimestamp(seconds, tz=UTC).date()
    except (OverflowError, OSError, ValueError):
        return None
    # A small number is somebody's year or row number, not an instant shortly after 1970.
    return day if day.year >= 1980 else None


def _written(s: str) -> date | None:
    if m := _ISO.match(s):
        return _day(m[1], m[2], m[3])
    if m := _COMPACT.fullmatch(s):
        return _day(m[1], m[2], m[3])
    if m := _DAY_FIRST.match(s):
        return _day(m[3], _month(m[2]), m[1])
    if m := _MONTH_FIRST.match(s):
        return _day(m[3], _month(m[1]), m[2])
    if m := _NUMERIC.match(s):
        a, b = int(m[1]), int(m[2])
        if a == b or b > 12:
            return _day(m[3], a, b)
        if a > 12:
            return _day(m[3], b, a)
        # "03/04/2020" is March or April depending on who wrote it; "03.04.2020" is only ever written day first.
        return _day(m[3], b, a) if "." in m[0] else None
    return None


def _month(name: str) -> int:
    return _MONTHS.get(name[:3].lower(), 0)


def _day(year: str, month: str | int, day: str | int) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
