"""The public profile from the command line, on a ledger with planted names and phones."""

import csv
import importlib
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from accordingto.cli import app
from accordingto.export import all_formats
from accordingto.export.base import Format
from accordingto.store import Ledger
from tests.export import planted


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> str:
    where = tmp_path_factory.mktemp("ledger") / "planted.db"
    with Ledger.open(where, create=True, now=lambda: datetime(2020, 3, 1, tzinfo=UTC)) as held:
        held.add_reading(planted.reading())
    return str(where)


def run(ledger: str, *words: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, [*words, "--ledger", ledger])
    assert done.exit_code == code, done.output
    return done.output


@pytest.mark.parametrize("table", ["incidents", "claims", "tolls"])
def test_a_public_file_has_nothing_planted_and_a_list_beside_it(ledger: str, table: str, tmp_path: Path) -> None:
    out = tmp_path / "public.csv"
    said = run(ledger, "export", "csv", "--table", table, "--profile", "public", "-o", str(out))
    text = out.read_text(encoding="utf-8").casefold()
    assert [p for p in planted.PLANTED if p.casefold() in text] == []
    assert "public profile took out" in said and "keep that file to yourself" in said
    listed = (tmp_path / "public.csv.redactions.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(listed.splitlines()))
    assert {"phone", "child-name", "source"} <= {r["rule"] for r in rows}


def test_without_a_file_the_counts_are_said(ledger: str) -> None:
    assert "name a file with -o" in run(ledger, "export", "jsonl", "--profile", "public").casefold()


def test_a_delay_that_shows_live_positions_is_refused(ledger: str) -> None:
    assert "live positions" in run(ledger, "export", "csv", "--profile", "public", "--delay", "2", code=2)


def test_names_that_were_agreed_to_stay(ledger: str, tmp_path: Path) -> None:
    names = tmp_path / "names.txt"
    names.write_text("Rafeef Sidqi\n", encoding="utf-8")
    said = run(ledger, "export", "jsonl", "--profile", "public", "--allow-names", str(names))
    assert "Rafeef Sidqi" in said
    missing = str(tmp_path / "none.txt")
    assert "none.txt" in run(ledger, "export", "jsonl", "--profile", "public", "--allow-names", missing, code=2)


def _incident(ledger: str) -> str:
    import json

    return str(json.loads(run(ledger, "incidents", "--format", "jsonl").splitlines()[0])["id"])


@pytest.mark.parametrize("profile", ["internal", "public"])
def test_a_picture_of_an_incident(ledger: str, profile: str, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    out, listed = tmp_path / "d.svg", tmp_path / "d.svg.redactions.csv"
    said = run(ledger, "picture", _incident(ledger), "-o", str(out), "--profile", profile)
    assert listed.is_file() == ("public profile took out" in said) == (profile == "public")
    text = out.read_text(encoding="utf-8").casefold()
    shown = [p for p in planted.PLANTED if p.casefold() in text]
    assert shown if profile == "internal" else not shown


def test_a_picture_of_nothing_and_of_no_kind(ledger: str, tmp_path: Path) -> None:
    assert "holds no incident" in run(ledger, "picture", "nothing", "-o", str(tmp_path / "x.svg"), code=3)
    assert "neither .svg nor .png" in " ".join(run(ledger, "picture", "x", "-o", "x.gif", code=2).split())


def test_a_report_of_a_period_from_the_command_line(ledger: str, tmp_path: Path) -> None:
    out = tmp_path / "r.html"
    words = ("report", "-o", str(out), "--from", "2020-02-01", "--to", "2020-02-29", "--place", "Idlib, Syria")
    run(ledger, *words)
    page = out.read_text(encoding="utf-8")
    assert "Reported harm in" in page and "Khalil" in page and "<h2>Method</h2>" in page
    run(ledger, *words, "--profile", "public", "--title", "February")
    page = out.read_text(encoding="utf-8")
    assert "February" in page and not [p for p in planted.PLANTED if p.casefold() in page.casefold()]
    rules = {r["rule"] for r in csv.DictReader((tmp_path / "r.html.redactions.csv").read_text("utf-8").splitlines())}
    assert {"phone", "child-name", "source"} <= rules


@pytest.mark.parametrize("fmt", all_formats(), ids=lambda f: f.name)
def test_no_format_that_is_published_has_anything_planted(ledger: str, fmt: Format, tmp_path: Path) -> None:
    if fmt.needs:
        pytest.importorskip("pyarrow" if "parquet" in fmt.name else "xlsxwriter")
    out = tmp_path / f"x{fmt.suffix}"
    run(ledger, "export", fmt.name, "-o", str(out), "--profile", "public")
    data = out.read_bytes()
    if zipfile.is_zipfile(out):
        with zipfile.ZipFile(out) as archive:
            data = b"\n".join(archive.read(n) for n in archive.namelist())
    if "parquet" in fmt.name:
        read = importlib.import_module("pyarrow.parquet").ParquetFile(out)
        data = f"{read.read().to_pylist()} {read.schema_arrow.metadata}".encode()
    beside = tmp_path / f"x{fmt.suffix}.notes.csv"
    text = (data + (beside.read_bytes() if beside.exists() else b"")).decode("utf-8", "replace").casefold()
    assert [p for p in planted.PLANTED if p.casefold() in text] == []


def test_a_report_of_no_kind_or_of_days_in_the_wrong_order(ledger: str) -> None:
    assert "neither .html nor .pdf" in " ".join(run(ledger, "report", "-o", "x.doc", code=2).split())
    wrong = ("report", "-o", "x.html", "--from", "2020-03-01", "--to", "2020-02-01")
    assert "is before" in run(ledger, *wrong, code=2)
