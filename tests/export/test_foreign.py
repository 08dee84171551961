"""Published datasets are read for comparison: every version, every fault a line; and kept once."""

from __future__ import annotations

import io
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from accordingto.export import by_name
from accordingto.export.base import Options
from accordingto.export.foreign import Published, events
from accordingto.export.ucdprules import COLUMNS
from accordingto.model import Bounds, Issue
from accordingto.workflow.importing import import_events, imported
from tests.export import world


def saved(name: str, folder: Path, table: str = "incidents") -> Path:
    out = io.BytesIO()
    by_name(name).write(world.view(), out, lambda _: None, Options(table))
    path = folder / f"{name}.csv"
    path.write_bytes(out.getvalue())
    return path


def read(kind: str, path: Path) -> tuple[list[Published], list[Issue]]:
    found = list(events(kind, path))
    return [e for e in found if isinstance(e, Published)], [i for i in found if isinstance(i, Issue)]


def test_our_own_ucdp_rows_come_back(tmp_path: Path) -> None:
    found, issues = read("ucdp", saved("ucdp", tmp_path))
    assert issues == []
    assert [(e.start, e.end, e.killed, e.type) for e in found] == [
        (date(2020, 2, 20), date(2020, 2, 20), Bounds(5, 7, 7), "state-based"),
        (date(2020, 2, 20), date(2020, 2, 22), Bounds.exact(14), "state-based"),
    ]
    assert found[1].parties == ("Syrian government", "Syrian opposition")
    assert (found[1].lat, found[1].lon, found[1].precision) == (35.25, 36.5, 1)


def test_our_own_acled_rows_come_back(tmp_path: Path) -> None:
    found, issues = read("acled", saved("acled", tmp_path))
    assert issues == []
    assert [e.killed for e in found] == [Bounds.exact(n) for n in (5, 5, 5, 4)]
    assert found[1].id == "AT-inc-2-1"
    assert found[1].place == "Ostra, Vale, Syria"


def test_our_own_table_of_incidents_comes_back(tmp_path: Path) -> None:
    found, issues = read("csv", saved("csv", tmp_path))
    assert [e.id for e in found] == ["inc-1", "inc-2"]
    assert found[0].killed == Bounds(5, 7, None)
    assert [i.message for i in issues] == ["line 4: '' to '' are no days in order"]


def test_older_and_headless_files_of_ucdp(tmp_path: Path) -> None:
    old = tmp_path / "old.csv"
    old.write_text(
        "id,side_a,side_b,date_start,date_end,latitude,longitude,where_prec,best_est,low_est,high_est\n"
        "7,Government of X,Y,2012-01-02,2012-01-03,1.5,2.5,2,4,3,9\n"
    )
    (only,) = read("ucdp", old)[0]
    assert (only.id, only.killed, only.precision) == ("7", Bounds(3, 4, 9), 2)
    headless = tmp_path / "headless.csv"
    headless.write_text("".join(saved("ucdp", tmp_path).read_text().splitlines(keepends=True)[1:]))
    found, issues = read("ucdp", headless)
    assert (len(found), issues) == (2, [])
    assert len(COLUMNS) == 49


def test_a_bad_row_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(
        'id,date,killed,place\na,2020-02-20,3,"X, Y"\nb,Thursday,3,X\nc,2020-02-21\nd,21 February 2020,,X\n'
    )
    found, issues = read("csv", path)
    assert [e.id for e in found] == ["a", "d"]
    assert found[1].killed is None
    assert [i.message.partition(":")[0] for i in issues] == ["line 3", "line 4"]
    assert {i.code for i in issues} == {"bad-event"}
    assert all(i.hint and i.origin == str(path) for i in issues)


@pytest.mark.parametrize("kind", ["ucdp", "acled", "csv"])
def test_a_file_of_another_kind_is_an_issue(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    for text in ("", "a,b\n1,2\n", "\x00\xff"):
        path.write_text(text)
        found, issues = read(kind, path)
        assert (found, len(issues)) == ([], 1)


def test_figures_out_of_order_are_the_range_that_they_span(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("date,killed_low,killed_best,killed_high\n2020-02-20,9,5,7\n")
    assert read("csv", path)[0][0].killed == Bounds(5, 5, 9)


def test_importing_again_changes_nothing_and_a_corrected_row_replaces_its_own(tmp_path: Path) -> None:
    path, into = tmp_path / "own.csv", tmp_path / "comparison.db"
    path.write_text("id,date,killed\na,2020-02-20,3\nb,2020-02-21,4\n")
    told: list[Issue] = []
    first = import_events("csv", path, into, tell=told.append)
    again = import_events("csv", path, into, tell=told.append)
    assert (first.read, first.new, again.read, again.new, told) == (2, 2, 2, 0, [])
    path.write_text("id,date,killed\na,2020-02-20,5\n")
    import_events("csv", path, into, tell=told.append)
    import_events("csv", path, into, dataset="mine", tell=told.append)
    assert [(e.id, e.killed) for e in imported(into, "csv")] == [("a", Bounds.exact(5)), ("b", Bounds.exact(4))]
    assert [e.id for e in imported(into, "mine")] == ["a"]


def test_what_is_no_comparison_file_is_refused(tmp_path: Path) -> None:
    path, into = tmp_path / "own.csv", tmp_path / "notes.txt"
    path.write_text("id,date\na,2020-02-20\n")
    into.write_text("these are my notes, and not a database of anything at all " * 20)
    with pytest.raises(sqlite3.Error):
        import_events("csv", path, into, tell=lambda _: None)
    assert into.read_text().startswith("these are my notes")
