"""GeoJSON (RFC 7946): one feature an incident, those without a point too.

Promise: longitude before latitude, WGS 84, no ``crs``; an incident that is not located has ``geometry`` null and says
so. The precision of every point stands beside it, to be drawn as a radius and never as a mere dot.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from accordingto.export.base import Fault, Format, Noting, Options, View
from accordingto.export.cells import as_text
from accordingto.export.jsontext import Lines, load, write_around
from accordingto.export.tables import incident_row
from accordingto.export.where import where
from accordingto.export.wording import account
from accordingto.model import Severity
from accordingto.model.linked import LinkedIncident
from accordingto.model.purpose import PURPOSE

RADIUS_KM = {1: 1, 2: 25, 3: 50, 4: 100, 5: 150, 6: 500, 7: 150}
"""How far around the point the place may lie, by precision, where no claim says; roughly, for drawing."""
RULES = {
    "G1": "the file is one JSON object of type FeatureCollection with a list of features",
    "G2": "there is no crs: coordinates are WGS 84 (a warning where it names that)",
    "G3": "every feature is of type Feature, with geometry and properties (either may be null)",
    "G4": "a geometry has a type of the RFC and coordinates of its depth",
    "G5": "a position is [longitude, latitude], in range",
    "G6": "rings are closed, of four positions or more, the outer one counterclockwise (a warning)",
    "G7": "ids of features are text or numbers, and none comes twice",
}
_WGS84 = ("CRS84", "EPSG:4326", "EPSG::4326")
_DEPTH = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}


def feature(incident: LinkedIncident) -> dict[str, Any]:
    """One incident as a feature."""
    place = where(incident)
    row = incident_row(incident)
    properties: dict[str, Any] = {k: v for k, v in row.items() if k not in ("incident", "lat", "lon")}
    radius = place.radius if place.radius is not None else RADIUS_KM.get(place.precision or 0)
    properties["radius_km"] = radius if place.point else None
    properties["located"] = place.point is not None
    properties["description"] = account(incident)
    point = None if place.point is None else {"type": "Point", "coordinates": [place.lon, place.lat]}
    return {"type": "Feature", "id": incident.id, "geometry": point, "properties": properties}


def _write(view: View, out: BinaryIO, note: Noting, options: Options) -> None:
    head = {"type": "FeatureCollection", "generated": view.generated.isoformat(), "purpose": PURPOSE}
    with as_text(out) as stream:
        write_around(stream, head, "features", (feature(i) for i in view.incidents))


def check(path: Path) -> Iterator[Fault]:
    """Where a file breaks RFC 7946."""
    read = load(path, "G1")
    if isinstance(read, Fault):
        yield read
        return
    value, text = read
    features = value.get("features")
    if value.get("type") != "FeatureCollection" or not isinstance(features, list):
        yield Fault("G1", "not a FeatureCollection with a list of features",
                    'write {"type": "FeatureCollection", "features": […]}', 1, "type")  # fmt: skip
        return
    if "crs" in value:
        same = str(value["crs"]).rstrip("'}").endswith(_WGS84)
        yield Fault("G2", "a crs is named", "take it out" if same else "take it out, and write WGS 84 coordinates", 1,
                    "crs", Severity.WARNING if same else Severity.ERROR)  # fmt: skip
    lines, seen = Lines(text, len(features)), set[str]()
    for i, item in enumerate(features):
        yield from _feature(item, i, lines.of(i), seen)


def _feature(item: Any, i: int, line: int | None, seen: set[str]) -> Iterator[Fault]:
    where = f"features[{i}]"
    if not isinstance(item, dict) or item.get("type") != "Feature" or not {"geometry", "properties"} <= item.keys():
        yield Fault("G3", "not a Feature with geometry and properties", "write both, null where there is nothing", line,
                    "type", where=where)  # fmt: skip
        return
    if not isinstance(item["properties"], dict | None):
        yield Fault("G3", "properties are no object", "write an object or null", line, "properties", where=where)
    name = item.get("id")
    if "id" in item:
        if isinstance(name, bool) or not isinstance(name, str | int | float):
            yield Fault("G7", f"{name!r} is no id", "write text or a number", line, "id", where=where)
        elif repr(name) in seen:
            yield Fault("G7", f"{name!r} is the id of two features", "give each its own", line, "id", where=where)
        seen.add(repr(name))
    if item["geometry"] is not None:
        yield from _geometry(item["geometry"], line, where)


def _geometry(g: Any, line: int | None, where: str) -> Iterator[Fault]:
    kind = g.get("type") if isinstance(g, dict) else None
    if kind == "GeometryCollection" and isinstance(g.get("geometries"), list):
        for part in g["geometries"]:
            yield from _geometry(part, line, where)
        return
    if not isinstance(kind, str) or kind not in _DEPTH or "coordinates" not in g:
        yield Fault("G4", f"{kind!r} is no geometry with coordinates", f"write one of {', '.join(_DEPTH)}", line,
                    "geometry", where=where)  # fmt: skip
        return
    bad = next(_bad_positions(g["coordinates"], _DEPTH[kind]), None)
    if bad is not None:
        rule, message = bad
        yield Fault(rule, message, "write [longitude, latitude] in degrees", line, "coordinates", where=where)
        return
    polygons = [g["coordinates"]] if kind == "Polygon" else g["coordinates"] if kind == "MultiPolygon" else []
    for rings in polygons:
        for n, ring in enumerate(rings):
            if len(ring) < 4 or ring[0] != ring[-1]:
                yield Fault("G6", "a ring is not closed or has less than four positions", "end it where it begins",
                            line, "coordinates", where=where)  # fmt: skip
            elif n == 0 and _area(ring) < 0:
                yield Fault("G6", "the outer ring runs clockwise", "turn it round", line, "coordinates",
                            Severity.WARNING, where)  # fmt: skip


def _bad_positions(value: Any, depth: int) -> Iterator[tuple[str, str]]:
    if not isinstance(value, list):
        yield "G4", f"{value!r} where a list of coordinates belongs"
    elif depth:
        for item in value:
            yield from _bad_positions(item, depth - 1)
    elif len(value) < 2 or any(isinstance(x, bool) or not isinstance(x, int | float) for x in value):
        yield "G4", f"{value!r} is no position"
    elif not (-180 <= value[0] <= 180 and -90 <= value[1] <= 90):
        yield "G5", f"{value!r} lies outside of the world; are longitude and latitude exchanged?"


def _area(ring: list[list[float]]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:], strict=False)) / 2


FORMAT = Format("geojson", "GeoJSON (RFC 7946), one feature an incident", ".geojson", _write, check, RULES, notes=False)
