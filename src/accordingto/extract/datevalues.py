"""From a parsed time phrase to days: one handler for each ``kind`` of rule.

Promise: every known period carries an EDTF level 1 string that says the same as its two ends. A phrase that could be
no date ("31 June") gives None; one that is a time but no day ("recently", or "yesterday" with no reference day) gives
an unknown period.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from accordingto.extract import calendars as cal
from accordingto.extract.datelex import Node
from accordingto.model.values import Period

UNKNOWN = Period()
_MONTHS = {"month": 1, "year": 12, "decade": 120, "century": 1200}
_DAYS = {"hour": 0, "day": 1, "week": 7, "fortnight": 14}


@dataclass(slots=True)
class Context:
    """What earlier words of the text fixed.

    Attributes:
        anchor: The report's own day.
        told: The last single day that the text named, for "the next day" and "that morning".
        settings: The pack's ``dates`` section (tolerances, order of numeric dates).
        year: Year of the last full date: "held on 3 May 2010 … freed on 9 May".
    """

    anchor: date | None
    settings: Mapping[str, Any]
    told: date | None = None
    year: int | None = None

    @property
    def today(self) -> date | None:
        """The day that "that day" and a bare hour of the day fall on."""
        return self.told or self.anchor


def resolve(node: Node, ctx: Context) -> Period | None:
    """The days of a phrase, or None when it turns out to be no time expression."""
    try:
        return _HANDLERS[node.rule.kind](node, ctx)
    except OverflowError:  # a year near the ends of the calendar
        return None


def _child(node: Node, ctx: Context, name: str = "t") -> Period | None:
    return resolve(node.fields[name], ctx)


# -- days, months, years ----------------------------------------------------------------------------------------------


def _full_year(y: int) -> int:
    return y if y > 99 else 2000 + y if y < 70 else 1900 + y


def _date(node: Node, ctx: Context) -> Period | None:
    f = node.fields
    m, d, wd = f["m"], f["d"], f.get("wd")
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


def _nearest(m: int, d: int, wd: int | None, ctx: Context) -> date | None:
    """The latest such day up to the reference day (and a little beyond: trials and polls are announced)."""
    if ctx.anchor is None:
        return None if ctx.year is None else cal.day(ctx.year, m, d)
    limit = ctx.anchor + timedelta(ctx.settings["ahead_days"])
    years = [ctx.anchor.year + 1 - k for k in range(9)]
    days = [x for y in years if (x := cal.day(y, m, d)) is not None and x <= limit]
    matching = [x for x in days[:3] if x.weekday() == wd]
    return (matching or days or [None])[0]


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
        return _capped(cal.month(f["y"], f["m"]), ctx)
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
    return _capped(cal.month(y, f["m"]), ctx)


def _capped(p: Period | None, ctx: Context) -> Period | None:
    return None if p is None else cal.capped(p, ctx.anchor)


def _year(node: Node, ctx: Context) -> Period | None:
    y, y2 = node.fields["y"], node.fields.get("y2")
    if y2 is not None and y2 < 100:
        y2 += y - y % 100
    if y2 is not None and y2 <= y:
        return None
    return _capped(cal.year(y, y2), ctx)


def _decade(node: Node, ctx: Context) -> Period | None:
    y: int = node.fields["y"]
    return cal.year(y, y + 9, f"{y // 10:03}X") if y % 10 == 0 else None


# -- relative to a reference day --------------------------------------------------------------------------------------


def _weekday(node: Node, ctx: Context) -> Period | None:
    if ctx.anchor is None:
        return UNKNOWN
    back = (ctx.anchor.weekday() - int(node.fields["wd"])) % 7
    rel = node.fields.get("rel")
    if "unit" in node.fields:  # "Monday last week"
        monday = ctx.anchor - timedelta(ctx.anchor.weekday())
        return _on(monday + timedelta(7 * int(rel or 0) + int(node.fields["wd"])))
    if rel == -1 and back == 0:
        back = 7
    elif rel == 1:
        back -= 7
    return _on(ctx.anchor - timedelta(back))


def _on(d: date | None) -> Period:
    return UNKNOWN if d is None else Period.day(d)


def _moved(node: Node, ctx: Context) -> Period | None:
    """A day by name or by distance: "yesterday" from the report's day, "the next day" from the day last told."""
    a = node.rule.args
    base = ctx.today if a.get("from") == "told" else ctx.anchor
    return UNKNOWN if base is None else _on(cal.shift(base, node.fields.get("off", a.get("days", 0))))


def _current(node: Node, ctx: Context) -> Period | None:
    """This, last or next week, month, year."""
    rel, unit = node.fields.get("rel", node.rule.args.get("rel", 0)), node.fields["unit"]
    a = ctx.anchor
    if a is None:
        return UNKNOWN
    monday = a - timedelta(a.weekday())
    if unit == "day":
        return _on(cal.shift(a, rel))
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
    p = cal.capped(p, a)
    if node.rule.args.get("elapsed") and p.start is not None and p.end is not None and p.start < p.end == a:
        # "earlier this week" said on a Friday is no later than Thursday; months and years run to the day itself.
        return cal.span(p.start, a - timedelta(1)) if unit == "week" else p
    return p


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


# -- parts of a longer time -------------------------------------------------------------------------------------------


def _part(node: Node, ctx: Context) -> Period | None:
    """Early, middle or late in a month, year, week or decade."""
    whole = _child(node, Context(None, ctx.settings, year=ctx.year) if _fixed(node.fields["t"]) else ctx)
    if whole is None or whole.start is None or whole.end is None:
        return whole
    start, end, edge = _whole(whole), _whole_end(whole), str(node.fields.get("edge", node.rule.args.get("edge")))
    length = (end - start).days + 1
    if length <= 1:
        return whole
    if length <= 31 and length > 7:  # thirds of a month, as days are counted off: to the 10th, 20th, last
        cut = {"early": (0, 9), "mid": (9, 19), "late": (20, length - 1)}[edge]
        p = cal.span(start + timedelta(cut[0]), start + timedelta(cut[1]), fuzzy=True)
        return _uncapped(p, ctx)
    if length <= 7:
        third = {"early": (0, 2), "mid": (2, 4), "late": (4, length - 1)}[edge]
        return cal.span(
            start + timedelta(min(third[0], length - 1)), start + timedelta(min(third[1], length - 1)), fuzzy=True
        )
    if length <= 366:
        months = {"early": (1, 4), "mid": (6, 8), "late": (10, 12)}[edge]
        a, b = cal.month(start.year, months[0]), cal.month(start.year, months[1])
        if a is None or b is None:
            return None
        return _uncapped(Period(a.start, b.end, f"{a.edtf}~/{b.edtf}~"), ctx)
    years = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}[edge]
    p = cal.year(start.year + years[0], start.year + years[1])
    return p and Period(p.start, p.end, f"{cal.first(p.edtf)}~/{cal.last(p.edtf)}~")


def _fixed(t: Any) -> bool:
    return isinstance(t, Node) and "y" in t.fields


def _whole(p: Period) -> date:
    assert p.start is not None
    return p.start


def _whole_end(p: Period) -> date:
    """The end of the calendar month or year that the anchor had cut short."""
    assert p.start is not None and p.end is not None
    opening = cal.first(p.edtf)
    if "/" in (p.edtf or "") and len(opening) == 7:
        whole = cal.month(p.start.year, p.start.month)
        return whole.end or p.end if whole else p.end
    if "/" in (p.edtf or "") and len(opening) == 4 and opening.isdigit() and p.end.year == p.start.year:
        return date(p.start.year, 12, 31)
    return p.end


def _uncapped(p: Period | None, ctx: Context) -> Period | None:
    return None if p is None else cal.capped(p, ctx.anchor)


def _slice(node: Node, ctx: Context) -> Period | None:
    """The first half, the second quarter, the first six months, the final week of something."""
    whole = _child(node, ctx)
    if whole is None or whole.start is None or whole.end is None:
        return whole
    start, end = whole.start, _whole_end(whole)
    unit, k, n = str(node.fields["unit"]), int(node.fields.get("k", 1)), int(node.fields.get("n", 1))
    if unit in ("half", "quarter", "month"):
        if len(cal.first(whole.edtf)) != 4:
            return UNKNOWN
        size = {"half": 6, "quarter": 3, "month": 1}[unit] * n
        first = 13 - size if k < 0 else (k - 1) * size + 1
        a, b = cal.month(start.year, first), cal.month(start.year, first + size - 1)
        if a is None or b is None or a.start is None or b.end is None or b.end > end:
            return UNKNOWN
        return Period(a.start, b.end, a.edtf if size == 1 else f"{a.edtf}/{b.edtf}")
    size = {"week": 7, "day": 1, "weekend": 2}.get(unit, 0) * n
    if not size:
        return UNKNOWN
    begin = end - timedelta(size - 1) if k < 0 else start + timedelta((k - 1) * size)
    return cal.span(begin, begin + timedelta(size - 1)) if begin + timedelta(size - 1) <= end else UNKNOWN


# -- named days -------------------------------------------------------------------------------------------------------


def _holiday(node: Node, ctx: Context) -> Period | None:
    """A feast by its rule: fixed month and day, days from Easter, or the tabular Islamic calendar (give or take a day)."""
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
        return _on(cal.shift(cal.easter(y), int(rest)))
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
    name, y, rel = int(node.fields["s"]), node.fields.get("y"), node.fields.get("rel")
    if y is not None:
        return cal.season(name, y)
    a = ctx.anchor
    if a is None:
        return UNKNOWN
    p = cal.season(name, a.year)
    if p and p.start and (p.start > a or (rel == -1 and p.end and p.end >= a)):
        p = cal.season(name, a.year - 1)
    return p


# -- phrases around a time --------------------------------------------------------------------------------------------


def _wrap(node: Node, ctx: Context) -> Period | None:
    return _child(node, ctx)


def _gloss(node: Node, ctx: Context) -> Period | None:
    """ "yesterday (Sunday)", "Monday [6 October]": the second wording explains the first and wins."""
    first, second = _child(node, ctx, "a"), _child(node, ctx, "b")
    return first if second is None or not second.known else second


def _since(node: Node, ctx: Context) -> Period | None:
    start = Period.day(ctx.today) if "t" not in node.fields and ctx.today else _child(node, ctx)
    if start is None or start.start is None:
        return start
    if ctx.anchor is None or ctx.anchor < start.start:
        return Period(start.start, None, f"{cal.first(start.edtf)}/..")
    if ctx.anchor == start.start:
        return Period.day(ctx.anchor)
    return Period(start.start, ctx.anchor, f"{cal.first(start.edtf)}/{ctx.anchor}")


def _until(node: Node, ctx: Context) -> Period | None:
    p = _child(node, ctx)
    if p is None or p.start is None or p.end is None:
        return p
    if node.rule.args.get("excluded"):
        before = cal.shift(p.start, -1)
        return before and Period(None, before, f"../{before}")
    return Period(None, p.end, f"../{cal.last(p.edtf)}")


def _between(node: Node, ctx: Context) -> Period | None:
    a, b = node.fields["a"], node.fields["b"]
    second = resolve(b, ctx)
    first = resolve(a, ctx)
    if first is None or second is None or first.start is None or second.start is None:
        return None if first is None or second is None else UNKNOWN
    if first.start > second.start and first.start.month is not None and not _fixed(a):
        earlier = cal.day(second.start.year, first.start.month, first.start.day)
        width = (first.end or first.start) - first.start
        if earlier and earlier <= second.start and a.rule.kind in ("date", "month"):
            whole = Period.day(earlier) if not width else cal.month(earlier.year, earlier.month)
            first = whole or first
        elif a.rule.kind == "weekday" and (back := cal.shift(first.start, -7)):
            first = Period.day(back)
    return cal.join(first, second) or UNKNOWN


def _eve(node: Node, ctx: Context) -> Period | None:
    p = _child(node, ctx)
    return p if p is None or p.start is None else _on(cal.shift(p.start, int(node.rule.args["days"])))


def _night(node: Node, ctx: Context) -> Period | None:
    """The night to the reference day: two dates, for the words do not say which side of midnight."""
    a = ctx.anchor
    return UNKNOWN if a is None else cal.span(cal.shift(a, -1), a)


_HANDLERS: dict[str, Callable[[Node, Context], Period | None]] = {
    "date": _date, "daterange": _daterange, "numdate": _numdate, "month": _month, "year": _year, "decade": _decade,
    "weekday": _weekday, "moved": _moved, "current": _current, "ago": _ago, "window": _window, "vague": _recent,
    "part": _part, "slice": _slice, "holiday": _holiday, "season": _season, "wrap": _wrap, "gloss": _gloss,
    "since": _since, "until": _until, "between": _between, "eve": _eve, "night": _night,
}  # fmt: skip
