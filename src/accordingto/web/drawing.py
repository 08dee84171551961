"""Pictures as SVG, drawn on the server: ranges as bars, figures over time as steps.

Promise: a picture is only numbers and fixed words, never report text; each has a table beside it that says the same.
Bounds that the words leave open are drawn open (a fading end), never closed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from accordingto.model.linked import TollSeries
from accordingto.model.values import Bounds

_W, _H = 640, 180
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 16, 12, 28


@dataclass(frozen=True, slots=True)
class Step:
    """A figure as it was stated on a day by one voice."""

    day: date
    voice: str
    bounds: Bounds


def range_bar(bounds: Bounds, most: int, label: str) -> str:
    """A range as a bar from nought to ``most``: solid from low to high, a tick at best, a dashed end where it is open.

    Args:
        bounds: The range.
        most: What the full width stands for.
        label: What it shows, in words.
    """
    if not bounds.numeric:
        return ""
    wide = 220
    known = [v for v in (bounds.low, bounds.best, bounds.high) if v is not None]

    def at(n: int) -> float:
        # A tenth is left free at the right, for what lies open above the highest figure.
        return round(4 + 0.9 * (wide - 8) * min(n, most) / max(most, 1), 1)

    first, last = at(min(known)), at(max(known))
    parts = [f'<line class="axis" x1="4" x2="{wide - 4}" y1="9" y2="9"/>']
    if bounds.low is None:
        parts.append(f'<line class="open" x1="4" x2="{first}" y1="9" y2="9"/>')
    if bounds.high is None:
        parts.append(f'<line class="open" x1="{last}" x2="{wide - 4}" y1="9" y2="9"/>')
    if last > first:
        parts.append(f'<rect class="range" x="{first}" y="5" width="{round(last - first, 1)}" height="8" rx="2"/>')
    else:
        parts.append(f'<circle class="range" cx="{first}" cy="9" r="4"/>')
    if bounds.best is not None:
        parts.append(f'<line class="best" x1="{at(bounds.best)}" x2="{at(bounds.best)}" y1="1" y2="17"/>')
    return _svg(wide, 18, label, parts, "bar")


def share_bar(stated: Bounds, explained: Bounds | None) -> str:
    """How much of a stated total the known incidents come to: solid for them, dashed for the rest."""
    if not stated.numeric:
        return ""
    known = _mid(explained) if explained is not None and explained.numeric else 0
    total, wide = _mid(stated), 120
    top = max(total, known, 1)
    parts = [
        f'<rect class="rest" x="1" y="4" width="{round((wide - 2) * total / top, 1)}" height="10" rx="2"/>',
        f'<rect class="explained" x="1" y="4" width="{round((wide - 2) * known / top, 1)}" height="10" rx="2"/>',
    ]
    return _svg(wide, 18, f"{known:,} of {total:,}", parts, "share")


def step_plot(steps: Sequence[Step], label: str) -> str:
    """Figures over days, one stepped line a voice, the range of each as a whisker; "" for fewer than two days.

    Args:
        steps: The figures.
        label: What is shown, in words.
    """
    some = [s for s in steps if s.bounds.numeric]
    if len({s.day for s in some}) < 2:
        return ""
    days, top = (min(s.day for s in some), max(s.day for s in some)), max(_high(s.bounds) for s in some)
    parts = _axes(days, top)
    voices = list(dict.fromkeys(s.voice for s in some))
    for n, voice in enumerate(voices):
        own = sorted((s for s in some if s.voice == voice), key=lambda s: s.day)
        stairs = _stairs([(s.day, _mid(s.bounds)) for s in own], days, top)
        # What was said last stands until somebody says otherwise.
        parts.append(f'<path class="line v{n % 6}" d="{stairs} H{_x(days[1], days)}"/>')
        parts += [x for s in own for x in _mark(s, days, top, f"v{n % 6}")]
    return _svg(_W, _H, label, parts, "plot")


def total_plot(series: TollSeries) -> str:
    """A running total over the sum of the known incidents: the gap is unexplained; "" for fewer than two days."""
    points = [(p.day, p) for p in series.points if p.day is not None and p.stated.numeric]
    if len({d for d, _ in points}) < 2:
        return ""
    days = (min(d for d, _ in points), max(d for d, _ in points))
    top = max(_high(b) for _, p in points for b in (p.stated, p.explained) if b is not None and b.numeric)
    parts = _axes(days, top)
    known = [(d, _mid(p.explained)) for d, p in points if p.explained is not None and p.explained.numeric]
    if known:
        base, last = _y(0, top), _x(known[-1][0], days)
        line = _stairs(known, days, top)
        parts.append(f'<path class="known" d="{line} V{base} H{_x(known[0][0], days)} Z"/>')
        parts.append(f'<path class="line v1" d="{line} H{last}"/>')
    parts.append(f'<path class="line v0" d="{_stairs([(d, _mid(p.stated)) for d, p in points], days, top)}"/>')
    for d, p in points:
        parts += _mark(Step(d, "", p.stated), days, top, "flag" if p.flags else "v0")
    return _svg(_W, _H, "stated total, and below it the sum of the known incidents, by day", parts, "plot")


def _high(b: Bounds) -> int:
    return max(v for v in (b.low, b.best, b.high) if v is not None)


def _mid(b: Bounds) -> int:
    return next(v for v in (b.best, b.low, b.high) if v is not None)


def _x(day: date, days: tuple[date, date]) -> float:
    share = (day - days[0]).days / max((days[1] - days[0]).days, 1)
    return round(_LEFT + share * (_W - _LEFT - _RIGHT), 1)


def _y(n: int, top: int) -> float:
    return round(_H - _BOTTOM - (_H - _TOP - _BOTTOM) * n / max(top, 1), 1)


def _stairs(points: Sequence[tuple[date, int]], days: tuple[date, date], top: int) -> str:
    path = f"M{_x(points[0][0], days)} {_y(points[0][1], top)}"
    for day, n in points[1:]:
        path += f" H{_x(day, days)} V{_y(n, top)}"
    return path


def _mark(s: Step, days: tuple[date, date], top: int, look: str) -> list[str]:
    x, b = _x(s.day, days), s.bounds
    low, high = (b.low if b.low is not None else _mid(b)), (b.high if b.high is not None else _mid(b))
    out = [f'<circle class="dot {look}" cx="{x}" cy="{_y(_mid(b), top)}" r="4"/>']
    if high > low:
        out.append(f'<line class="whisker {look}" x1="{x}" x2="{x}" y1="{_y(high, top)}" y2="{_y(low, top)}"/>')
    return out


def _axes(days: tuple[date, date], top: int) -> list[str]:
    base = _H - _BOTTOM
    out = [f'<line class="axis" x1="{_LEFT}" x2="{_W - _RIGHT}" y1="{base}" y2="{base}"/>']
    for n in sorted({0, top // 2, top}):
        y = _y(n, top)
        out.append(f'<line class="grid" x1="{_LEFT}" x2="{_W - _RIGHT}" y1="{y}" y2="{y}"/>')
        out.append(f'<text x="{_LEFT - 6}" y="{y + 4}" text-anchor="end">{n:,}</text>')
    for day, anchor in ((days[0], "start"), (days[1], "end")):
        out.append(f'<text x="{_x(day, days)}" y="{_H - 8}" text-anchor="{anchor}">{day.isoformat()}</text>')
    return out


def _svg(width: int, height: int, label: str, parts: Iterable[str], look: str) -> str:
    head = f'<svg class="{look}" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(label, quote=True)}">'
    return head + "".join(parts) + "</svg>"
