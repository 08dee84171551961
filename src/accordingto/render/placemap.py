"""A map of incidents as SVG: coasts and borders for bearings, circles as wide as each place is known.

Promise: what is known to the country only is not drawn as if it had a place; borders are lines that somebody drew and
say nothing about whose a place is. Names of places and numbers only, everything escaped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from math import sqrt

from accordingto.export.where import where
from accordingto.model.linked import LinkedIncident
from accordingto.render.hypertext import drawing
from accordingto.render.plots import radius_of
from accordingto.vocab.atlas import WIDTH, Window, around, drawn, fitted

_KM = 111.2
"""Kilometres in a degree of latitude."""
_COUNTRY = 6
"""where_prec from which a point stands for a country or for more."""
_LABELS = 14
_LEAST = 1.2
"""Degrees of latitude that are shown at least."""
_WIDEST_REACH = 60.0
"""Kilometres of a place's reach that the map makes room for."""
_INSET = 190
_LETTER, _LINE = 8.2, 17.0
"""Width and height of a letter, roughly."""
Spot = tuple[float, float, list[LinkedIncident]]


def placed(incidents: Sequence[LinkedIncident]) -> list[LinkedIncident]:
    """The incidents whose place is known more nearly than the country that it lies in."""
    return [i for i in incidents if i.lat is not None and i.lon is not None and (where(i).precision or 0) < _COUNTRY]


def place_map(incidents: Sequence[LinkedIncident]) -> str:
    """Incidents where they are said to have happened; "" where none has a place."""
    spots: dict[tuple[float, float], list[LinkedIncident]] = {}
    for i in placed(incidents):
        spots.setdefault((round(i.lat or 0.0, 2), round(i.lon or 0.0, 2)), []).append(i)
    if not spots:
        return ""
    window = around(_corners(spots), _LEAST)
    # The places with most incidents last, so that they lie above.
    order: list[Spot] = sorted(((lat, lon, some) for (lat, lon), some in spots.items()), key=lambda s: len(s[2]))
    parts = [f'<rect class="sea" width="{WIDTH}" height="{window.height}"/>', drawn(window, borders=True)]
    parts += [_circles(s, window) for s in order]
    parts += _names(order, window)
    parts += [_scale(window), _inset(window)]
    return drawing(WIDTH, window.height, "incidents on a map", parts, "map")


def _corners(spots: dict[tuple[float, float], list[LinkedIncident]]) -> Iterator[tuple[float, float]]:
    for (lat, lon), some in spots.items():
        reach = min(_reach(some), _WIDEST_REACH) / _KM
        yield from ((lon + x * reach, lat + y * reach) for x in (-1, 1) for y in (-1, 1))


def _reach(some: Sequence[LinkedIncident]) -> float:
    return min(radius_of(i) for i in some)


def _circles(spot: Spot, w: Window) -> str:
    lat, lon, some = spot
    x, y = w.xy(lon, lat)
    reach = max(_reach(some) / _KM * w.height / (w.north - w.south), 1)
    look = "spot contested" if any(i.disputed for i in some) else "spot"
    at = f'cx="{x:.1f}" cy="{y:.1f}"'
    return f'<circle class="reach" {at} r="{reach:.1f}"/><circle class="{look}" {at} r="{_size(some):.1f}"/>'


def _size(some: Sequence[LinkedIncident]) -> float:
    return 5 + 3 * sqrt(len(some))


def _names(order: Sequence[Spot], w: Window) -> Iterator[str]:
    """Names of the places with most incidents, each where it covers no other name and no other spot."""
    points = [(w.xy(lon, lat), _size(some)) for lat, lon, some in order]
    taken = [(x - r, y - r, x + r, y + r) for (x, y), r in points]
    for (lat, lon, some), (_, r) in list(zip(order, points, strict=True))[::-1][:_LABELS]:
        x, y = w.xy(lon, lat)
        name = (some[0].place or "").partition(",")[0].strip()
        words = f"{name} ({len(some)})" if len(some) > 1 else name
        wide = len(words) * _LETTER
        for left, base, anchor in (
            (x + r + 4, y + 5, "start"), (x - r - 4 - wide, y + 5, "end"), (x - wide / 2, y - r - 5, "middle"),
            (x - wide / 2, y + r + _LINE, "middle"),
        ):  # fmt: skip
            box = (left, base - _LINE + 3, left + wide, base + 3)
            inside = box[0] >= 0 and box[2] <= WIDTH and box[1] >= 0 and box[3] <= w.height
            if inside and not any(_meet(box, other) for other in taken):
                taken.append(box)
                at = {"start": left, "end": left + wide, "middle": left + wide / 2}[anchor]
                yield f'<text class="name" x="{at:.1f}" y="{base:.1f}" text-anchor="{anchor}">{escape(words)}</text>'
                break


def _meet(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and a[2] > b[0] and a[1] < b[3] and a[3] > b[1]


def _scale(w: Window) -> str:
    unit = w.height / (w.north - w.south) / _KM
    km = next((k for k in (1000, 500, 200, 100, 50, 20, 10, 5) if k * unit < WIDTH / 5), 2)
    left, base = WIDTH - 20 - km * unit, w.height - 14
    return (
        f'<path class="scale" d="M{left:.1f} {base - 6} v6 H{WIDTH - 20} v-6"/>'
        f'<text class="scale" x="{WIDTH - 20}" y="{base - 11}" text-anchor="end">{km:,} km</text>'
    )


def _inset(w: Window) -> str:
    """Where in its part of the world the map lies; "" where the map shows that itself."""
    wide = w.east - w.west
    if wide > 40:
        return ""
    middle = (w.south + w.north) / 2
    tall = (w.north - w.south) * 40 / wide
    lon = (w.west + w.east) / 2
    around_it = fitted(Window(lon - 20, middle - tall / 2, lon + 20, middle + tall / 2))
    small = _INSET / WIDTH
    (x, y), (x2, y2) = around_it.xy(w.west, w.north), around_it.xy(w.east, w.south)
    frame = f'<rect class="frame" width="{WIDTH}" height="{around_it.height}"/>'
    here = f'<rect class="here" x="{x:.1f}" y="{y:.1f}" width="{max(x2 - x, 14):.1f}" height="{max(y2 - y, 14):.1f}"/>'
    return (
        f'<g class="inset" transform="translate(10 10) scale({small:.4f})">'
        f'<rect class="sea" width="{WIDTH}" height="{around_it.height}"/>'
        f'<svg width="{WIDTH}" height="{around_it.height}">{drawn(around_it, borders=True)}{here}</svg>{frame}</g>'
    )
