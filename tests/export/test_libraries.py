"""Other programs open our files, and a missing library is said in a sentence."""

from __future__ import annotations

import io
import sys
import warnings
from pathlib import Path

import pytest

from accordingto.export import by_name
from accordingto.export.base import Options
from accordingto.model import InputError
from tests.export import world


def saved(name: str, folder: Path, table: str = "incidents") -> Path:
    fmt = by_name(name)
    path = folder / f"x{fmt.suffix}"
    with path.open("wb") as out:
        fmt.write(world.view(), out, lambda _: None, Options(table))
    return path


def test_geopandas_opens_geoparquet(tmp_path: Path) -> None:
    geopandas = pytest.importorskip("geopandas")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        frame = geopandas.read_parquet(saved("geoparquet", tmp_path))
    assert frame.crs is not None
    assert frame.crs.to_string() in ("OGC:CRS84", "EPSG:4326")
    assert [(p.x, p.y) if p is not None else None for p in frame.geometry] == [(36.5, 35.25), (36.5, 35.25), None]
    assert list(frame["incident"]) == ["inc-1", "inc-2", "inc-3"]


def test_duckdb_opens_geoparquet_without_downloads(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    path = saved("geoparquet", tmp_path)
    with duckdb.connect() as db:
        rows = db.execute(
            "select incident, killed_low, lat, geometry is null from read_parquet(?) order by 1", [str(path)]
        ).fetchall()
        meta = db.execute("select decode(value) from parquet_kv_metadata(?) where decode(key) = 'geo'", [str(path)])
        geo = meta.fetchone()
    assert rows == [("inc-1", 5, 35.25, False), ("inc-2", 14, 35.25, False), ("inc-3", None, None, True)]
    assert geo is not None
    assert '"version": "1.1.0"' in geo[0]


def test_duckdb_reads_the_table_of_claims(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    path = saved("parquet", tmp_path, "claims")
    with duckdb.connect() as db:
        found = db.execute(
            "select sum(best) from read_parquet(?) where event = 'inc-1' and type = 'killed'", [str(path)]
        )
        assert found.fetchone() == (12,)


def test_excel_holds_the_same_as_the_tables(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(saved("excel", tmp_path))
    assert book.sheetnames == ["Incidents", "Claims", "Totals", "Disputes", "About"]
    rows = list(book["Incidents"].iter_rows(values_only=True))
    row = dict(zip(rows[0], rows[1], strict=True))
    assert (row["incident"], row["killed_low"], row["killed_best"], row["killed_high"]) == ("inc-1", 5, 7, None)
    assert len(list(book["Disputes"].rows)) == 4
    quotes = [c.value for c in book["Claims"]["AG"]]
    assert world.ODD in quotes


@pytest.mark.parametrize(
    ("name", "module"), [("excel", "xlsxwriter"), ("parquet", "pyarrow"), ("geoparquet", "pyarrow")]
)
def test_a_missing_library_is_said_with_its_remedy(name: str, module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(InputError) as e:
        by_name(name).write(world.view(), io.BytesIO(), lambda _: None, Options())
    assert e.value.issue.code == "missing-library"
    assert module in e.value.issue.message
    assert e.value.issue.hint == "pip install 'accordingto[tables]'"
