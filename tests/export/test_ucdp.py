"""UCDP rows: figures, sides, precision, and what is left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accordingto.export.base import Note, Options
from accordingto.export.ucdp import rows
from accordingto.export.ucdprules import COLUMNS, row_faults
from accordingto.model import Bounds, Period
from accordingto.model.linked import LinkedIncident
from tests.export import world

figures = st.tuples(*[st.one_of(st.none(), st.integers(0, 300))] * 3).map(
    lambda t: (
        Bounds(*[next(it) if v is not None else None for v in t])
        if (it := iter(sorted(v for v in t if v is not None))) is not None
        else Bounds()
    )
)
sides = st.lists(
    st.tuples(
        st.just("killed"),
        st.sampled_from([None, "Syrian government", "Syrian opposition", "Turkey", "unknown gunmen"]),
        st.sampled_from(["civilian", "combatant"]),
        figures,
    ),
    max_size=4,
)


def made(*incidents: LinkedIncident, options: Options | None = None) -> tuple[list[dict[str, object]], list[Note]]:
    notes: list[Note] = []
    found = list(rows(world.view(incidents=incidents), notes.append, options or Options()))
    return [dict(r) for r in found], notes


def one(incident: LinkedIncident) -> dict[str, object]:
    found, notes = made(incident)
    assert len(found) == 1, notes
    return found[0]


@settings(deadline=None)
@given(killed=figures, by=sides, span=st.integers(0, 364), lat=st.floats(-90, 90), lon=st.floats(-180, 180))
def test_every_row_keeps_the_rules(killed: Bounds, by: list[object], span: int, lat: float, lon: float) -> None:
    told = world.clash()
    period = Period(world.DAY, world.DAY + timedelta(span))
    incident = replace(
        world.linked("inc-1", told.tellings, killed=killed, sides=by, point=(lat, lon), period=period),  # type: ignore[arg-type]
        disputes=(),
    )
    found, notes = made(incident)
    assert len(found) == (1 if any(n.kind == "row" for n in notes) else 0)
    for row in found:
        text = {c: "" if row[c] is None else str(row[c]) for c in COLUMNS}
        assert [f.message for f in row_faults(text, 2)] == []
        assert row["best"] == sum(int(str(row[f"deaths_{k}"])) for k in ("a", "b", "civilians", "unknown"))


@pytest.mark.parametrize(
    ("bounds", "low", "best", "high"),
    [
        (Bounds.exact(12), 12, 12, 12),
        (Bounds.up_to(50), 0, 0, 50),
        (Bounds.at_least(12), 12, 12, 12),
        (Bounds.about(12), 12, 12, 12),
        (Bounds.between(15, 20), 15, 15, 20),
    ],
)
def test_words_that_leave_ends_open(bounds: Bounds, low: int, best: int, high: int) -> None:
    row = one(world.linked("x", world.clash().tellings, killed=bounds))
    assert (row["low"], row["best"], row["high"]) == (low, best, high)


def test_two_sides_and_their_dead() -> None:
    row = one(world.clash())
    assert (row["type_of_violence"], row["side_a"], row["side_b"]) == (1, "Syrian government", "Syrian opposition")
    assert [row[f"deaths_{k}"] for k in ("a", "b", "civilians", "unknown")] == [10, 4, 0, 0]
    assert (row["gwnoa"], row["gwnob"], row["country_id"], row["region"]) == (652, "", 652, "Middle East")
    assert (row["date_prec"], row["event_clarity"]) == (2, 2)
    assert all(row[c] == "" for c in ("id", "relid", "dyad_new_id", "side_a_new_id", "conflict_new_id"))


def test_one_sided_violence() -> None:
    told = world.telling(world.other_reading())
    row = one(
        world.linked("x", (told,), killed=Bounds.exact(7), sides=(("killed", None, "civilian", Bounds.exact(7)),))
    )
    assert (row["type_of_violence"], row["side_a"], row["side_b"], row["side_b_new_id"]) == (
        3,
        "Russia",
        "Civilians",
        "1",
    )
    assert (row["deaths_civilians"], row["deaths_unknown"]) == (7, 0)


def test_a_disputed_doer_is_never_chosen() -> None:
    found, notes = made(world.disputed())
    assert found[0]["side_a"] == "Russia or Syrian government (disputed)"
    assert found[0]["code_status"] == "Check"
    assert any("Russia, Syrian government" in n.detail for n in notes if n.kind == "lost")


def test_sides_beyond_the_whole_are_unknown() -> None:
    told = world.clash().tellings
    by = (("killed", "Syrian government", "combatant", Bounds.exact(10)), ("killed", None, "civilian", Bounds.exact(9)))
    row = one(world.linked("x", told, killed=Bounds.exact(12), sides=by))
    assert [row[f"deaths_{k}"] for k in ("a", "b", "civilians", "unknown")] == [0, 0, 0, 12]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"estimates": ()}, "no death"),
        ({"lat": None, "lon": None}, "no point"),
        ({"place": "Ostra"}, "country"),
        ({"period": Period(date(2020, 1, 1), None)}, "both ends"),
        ({"period": Period(date(2020, 1, 1), date(2021, 1, 1))}, "a year or more"),
    ],
)
def test_left_out_with_its_reason(changes: dict[str, object], reason: str) -> None:
    found, notes = made(replace(world.clash(), **changes))  # type: ignore[arg-type]
    assert found == []
    assert [n.kind for n in notes] == ["skipped"]
    assert reason in notes[0].detail


def test_nobody_known_and_nobody_named() -> None:
    text = "Gunmen killed 3 people."
    for party, reason in (("unknown gunmen", "not an organised actor"), (None, "no side that did it")):
        c = world.claim("c1", "killed", text[:-1], text, n=Bounds.exact(3), kind="civilian", actor=party)
        told = world.telling(world.reading("r", text, (c,), place=world.PLACE, period=Period.day(world.DAY)))
        _, notes = made(world.linked("x", (told,), killed=Bounds.exact(3)))
        assert reason in notes[0].detail


def test_numbers_of_the_users_own_list() -> None:
    ids = {"Syrian government": "118", "Syrian government - Syrian opposition": "11973"}
    found, _ = made(world.clash(), options=Options(ids=ids))
    row = found[0]
    assert (row["side_a_new_id"], row["side_b_new_id"], row["dyad_new_id"]) == ("118", "", "11973")


def test_sources_are_parallel_lists() -> None:
    row = one(world.disputed())
    assert row["number_of_sources"] == 2
    assert [str(row[f"source_{k}"]).count(";") for k in ("office", "date", "headline")] == [1, 1, 1]
