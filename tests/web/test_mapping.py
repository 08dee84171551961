import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordingto.store import Ledger
from accordingto.vocab.atlas import WIDTH, WORLD, Window, around, drawn, fitted
from accordingto.web.asking import address
from accordingto.web.desk import Desk
from accordingto.web.faults import PageError
from accordingto.web.mapping import Spot, grouped, map_page, timeline, window_of

LON, LAT = st.floats(-180, 180), st.floats(-58, 80)


def spots(days: list[date | None], contested: bool = False) -> list[Spot]:
    return [Spot(f"inc-{n}", "<b>", 1.0, 2.0, d, 3, 9, contested) for n, d in enumerate(days)]


@given(st.lists(st.tuples(LON, LAT), min_size=1, max_size=5))
def test_a_window_holds_its_points_and_lies_in_the_world(points: list[tuple[float, float]]) -> None:
    w = around(points)
    assert -180 <= w.west < w.east <= 180 and -58 <= w.south < w.north <= 80
    assert all(w.west - 1e-3 <= lon <= w.east + 1e-3 and w.south - 1e-3 <= lat <= w.north + 1e-3 for lon, lat in points)
    assert around([]) == WORLD == fitted(WORLD)
    assert 100 < w.height < 2000


@given(LON, LAT)
def test_points_of_a_window_stand_on_its_picture(lon: float, lat: float) -> None:
    x, y = WORLD.xy(lon, lat)
    assert 0 <= x <= WIDTH and 0 <= y <= WORLD.height


def test_land_is_where_it_should_be() -> None:
    def land(w: Window) -> str:
        return drawn(w, borders=False)

    inland, sea = Window(20, 20, 22, 21), Window(-40, 30, -38, 31)
    assert land(sea).count("M") == 0 and land(inland).count("L") >= 3
    for w in (WORLD, Window(-180, 60, -160, 72), Window(160, 50, 180, 70), Window(35, 34, 38, 37)):
        numbers = [float(n) for n in re.findall(r"-?\d+\.\d", land(w))]
        assert min(numbers) > -WIDTH / 4 and max(numbers) < 1.3 * max(WIDTH, w.height)
    assert "border" in drawn(WORLD, borders=True) and "border" not in land(WORLD)
    assert len(drawn(WORLD, borders=True)) < 400_000


def test_the_map_shows_what_has_a_point_and_counts_the_rest(ledger: Ledger) -> None:
    page = map_page(Desk(ledger, "Ada"), {})
    assert (page["count"], page["unlocated"], page["undated"], page["in_view"]) == (2, 1, 1, 2)
    assert page["map"].count("<a ") == 1 and 'class="contested" href="/incident/inc-1"' in page["map"]
    elsewhere = map_page(Desk(ledger, "Ada"), {"view": "-10,-10,10,10"})
    assert elsewhere["map"].count("<a ") == 0
    assert [i["id"] for i in elsewhere["incidents"]] == ["inc-2"]
    assert "view=-10%2C-10%2C10%2C10" in elsewhere["switch"] and "borders=no" in elsewhere["switch"]


def test_many_on_one_spot_are_one_circle_that_leads_closer(ledger: Ledger) -> None:
    from accordingto.web.mapping import _map

    drawn_ = _map(spots([None] * 7), WORLD, False, lambda **k: address("/map", **k), {})
    assert drawn_.count("<a ") == 1 and ">7</text>" in drawn_ and "view=" in drawn_
    one = _map(spots([None]), WORLD, False, lambda **k: address("/map", **k), {"reported_by": "2020-01-01"})
    assert "&lt;b&gt;: 3 killed" in one and "<b>" not in one and "reported_by=2020-01-01" in one


@given(st.lists(st.tuples(LON, LAT), max_size=60))
def test_every_point_is_in_one_circle_and_circles_lie_apart(points: list[tuple[float, float]]) -> None:
    seen = [Spot(str(n), "x", lat, lon, None, 0, 0, False) for n, (lon, lat) in enumerate(points)]
    groups = grouped(seen, WORLD)
    assert sorted(s.id for g in groups for s in g) == sorted(s.id for s in seen)
    assert len(groups) <= len({(int(WORLD.xy(*p)[0] // 26), int(WORLD.xy(*p)[1] // 26)) for p in points})


@pytest.mark.parametrize(
    "view", ["x", "1,2,3", "10,10,5,20", "0,0,0.01,0.01", "-999,0,10,10", "nan,0,1,1", "0,0,inf,1"]
)
def test_an_unreadable_window_is_named(view: str) -> None:
    with pytest.raises(PageError, match="view"):
        window_of(view)


@given(st.lists(st.dates(date(1990, 1, 1), date(2040, 1, 1)), min_size=1, max_size=20))
def test_every_dated_incident_is_in_one_bar(days: list[date]) -> None:
    svg = timeline(
        spots([*days, None], contested=True), lambda **k: address("/map", **{n.rstrip("_"): v for n, v in k.items()})
    )
    counted = [int(n) for n in re.findall(r"(\d+) incidents", svg)]
    assert sum(counted) == len(days) and len(counted) <= 130
    ranges = re.findall(r"from=([\d-]+)&amp;to=([\d-]+)", svg)
    assert len(ranges) == len(counted)
    assert all(any(a <= d.isoformat() <= b for a, b in ranges) for d in days)
    assert all(
        date.fromisoformat(a) <= date.fromisoformat(b) < date.fromisoformat(a) + timedelta(days=367) for a, b in ranges
    )


def test_no_day_no_timeline() -> None:
    assert timeline(spots([None]), lambda **k: "") == ""
