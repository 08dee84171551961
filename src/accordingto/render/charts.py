"""Small charts of a report as SVG: ranges and days.

Promise: numbers and days only; each stands beside words that say the same. An end that the words leave open is drawn
open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from accordingto.model.linked import LinkedIncident
from accordingto.model.values import Bounds
from accordingto.render.hypertext import drawing

_MOST_DAYS = 120


def range_bar(b: Bounds, most: int) -> str:
    """A range as a bar from nought to ``most``; "" where no figure is given."""
    known = [v for v in (b.low, b.best, b.high) if v is not None]
    if not known:
        return ""

    def at(n: int) -> float:
        return round(3 + 170 * min(n, most) / max(most, 1), 1)

    first, last = at(min(known)), at(max(known))
    parts = ['<line class="axis" x1="3" x2="173" y1="9" y2="9"/>']
    parts.append(f'<rect class="range" x="{first - 2}" y="4" width="{round(last - first + 4, 1)}" height="10"/>')
    if b.high is None:
        parts.append(f'<path class="open" d="M{last + 4} 9 h14 m-5 -4 l5 4 l-5 4"/>')
    if b.low is None:
        parts.append(f'<path class="open" d="M{first - 4} 9 H3"/>')
    if b.best is not None:
        parts.append(f'<line class="best" x1="{at(b.best)}" x2="{at(b.best)}" y1="1" y2="17"/>')
    return drawing(200, 18, b.in_words(), parts)


def day_chart(incidents: Sequence[LinkedIncident], first: date, last: date) -> str:
    """Incidents by day (by week for a long period), the contested ones marked."""
    step = 1 if (last - first).days < _MOST_DAYS else 7
    columns = (last - first).days // step + 1
    every: Counter[int] = Counter()
    open_: Counter[int] = Counter()
    for i in incidents:
        day = i.period.start or i.period.end
        if day is not None:
            n = min(max((day - first).days, 0) // step, columns - 1)
            every[n] += 1
            open_[n] += i.disputed
    if not every:
        return ""
    wide, high, top = 720, 120, max(every.values())
    each = wide / columns
    parts = [f'<line class="axis" x1="0" x2="{wide}" y1="{high}" y2="{high}"/>']
    for n, count in sorted(every.items()):
        x, w = round(n * each + each * 0.1, 2), round(max(min(each * 0.8, 36), 1.5), 2)
        for amount, look in ((count, "bar"), (open_[n], "bar contested")):
            if amount:
                tall = round((high - 16) * amount / top, 1)
                parts.append(f'<rect class="{look}" x="{x}" y="{high - tall}" width="{w}" height="{tall}"/>')
        y = round(high - (high - 16) * count / top - 4, 1)
        parts.append(f'<text x="{x + w / 2}" y="{y}" text-anchor="middle">{count}</text>')
    ends = ((0, "start", first), (wide, "end", first + timedelta(days=step * columns - 1) if step > 1 else last))
    parts += [f'<text x="{x}" y="{high + 16}" text-anchor="{a}">{d.isoformat()}</text>' for x, a, d in ends]
    return drawing(wide, high + 22, f"incidents by {'day' if step == 1 else 'week'}", parts)
