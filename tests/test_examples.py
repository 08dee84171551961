"""The bundled reports are read as promised: bounds, speakers, rival accounts, totals, nothing from navigation."""

import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

import accordingto
from accordingto import Bounds, Claim, Issue, Reading, Severity

ROOT = Path(__file__).parents[1]
FOLDERS = ("idlib-2020", "ituri-2021")
REPORTS = {"idlib-2020": 12, "ituri-2021": 4}
# Words of navigation, banners, credits and related links in the bundled pages.
BOILERPLATE = (
    "partners", "cookies", "Follow us", "25,000 readers", "Car bomb kills", "Seven soldiers wounded", "agency pool",
    "30 killed", "Ferry crash", "masked men", "214 views", "martyred", "6 killed in Atareb", "9 killed in Maaret",
    "41 dead", "Ten recipes", "31 dead", "40 missing", "Copyright", "Sign up", "Subscribe", "subscription", "Donate",
)  # fmt: skip


@cache
def everything(folder: str) -> tuple[Reading | Issue, ...]:
    return tuple(accordingto.read_files([str(ROOT / "examples" / folder)]))


@cache
def reading(name: str) -> Reading:
    """The bundled report whose file or record has this name in it."""
    found = [r for f in FOLDERS for r in everything(f) if isinstance(r, Reading) and name in r.report.id]
    assert len(found) == 1, name
    return found[0]


def of_type(claims: Iterable[Claim], *types: str) -> list[Claim]:
    return [c for c in claims if c.type in types]


def counted(claims: Iterable[Claim], n: int) -> list[Claim]:
    """The claims whose count states this figure in any way."""
    return [c for c in claims if c.count and n in (c.count.bounds.low, c.count.bounds.best, c.count.bounds.high)]


def only(claims: list[Claim]) -> Claim:
    assert len(claims) == 1, [c.quote for c in claims]
    return claims[0]


def source(claim: Claim) -> str:
    return claim.source.text.lower() if claim.source else ""


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_bundled_report_is_read(folder: str) -> None:
    results = everything(folder)
    assert [r for r in results if isinstance(r, Issue)] == []
    readings = [r for r in results if isinstance(r, Reading)]
    assert len(readings) == REPORTS[folder]
    assert [i for r in readings for i in r.issues if i.severity is not Severity.NOTE] == []
    assert all(r.claims for r in readings)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_word_stands_where_it_is_said_to_stand(folder: str) -> None:
    for r in everything(folder):
        assert isinstance(r, Reading)
        for c in r.claims:
            assert c.span.of(r.report.text) == c.quote
            assert c.trigger_span.of(r.report.text) == c.trigger
            for slot in (c.count, c.target, c.actor, c.place, c.time, c.source):
                if slot is not None and slot.span is not None:
                    assert slot.span.of(r.report.text) == slot.text


@pytest.mark.parametrize("folder", FOLDERS)
def test_nothing_comes_from_navigation_or_boilerplate(folder: str) -> None:
    for r in everything(folder):
        assert isinstance(r, Reading)
        for c in r.claims:
            assert [w for w in BOILERPLATE if w in c.quote] == []
            assert "min read" not in c.quote


def test_up_to_fifty_is_an_upper_bound_and_nothing_else() -> None:
    c = only(counted(of_type(reading("01-meridian").claims, "killed"), 50))
    assert c.count is not None
    assert c.count.bounds == Bounds.up_to(50)
    assert "ministry" in source(c)


def test_more_than_fifty_is_a_floor() -> None:
    c = only(counted(of_type(reading("02-halcyon").claims, "killed"), 50))
    assert c.count is not None
    assert c.count.bounds == Bounds.at_least(50)


def test_two_killed_and_five_wounded_are_the_ministrys() -> None:
    r = reading("01-meridian")
    killed = counted(of_type(r.claims, "killed"), 2)
    assert any("ministry" in source(c) for c in killed)
    injured = only(counted(of_type(r.claims, "injured"), 5))
    assert "ministry" in source(injured)


def test_each_kind_of_equipment_is_a_claim() -> None:
    lost = of_type(reading("01-meridian").claims, "destroyed")
    assert sorted(c.count.bounds.best or 0 for c in lost if c.count) == [1, 2, 3]


def test_two_answers_to_who_did_it_stay_two() -> None:
    r = reading("01-meridian")
    said = {(a.party, a.said_by is not None) for i in r.incidents for a in i.responsible}
    assert ("Syrian government", True) in said
    assert ("Russia", True) in said


def test_fifteen_is_a_running_total_and_in_no_incident() -> None:
    r = reading("01-meridian")
    c = only(counted(of_type(r.claims, "killed"), 15))
    assert (c.scope, c.incident) == ("cumulative", None)
    assert all(i.killed is None or i.killed.best != 15 for i in r.incidents)


def test_a_planned_recapture_is_no_capture() -> None:
    control = of_type(reading("01-meridian").claims, "control")
    taken = [c.quote for c in control if c.stance == "asserted" and ("Nayrab" in c.quote or "Saraqeb" in c.quote)]
    assert taken == []


def test_two_figures_of_displacement_stay_two() -> None:
    figures = {c.count.bounds for c in of_type(reading("01-meridian").claims, "displaced") if c.count}
    assert Bounds.about(900_000) in figures
    assert all(b == Bounds.about(900_000) or b.vague for b in figures)


def test_a_syndicated_copy_gives_the_figures_of_its_original_to_the_same_speaker() -> None:
    def figures(name: str) -> set[tuple[object, ...]]:
        claims = reading(name).claims
        # The headlines are each outlet's own.
        return {(c.type, c.count.bounds, source(c)) for c in claims if c.count and c.source}

    copy, original = figures("03-harbour"), figures("02-halcyon")
    assert {t for t, *_ in copy} >= {"killed", "injured"}
    assert copy <= original


@pytest.mark.parametrize("name", ["04-damascus", "05-volga"])
def test_a_denial_is_denied(name: str) -> None:
    assert [c for c in of_type(reading(name).claims, "attack") if c.stance == "denied"]


def test_russia_admits_strikes_on_armed_groups_only() -> None:
    for c in of_type(reading("05-volga").claims, "attack"):
        if c.actor and c.actor.party == "Russia" and c.target and "Turkish soldiers" in (c.target.text or ""):
            assert c.stance != "asserted"


def test_the_monitor_counts_by_side() -> None:
    r = reading("06-northwest")
    figures = {c.count.bounds for c in of_type(r.claims, "killed") if c.count}
    assert {Bounds.at_least(38), Bounds.exact(2), Bounds.exact(5)} <= figures
    total = only(counted(of_type(r.claims, "killed"), 417))
    assert total.scope == "cumulative"


def test_money_and_percentages_are_no_toll() -> None:
    claims = reading("07-relief-desk").claims
    assert counted(claims, 38) == []
    assert counted(claims, 336) == []
    assert counted(claims, 336_000_000) == []


def test_a_range_has_two_ends_and_no_middle() -> None:
    c = only(counted(of_type(reading("07-relief-desk").claims, "displaced"), 40_000))
    assert c.count is not None
    assert c.count.bounds == Bounds.between(40_000, 50_000)


def test_a_total_that_does_not_add_up_is_left_open() -> None:
    r = reading("08-bosphorus")
    total = only([c for c in counted(of_type(r.claims, "killed"), 17) if "brings the number" in c.quote])
    assert (total.scope, total.incident) == ("cumulative", None)
    check = next(t for t in r.tolls if t.claim == total.id)
    assert check.unexplained.best is None or check.unexplained.best >= 1


def test_refusals_are_acts() -> None:
    assert "REJECT" in {c.act for c in of_type(reading("ledgerline").claims, "act")}


def test_a_request_is_an_act_and_a_missile_system_is_no_count() -> None:
    assert "REQUEST" in {c.act for c in of_type(reading("ledgerline").claims, "act")}
    assert counted(reading("ledgerline").claims, 400) == []


def test_four_tolls_of_one_night_stay_with_who_says_them() -> None:
    def tolls(name: str, n: int) -> list[Claim]:
        found = counted(of_type(reading(name).claims, "killed"), n)
        assert found, (name, n)
        return found

    def toll(name: str, n: int) -> Claim:
        return tolls(name, n)[0]

    assert toll("01-lake", 39).count.bounds == Bounds.at_least(39)  # type: ignore[union-attr]
    assert any("army" in source(c) for c in tolls("02-great-rift", 20))
    assert "nurse" in source(toll("02-great-rift", 31))
    assert toll("rift-research", 57)
    assert toll("relief-desk-2021", 55)


def test_the_tour_that_make_demo_gives_runs_to_its_end() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "examples" / "tour.py"], capture_output=True, text=True, encoding="utf-8", timeout=120
    )
    assert done.returncode == 0, done.stderr
    for part in (
        "≤ 50",
        "16 reports added",
        "independent source",
        "contested: ",
        "running totals",
        "Try next:",
    ):
        assert part in done.stdout
