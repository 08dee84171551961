"""``accordingto gazetteer``: look up, add, list, remove; what is added counts when a report is read."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

import accordingto
from accordingto.cli import app
from accordingto.workflow import gazetteers

RUN = CliRunner()
TEXT = "Shells fell on Qaminas in Syria on Monday."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(gazetteers, "own_folder", lambda: tmp_path / "own")
    return tmp_path


def test_find(folder: Path) -> None:
    done = RUN.invoke(app, ["gazetteer", "find", "Tripoli", "--country", "Lebanon"])
    assert done.exit_code == 0 and "LB" in done.output and "LY" not in done.output
    done = RUN.invoke(app, ["gazetteer", "find", "Springfield", "--near", "Boston", "--json", "-n", "1"])
    assert done.exit_code == 0 and '"within": ["Hampden", "Massachusetts"]' in done.output
    done = RUN.invoke(app, ["gazetteer", "find", "Rafah", "--near", "31.3,34.2", "--json"])
    assert done.exit_code == 0 and len(done.output.splitlines()) >= 2


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["find", "Nosuchplaceatall"], 3, "gazetteer add"),
        (["find", "Homs", "--country", "Atlantis"], 2, "no country"),
        (["find", "Homs", "--near", "Nosuchplaceatall"], 2, "no place"),
        (["remove", "nothing"], 3, "no list"),
        (["add", "nosuchfile.csv"], 3, "readable"),
    ],
)
def test_what_cannot_be_done_says_why(folder: Path, words: list[str], code: int, message: str) -> None:
    done = RUN.invoke(app, ["gazetteer", *words])
    assert done.exit_code == code and message in done.output


def test_a_list_is_added_used_and_removed(folder: Path) -> None:
    path = folder / "my places.csv"
    path.write_text("name,lat,lon,country\nQaminas,35.89,36.72,SY\nbad,x,y,SY\n", "utf-8")
    (before,) = accordingto.resolve_places(TEXT, [(15, 22)])
    done = RUN.invoke(app, ["gazetteer", "add", str(path)])
    assert done.exit_code == 1 and "added 1 places" in done.output and ":3:" in done.output
    (after,) = accordingto.resolve_places(TEXT, [(15, 22)])
    assert (
        (before is None or before.where_prec != 1)
        and after is not None
        and after.lat == pytest.approx(35.89, abs=0.001)
    )
    assert "my-places\t1 places" in RUN.invoke(app, ["gazetteer", "list"]).output
    assert RUN.invoke(app, ["gazetteer", "remove", "my places"]).exit_code == 0
    assert "no lists" in RUN.invoke(app, ["gazetteer", "list"]).output


def test_a_damaged_list_is_named_and_stops_nothing(folder: Path) -> None:
    (folder / "own").mkdir()
    (folder / "own" / "old.bin").write_bytes(b"no gazetteer")
    done = RUN.invoke(app, ["gazetteer", "list"])
    assert done.exit_code == 0 and "gazetteer remove old" in done.output
    assert accordingto.resolve_places("Aleppo in Syria", [(0, 6)])[0] is not None
