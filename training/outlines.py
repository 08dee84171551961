"""Makes src/accordingto/vocab/outlines.json.gz: outlines of countries and provinces for every map that is drawn.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    apt-get download qgis-common && dpkg -x qgis-common_*.deb qgis
    python training/outlines.py package/countries-50m.json qgis/usr/share/qgis/resources/data/world_map.gpkg

Both hold Natural Earth (public domain): the npm package (ISC licence) its countries at 1:50m as TopoJSON, Debian's
package of QGIS its first-level divisions at 1:10m in ``world_map.gpkg``. Kept are arcs, which arcs bound the land,
which two countries share, and the lines between two divisions of one country. Names are dropped: the map says nothing
about whose a place is.
"""

from __future__ import annotations

import gzip
import json
import sqlite3
import struct
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[1] / "src" / "accordingto" / "vocab" / "outlines.json.gz"
GRID = 500
"""Steps to a degree of the lines between divisions: 0.002°, some 200 m."""
LOOSE = 0.012
"""Degrees that a line may lie off: under a unit on a map of twelve degrees."""
_ENVELOPES = (0, 32, 48, 48, 64)
Point = tuple[int, int]


def main() -> None:
    """Reduce the files named on the command line."""
    kept = countries(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    kept["divisions"] = divisions(Path(sys.argv[2]))
    body = json.dumps(kept, separators=(",", ":")).encode()
    TARGET.write_bytes(gzip.compress(body, 9, mtime=0))
    rings, borders, lines = kept["rings"], kept["borders"], kept["divisions"]["lines"]
    print(
        f"{TARGET.name}: {TARGET.stat().st_size:,} bytes, {len(rings):,} rings, {len(borders):,} borders,"
        f" {len(lines):,} lines between divisions with {sum(map(len, lines)) // 2:,} points"
    )


def countries(given: dict[str, Any]) -> dict[str, Any]:
    """Arcs, rings and borders of a TopoJSON file."""
    polygons = []
    for shape in given["objects"]["countries"]["geometries"]:
        polygons += shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    rings = [ring for polygon in polygons for ring in polygon]
    used = Counter(arc if arc >= 0 else ~arc for ring in rings for arc in ring)
    return {
        "transform": given["transform"], "arcs": given["arcs"], "rings": rings,
        "borders": sorted(arc for arc, n in used.items() if n > 1),
    }  # fmt: skip


def divisions(source: Path) -> dict[str, Any]:
    """Lines that two divisions of one country share, each as its first point and steps of ``1 / GRID`` degrees."""
    sides: dict[tuple[Point, Point], set[int]] = defaultdict(set)
    country: dict[int, str] = {}
    for name, land, shape in sqlite3.connect(source).execute("SELECT fid, adm0_a3, geom FROM states_provinces"):
        country[name] = land
        for ring in _rings(shape):
            for a, b in zip(ring, ring[1:], strict=False):
                if a != b:
                    sides[min(a, b), max(a, b)].add(name)
    inner = [s for s, names in sides.items() if len(names) == 2 and len({country[n] for n in names}) == 1]
    lines = [_steps(_simple(line)) for line in _joined(inner)]
    return {"grid": GRID, "lines": [line for line in lines if len(line) > 2]}


def _rings(shape: bytes) -> Iterator[list[Point]]:
    """The rings of a GeoPackage polygon, on the grid."""
    start = 8 + _ENVELOPES[(shape[3] >> 1) & 7]
    order = "<" if shape[start] else ">"
    (kind,) = struct.unpack_from(order + "I", shape, start + 1)
    at, parts = start, 1
    if kind == 6:
        (parts,) = struct.unpack_from(order + "I", shape, start + 5)
        at = start + 9
    for _ in range(parts):
        (rings,) = struct.unpack_from(order + "I", shape, at + 5)
        at += 9
        for _ in range(rings):
            (points,) = struct.unpack_from(order + "I", shape, at)
            flat = struct.unpack_from(f"{order}{2 * points}d", shape, at + 4)
            at += 4 + 16 * points
            yield [(round(x * GRID), round(y * GRID)) for x, y in zip(flat[::2], flat[1::2], strict=True)]


def _joined(sides: list[tuple[Point, Point]]) -> Iterator[list[Point]]:
    """Sides put end to end, from one place where lines meet or end to the next."""
    ends: dict[Point, list[Point]] = defaultdict(list)
    for a, b in sides:
        ends[a].append(b)
        ends[b].append(a)
    left = {frozenset(s) for s in sides}
    meeting = [p for p, others in ends.items() if len(others) != 2]
    for start in (*meeting, *ends):  # what is left then goes round in a circle
        for second in ends[start]:
            if frozenset((start, second)) not in left:
                continue
            line = [start, second]
            left.discard(frozenset(line))
            while len(ends[line[-1]]) == 2:
                after = next((p for p in ends[line[-1]] if frozenset((line[-1], p)) in left), None)
                if after is None:
                    break
                left.discard(frozenset((line[-1], after)))
                line.append(after)
            yield line


def _simple(line: list[Point]) -> list[Point]:
    """A line without the points that lie close to what is left of it (Douglas and Peucker 1973)."""
    keep, todo, loose = {0, len(line) - 1}, [(0, len(line) - 1)], LOOSE * GRID
    while todo:
        first, last = todo.pop()
        (ax, ay), (bx, by) = line[first], line[last]
        long = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
        far, at = 0.0, 0
        for n in range(first + 1, last):
            x, y = line[n][0] - ax, line[n][1] - ay
            off = abs((by - ay) * x - (bx - ax) * y) / long if long else (x * x + y * y) ** 0.5
            if off > far:
                far, at = off, n
        if far > loose:
            keep.add(at)
            todo += [(first, at), (at, last)]
    return [line[n] for n in sorted(keep)]


def _steps(line: list[Point]) -> list[int]:
    out, (x, y) = [*line[0]], line[0]
    for to_x, to_y in line[1:]:
        out += [to_x - x, to_y - y]
        x, y = to_x, to_y
    return out


if __name__ == "__main__":
    main()
