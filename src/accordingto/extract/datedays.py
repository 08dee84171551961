"""Dates that a calendar names: days, months, years, decades, feasts, seasons.

Promise: a date without its year is the latest one up to the report (and a little beyond); nothing is narrower than its
words.
"""

from __future__ import annotations

from datetime import date, timedelta

from accordingto.extract import calendars as cal
from accordingto.extract.datecore import UNKNOWN, Context, on
from accordingto.extract.datelex import Node
from accordingto.model.values import Period


def _full_year(y: int) -> int:
    return y if y > 99 else 2000 + y if y < 70 else 1900 + y


def _date(node: Node, ctx: Context) -> Period | None:
    f = node.fields
    if "run" in f:
        f = f | {"d": int(f["run"][:-4]), "y": int(f["run"][-4:])}
    m, d, wd = f["m"], f["d"], f.get("wd")
    if "rel" in f:  # "July 15 last year"
        return UNKNOWN if ctx.anchor is None else _day_or_none(ctx.anchor.year + f["rel"], m, d)
    if "y" in f:
        found = cal.day(_full_year(f["y"]), m, d)
        if found is not None:
            ctx.year = found.year
        return Period.day(found) if found else None
    if cal.day(2000, m, d) is None:
        return None
    found = _nearest(m, d, wd, ctx)
    if found is None:  # no reference day: EDTF level 1 can leave the year open
        return Period(None, None, None)
    return Period.day(found)


def _day_or_none(y: int, m: int, d: int) -> Period | None:
    found = cal.day(y, m, d)
    return None if found is None else Period.day(found)


def _monthday(node: Node, ctx: Context) -> Period | None:
    """A day of the month without the month, "on the 19th": the latest such day up to the report's."""
    a, d = ctx.anchor, int(node.fields["d"])
    if a is None:
        return UNKNOWN
    months = [(a.year, a.month - k) if a.month > k else (a.year - 1, a.month + 12 - k) for k in range(3)]
    return on(next((x for y, m in months if (x := cal.day(y, m, d)) is not None and x <= a), None))


def _nearest(m: int, d: int, wd: int | None, ctx: Context) -> date | None:
    """The latest such day up to the reference day (and a little beyond: trials and polls are announced)."""
    if ctx.anchor is None:
        return None if ctx.year is None else cal.day(ctx.year, m, d)
    limit = ctx.anchor + timedelta(ctx.settings["ahead_days"])
    years = [ctx.anchor.year + 1 - k for k in range(9)]
    days = [x for y in years if (x := cal.day(y, m, d)) is not None and x <= limit]
    matching = [x for x in days[:3] if x.weekday() == wd]
    return next(iter(matching or days), None)


def _daterange(node: Node, ctx: Context) -> Period | None:
    f = node.fields
    m2 = f.get("m2", f["m"])
    if "y" in f:
        y2: int | None = f["y"]
    else:
        end = _nearest(m2, f["d2"], None, ctx)
        y2 = end.year if end else None
    if y2 is None:
        return UNKNOWN if cal.day(2000, f["m"], f["d"]) else None
    y1 = y2 if f["m"] <= m2 else y2 - 1
    return cal.span(cal.day(y1, f["m"], f["d"]), cal.day(y2, m2, f["d2"]))


def _numdate(node: Node, ctx: Context) -> Period | None:
    """A date in figures; of several possible orders the one nearest the reference day, else the pack's own order."""
    parts = [int(x) for x in "".join(c if c.isdigit() else " " for c in str(node.fields["n"])[:10]).split()][:3]
    if len(parts) < 3:
        return None
    a, b, c = parts
    if a > 999:
        options = [cal.day(a, b, c)]
    else:
        dmy, mdy = cal.day(_full_year(c), b, a), cal.day(_full_year(c), a, b)
        options = [dmy, mdy] if ctx.settings["numeric_order"] == "dmy" else [mdy, dmy]
    days = [d for d in options if d is not None]
    if not days:
        return None
    anchor = ctx.anchor
    best = days[0] if anchor is None else min(days, key=lambda d: abs((d - anchor).days) > 3)
    ctx.year = best.year
    return Period.day(best)


def _month(node: Node, ctx: Context) -> Period | None:
    f = node.fields
    if "y" in f:
        ctx.year = f["y"]
        return ctx.cap(cal.month(f["y"], f["m"]))
    if ctx.anchor is None:
        return UNKNOWN
    y = ctx.anchor.year - (f["m"] > ctx.anchor.month)
    if "rel" in f and "unit" in f:  # "August last year"
        y = ctx.anchor.year + f["rel"]
    elif f.get("rel") == -1 and f["m"] == ctx.anchor.month:  # "last May", said in May
        y -= 1
    elif f.get("rel") == 1:
        y = ctx.anchor.year + (f["m"] <= ctx.anchor.month)
    elif f.get("rel") == 0:
        y = ctx.anchor.year
    return ctx.cap(cal.month(y, f["m"]))


def _year(node: Node, ctx: Context) -> Period | None:
    y, y2 = node.fields["y"], node.fields.get("y2")
    if y2 is not None and y2 < 100:
        y2 += y - y % 100
    if (y2 is not None and y2 <= y) or y < node.rule.args.get("not_before", 0):
        return None
    return ctx.cap(cal.year(y, y2))


def _decade(node: Node, ctx: Context) -> Period | None:
    y: int = node.fields["y"]
    return cal.year(y, y + 9, f"{y // 10:03}X") if y % 10 == 0 else None


def _holiday(node: Node, ctx: Context) -> Period | None:
    """A feast by its rule: month and day, days from Easter, or the tabular Islamic calendar (give or take a day)."""
    name = str(node.rule.args["day"])
    year = node.fields.get("y")
    system, _, rest = name.partition(" ")
    a = ctx.anchor
    if year is None and a is None:
        return UNKNOWN
    limit = a + timedelta(ctx.settings["ahead_days"]) if a and year is None else date(int(year or 1), 12, 31)
    for y in range(limit.year, limit.year - 3, -1):
        p = _feast(system, rest, y, limit)
        if p is not None and p.start is not None and p.start <= limit:
            return p if year is None or p.start.year == year else UNKNOWN
    return UNKNOWN


def _feast(system: str, rest: str, y: int, limit: date) -> Period | None:
    if system == "easter":
        return on(cal.shift(cal.easter(y), int(rest)))
    if system == "orthodox":
        return on(cal.shift(cal.orthodox_easter(y), int(rest)))
    if system == "between":
        first, _, last = rest.partition(" ")
        a, b = (cal.day(y, int(x[:2]), int(x[3:])) for x in (first, last))
        return cal.span(a, b)
    if system == "islamic":
        m, _, d = rest.partition("-")
        hijri = cal.islamic_year(date(y, limit.month, limit.day if limit.month != 2 else 28)) + 1
        for h in range(hijri, hijri - 4, -1):
            start = cal.islamic(h, int(m), int(d or 1))
            end = cal.islamic(h, int(m) + 1, 1) if not d else None
            if start and start <= limit and start.year == y:
                if end:
                    return cal.span(start, end - timedelta(1), fuzzy=True)
                return cal.span(start - timedelta(1), start + timedelta(1), fuzzy=True)
        return None
    m, _, d = rest.partition("-")
    found = cal.day(y, int(m), int(d))
    return None if found is None else Period.day(found)


def _season(node: Node, ctx: Context) -> Period | None:
    name, y, rel = (
        int(node.fields.get("s", node.rule.args.get("season", 0))),
        node.fields.get("y"),
        node.fields.get("rel"),
    )
    if y is not None:
        return cal.season(name, y)
    a = ctx.anchor
    if a is None:
        return UNKNOWN
    p = cal.season(name, a.year)
    if p and p.start and (p.start > a or (rel == -1 and p.end and p.end >= a)):
        p = cal.season(name, a.year - 1)
    return p


HANDLERS = {
    "date": _date,
    "monthday": _monthday,
    "daterange": _daterange,
    "numdate": _numdate,
    "month": _month,
    "year": _year,
    "decade": _decade,
    "holiday": _holiday,
    "season": _season,
}
