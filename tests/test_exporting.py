"""The commands: a ledger out into every format, files checked, published events kept."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from accordingto.cli import app
from accordingto.export import all_formats
from accordingto.export.base import Options, View
from accordingto.model.judgement import Verdict
from accordingto.store import Filter, Ledger
from accordingto.workflow.exporting import view_of, write_file
from accordingto.workflow.relinking import rebuild
from tests.export import world

NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ledger") / "book.db"
    with Ledger.open(path, create=True) as ledger:
        for r in (world.first_reading(), world.clash_reading(), world.nowhere_reading()):
            ledger.add_reading(r)
        rebuild(ledger)
    return path


@pytest.fixture
def book(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(filled, tmp_path / "book.db"))


def run(*words: str | Path) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, [str(w) for w in words])
    return done.exit_code, done.stdout, done.stderr


def view(ledger: Ledger, wanted: Filter | None = None) -> View:
    return view_of(ledger, version="0", generated=NOW, wanted=wanted)


@pytest.mark.parametrize("name", [f.name for f in all_formats()])
def test_a_ledger_leaves_in_every_format_and_the_file_is_valid(name: str, book: Path, tmp_path: Path) -> None:
    path = tmp_path / "out.file"
    code, _, err = run("export", name, "-o", path, "--ledger", book)
    assert code == 0, err
    assert f"{path} written" in err
    code, out, _ = run("validate", name, path)
    assert (code, "0 errors" in out) == (0, True), out


def test_what_is_left_out_stands_beside_the_file_with_its_reason(book: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    _, _, err = run("export", "ucdp", "-o", path, "--ledger", book)
    notes = (tmp_path / "x.csv.notes.csv").read_text()
    assert notes.startswith("row,subject,kind,detail\n")
    assert "no point: its place is not located" in notes
    assert "x.csv.notes.csv" in err


def test_text_goes_to_the_pipe_and_the_rest_wants_a_file(book: Path) -> None:
    code, out, _ = run("export", "jsonl", "--ledger", book)
    assert code == 0
    assert [json.loads(x)["report"] for x in out.splitlines()] == ["r1", "r3", "r4"]
    code, _, err = run("export", "excel", "--ledger", book)
    assert code == 2
    assert "-o FILE.xlsx" in err


def test_an_unknown_format_names_those_there_are(book: Path) -> None:
    code, _, err = run("export", "ucpd", "--ledger", book)
    assert code == 2
    assert "geojson" in err


def test_filters_narrow_reports_and_claims(book: Path) -> None:
    with Ledger.open(book) as ledger:
        found = view(ledger, Filter(type="clash"))
        assert [i.type for i in found.incidents] == ["clash"]
        assert [r.report.id for r in found.readings] == ["r3"]
        assert found.run.filters == ("type clash",)
        whole = view(ledger)
        assert len(list(whole.incidents)) == len(list(whole.incidents)) == 3
        assert [r.report.id for r in whole.readings] == ["r1", "r3", "r4"]


def test_what_a_person_rejected_is_in_no_export(book: Path, tmp_path: Path) -> None:
    with Ledger.open(book) as ledger:
        name = ledger.anchor_of("r1/c1")
        assert name is not None
        ledger.decide(Verdict.REJECT, name, by="A. Reviewer", reason="misread")
        found = view(ledger)
        (first, *_) = found.readings
        assert "c1" not in [c.id for c in first.claims]
        for fmt in all_formats():
            path = tmp_path / f"{fmt.name}{fmt.suffix}"
            write_file(fmt, found, path, Options("claims"))
            assert [f.message for f in fmt.check(path)] == []
            if fmt.terminal and fmt.name != "annotation":
                assert "Five villagers were killed" not in path.read_text()


def test_as_of_shows_what_was_known_then(book: Path, tmp_path: Path) -> None:
    code, out, _ = run("export", "jsonl", "--ledger", book, "--as-of", "2000-01-01")
    assert (code, out) == (0, "")


def test_a_failed_export_leaves_the_old_file(book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    path = tmp_path / "x.xlsx"
    path.write_text("old")
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    code, _, err = run("export", "excel", "-o", path, "--ledger", book)
    assert code == 3
    assert "pip install 'accordingto[tables]'" in err
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_validate_names_line_column_and_remedy(book: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    run("export", "hxl", "-o", path, "--ledger", book)
    path.write_text(path.read_text().replace("2020-02-20", "Thursday", 1))
    code, out, _ = run("validate", "hxl", path)
    assert code == 1
    assert f"error: {path}: line 3, column #date+start: 'Thursday' is no date [H4]" in out
    assert "write YYYY-MM-DD" in out
    code, _, err = run("validate", "hxl", tmp_path / "none.csv")
    assert (code, "no such file" in err) == (3, True)


def test_formats_lists_names_and_rules() -> None:
    code, out, _ = run("formats", "--rules")
    assert code == 0
    for fmt in all_formats():
        assert fmt.title in out
        assert all(r in out for r in fmt.rules.values())


def test_import_keeps_published_events(tmp_path: Path) -> None:
    path, into = tmp_path / "own.csv", tmp_path / "c.db"
    path.write_text("id,date,killed\na,2020-02-20,3\nb,soon,3\n")
    code, out, err = run("import", "csv", path, "--kept-in", into)
    assert code == 1
    assert "1 events read, 1 of them new, 1 rows not read" in out
    assert "line 3" in err
    assert run("import", "ucdp", tmp_path / "none.csv", "--kept-in", into)[0] == 3


def test_the_users_numbers_are_checked(book: Path, tmp_path: Path) -> None:
    ids = tmp_path / "ids.csv"
    ids.write_text("name,id\nSyrian government,many\n")
    code, _, err = run("export", "ucdp", "--ledger", book, "--ucdp-ids", ids)
    assert code == 2
    assert "name,id" in err
