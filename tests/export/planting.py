"""Good files of every format with one fault planted in each: the fault of every rule, by format and rule."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from accordingto.export import by_name
from accordingto.export.base import Options
from tests.export import world

Plant = Callable[[bytes], bytes]


def good(name: str, table: str = "incidents") -> bytes:
    """A file of a format, without a fault."""
    out = io.BytesIO()
    by_name(name).write(world.view(), out, lambda _: None, Options(table))
    return out.getvalue()


def cells(changes: dict[str, str] | None = None, *, row: int = 1, drop: str | None = None, add: list[str] | None = None,
          skip: int = 0, twice: bool = False) -> Plant:  # fmt: skip
    """Change a table: cells of a row (1 is the first of data), drop a column, add a row."""

    def plant(data: bytes) -> bytes:
        rows = list(csv.reader(io.StringIO(data.decode())))
        for column, value in (changes or {}).items():
            rows[row + skip][rows[0].index(column)] = value
        if drop is not None:
            at = rows[0].index(drop)
            rows = [[*r[:at], *r[at + 1 :]] for r in rows]
        if twice:
            rows.append(rows[1 + skip])
        if add is not None:
            rows.append(add)
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(rows)
        return out.getvalue().encode()

    return plant


def lines(change: Callable[[list[dict[str, Any]]], object]) -> Plant:
    """Change the objects of JSON Lines."""

    def plant(data: bytes) -> bytes:
        items = [json.loads(x) for x in data.decode().splitlines()]
        change(items)
        return "".join(json.dumps(x) + "\n" for x in items).encode()

    return plant


def document(change: Callable[[dict[str, Any]], object]) -> Plant:
    """Change one JSON document, each item of its list kept on a line of its own."""

    def plant(data: bytes) -> bytes:
        value = json.loads(data)
        change(value)
        return json.dumps(value).encode()

    return plant


def entry(name: str, plant: Plant | None) -> Plant:
    """Change one file of a zip, or leave it out."""

    def planted(data: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
            for info in old.infolist():
                body = old.read(info)
                if info.filename == name:
                    if plant is None:
                        continue
                    body = plant(body)
                new.writestr(info.filename, body)
        return out.getvalue()

    return planted


def sheet(change: Callable[[Any], object]) -> Plant:
    """Change a workbook."""

    def plant(data: bytes) -> bytes:
        import openpyxl

        book = openpyxl.load_workbook(io.BytesIO(data))
        change(book)
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    return plant


Change = Callable[[Any], object]


def columns(change: Change, meta: Change | None = None) -> Plant:
    """Change the columns of a Parquet file, and the key geo of its metadata."""

    def plant(data: bytes) -> bytes:
        import pyarrow as pa
        import pyarrow.parquet as pq

        table = pq.read_table(io.BytesIO(data))
        values = table.to_pydict()
        change(values)
        kinds = {f.name: f.type for f in table.schema}
        arrays = {k: pa.array(v, None if _other(v, kinds[k]) else kinds[k]) for k, v in values.items()}
        about = {k.decode(): v.decode() for k, v in (table.schema.metadata or {}).items()}
        if meta is not None:
            geo = json.loads(about["geo"])
            meta(geo)
            about["geo"] = json.dumps(geo)
            if geo == {}:
                del about["geo"]
        out = io.BytesIO()
        made = pa.table(arrays)
        pq.write_table(made.replace_schema_metadata(about), out)
        return out.getvalue()

    return plant


def _other(values: list[Any], kind: object) -> bool:
    return any(isinstance(v, str) for v in values) and str(kind) != "string"


def set_(path: str, value: Any) -> Callable[[Any], object]:
    """Set a value deep in lists and objects: ``features.0.id``."""

    def change(root: Any) -> object:
        *steps, last = path.split(".")
        at = root
        for s in steps:
            at = at[int(s)] if isinstance(at, list) else at[s]
        if isinstance(at, list):
            at[int(last)] = value
        else:
            at[last] = value
        return None

    return change


def without(path: str) -> Callable[[Any], object]:
    """Take a key out."""

    def change(root: Any) -> object:
        *steps, last = path.split(".")
        at = root
        for s in steps:
            at = at[int(s)] if isinstance(at, list) else at[s]
        del at[last]
        return None

    return change


def doubled(key: str | None) -> Callable[[Any], object]:
    """Repeat the first item of a list."""

    def change(root: Any) -> object:
        items = root if key is None else root[key]
        items.append(items[0])
        return None

    return change


def _node(root: dict[str, Any], kind: str) -> dict[str, Any]:
    return next(n for n in root["@graph"] if kind in n["@id"])


NOT_ONE: Plant = lambda _: b"\xff\xfe nothing of the kind\n"  # noqa: E731

_INCIDENTS_TABLE = {
    "T1": cells({"killed_low": "five"}), "T2": cells({"killed_low": "9"}), "T3": cells({"start": "yesterday"}),
    "T4": cells({"lat": "91"}), "T5": cells({"incident": ""}),
}  # fmt: skip
PLANTS: dict[str, dict[str, Plant]] = {
    "csv": {"C1": cells(drop="what"), **_INCIDENTS_TABLE},
    "jsonl": {
        "J1": lambda d: d + b"[1]\n",
        "J2": lines(without("0.report")),
        "J3": lines(set_("0.claims.0.span", "here")),
        "J4": lines(set_("0.claims.1.id", "c1")),
        "J5": lines(set_("0.claims.0.incident", "i9")),
    },
    "ucdp": {
        "V1": cells(drop="gwnob"),
        "V2": cells({"deaths_a": "some"}),
        "V3": cells({"year": "2019"}),
        "V4": cells({"date_end": "2020-02-19 00:00:00.000"}),
        "V5": cells({"date_prec": "4"}),
        "V6": cells({"deaths_civilians": "6"}),
        "V7": cells({"low": "8"}),
        "V8": cells(dict.fromkeys(("deaths_civilians", "best", "low", "high"), "0")),
        "V9": cells({"type_of_violence": "3"}),
        "V10": cells({"geom_wkt": "POINT (1 2)"}),
        "V11": cells({"priogrid_gid": "1"}),
        "V12": cells({"where_prec": "4", "adm_2": "x"}),
        "V13": cells({"source_date": "2020-02-21"}),
        "V14": cells({"region": "Antarctica"}),
    },
    "acled": {
        "A1": cells(drop="tags"),
        "A2": cells(twice=True),
        "A3": cells({"event_date": "2020-02-20 to 2020-02-22"}),
        "A4": cells({"time_precision": "4"}),
        "A5": cells({"sub_event_type": "Bombing"}),
        "A6": cells({"disorder_type": "Demonstrations"}),
        "A7": cells({"inter1": "Pirates"}),
        "A8": cells({"interaction": "Rioters only"}),
        "A9": cells({"civilian_targeting": "yes"}),
        "A10": cells({"longitude": "200"}),
        "A11": cells({"iso": "SYR"}),
        "A12": cells({"fatalities": "2-5"}),
        "A13": cells({"timestamp": "now"}),
    },
    "airwars": {
        "W1": entry("victims.csv", None),
        "W2": entry("casualties.csv", cells({"code": "inc-99"})),
        "W3": entry("incidents.csv", cells({"civilian_harm_status": "certain"})),
        "W4": entry("incidents.csv", cells({"date_type": "range"})),
        "W5": entry("casualties.csv", cells({"killed_min": "99", "killed_max": "9"})),
        "W6": entry("incidents.csv", cells({"latitude": "95"})),
    },
    "plover": {
        "E1": lines(without("0.mode")),
        "E2": lines(set_("0.event_type", "FIGHT")),
        "E3": lines(set_("0.mode", ["visit"])),
        "E4": lines(set_("0.actor", [])),
        "E5": lines(set_("0.date", "Thursday")),
        "E6": lines(set_("0.auxiliary", ["maybe"])),
        "E7": lines(doubled(None)),
    },
    "losses": {
        "L1": cells(drop="quote"),
        "L2": cells(twice=True),
        "L3": cells({"status": "confirmed"}),
        "L4": cells({"verification": "visually_confirmed"}),
        "L5": cells({"number_low": "9"}),
        "L6": cells({"owner": ""}),
        "L7": cells({"start": "Thursday"}),
        "L8": cells({"quote": ""}),
    },
    "hxl": {
        "H1": lambda d: b"\n".join(x for x in d.split(b"\n") if not x.startswith(b"#")),
        "H2": cells({"incident": "#Meta Id!"}, row=1),
        "H3": cells({"incident": "#identity"}, row=1),
        "H4": cells({"start": "Thursday"}, skip=1),
        "H5": cells({"killed_best": "5-7"}, skip=1),
        "H6": cells({"lat": "95"}, skip=1),
        "H7": cells(add=["x", "y"]),
        "H8": cells({"iso3": "Syria"}, skip=1),
    },
    "geojson": {
        "G1": document(set_("type", "Collection")),
        "G2": document(set_("crs", {"type": "name"})),
        "G3": document(without("features.0.properties")),
        "G4": document(set_("features.0.geometry", {"type": "Circle", "coordinates": [1, 2]})),
        "G5": document(set_("features.0.geometry.coordinates", [35.25, 136.5])),
        "G6": document(
            set_("features.0.geometry", {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]})
        ),
        "G7": document(doubled("features")),
    },
    "parquet": {
        "P1": NOT_ONE,
        "P2": columns(lambda c: c.pop("what")),
        "T1": columns(set_("killed_low", ["five", "1", "2"])),
        "T2": columns(set_("killed_low.0", 9)),
        "T3": columns(set_("start.0", "yesterday")),
        "T4": columns(set_("lat.0", 91.0)),
        "T5": columns(set_("incident.1", "inc-1")),
    },
    "geoparquet": {
        "Q1": NOT_ONE,
        "Q2": columns(lambda c: None, lambda g: g.clear()),
        "Q3": columns(lambda c: None, set_("primary_column", "shape")),
        "Q4": columns(lambda c: None, set_("columns.geometry.encoding", "WKT")),
        "Q5": columns(lambda c: None, set_("columns.geometry.crs", "EPSG:4326")),
        "Q6": columns(set_("geometry.0", b"\x01\x01")),
        "Q7": columns(lambda c: None, set_("columns.geometry.bbox", [0, 0, 1, 1])),
    },
    "excel": {
        "X1": NOT_ONE,
        "X2": sheet(lambda b: b["Incidents"].delete_cols(2)),
        "X3": sheet(lambda b: b["Incidents"].__setitem__("B2", "=1+1")),
        "T1": sheet(lambda b: b["Incidents"].__setitem__("O2", "five")),
        "T2": sheet(lambda b: b["Incidents"].__setitem__("O2", 9)),
        "T3": sheet(lambda b: b["Incidents"].__setitem__("D2", "yesterday")),
        "T4": sheet(lambda b: b["Incidents"].__setitem__("L2", 91)),
        "T5": sheet(lambda b: b["Incidents"].__setitem__("A3", "inc-1")),
    },
    "ftm": {
        "F1": lines(without("0.schema")),
        "F2": lines(set_("0.schema", "Battle")),
        "F3": lines(set_("0.properties.title", "News")),
        "F4": lines(without("0.properties.fileName")),
        "F5": lines(set_("0.properties.casualties", ["5"])),
        "F6": lines(set_("0.properties.publishedAt", ["Thursday"])),
        "F7": lines(set_("0.properties.country", ["Syria"])),
        "F8": lines(set_("0.properties.sourceUrl", ["example.org"])),
        "F9": lines(lambda x: next(e for e in x if e["schema"] == "Address")["properties"].update(latitude=["95"])),
        "F10": lines(doubled(None)),
        "F11": lines(lambda x: x.pop(0)),
    },
    "annotation": {
        "N1": document(set_("@context", "http://example.org")),
        "N2": document(without("items.0.target")),
        "N3": document(set_("items.0.motivation", "shouting")),
        "N4": document(set_("items.0.target.selector.0.type", "WordSelector")),
        "N5": document(set_("items.0.target.selector.0.exact", "")),
        "N6": document(set_("items.0.target.selector.1.start", -1)),
        "N7": document(set_("items.0.target.selector.1.end", 1)),
        "N8": document(set_("items.0.created", "2020-02-20")),
        "N9": document(doubled("items")),
    },
    "prov": {
        "O1": document(without("@context")),
        "O2": document(set_("@graph.0.@type", "Thing")),
        "O3": document(doubled("@graph")),
        "O4": document(lambda d: _node(d, ":claim:").update(wasQuotedFrom=d["@graph"][0]["@id"])),
        "O5": document(lambda d: _node(d, ":claim:").update(wasQuotedFrom="urn:accordingto:text:none")),
        "O6": document(lambda d: _node(d, "activity:export").update(startedAtTime="Thursday")),
        "O7": document(lambda d: _node(d, ":text:").update(wasDerivedFrom=_node(d, ":text:")["@id"])),
    },
    "schemaorg": {
        "S1": document(set_("@context", "http://example.org")),
        "S2": document(lambda d: _node(d, ":claim:").pop("text")),
        "S3": document(lambda d: _node(d, ":claim:").update(author={"@type": "Person"})),
        "S4": document(lambda d: _node(d, ":claim:").update(appearance={"@type": "Dog"})),
        "S5": document(set_("@graph.0.startDate", "Thursday")),
        "S6": document(doubled("@graph")),
        "S7": document(lambda d: d["@graph"].append({"@id": "x", "@type": "ClaimReview", "claimReviewed": "x"})),
    },
}  # fmt: skip


def planted(name: str, rule: str, folder: Path) -> Path:
    """A file of a format with the fault of one rule."""
    path = folder / f"{name}-{rule}{by_name(name).suffix}"
    path.write_bytes(PLANTS[name][rule](good(name)))
    return path
