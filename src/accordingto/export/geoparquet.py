"""GeoParquet 1.1: the table of incidents with a geometry, for GeoPandas, DuckDB, QGIS and GDAL.

Promise: well-known binary, x before y, longitude and latitude (OGC:CRS84); an incident without a point has a null
geometry. Written with pyarrow alone: nothing is downloaded.

Source: GeoParquet 1.1.0, https://geoparquet.org/releases/v1.1.0/.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from accordingto.export.base import Fault, Format, Noting, Options, View
from accordingto.export.columnar import BINARY, GEOMETRY, about, read_parquet, read_rows, write_parquet
from accordingto.export.tables import TABLES, incident_row
from accordingto.export.where import where, wkb

RULES = {
    "Q1": "the file is a Parquet file that opens",
    "Q2": "the file's metadata has the key geo with a JSON object",
    "Q3": "geo names a version 1.x, the primary column and its columns",
    "Q4": "every geometry column stands at the root as WKB, or in another encoding of 1.1, and has a list of types",
    "Q5": "a crs is an object of PROJJSON, or null; absent it is longitude and latitude",
    "Q6": "every geometry is WKB of a type that is listed, and a point lies in range where there is no other crs",
    "Q7": "the bbox of a column, where given, has four or six numbers and holds its points (the first 100 outside)",
}
_TYPES = (
    "Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection"
)  # fmt: skip
_ALL_TYPES = frozenset(t + z for t in _TYPES for z in ("", " Z"))
_BINARY = ("binary", "large_binary", "binary_view")
_NATIVE = {
    "point": 0, "linestring": 1, "multipoint": 1, "polygon": 2, "multilinestring": 2, "multipolygon": 3
}  # fmt: skip
"""The encodings of 1.1 beside WKB: how many lists lie about the coordinates of a geometry."""
_Z, _EWKB_Z = 1000, 0x80000000
_MOST_FAULTS = 100


def _write(view: View, out: BinaryIO, note: Noting, options: Options) -> None:
    table = TABLES["incidents"]
    meta = {"version": "1.1.0", "primary_column": GEOMETRY}
    geo = meta | {"columns": {GEOMETRY: {"encoding": "WKB", "geometry_types": ["Point"]}}}
    write_parquet(out, {**table.columns, GEOMETRY: BINARY}, _rows(view), {"geo": json.dumps(geo), **about(view)})


def _rows(view: View) -> Iterator[dict[str, Any]]:
    for incident in view.incidents:
        point = where(incident).point
        yield {**incident_row(incident), GEOMETRY: wkb(*point) if point is not None else None}


def check(path: Path) -> Iterator[Fault]:
    """Where a file breaks GeoParquet; lines are numbers of rows."""
    file = read_parquet(path, "Q1")
    if isinstance(file, Fault):
        yield file
        return
    try:
        geo = json.loads((file.schema_arrow.metadata or {})[b"geo"])
    except (KeyError, ValueError):
        geo = None
    if not isinstance(geo, dict):
        yield Fault(
            "Q2", "no JSON object under the key geo", "write it with a tool that knows GeoParquet", column="geo"
        )
        return
    columns = geo.get("columns")
    version, primary = str(geo.get("version", "")), geo.get("primary_column")
    if not version.startswith("1.") or not isinstance(columns, dict) or primary not in columns:
        yield Fault("Q3", f"version {version!r}, primary column {primary!r}", "write 1.1.0 and one of its columns",
                    column="geo")  # fmt: skip
        return
    for name, said in columns.items():
        faults = list(_column(file, name, said))
        yield from faults
        if not faults and said["encoding"] == "WKB":
            yield from _geometries(file, name, said)


def _column(file: Any, name: str, said: Any) -> Iterator[Fault]:
    encoding = said.get("encoding") if isinstance(said, dict) else None
    if encoding != "WKB" and encoding not in _NATIVE:
        yield Fault("Q4", f"the encoding is {encoding!r}", 'write "encoding": "WKB"', column=name)
        return
    at = file.schema_arrow.get_field_index(name)
    if at < 0 or not _shaped(file.schema_arrow.field(at).type, encoding):
        yield Fault("Q4", f"{name!r} is no column of {encoding} at the root", "store the geometry there", column=name)
    types = said.get("geometry_types")
    if not isinstance(types, list) or not set(map(str, types)) <= _ALL_TYPES:
        yield Fault("Q4", f"geometry_types {types!r}", f"list some of {', '.join(_TYPES)}, or []", column=name)
    if not isinstance(said.get("crs"), dict | None):
        yield Fault("Q5", "crs is no object", "write PROJJSON, null, or leave it out", column=name)
    box = said.get("bbox")
    if box is not None and (
        not isinstance(box, list) or len(box) not in (4, 6) or not all(isinstance(x, int | float) for x in box)
    ):
        yield Fault("Q7", f"bbox {box!r}", "write [west, south, east, north]", column=name)


def _shaped(kind: Any, encoding: str) -> bool:
    """Whether a column's type is that of an encoding: binary, or coordinates under so many lists."""
    if encoding == "WKB":
        return str(kind) in _BINARY
    for _ in range(_NATIVE[encoding]):
        if not str(kind).startswith(("list<", "large_list<")):
            return False
        kind = kind.value_type
    return str(kind).startswith("struct<") and [kind.field(i).name for i in range(2)] == ["x", "y"]


def _geometries(file: Any, name: str, said: dict[str, Any]) -> Iterator[Fault]:
    types, box, found = set(said["geometry_types"]), said.get("bbox"), 0
    for n, row in read_rows(file):
        value = row[name]
        fault = None if value is None else _geometry(value, types, "crs" not in said, box)
        if fault is not None:
            rule, message, hint = fault
            yield Fault(rule, message, hint, n, name)
            found += 1
            if found == _MOST_FAULTS:
                return


def _geometry(value: bytes, types: set[str], degrees: bool, box: list[float] | None) -> tuple[str, str, str] | None:
    try:
        order = "<" if value[0] == 1 else ">"
        (code,) = struct.unpack_from(order + "I", value, 1)
        deep = code >= _EWKB_Z or _Z < code < 2 * _Z
        kind = _TYPES[(code & 0xFF if code >= _EWKB_Z else code % _Z) - 1]
        point = struct.unpack_from(order + "dd", value, 5) if kind == "Point" else None
    except (IndexError, struct.error):
        return "Q6", "not well-known binary", "write WKB"
    named = kind + " Z" * deep
    if types and named not in types:
        return "Q6", f"a {named}, which is not listed", "list it under geometry_types"
    if point is None:
        return None
    x, y = point
    if degrees and not (-180 <= x <= 180 and -90 <= y <= 90):
        return "Q6", f"the point {x:g} {y:g} lies outside of the world", "write longitude before latitude"
    if box is not None:
        half = len(box) // 2
        if not (box[0] <= x <= box[half] and box[1] <= y <= box[half + 1]):
            return "Q7", f"the point {x:g} {y:g} lies outside of the bbox", "widen the bbox, or leave it out"
    return None


FORMAT = Format(
    "geoparquet", "GeoParquet 1.1 of incidents", ".parquet", _write, check, RULES, notes=False, needs="tables",
    terminal=False,
)  # fmt: skip
