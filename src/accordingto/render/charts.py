"""Small charts of a report as SVG: ranges, days, places.

Promise: numbers, days and names of places only, everything escaped; each stands beside a table that says the same. An
end that the words leave open is drawn open; a place is drawn as wide as it is known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from html import escape
from math import cos, radians

from accordingto.model.linked import LinkedIncident
from accordingto.model.values import Bounds
from accordingto.render.plots import radius_of

_MOST_DAYS = 120
_KM_OF_DEGREE = 111.2
_LABELS = 12


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
    return _svg(200, 18, b.in_words(), parts)


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
    return _svg(wide, high + 22, f"incidents by {'day' if step == 1 else 'week'}", parts)


def place_map(incidents: Sequence[LinkedIncident]) -> str:
    """Incidents where they are said to have happened, without borders; "" where none has a point."""
    spots: dict[tuple[float, float], list[LinkedIncident]] = {}
    for i in incidents:
        if i.lat is not None and i.lon is not None:
            spots.setdefault((round(i.lat, 2), round(i.lon, 2)), []).append(i)
    if not spots:
        return ""
    lats, lons = [a for a, _ in spots], [b for _, b in spots]
    squeeze = max(cos(radians((min(lats) + max(lats)) / 2)), 0.1)
    span = max(max(lats) - min(lats), (max(lons) - min(lons)) * squeeze * 0.55, 0.4) * 1.3
    middle = ((min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2)
    wide, high = 720, 400
    scale = high / span

    def xy(lat: float, lon: float) -> tuple[float, float]:
        return (
            round(wide / 2 + (lon - middle[1]) * squeeze * scale, 1), round(high / 2 - (lat - middle[0]) * scale, 1),
        )  # fmt: skip

    parts = [f'<rect class="sea" width="{wide}" height="{high}"/>', *_grid(middle, span, squeeze, xy, wide, high)]
    # The largest places last, so that their names lie above.
    order = sorted(spots.items(), key=lambda s: len(s[1]))
    for (lat, lon), some in order:
        x, y = xy(lat, lon)
        reach = round(min(radius_of(i) for i in some) / _KM_OF_DEGREE * scale, 1)
        look = "spot contested" if any(i.disputed for i in some) else "spot"
        parts.append(f'<circle class="reach" cx="{x}" cy="{y}" r="{min(reach, 300)}"/>')
        parts.append(f'<circle class="{look}" cx="{x}" cy="{y}" r="{round(4 + 2.5 * len(some) ** 0.5, 1)}"/>')
    for (lat, lon), some in order[-_LABELS:]:
        x, y = xy(lat, lon)
        name = (some[0].place or "").partition(",")[0].strip()
        count = f" ({len(some)})" if len(some) > 1 else ""
        side = ("end", -10) if x > wide * 0.8 else ("start", 10)
        parts.append(
            f'<text class="name" x="{x + side[1]}" y="{y + 4}" text-anchor="{side[0]}">{escape(name)}{count}</text>'
        )
    return _svg(wide, high, "incidents on a map", parts)


def _grid(middle: tuple[float, float], span: float, squeeze: float, xy: object, wide: int, high: int) -> list[str]:
    """Lines of latitude and longitude, about five of each, and a bar of kilometres."""
    step = next((s for s in (0.1, 0.25, 0.5, 1, 2, 5, 10, 20) if span / s <= 6), 30)
    parts = []
    for n in range(-12, 13):
        lat = (round(middle[0] / step) + n) * step
        lon = (round(middle[1] / step) + n) * step
        x, y = xy(lat, lon)  # type: ignore[operator]
        if 0 < y < high - 8:
            parts.append(f'<line class="grid" x1="0" x2="{wide}" y1="{y}" y2="{y}"/>')
            parts.append(f'<text class="grid" x="4" y="{y - 3}">{abs(lat):g}° {"N" if lat >= 0 else "S"}</text>')
        if 40 < x < wide:
            parts.append(f'<line class="grid" x1="{x}" x2="{x}" y1="0" y2="{high}"/>')
            parts.append(
                f'<text class="grid" x="{x + 3}" y="{high - 5}">{abs(lon):g}° {"E" if lon >= 0 else "W"}</text>'
            )
    km = next(k for k in (500, 200, 100, 50, 20, 10, 5, 2, 1, 0) if k / _KM_OF_DEGREE * high / span < wide / 4)
    length = round(km / _KM_OF_DEGREE * high / span, 1)
    parts.append(f'<path class="scale" d="M{wide - 16 - length} 20 v6 h{length} v-6"/>')
    parts.append(f'<text class="grid" x="{wide - 16}" y="15" text-anchor="end">{km} km</text>')
    return parts


def _svg(wide: int, high: int, label: str, parts: list[str]) -> str:
    head = f'<svg viewBox="0 0 {wide} {high}" width="{wide}" role="img" aria-label="{escape(label, quote=True)}">'
    return head + "".join(parts) + "</svg>"
