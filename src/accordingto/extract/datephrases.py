"""Phrases built around a time: part of it, since and until it, from one to another, one wording explained by another.

Promise: the limits come from the parts; an end that the words leave open stays open.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from accordingto.extract import calendars as cal
from accordingto.extract.datecore import UNKNOWN, Context, dated, on
from accordingto.extract.datelex import Node
from accordingto.model.values import Period


def _part(node: Node, ctx: Context) -> Period | None:
    """Early, middle or late in a month, year, week or decade."""
    whole = replace(ctx, ahead=dated(node.fields["t"]) or ctx.ahead).resolve(node.fields["t"])
    if whole is None or whole.start is None or whole.end is None:
        return whole
    start, end, edge = _whole(whole), _whole_end(whole), str(node.fields.get("edge", node.rule.args.get("edge")))
    length = (end - start).days + 1
    if length <= 1:
        return whole
    if length <= 31 and length > 7:  # thirds of a month, as days are counted off: to the 10th, 20th, last
        cut = {"early": (0, 9), "mid": (9, 19), "late": (20, length - 1)}[edge]
        p = cal.span(start + timedelta(cut[0]), start + timedelta(cut[1]), fuzzy=True)
        return ctx.cap(p)
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
        return ctx.cap(Period(a.start, b.end, f"{a.edtf}~/{b.edtf}~"))
    years = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}[edge]
    p = cal.year(start.year + years[0], start.year + years[1])
    return p and Period(p.start, p.end, f"{cal.first(p.edtf)}~/{cal.last(p.edtf)}~")


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


# Days that a plural without a number stands for at most.
_SOME = {"days": 10, "weeks": 28, "months": 120}


def _some(start: date, end: date, days: int, *, last: bool) -> Period | None:
    """The first or last days, weeks or months of a time, of unstated number."""
    days = min(days, (end - start).days + 1)
    begin = end - timedelta(days - 1) if last else start
    return cal.span(begin, begin + timedelta(days - 1), fuzzy=True)


def _slice(node: Node, ctx: Context) -> Period | None:
    """The first half, the second quarter, the first six months, the final week of something."""
    whole = ctx.resolve(node.fields["t"])
    if whole is None or whole.start is None or whole.end is None:
        return whole
    start, end = whole.start, _whole_end(whole)
    unit, k, n = str(node.fields["unit"]), int(node.fields.get("k", 1)), int(node.fields.get("n", 1))
    if unit in _SOME and "n" not in node.fields:  # "the last days of January": some days, and no one knows how many
        return _some(start, end, _SOME[unit], last=k < 0)
    unit = unit.removesuffix("s")
    if unit == "half" and len(cal.first(whole.edtf)) == 7:  # halves of a month, as people count them: to the 15th
        cut = start + timedelta(14)
        return cal.span(start, cut) if k == 1 else cal.span(cut + timedelta(1), end)
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


def _wrap(node: Node, ctx: Context) -> Period | None:
    return ctx.resolve(node.fields["t"])


def _gloss(node: Node, ctx: Context) -> Period | None:
    """The second wording explains the first and wins: "yesterday (Sunday)", "Monday [6 October]"."""
    first, second = ctx.resolve(node.fields["a"]), ctx.resolve(node.fields["b"])
    return first if second is None or not second.known else second


def _since(node: Node, ctx: Context) -> Period | None:
    today = Period.day(ctx.today) if ctx.today else None
    start = ctx.resolve(node.fields["t"]) if "t" in node.fields else today
    if start is None or start.start is None:
        return start
    if ctx.anchor is None or ctx.anchor < start.start:
        return Period(start.start, None, f"{cal.first(start.edtf)}/..")
    if ctx.anchor == start.start:
        return Period.day(ctx.anchor)
    return Period(start.start, ctx.anchor, f"{cal.first(start.edtf)}/{ctx.anchor}")


def _after(node: Node, ctx: Context) -> Period | None:
    """Any time after a month or year, up to the report's day."""
    p = ctx.resolve(node.fields["t"])
    begin = None if p is None or p.end is None else cal.shift(_whole_end(p), 1)
    if begin is None or (ctx.anchor is not None and ctx.anchor < begin):
        return p if p is None else UNKNOWN
    return Period(begin, ctx.anchor, f"{begin}/{ctx.anchor or '..'}")


def _until(node: Node, ctx: Context) -> Period | None:
    p = replace(ctx, ahead=True).resolve(node.fields["t"])
    if p is None or p.start is None or p.end is None:
        return p
    if node.rule.args.get("excluded"):
        before = cal.shift(p.start, -1)
        return None if before is None else Period(None, before, f"../{before}")
    return Period(None, p.end, f"../{cal.last(p.edtf)}")


def _between(node: Node, ctx: Context) -> Period | None:
    a, b = node.fields["a"], node.fields["b"]
    second = ctx.resolve(b)
    first = ctx.resolve(a)
    if first is None or second is None or first.start is None or second.start is None:
        return None if first is None or second is None else UNKNOWN
    if first.start > second.start and first.start.month is not None and not dated(a):
        earlier = cal.day(second.start.year, first.start.month, first.start.day)
        begins = first.start
        width = (first.end or begins) - begins
        if earlier and earlier <= second.start and a.rule.kind in ("date", "month"):
            whole = Period.day(earlier) if not width else cal.month(earlier.year, earlier.month)
            first = whole or first
        elif a.rule.kind == "weekday" and (back := cal.shift(begins, -7)):
            first = Period.day(back)
    return cal.join(first, second) or UNKNOWN


def _eve(node: Node, ctx: Context) -> Period | None:
    p = ctx.resolve(node.fields["t"])
    return p if p is None or p.start is None else on(cal.shift(p.start, int(node.rule.args["days"])))


HANDLERS = {
    "part": _part,
    "slice": _slice,
    "wrap": _wrap,
    "gloss": _gloss,
    "since": _since,
    "until": _until,
    "after": _after,
    "between": _between,
    "eve": _eve,
}
