"""The validators on files that others wrote (samples/README.md): published ones pass, what breaks a rule is named."""

from __future__ import annotations

import warnings
from datetime import date
from pathlib import Path

import pytest

from accordingto.export import by_name
from accordingto.export.foreign import Published, events
from accordingto.model import Bounds, Severity

HERE = Path(__file__).parent / "samples"


def rules(name: str, path: Path, severity: Severity = Severity.ERROR) -> list[str]:
    return [f.rule for f in by_name(name).check(path) if f.severity is severity]


def test_a_published_event_of_ucdp_breaks_no_rule_and_can_be_compared() -> None:
    path = HERE / "ucdp-ged-row.csv"
    assert list(by_name("ucdp").check(path)) == []
    (event,) = events("ucdp", path)
    assert isinstance(event, Published)
    assert (event.id, event.start, event.killed) == ("175957", date(2002, 3, 1), Bounds.exact(1))
    assert (event.type, event.parties, event.place) == (
        "one-sided", ("Government of Israel", "Civilians"), "Erez crossing, Gaza Strip, Israel"
    )  # fmt: skip


def test_tables_of_hxl() -> None:
    assert rules("hxl", HERE / "libhxl-input-valid.csv") == []
    assert rules("hxl", HERE / "libhxl-input-valid.csv", Severity.WARNING) == ["H3", "H3", "H4"]
    assert set(rules("hxl", HERE / "libhxl-input-fuzzy.csv")) == {"H2", "H7"}


def test_a_crs_of_the_same_coordinates_is_a_warning_and_another_an_error(tmp_path: Path) -> None:
    given = HERE / "geopandas-null-geom.geojson"
    assert (rules("geojson", given), rules("geojson", given, Severity.WARNING)) == ([], ["G2"])
    other = tmp_path / "x.geojson"
    other.write_text(given.read_text().replace("OGC:1.3:CRS84", "EPSG::3857"))
    assert rules("geojson", other) == ["G2"]


@pytest.mark.parametrize("encoding", ["WKB", "geoarrow"])
def test_geoparquet_that_geopandas_writes(encoding: str, tmp_path: Path) -> None:
    geopandas = pytest.importorskip("geopandas")
    shapely = pytest.importorskip("shapely")
    path = tmp_path / "x.parquet"
    shapes = {
        "point": shapely.Point(36.6, 35.9), "line": shapely.LineString([(36, 35), (37, 36)]),
        "polygon": shapely.box(36, 35, 37, 36), "many": shapely.MultiPolygon([shapely.box(36, 35, 37, 36)]),
    }  # fmt: skip
    for name, shape in shapes.items():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of pandas, about itself
            geopandas.GeoDataFrame({"name": [name]}, geometry=[shape], crs="OGC:CRS84").to_parquet(
                path, geometry_encoding=encoding, schema_version="1.1.0"
            )
        assert list(by_name("geoparquet").check(path)) == [], name


def test_entities_that_followthemoney_writes(tmp_path: Path) -> None:
    model = pytest.importorskip("followthemoney").model
    event = model.make_entity("Event")
    event.id = "e1"
    event.add("name", "Shelling of a market")
    event.add("startDate", "2020-02")
    event.add("country", "sy")
    path = tmp_path / "x.ftm.json"
    path.write_text(f"{_json(event.to_dict())}\n", encoding="utf-8")
    assert list(by_name("ftm").check(path)) == []


def _json(value: object) -> str:
    import json

    return json.dumps(value, default=sorted)
