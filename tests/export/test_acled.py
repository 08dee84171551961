"""ACLED-shaped rows: types, days, actors, and what is left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accordingto.export.acled import rows
from accordingto.export.acledrules import COLUMNS, INTER, SUB_EVENTS, inter_code, row_faults
from accordingto.export.base import Note, Options
from accordingto.export.values import written_day
from accordingto.model import Bounds, Claim, Period
from accordingto.model.linked import LinkedIncident
from tests.export import world

MEANS = (
    "airstrike", "drone", "missile", "rocket", "shelling", "chemical", "ied", "car-bomb", "suicide-bomb", "landmine",
    "grenade", "small-arms", "clash", "stabbing", "beheading", "execution", "torture", "arson", "raid", "siege",
    "abduction", "explosion", "other", None,
)  # fmt: skip
TYPES = ("killed", "injured", "casualties", "missing", "detained", "displaced", "destroyed", "attack", "control")


def made(incident: LinkedIncident, options: Options | None = None) -> tuple[list[dict[str, object]], list[Note]]:
    notes: list[Note] = []
    found = rows(world.view(incidents=(incident,)), notes.append, options or Options())
    return [dict(r) for r in found], notes


def told(*claims: Claim, text: str, period: Period | None = None, type_: str | None = None) -> LinkedIncident:
    p = period or Period.day(world.DAY)
    return world.linked("x", (world.telling(world.reading("r", text, claims, place=world.PLACE, period=p)),), period=p,
                        type_=type_)  # fmt: skip


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(TYPES), st.sampled_from(MEANS),
            st.sampled_from([None, "Russia", "Syrian government", "Islamic State", "unknown gunmen", "Some League"]),
            st.sampled_from([None, "Syrian opposition", "Turkey"]),
            st.sampled_from(["civilian", "combatant", "unknown", "thing", None]),
        ),
        min_size=1, max_size=4,
    ),
    st.integers(0, 40),
    st.booleans(),
)  # fmt: skip
def test_every_row_keeps_the_rules(claims: list[tuple[str, ...]], span: int, legacy: bool) -> None:
    text = "It happened there."
    made_of = [
        world.claim(f"c{i}", t, text, text, means=m, actor=a, target=v, kind=k)
        for i, (t, m, a, v, k) in enumerate(claims)
    ]
    end = world.DAY + timedelta(span)
    period = Period(world.DAY, end, f"{world.DAY}/{end}")
    incident = told(*made_of, text=text, period=period, type_="clash")
    found, notes = made(incident, Options(legacy_codes=legacy))
    assert bool(found) != any(n.kind == "skipped" for n in notes)
    days = [r["event_date"] for r in found]
    assert len(days) == len(set(days))
    for row in found:
        faults = row_faults({c: str(row[c]) for c in COLUMNS}, 2)
        assert [f.message for f in faults] == []


@pytest.mark.parametrize(
    ("means", "sub"),
    [
        ("airstrike", "Air/drone strike"),
        ("shelling", "Shelling/artillery/missile attack"),
        ("suicide-bomb", "Suicide bomb"),
        ("chemical", "Chemical weapon"),
        ("landmine", "Remote explosive/landmine/IED"),
        ("grenade", "Grenade"),
        ("small-arms", "Attack"),
        ("abduction", "Abduction/forced disappearance"),
    ],
)
def test_means_decide_the_type(means: str, sub: str) -> None:
    text = "Civilians were hit."
    c = world.claim("c1", "attack", text, text, means=means, actor="Islamic State", kind="civilian")
    row = made(told(c, text=text))[0][0]
    assert row["sub_event_type"] == sub
    assert sub in SUB_EVENTS[str(row["event_type"])]
    assert (row["actor2"], row["inter2"], row["civilian_targeting"]) == ("Civilians", "Civilians", "Civilian targeting")
    assert row["interaction"] == "Rebel group-Civilians"


def test_three_days_of_fighting_are_three_rows() -> None:
    found, _ = made(world.clash())
    assert [r["event_date"] for r in found] == ["2020-02-20", "2020-02-21", "2020-02-22"]
    assert [r["fatalities"] for r in found] == [5, 5, 4]
    assert [r["event_id_cnty"] for r in found] == ["AT-inc-2-1", "AT-inc-2-2", "AT-inc-2-3"]
    assert {r["time_precision"] for r in found} == {2}


def test_one_unknown_day_of_several_is_one_row() -> None:
    found, _ = made(replace(world.clash(), type="airstrike"))
    assert [(r["event_date"], r["time_precision"], r["fatalities"]) for r in found] == [("2020-02-20", 2, 14)]


def test_the_lowest_figure_and_the_range_in_the_notes() -> None:
    found, notes = made(world.disputed())
    assert found[0]["fatalities"] == 5
    assert "5-7 (best 7)" in str(found[0]["notes"])
    assert "according to activists" in str(found[0]["notes"])
    assert any("lowest figure" in n.detail for n in notes)


def test_forces_abroad_are_external_and_rival_doers_unidentified() -> None:
    found, _ = made(world.disputed())
    assert found[0]["actor1"] == "Russia or Syrian government (disputed)"
    assert found[0]["inter1"] == "External/Other forces"
    text = "Turkey struck rebels."
    c = world.claim("c1", "killed", text, text, n=Bounds.exact(1), actor="Turkey", target="Syrian opposition",
                    kind="combatant", means="airstrike")  # fmt: skip
    row = made(told(c, text=text))[0][0]
    assert (row["inter1"], row["inter2"], row["interaction"]) == (
        "External/Other forces", "Rebel group", "Rebel group-External/Other forces",
    )  # fmt: skip
    legacy = made(told(c, text=text), Options(legacy_codes=True))[0][0]
    assert (legacy["inter1"], legacy["inter2"], legacy["interaction"]) == (8, 2, 28)


def test_both_forms_of_days_and_types_are_read() -> None:
    assert written_day("16 May 2025") == written_day("2025-05-16")
    assert written_day("16 Mai 2025") is None
    assert [inter_code(x) for x in ("State Forces", "Rebel Groups", "Rebel group", "7", "9", "Pirates")] == [
        1, 2, 2, 7, None, None,
    ]  # fmt: skip
    assert {inter_code(name) for name in INTER.values()} == set(INTER)
