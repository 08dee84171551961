"""Outlines of the world's land, for any window on it: as lines, and as SVG paths.

Promise: drawn from one file that comes with the package; no names, no colours of countries. Borders, and the lines
between provinces that close windows show, are lines that somebody drew (Natural Earth shows who holds what in fact);
they can be left out. The file: training/outlines.py.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, chain
from math import cos, radians
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parent / "outlines.json.gz"
WIDTH = 960
"""Units across a map."""
_TALLEST = 460
_SMALL = 2.0
"""Islands smaller than this are left out."""
_FINE = 1.2
"""Points closer than this to the one before are left out."""
_NEAR = 40.0
"""Windows of more degrees across than this show no lines between provinces."""
Point = tuple[float, float]
Line = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the world, in degrees; equirectangular, true to scale in its middle."""

    west: float
    south: float
    east: float
    north: float

    @property
    def stretch(self) -> float:
        """How many degrees of longitude are as far as one of latitude in the middle of the window."""
        return max(cos(radians((self.south + self.north) / 2)), 0.2)

    @property
    def height(self) -> int:
        """Units from top to bottom."""
        return round(WIDTH * (self.north - self.south) / ((self.east - self.west) * self.stretch))

    def xy(self, lon: float, lat: float) -> Point:
        """Where a point stands on the picture."""
        x = WIDTH * (lon - self.west) / (self.east - self.west)
        return x, self.height * (self.north - lat) / (self.north - self.south)

    def holds(self, lon: float, lat: float) -> bool:
        """Whether a point lies in it."""
        return self.west <= lon <= self.east and self.south <= lat <= self.north


WORLD = Window(-180.0, -58.0, 180.0, 80.0)


def around(points: Iterable[Point], least: float = 4.0) -> Window:
    """The window that holds some points (longitude, latitude) with room about them; the world where there are none.

    Args:
        points: What is to be seen.
        least: Degrees of latitude that are shown at least.
    """
    some = list(points)
    if not some:
        return WORLD
    west, east = min(p[0] for p in some), max(p[0] for p in some)
    south, north = min(p[1] for p in some), max(p[1] for p in some)
    middle = ((west + east) / 2, (south + north) / 2)
    stretch = max(cos(radians(middle[1])), 0.2)
    tall = max((north - south) * 1.25, least, (east - west) * 1.25 * stretch * _TALLEST / WIDTH)
    wide = min(tall / stretch * WIDTH / _TALLEST, 360.0)
    return fitted(Window(middle[0] - wide / 2, middle[1] - tall / 2, middle[0] + wide / 2, middle[1] + tall / 2))


def fitted(w: Window) -> Window:
    """A window moved and cut so that it lies within the world, to four decimals."""
    wide, tall = min(w.east - w.west, 360.0), min(w.north - w.south, 138.0)
    west = min(max(w.west, -180.0), 180.0 - wide)
    south = min(max(w.south, -58.0), 80.0 - tall)
    return Window(*(round(v, 4) for v in (west, south, west + wide, south + tall)))


@lru_cache(maxsize=64)
def drawn(w: Window, *, borders: bool) -> str:
    """Land and, where they are wanted, borders, as SVG elements."""
    paths = "Z".join(p for p in (_path(ring, w) for ring in land(w)) if p)
    out = f'<path class="land" fill-rule="evenodd" d="{paths}"/>'
    if borders:
        if w.east - w.west <= _NEAR:
            out += f'<path class="division" d="{"".join(_path(line, w) for line in divisions(w))}"/>'
        out += f'<path class="border" d="{"".join(_path(line, w) for line in frontiers(w))}"/>'
    return out


def land(w: Window) -> Iterator[Line]:
    """Rings (longitude, latitude) that bound the land in a window, cut near its edges, without the smallest islands."""
    return (_clipped(ring, w) for ring in _rings() if _meets(ring, w) and _seen(ring, w))


def frontiers(w: Window) -> Iterator[Line]:
    """Stretches of the borders of countries (longitude, latitude) in a window."""
    return (part for line in _borders() if _meets(line, w) for part in _visible(line, w))


def divisions(w: Window) -> Iterator[Line]:
    """Stretches of the lines between first-level divisions of a country (longitude, latitude) in a window."""
    return (part for line in _divisions() if _meets(line, w) for part in _visible(line, w))


@cache
def _read() -> Any:
    return json.loads(gzip.decompress(_FILE.read_bytes()))


@cache
def _divisions() -> tuple[Line, ...]:
    data = _read()["divisions"]
    return tuple(
        tuple(
            (x / data["grid"], y / data["grid"])
            for x, y in zip(accumulate(line[::2]), accumulate(line[1::2]), strict=True)
        )
        for line in data["lines"]
    )


@cache
def _file() -> tuple[tuple[Line, ...], list[list[int]], list[int]]:
    data = _read()
    (kx, ky), (dx, dy) = data["transform"]["scale"], data["transform"]["translate"]
    arcs = tuple(
        tuple(
            (x * kx + dx, y * ky + dy)
            for x, y in zip(accumulate(p[0] for p in arc), accumulate(p[1] for p in arc), strict=True)
        )
        for arc in data["arcs"]
    )
    return arcs, data["rings"], data["borders"]


@cache
def _rings() -> tuple[Line, ...]:
    arcs, rings, _ = _file()
    # The last point of each arc is the first of the next.
    joined = (chain.from_iterable((arcs[a] if a >= 0 else arcs[~a][::-1])[:-1] for a in ring) for ring in rings)
    return tuple(copy for ring in joined for copy in _unrolled(tuple(ring)))


def _unrolled(ring: Line) -> Iterator[Line]:
    """A ring over the 180th meridian in one piece, and once more on the other edge of the world."""
    out, turn = [ring[0]], 0.0
    for a, b in zip(ring, ring[1:] + ring[:1], strict=True):
        turn -= 360.0 * round((b[0] - a[0]) / 360.0)
        out.append((b[0] + turn, b[1]))
    if turn:
        return  # round the pole: Antarctica, which lies outside of the world that is shown
    line = tuple(out)
    yield line
    west, _, east, _ = _box(line)
    if east > 180.0 or west < -180.0:
        shift = -360.0 if east > 180.0 else 360.0
        yield tuple((lon + shift, lat) for lon, lat in line)


@cache
def _borders() -> tuple[Line, ...]:
    arcs, _, borders = _file()
    return tuple(arcs[b] for b in borders)


@lru_cache(maxsize=30_000)
def _box(line: Line) -> tuple[float, float, float, float]:
    return min(p[0] for p in line), min(p[1] for p in line), max(p[0] for p in line), max(p[1] for p in line)


def _meets(line: Line, w: Window) -> bool:
    west, south, east, north = _box(line)
    return west <= w.east and east >= w.west and south <= w.north and north >= w.south


def _seen(ring: Line, w: Window) -> bool:
    """Whether a ring is large enough to be seen at this scale."""
    west, south, east, north = _box(ring)
    return max(east - west, north - south) * WIDTH / (w.east - w.west) >= _SMALL


def _clipped(ring: Line, w: Window) -> Line:
    """A ring cut to a window a little larger (Sutherland and Hodgman 1974), so that zoomed maps stay small."""
    pad = (w.east - w.west) / 20
    west, south, east, north = _box(ring)
    if west >= w.west - pad and east <= w.east + pad and south >= w.south - pad and north <= w.north + pad:
        return ring
    for axis, limit, sign in (
        (0, w.west - pad, 1),
        (0, w.east + pad, -1),
        (1, w.south - pad, 1),
        (1, w.north + pad, -1),
    ):
        out: list[Point] = []
        for a, b in zip(ring, ring[1:] + ring[:1], strict=True):
            inside_a, inside_b = sign * (a[axis] - limit) >= 0, sign * (b[axis] - limit) >= 0
            if inside_a:
                out.append(a)
            if inside_a != inside_b:
                t = (limit - a[axis]) / (b[axis] - a[axis])
                out.append((a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])))
        ring = tuple(out)
    return ring


def _visible(line: Line, w: Window) -> Iterator[Line]:
    """The stretches of a line with at least one end of each step in or near the window."""
    part: list[Point] = []
    for a, b in zip(line, line[1:], strict=False):
        beside = (
            max(a[0], b[0]) < w.west
            or min(a[0], b[0]) > w.east
            or max(a[1], b[1]) < w.south
            or min(a[1], b[1]) > w.north
        )
        if not beside:
            part = part or [a]
            part.append(b)
        elif part:
            yield tuple(part)
            part = []
    if part:
        yield tuple(part)


def _path(line: Line, w: Window) -> str:
    if not line:
        return ""
    kx, ky = WIDTH / (w.east - w.west), w.height / (w.north - w.south)
    last_x, last_y = (line[0][0] - w.west) * kx, (w.north - line[0][1]) * ky
    out = [f"M{last_x:.1f} {last_y:.1f}"]
    for lon, lat in line:
        x, y = (lon - w.west) * kx, (w.north - lat) * ky
        if abs(x - last_x) + abs(y - last_y) >= _FINE:
            out.append(f"L{x:.1f} {y:.1f}")
            last_x, last_y = x, y
    return "".join(out) if len(out) > 1 else ""
