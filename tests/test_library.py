"""The ledger from Python: frames with the right columns and kinds, values, plots; the tutorial runs as it stands."""

import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import accordingto
from accordingto.export.tables import TABLES
from accordingto.model import Bounds
from accordingto.render.accounts import accounts_of
from accordingto.store import Ledger as Store
from tests.export import world
from tests.reconcile.idlib import readings

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("library") / "idlib.db"
    with Store.open(found, create=True, now=lambda: datetime(2020, 3, 1, tzinfo=UTC)) as held:
        for r in readings():
            held.add_reading(r)
    return found


@pytest.mark.parametrize("name", ["incidents", "claims", "tolls"])
def test_a_frame_has_the_columns_of_the_export(where: Path, name: str) -> None:
    pytest.importorskip("pandas")
    with accordingto.Ledger(where) as ledger:
        frame = getattr(ledger, name)()
    assert list(frame.columns) == list(TABLES[name].columns) and len(frame)


def test_what_nobody_gave_is_missing_and_whole_numbers_stay_whole(where: Path) -> None:
    pandas = pytest.importorskip("pandas")
    with accordingto.Ledger(where) as ledger:
        frame = ledger.incidents()
        none = ledger.incidents(place="Atlantis")
    assert str(frame["killed_low"].dtype) == "Int64" and frame["killed_high"].isna().any()
    assert pandas.isna(frame["displaced_best"]).all()
    assert len(none) == 0 and list(none.columns) == list(frame.columns)


def test_filters_days_and_earlier_times(where: Path) -> None:
    pytest.importorskip("pandas")
    with accordingto.Ledger(where) as ledger:
        some = ledger.incidents(start="2020-02-20", end=date(2020, 2, 20))
        assert set(some["start"]) <= {"2020-02-20"} and 0 < len(some) <= len(ledger.incidents())
        with pytest.raises(TypeError):
            ledger.incidents(no_such="x")
    with accordingto.Ledger(where, reported_by=date(2020, 2, 19), rules="acled") as then:
        assert len(then.incidents()) == 0
    with accordingto.Ledger(where, as_of=datetime(2019, 1, 1, tzinfo=UTC)) as before:
        assert len(before.claims()) == 0


def test_values_lead_to_claims_and_back(where: Path) -> None:
    with accordingto.Ledger(where) as ledger:
        first = next(ledger.each())
        assert ledger.incident(first.id) == first == ledger.incident(first.tellings[0].key)
        assert ledger.series() and "rule set `ucdp`" in ledger.method()
        with pytest.raises(KeyError, match="no incident nothing"):
            ledger.incident("nothing")


def test_polars_gives_the_same(where: Path) -> None:
    pytest.importorskip("polars")
    with accordingto.Ledger(where, frames="polars") as ledger:
        frame = ledger.incidents()
    assert frame.columns == list(TABLES["incidents"].columns) and str(frame.schema["killed_low"]) == "Int64"


def test_frames_of_another_kind_are_refused(where: Path) -> None:
    with pytest.raises(ValueError, match="pandas or polars"):
        accordingto.Ledger(where, frames="numpy")


def test_accounts_keep_every_voice_and_say_which_were_used() -> None:
    found = accounts_of(world.disputed(), "killed")
    assert [(a.who, a.bounds) for a in found] == [
        ("Activists", Bounds.exact(7)), ("The mayor", Bounds.exact(5)), ("The ministry", Bounds.up_to(50)),
    ]  # fmt: skip
    assert [a.used for a in found] == [False, True, False] and found[1].quote == "Five villagers were killed"


def test_plots_draw_ranges_totals_and_places() -> None:
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    from accordingto.render import plots

    bars = plots.range_bars(world.disputed())
    assert [t.get_text() for t in bars.get_yticklabels()][0] == "All reports (ucdp)"
    assert len(bars.get_yticklabels()) == 4
    steps = plots.toll_steps(world.tolls())
    assert "decrease" in [t.get_text() for t in steps.texts]
    shown = plots.incident_map([world.disputed(), world.nowhere()])
    assert shown.get_title(loc="left") == "1 incidents; 1 more have no point"
    plots.pyplot().close("all")


def test_the_tutorial_runs_block_by_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pandas", "matplotlib"):
        pytest.importorskip(name)
    import matplotlib

    matplotlib.use("Agg")
    page = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert len(blocks) >= 7
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {"__name__": "tutorial"}
    for n, body in enumerate(blocks, 1):
        exec(compile(body, f"tutorial.md, block {n}", "exec"), names)
    assert {p.name for p in tmp_path.iterdir()} >= {"tutorial.db", "ranges.png", "map.png", "toll.png"}
    from accordingto.render import plots

    plots.pyplot().close("all")
