"""The bundled Idlib reports together: as a careful reader claims them, and as the package's own reader does."""

from datetime import UTC, date, datetime

import pytest
from tests.reconcile.idlib import FOLDER, STRIKE, readings

import accordingto
from accordingto.model.judgement import Judgement, Verdict
from accordingto.model.linked import Estimate, LinkedIncident, TollSeries
from accordingto.model.telling import tellings_of
from accordingto.workflow.across import Across, outlet_of, reconcile_readings, reconcile_tellings


@pytest.fixture(scope="module")
def across() -> Across:
    return reconcile_readings(readings())


@pytest.fixture(scope="module")
def strike(across: Across) -> LinkedIncident:
    (found,) = [
        i for i in across.incidents if any("01-meridian" in t.key and t.incident.id == "i1" for t in i.tellings)
    ]
    return found


def turks(i: LinkedIncident, measure: str) -> Estimate:
    e = i.estimate(measure, party="Turkey", kind="combatant")
    assert e is not None
    return e


def test_the_strike_is_one_incident_from_all_who_tell_of_its_dead(strike: LinkedIncident) -> None:
    told = {t.key.rpartition("/")[2] for t in strike.tellings}
    assert told >= {
        "01-meridian-post.html#i1", "02-halcyon-newswire.txt#i1", "03-harbour-herald.html#i1",
        "06-northwest-monitor.html#i1", "08-bosphorus-daily.html#i4", "09-orontes-radio-correction.txt#i1",
        "ledgerline-patriots#i1",
    }  # fmt: skip
    assert strike.period.start == STRIKE and (strike.place or "").endswith("Idlib, Syria")


def test_two_dead_and_five_wounded(strike: LinkedIncident) -> None:
    assert turks(strike, "killed").bounds == accordingto.Bounds.exact(2)
    assert turks(strike, "injured").bounds == accordingto.Bounds.exact(5)


def test_who_did_it_is_contested_between_syria_and_russia(strike: LinkedIncident) -> None:
    (d,) = [d for d in strike.disputes if d.question == "responsibility" and d.about == "who harmed Turkey"]
    said = {(p.answer, p.claimant, p.stance) for p in d.positions}
    assert d.state == "contested"
    assert said >= {
        ("Syrian government", "A spokesman for the Turkish presidency", "asserted"),
        ("Russia", "Our field contacts", "asserted"),
    }
    assert {p.answer for p in d.positions} == {"Syrian government", "Russia"}
    (seen,) = [p for p in d.positions if p.claimant == "Our field contacts"]
    assert "witness" in seen.evidence and seen.first == date(2020, 2, 21)


def test_both_denials_are_positions_once_a_reviewer_has_said_what_they_deny(strike: LinkedIncident) -> None:
    """A report that only denies shares little with the others; a person joins it."""
    denials = [
        t for r in readings() if "04-damascus" in r.report.id or "05-volga" in r.report.id
        for t in tellings_of(r, outlet_of(r, None))
    ]  # fmt: skip
    at = datetime(2020, 3, 1, tzinfo=UTC)
    merged = [
        Judgement(f"j{n}", Verdict.MERGE, t.key, "a reviewer", at, "denies this strike", other=strike.tellings[0].key)
        for n, t in enumerate(denials)
    ]
    joined = reconcile_tellings([*strike.tellings, *denials], judgements=merged).find(strike.id)
    assert joined is not None and len(joined.reports) == len({*strike.reports, *(t.outlet.report for t in denials)})
    denied = {(p.answer, p.claimant) for d in joined.disputes for p in d.positions if p.stance == "denied"}
    assert denied >= {("Syrian government", "A military source"), ("Russia", "Russian defence ministry")}


def test_what_turkey_says_of_syria_s_losses_sets_a_high_only(across: Across) -> None:
    told = [i for i in across.incidents if any("01-meridian" in t.key and t.incident.id == "i2" for t in i.tellings)]
    e = told[0].estimate("killed", party="Syrian government", kind="combatant")
    assert e is not None and (e.bounds.low, e.bounds.best, e.bounds.high) in {(None, None, 50), (13, 13, 50)}


def test_the_correction_supersedes(strike: LinkedIncident) -> None:
    aside = {a.claim.rpartition("/")[2]: a.reason for a in turks(strike, "killed").aside if "orontes" in a.claim}
    assert set(aside) == {"c1", "c3"} and all(r.startswith("taken back") for r in aside.values())
    assert any("orontes" in c and c.endswith("/c2") for c in turks(strike, "killed").used)


def test_the_syndicated_copy_adds_no_independence(across: Across, strike: LinkedIncident) -> None:
    without = [r for r in readings() if "02-halcyon" not in r.report.id]
    (again,) = [
        i for i in reconcile_readings(without).incidents
        if any("01-meridian" in t.key and t.incident.id == "i1" for t in i.tellings)
    ]  # fmt: skip
    for measure in ("killed", "injured"):
        assert turks(again, measure).sources == turks(strike, measure).sources
        assert turks(again, measure).bounds == turks(strike, measure).bounds
    used = {c for i in across.incidents for e in i.estimates for c in e.used}
    assert len({c.partition("/c")[0] for c in used if "halcyon" in c or "harbour" in c}) == 1


def toll(tolls: tuple[TollSeries, ...], stated: int) -> TollSeries:
    (found,) = [s for s in tolls if s.points[0].stated.best == stated]
    return found


def test_the_totals_are_explained_in_part_and_never_added(across: Across, strike: LinkedIncident) -> None:
    fifteen, seventeen = toll(across.tolls, 15), toll(across.tolls, 17)
    (point,) = fifteen.points
    assert point.explained is not None and point.explained.best == 8 + 5 + 2
    assert point.unexplained.best == 15 - point.explained.best
    assert strike.id in point.incidents
    (later,) = seventeen.points
    assert later.explained is not None and later.explained.best == 8 + 5 + 2 + 1 and later.unexplained.best == 1
    assert fifteen.beside == (seventeen.id,)
    assert all(e.bounds.best not in (15, 17) for i in across.incidents for e in i.estimates)


def test_what_was_known_a_day_later_is_known_a_day_later() -> None:
    early = reconcile_readings(readings(), as_of=STRIKE)
    reports = {r for i in early.incidents for r in i.reports}
    assert not any("harbour" in r or "bosphorus" in r for r in reports)
    assert any("01-meridian" in r for r in reports)


def test_the_order_of_the_reports_changes_nothing(across: Across) -> None:
    other = reconcile_readings(list(reversed(readings())))
    assert other.incidents == across.incidents and other.tolls == across.tolls


@pytest.fixture(scope="module")
def shipped() -> Across:
    return accordingto.reconcile_readings(accordingto.read_files([str(FOLDER)]))


def test_the_package_s_own_reader_gets_the_main_points(shipped: Across) -> None:
    """What holds with the reader as it ships; docs/method.md says what it misses of these reports."""
    found = [i for i in shipped.incidents if any("01-meridian" in t.key and t.incident.id == "i1" for t in i.tellings)]
    assert len(found) == 1 and len(found[0].reports) > 1
    assert turks(found[0], "killed").bounds == accordingto.Bounds.exact(2)
    assert turks(found[0], "injured").bounds == accordingto.Bounds.exact(5)
    told = {r.party for t in found[0].tellings for r in t.incident.responsible}
    assert "Syrian government" in told
    assert all(e.bounds.best not in (15, 17) for e in found[0].estimates)
    copies = {t.outlet.report for i in shipped.incidents for t in i.tellings if t.outlet.origin != t.outlet.report}
    assert len(copies) == 1
    assert not any(c.startswith(r) for i in shipped.incidents for e in i.estimates for c in e.used for r in copies)
