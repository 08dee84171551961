"""What, where and when of an incident, from all its tellings."""

from dataclasses import replace
from datetime import date

from tests.reconcile.test_estimates import MINISTRY, found, telling, turks

from accordingto.model import Bounds, Period, Place
from accordingto.model.telling import Telling
from accordingto.model.where import Location
from accordingto.reconcile.incident import reconcile, voices_of
from accordingto.reconcile.rules import built_in

POINT = Location(35.9, 36.7, 5.0, 1, "Ostra", "SY")
ROUGH = Location(35.0, 36.0, 25.0, 2, "Ostra", "SY")


def placed(t: Telling, path: str, at: Location | None = None, day: date = date(2020, 2, 20)) -> Telling:
    claims = tuple(replace(c, place=Place(path, None, path, at)) for c in t.claims)
    return replace(t, claims=claims, incident=replace(t.incident, place=path, period=Period.day(day)))


def one(report: str) -> Telling:
    return telling(report, turks(Bounds.exact(2), "two", **MINISTRY))


def test_the_place_lies_in_the_place_that_most_name() -> None:
    got = found(
        placed(one("r1"), "Idlib, Syria"), placed(one("r2"), "Ostra, Idlib, Syria"), placed(one("r3"), "Homs, Syria")
    )
    assert got.place == "Ostra, Idlib, Syria"


def test_the_point_is_the_most_precise_that_a_claim_gives_for_that_place() -> None:
    path = "Ostra, Idlib, Syria"
    got = found(
        placed(one("r1"), path, ROUGH), placed(one("r2"), path, POINT), placed(one("r3"), "Idlib, Syria", ROUGH)
    )
    assert (got.lat, got.lon) == (35.9, 36.7)


def test_a_place_without_a_point_has_none() -> None:
    assert found(placed(one("r1"), "Ostra, Idlib, Syria")).lat is None


def test_the_day_is_the_one_that_most_tell() -> None:
    days = [date(2020, 2, 20), date(2020, 2, 20), date(2020, 2, 21)]
    got = found(*(placed(one(f"r{i}"), "Ostra", day=d) for i, d in enumerate(days)))
    assert got.period == Period.day(days[0])


def test_a_copy_has_no_voice_of_its_own() -> None:
    copy = replace(one("r1"), outlet=replace(one("r1").outlet, report="r2", origin="r1"))
    assert voices_of(found(one("r1"), copy)) == {"r1/c1": "Turkey: military"}


def test_nothing_told_is_an_incident_of_nothing() -> None:
    got = reconcile("x", [], built_in("airwars"))
    assert got.estimates == () and got.disputes == () and got.place is None and got.type is None
