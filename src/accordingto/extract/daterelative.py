"""Times told from the report's day or from the day last told: "yesterday", "two weeks ago", "the next day".

Promise: without a reference day they stay unknown; longer units are counted in whole months and years.
"""

from __future__ import annotations

from datetime import date, timedelta

from accordingto.extract import calendars as cal
from accordingto.extract.datecore import UNKNOWN, Context, on
from accordingto.extract.datelex import Node
from accordingto.model.values import Period

_MONTHS = {"month": 1, "year": 12, "decade": 120, "century": 1200}
_DAYS = {"hour": 0, "day": 1, "week": 7, "fortnight": 14}


def _weekday(node: Node, ctx: Context) -> Period | None:
    if ctx.anchor is None:
        return UNKNOWN
    back = (ctx.anchor.weekday() - int(node.fields["wd"])) % 7
    rel = node.fields.get("rel")
    if "unit" in node.fields:  # "Monday last week"
        monday = ctx.anchor - timedelta(ctx.anchor.weekday())
        return on(monday + timedelta(7 * int(rel or 0) + int(node.fields["wd"])))
    if rel == -1 and back == 0:
        back = 7
    elif rel == 1:
        back -= 7
    return on(ctx.anchor - timedelta(back))


def _moved(node: Node, ctx: Context) -> Period | None:
    """A day by name or by distance: "yesterday" from the report's day, "the next day" from the day last told."""
    a = node.rule.args
    base = ctx.today if a.get("from") == "told" else ctx.anchor
    return UNKNOWN if base is None else on(cal.shift(base, node.fields.get("off", a.get("days", 0))))


def _current(node: Node, ctx: Context) -> Period | None:
    """This, last or next week, month, year."""
    rel, unit = node.fields.get("rel", node.rule.args.get("rel", 0)), node.fields["unit"]
    a = ctx.anchor
    if a is None:
        return UNKNOWN
    monday = a - timedelta(a.weekday())
    if unit == "day":
        return on(cal.shift(a, rel))
    if unit == "week":
        p = cal.span(monday + timedelta(7 * rel), monday + timedelta(7 * rel + 6))
    elif unit == "weekend":
        saturday = monday + timedelta(5 if a.weekday() >= 5 or rel > 0 else -2)
        p = cal.span(saturday, saturday + timedelta(1))
    elif unit == "month":
        p = cal.month(a.year, a.month + rel)
    elif unit == "year":
        p = cal.year(a.year + rel)
    elif unit == "decade":
        start = a.year - a.year % 10 + 10 * rel
        p = cal.year(start, start + 9, f"{start // 10:03}X")
    else:
        return UNKNOWN
    if p is None:
        return None
    if node.rule.args.get("rest") and p.start is not None and p.end is not None and p.start <= a < p.end:
        return cal.span(a + timedelta(1), p.end)
    if node.rule.args.get("elapsed") and unit == "week":
        # Said on a Friday it is no later than Thursday; said on a Monday, the writer's week began before.
        return cal.span(a - timedelta(a.weekday() or 7), a - timedelta(1))
    return ctx.cap(p)


def _ago(node: Node, ctx: Context) -> Period | None:
    """A distance in time: to the day for days, to the month or year for longer units."""
    f, args = node.fields, node.rule.args
    n, unit, sign = f.get("n", 1), f["unit"], int(args["sign"])
    base = ctx.today if args.get("from") == "told" else ctx.anchor
    if base is None or not isinstance(n, int):
        return UNKNOWN
    if unit in _MONTHS and n * _MONTHS[unit] < 120_000:
        if unit != "month":
            return cal.year(base.year + sign * n * _MONTHS[unit] // 12)
        return cal.month(base.year, base.month + sign * n)
    found = cal.shift(base, sign * n * _DAYS.get(unit, 0))
    fuzzy = "about" in f or unit == "week"
    return None if found is None else cal.span(found, found, fuzzy=fuzzy)


def _back(d: date, n: int, unit: str) -> date | None:
    if unit not in _MONTHS:
        return cal.shift(d, -n * _DAYS.get(unit, 0)) if unit != "hour" else cal.shift(d, -max(1, n // 24))
    if n * _MONTHS[unit] > 120_000:
        return None
    p = cal.month(d.year, d.month - n * _MONTHS[unit])
    return None if p is None or p.start is None or p.end is None else min(p.end, p.start + timedelta(d.day - 1))


def _window(node: Node, ctx: Context) -> Period | None:
    """The last so many days, weeks or months up to the report's day."""
    n, unit, a = node.fields.get("n", 1), node.fields["unit"], ctx.anchor
    if a is None or not isinstance(n, int):
        return UNKNOWN
    # Three days up to a Wednesday are Monday, Tuesday and Wednesday; longer stretches are counted back whole.
    start = _back(a, n - 1 if unit == "day" and 3 <= n < 7 else n, unit)
    return None if start is None else cal.span(start, a)


def _recent(node: Node, ctx: Context) -> Period | None:
    return UNKNOWN


def _night(node: Node, ctx: Context) -> Period | None:
    """The night to the reference day: two dates, for the words do not say which side of midnight."""
    a = ctx.anchor
    return UNKNOWN if a is None else cal.span(cal.shift(a, -1), a)


def _nightof(node: Node, ctx: Context) -> Period | None:
    """The night to or of a day: the dates on both sides of the midnight that is meant."""
    p = ctx.resolve(node.fields["t"])
    if p is None or p.start is None:
        return p
    a = node.rule.args
    return ctx.cap(cal.span(cal.shift(p.start, a["first"]), cal.shift(p.start, a["last"])))


HANDLERS = {
    "weekday": _weekday,
    "moved": _moved,
    "current": _current,
    "ago": _ago,
    "window": _window,
    "vague": _recent,
    "night": _night,
    "nightof": _nightof,
}
