"""Calendar arithmetic for time expressions: periods with exactly the precision of their words, as EDTF level 1.

Promise: pure functions of their arguments; a date that no calendar has gives None, never an error.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from accordingto.model.values import Period

_EPOCH = 1948439  # Julian day of 1 Muharram 1, astronomical ("Thursday") epoch, which runs closest to sighted months
_ORDINAL_TO_JULIAN = 1721425  # Julian day number of date.fromordinal(1), less one half


def day(year: int, month: int, dom: int) -> date | None:
    """The day, or None where the calendar has none such."""
    try:
        return date(year, month, dom)
    except ValueError:
        return None


def shift(d: date, days: int) -> date | None:
    """``d`` moved by days, or None past the ends of the calendar."""
    try:
        return d + timedelta(days)
    except OverflowError:
        return None


def month(year: int, number: int) -> Period | None:
    """A calendar month; ``number`` may run past 12 or below 1."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    if not 1 <= year <= 9999:
        return None
    return Period(date(year, number, 1), date(year, number, monthrange(year, number)[1]), f"{year:04}-{number:02}")


def year(number: int, last: int | None = None, edtf: str | None = None) -> Period | None:
    """A calendar year, or the years up to ``last``."""
    last = number if last is None else last
    if not 1 <= number <= last <= 9999:
        return None
    plain = f"{number:04}" if number == last else f"{number:04}/{last:04}"
    return Period(date(number, 1, 1), date(last, 12, 31), edtf or plain)


def span(start: date | None, end: date | None, *, fuzzy: bool = False) -> Period | None:
    """The days from ``start`` to ``end``; ``fuzzy`` marks limits that the words leave open (``~``)."""
    if start is None or end is None or end < start:
        return None
    tail = "~" if fuzzy else ""
    if start == end:
        return Period(start, end, f"{start}{tail}")
    return Period(start, end, f"{start}{tail}/{end}{tail}")


def first(edtf: str | None) -> str:
    """The opening limit of an EDTF date or interval."""
    return (edtf or "").split("/")[0]


def last(edtf: str | None) -> str:
    """The closing limit of an EDTF date or interval."""
    return (edtf or "").split("/")[-1]


def join(a: Period, b: Period) -> Period | None:
    """From the start of one period to the end of another; open where either is."""
    if a.start is None or b.end is None or b.end < a.start:
        return None
    return Period(a.start, b.end, f"{first(a.edtf)}/{last(b.edtf)}")


def capped(p: Period, anchor: date | None) -> Period:
    """A period that the report's own day cuts short: what is told as past did not happen tomorrow."""
    if anchor is None or p.start is None or p.end is None or not p.start <= anchor < p.end:
        return p
    opening = first(p.edtf)
    return Period(p.start, anchor, f"{opening}/{anchor}" if opening != str(anchor) else opening)


def season(name: int, y: int) -> Period | None:
    """A northern season (EDTF 21 spring … 24 winter) by whole months; winter is that which begins in the year."""
    start = month(y, 3 * (name - 20))
    end = month(y, 3 * (name - 20) + 2)
    if start is None or end is None:
        return None
    return Period(start.start, end.end, f"{y:04}-{name}")


def islamic(y: int, m: int, d: int) -> date | None:
    """A day of the tabular Islamic calendar; sighted months may begin a day earlier or later."""
    julian = d + (59 * (m - 1) + 1) // 2 + (y - 1) * 354 + (3 + 11 * y) // 30 + _EPOCH - 1
    ordinal = julian - _ORDINAL_TO_JULIAN + 1
    return date.fromordinal(ordinal) if 0 < ordinal < date.max.toordinal() else None


def islamic_year(d: date) -> int:
    """The Islamic year that holds most of the days around ``d``."""
    return max(1, int((d.toordinal() - 227014) / 354.367) + 1)


def easter(y: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus/Jones/Butcher)."""
    a, b, c = y % 19, y // 100, y % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    q = h + k - 7 * m + 114
    return date(y, q // 31, q % 31 + 1)


def orthodox_easter(y: int) -> date:
    """Easter Sunday of the Julian calendar as a Gregorian day (Meeus), for the years 1900 to 2099."""
    d = (19 * (y % 19) + 15) % 30
    e = (2 * (y % 4) + 4 * (y % 7) - d + 34) % 7
    month, day_ = divmod(d + e + 114, 31)
    return date(y, month, day_ + 1) + timedelta(13)
