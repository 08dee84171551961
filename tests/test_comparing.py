"""A ledger beside a published dataset: matched by day, place and parties, never by count; why either lacks an event."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from typer.testing import CliRunner, Result

from accordingto.cli import app
from accordingto.export import by_name
from accordingto.export.base import Options
from accordingto.export.foreign import Published, events
from accordingto.model import Bounds
from accordingto.render.comparison import COLUMNS, comparison_rows, show_comparison, summary
from accordingto.store import Ledger
from accordingto.workflow.comparing import compare
from tests.export import world

DAY = world.DAY


def event(name: str = "e1", **changes: object) -> Published:
    base = Published(
        name, DAY, DAY, "Ostra, Vale, Syria", "Syria", 35.26, 36.51, 1, ("Government of Syria", "Civilians"),
        "one-sided", Bounds(5, 7, 9),
    )  # fmt: skip
    return replace(base, **changes)  # type: ignore[arg-type]


def only(i: object, *theirs: Published) -> list[tuple[str, str]]:
    return [(r.kind, r.counts) for r in compare(replace(world.view(), incidents=(i,)), theirs).rows]  # type: ignore[arg-type]


def test_the_same_event_is_matched_and_its_count_held_against_ours() -> None:
    assert only(world.disputed(), event()) == [("both", "same")]
    assert only(world.disputed(), event(killed=Bounds.exact(30))) == [("both", "within")]
    assert only(world.disputed(), event(killed=Bounds.exact(2))) == [("both", "differs")]
    assert only(world.disputed(), event(killed=None)) == [("both", "")]


@pytest.mark.parametrize(
    "other",
    [
        {"start": DAY + timedelta(2), "end": DAY + timedelta(2)},
        {"country": "Iraq", "place": "Ostra, Iraq"},
        {"lat": 33.0, "lon": 36.0, "place": "Dera, South, Syria"},
        {"lat": None, "lon": None, "place": "Elsewhere, Syria", "precision": 1},
    ],
)
def test_another_day_or_place_is_another_event(other: dict[str, object]) -> None:
    wide = replace(world.clash(), id="inc-0", place=None, lat=None, lon=None)  # keeps the days and countries open
    view = replace(world.view(), incidents=(world.disputed(), wide))
    found = compare(view, (event(**other),))
    assert found.count("both") == 0


def test_an_event_is_matched_at_most_once_and_to_the_best() -> None:
    near, far = event("near"), event("far", lat=35.6, lon=36.5, place="Elsewhere, Vale, Syria")
    found = compare(replace(world.view(), incidents=(world.disputed(),)), (far, near))
    assert [(r.kind, r.theirs.id) for r in found.rows if r.theirs] == [("both", "near"), ("only theirs", "far")]


def test_reasons_say_why_either_lacks_it() -> None:
    found = compare(world.view(), (event("x", lat=33.0, lon=36.0, place="Dera, South, Syria"),), "ucdp")
    why = {r.kind: " ".join(r.why) for r in found.rows}
    assert "only ours" in why and "only theirs" in why
    reasons = [w for r in found.rows if r.kind == "only ours" for w in r.why]
    assert any("not of the kind that UCDP GED counts: no death is claimed" in w for w in reasons)


def test_what_lies_outside_of_our_days_and_countries_is_not_held_against_anybody() -> None:
    found = compare(
        world.view(), (event("late", start=date(2024, 1, 1), end=date(2024, 1, 1)), event("far", country="Peru"))
    )
    assert found.outside == 2 and found.count("only theirs") == 0


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(5)))
def test_the_order_of_either_changes_nothing(order: list[int]) -> None:
    theirs = [event(f"e{n}", lat=35.2 + n / 20, killed=Bounds.exact(n)) for n in range(5)]
    ours = [world.disputed(), world.clash(), world.nowhere()]
    want = compare(replace(world.view(), incidents=tuple(ours)), theirs)
    got = compare(replace(world.view(), incidents=tuple(ours[n] for n in order if n < 3)), [theirs[n] for n in order])
    assert [(r.kind, r.ours and r.ours.id, r.theirs and r.theirs.id) for r in got.rows] == [
        (r.kind, r.ours and r.ours.id, r.theirs and r.theirs.id) for r in want.rows
    ]


def test_our_own_ucdp_file_matches_itself(tmp_path: Path) -> None:
    path = tmp_path / "ged.csv"
    with path.open("wb") as out:
        by_name("ucdp").write(world.view(), out, lambda _: None, Options())
    theirs = [e for e in events("ucdp", path) if isinstance(e, Published)]
    assert theirs
    found = compare(world.view(), theirs)
    assert found.count("both", "same") == len(theirs) and found.count("only theirs") == 0
    out = io.StringIO()
    show_comparison(found, "ucdp", Console(file=out, width=160))
    assert "In both: 2 (100% of theirs): 2 with the same count" in summary(found, "ucdp") and "inc-1" in out.getvalue()
    assert all(set(r) == set(COLUMNS) for r in comparison_rows(found))


def test_from_the_command_line(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "l.db", create=True, now=lambda: datetime(2020, 3, 1, tzinfo=UTC)) as held:
        held.add_reading(world.first_reading())
    table = tmp_path / "theirs.csv"
    table.write_text(
        'id,date,place,country,parties,killed\na,2020-02-20,"Ostra, Vale, Syria",Syria,Syrian government,6\n'
    )
    words = ["compare", "csv", str(table), "--ledger", str(tmp_path / "l.db")]
    done = CliRunner().invoke(app, [*words, "--format", "csv"])
    assert done.exit_code == 0, done.output
    (row,) = [r for r in csv.DictReader(io.StringIO(done.stdout)) if r["theirs"]]
    assert row["kind"] == "both" and row["their_best"] == "6"
    assert "In both: 1" in CliRunner().invoke(app, words).stdout
    assert CliRunner().invoke(app, ["compare", "csv", "none.csv", *words[3:]]).exit_code == 3


def test_an_imported_dataset_is_compared_by_its_name(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "l.db", create=True, now=lambda: datetime(2020, 3, 1, tzinfo=UTC)) as held:
        held.add_reading(world.first_reading())
    table, kept = tmp_path / "theirs.csv", tmp_path / "kept.db"
    table.write_text('id,date,place,country,killed\na,2020-02-20,"Ostra, Vale, Syria",Syria,6\n')

    def run(*words: object) -> Result:
        return CliRunner().invoke(app, [*map(str, words), "--kept-in", str(kept)])

    ledger = ("--ledger", tmp_path / "l.db")
    none = run("compare", "ucdp", *ledger)
    assert none.exit_code == 3 and "accordingto import ucdp FILE" in none.stderr
    assert run("import", "csv", table, "--dataset", "monitor").exit_code == 0
    there = run("compare", "monitor", *ledger, "--format", "csv")
    direct = run("compare", "csv", table, *ledger, "--format", "csv")
    assert there.exit_code == 0 and there.stdout == direct.stdout
    assert [r["kind"] for r in csv.DictReader(io.StringIO(there.stdout))] == ["both"]
    other = run("compare", "ucdp", *ledger)
    assert other.exit_code == 3 and "it holds: monitor (1 events)" in other.stderr
    kept.write_text("no database at all " * 100)
    assert run("compare", "monitor", *ledger).exit_code == 3
    assert run("compare", "monitor", table, *ledger).exit_code == 2


def test_reasons_are_those_of_the_dataset_that_is_compared() -> None:
    def reasons(kind: str) -> str:
        return " ".join(w for r in compare(world.view(), (), kind).rows for w in r.why)

    assert "UCDP GED" in reasons("ucdp") and "ACLED" in reasons("acled")
    assert "not of the kind" not in reasons("csv")
