"""Other programs open our files, and a missing library is said in a sentence."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
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


def test_libhxl_finds_no_fault_in_our_table(tmp_path: Path) -> None:
    hxl = pytest.importorskip("hxl")
    with saved("hxl", tmp_path).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    assert [c.display_tag for c in hxl.data(rows).columns][:2] == ["#meta+id", "#event+name"]
    report = hxl.validation.validate(hxl.data(rows))
    assert report["is_valid"], report["issues"]
    assert report["stats"]["total"] == 0


def test_followthemoney_takes_every_value_of_every_entity(tmp_path: Path) -> None:
    model = pytest.importorskip("followthemoney").model
    for line in saved("ftm", tmp_path).read_text(encoding="utf-8").splitlines():
        given = json.loads(line)
        entity = model.get_proxy(given, cleaned=False)  # cleaning drops what the schema does not allow
        assert {k: sorted(entity.get(k)) for k in given["properties"]} == {
            k: sorted(v) for k, v in given["properties"].items()
        }


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # of rdflib, about itself
@pytest.mark.parametrize("name", ["prov", "schemaorg"])
def test_rdflib_reads_our_graphs(name: str, tmp_path: Path) -> None:
    rdflib = pytest.importorskip("rdflib")
    given = json.loads(saved(name, tmp_path).read_text(encoding="utf-8"))
    if name == "schemaorg":
        given["@context"] = {"@vocab": "https://schema.org/"}  # the context itself lies on the web
    graph = rdflib.Graph().parse(data=json.dumps(given), format="json-ld")
    subjects = {str(s) for s in graph.subjects() if isinstance(s, rdflib.URIRef)}
    assert {n["@id"] for n in given["@graph"]} <= subjects
    if name == "prov":
        prov = rdflib.Namespace("http://www.w3.org/ns/prov#")
        claim = rdflib.URIRef("urn:accordingto:claim:r1:c1")
        assert (claim, prov.wasQuotedFrom, None) in graph
        (start,) = graph.objects(None, prov.startedAtTime)
        assert start.toPython() == world.GENERATED
        (span,) = graph.objects(claim, rdflib.URIRef("urn:accordingto:vocabulary:span"))
        assert [x.toPython() for x in graph.items(span)] == [0, len("Five villagers were killed")]


def test_libreoffice_opens_our_workbook_and_shows_the_same_cells(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    book = saved("excel", tmp_path)
    # -1: every sheet into a file of its own; 44,34,76: commas, quotation marks, UTF-8.
    form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    subprocess.run(
        [office, f"-env:UserInstallation={(tmp_path / 'home').as_uri()}", "--headless", "--convert-to", form,
         "--outdir", str(tmp_path / "out"), str(book)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    for sheet in openpyxl.load_workbook(book):
        with (tmp_path / "out" / f"{book.stem}-{sheet.title}.csv").open(encoding="utf-8", newline="") as stream:
            shown = list(csv.reader(stream))
        ours = [["" if v is None else str(v) for v in row] for row in sheet.iter_rows(values_only=True)]
        assert [[c.replace("\r\n", "\n") for c in row] for row in shown] == ours, sheet.title


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
