"""The parts that formats are made of: places, parties, figures, cells, equipment, words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accordingto.export.actors import actor, country_code
from accordingto.export.cells import guarded
from accordingto.export.equipment import Item, item, lost_words
from accordingto.export.where import number, priogrid, where, wkb, wkt
from accordingto.export.wording import account, speaker
from accordingto.model import Bounds, Count, Period, Place, Span, Target
from accordingto.model.linked import LinkedIncident, Position
from accordingto.model.where import Location
from accordingto.vocab.states import states
from tests.export import world


@pytest.mark.parametrize(
    ("lat", "lon", "cell"),
    # By the published formula: half-degree cells from the south-west corner, 720 a row.
    [(-90, -180, 1), (90, 180, 259_200), (0, 0, 129_961), (33.51, 36.29, 178_273), (-1.95, 30.06, 127_141)],
)
def test_priogrid(lat: float, lon: float, cell: int) -> None:
    assert priogrid(lat, lon) == cell


def test_points_are_written_longitude_first() -> None:
    assert wkt(35.25, -36.5) == "POINT (-36.5 35.25)"
    assert wkb(35.25, 36.5).hex() == "0101000000" + "0000000000404240" + "0000000000a04140"
    assert [number(x) for x in (1e-7, -0.00004, 10.0)] == ["0", "-0.00004", "10"]


@pytest.mark.parametrize(
    ("place", "precision", "adm1", "adm2", "country"),
    [
        ("Syria", 6, None, None, "Syria"),
        ("Idlib, Syria", 4, "Idlib", None, "Syria"),
        ("Ostra, Idlib, Syria", 1, "Idlib", None, "Syria"),
        ("Ostra, Saraqeb, Idlib, Syria", 1, "Idlib", "Saraqeb", "Syria"),
        ("Ostra", 5, None, None, None),
        (None, None, None, None, None),
    ],
)
def test_precision_by_the_path(
    place: str | None, precision: int | None, adm1: str | None, adm2: str | None, country: str | None
) -> None:
    found = where(replace(world.nowhere(), place=place))
    assert (found.precision, found.adm1, found.adm2, found.country) == (precision, adm1, adm2, country)
    assert found.point is None


def test_a_point_outside_of_the_world_is_none() -> None:
    assert where(replace(world.clash(), lat=95.0, lon=36.0)).point is None


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("Turkey", "state", "TR"), ("Syrian government", "state", "SY"), ("Congolese army", "state", "CD"),
        ("Nigerian police", "state", "NG"), ("Myanmar military", "state", "MM"), ("Islamic State", "armed", None),
        ("US-led Coalition", "coalition", None), ("unknown gunmen", "unknown", None),
        ("unnamed armed group", "unknown", None),
        ("The Ostra League", None, None),
    ],
)  # fmt: skip
def test_kinds_of_parties(name: str, kind: str | None, country: str | None) -> None:
    assert (actor(name).kind, actor(name).country) == (kind, country)


def test_states_have_their_numbers() -> None:
    assert (states()["SY"].alpha3, states()["SY"].numeric, states()["SY"].gw) == ("SYR", 760, 652)
    assert states()["PS"].gw is None
    assert country_code("türkiye") == country_code("Turkey") == "TR"
    gw = [s.gw for s in states().values() if s.gw]
    assert len(gw) == len(set(gw))
    assert len({s.alpha3 for s in states().values()}) == len(states())


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("five tanks", "Tanks"), ("a rocket launcher", "Multiple rocket launchers"),
        ("two APCs", "Armoured personnel carriers"),
        ("an ammunition truck", "Trucks and vehicles"), ("a hospital", None), ("think-tanks", None),
    ],
)  # fmt: skip
def test_families_of_equipment(words: str, found: str | None) -> None:
    thing = item(words)
    assert (thing and thing.family) == found


def test_of_a_list_the_item_behind_its_figure_is_lost() -> None:
    text = "destroyed six armoured personnel carriers and five pickup trucks"
    carriers, trucks = text.index("armoured"), text.index("five")
    for at, n, found in (
        (text.index("six"), "six", Item("Armoured personnel carriers", "armoured personnel carriers")),
        (trucks, "five", Item("Trucks and vehicles", "pickup trucks")),
    ):
        target = Target(text[carriers:], Span(carriers, len(text)), None, "thing")
        count = Count(n, Span(at, at + len(n)), Bounds.exact(5))
        c = replace(world.claim("c1", "destroyed", text, text), target=target, count=count)
        assert item(lost_words(c)) == found


@pytest.mark.parametrize("text", ["=1+1", "+1+2", "-1-1", "@x", "+A1", "\t=1", "  =1", "＝1"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert guarded(text) == "'" + text


def test_a_report_in_its_own_voice_is_named_by_its_outlet() -> None:
    told = world.disputed()
    own = Position("yes", None, "asserted", ("r2/c1",), (), ("Volga Wire; North",), world.DAY, world.DAY)
    assert speaker(own, told) == "Volga Wire; North in its own voice"
    assert speaker(replace(own, claimant="a witness"), told) == "a witness"
    assert speaker(replace(own, claims=("gone/c1",)), told) == "a report in its own voice"


def test_numbers_are_left_alone() -> None:
    assert guarded(-1) == -1
    assert guarded("-2.5") == "-2.5"
    assert guarded(None) is None


def test_an_account_says_who_says_what() -> None:
    text = account(world.disputed())
    assert text.startswith(
        "On 20 February 2020: shelling in Ostra, Vale, Syria (“shelling of a market”). Claimed: killed"
    )
    assert "Russia (according to activists)" in text
    assert "Syrian government (denied by The ministry)" in text
    assert "From 2 reports of 2 origins." in text
    assert account(replace(world.nowhere(), period=Period(None, world.DAY))).startswith("By 20 February 2020:")


def test_precision_and_radius_are_those_of_the_claims() -> None:
    told = world.clash()
    near = Location(35.3, 36.6, 12.0, 2, "Idlib", "SY")
    far = Location(35.0, 38.0, 300.0, 6, "Syria", "SY")

    def with_places(path: str, *at: Location) -> LinkedIncident:
        t = told.tellings[0]
        claims = tuple(replace(c, place=Place(None, None, path, at[i % len(at)])) for i, c in enumerate(t.claims))
        return replace(told, place=path, tellings=(replace(t, claims=claims),))

    found = where(with_places("Ostra, Vale, Syria", far, near))
    assert (found.precision, found.radius, found.point) == (2, 12.0, (35.25, 36.5))
    # The country of a path that names none is the one in which its point was found.
    found = where(with_places("Ostra", near))
    assert (found.country, found.state and found.state.gw) == ("Syria", 652)
    # An incident whose point was taken away does not get it back from its claims.
    assert where(replace(with_places("Ostra", near), lat=None, lon=None)).point is None


def test_a_vague_district_is_no_district_to_ucdp() -> None:
    t = world.clash().tellings[0]
    at = Location(35.3, 36.6, 30.0, 3, "Ostra", "SY")
    claims = tuple(replace(c, place=Place(None, None, "Ostra, Syria", at)) for c in t.claims)
    found = where(replace(world.clash(), place="Ostra, Syria", tellings=(replace(t, claims=claims),)))
    assert (found.precision, found.adm2) == (5, None)
