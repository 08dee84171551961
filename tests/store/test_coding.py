"""Blind coding and the log, on both engines."""

from collections.abc import Sequence

import pytest

from accordingto.model.judgement import Verdict
from accordingto.store import Ledger, LedgerError
from accordingto.store.coding import Round
from accordingto.store.people import Role
from accordingto.workflow.agreement import SLOTS, agreement, coded_from
from accordingto.workflow.relinking import rebuild
from tests.store.samples import anchor, reading


@pytest.fixture
def team(ledger: Ledger) -> Ledger:
    """A ledger with four claims and three people."""
    ledger.add_reading(reading())
    ledger.add_reading(reading("r2", "In Ostra 9 fighters killed, the mayor said."))
    for name, role in (("Ana", Role.ADMIN), ("Bo", Role.CODER), ("Rea", Role.READER)):
        ledger.add_person(name, role, by="Ana")
    return ledger


def coded(ledger: Ledger, found: Round, unit: str, **otherwise: str | int | None) -> dict[str, str | int | None]:
    """What the reader read of a unit, with some slots otherwise."""
    u = next(u for u in found.units if u.id == unit)
    kept = ledger.reading(u.report)
    assert kept is not None
    (read,) = [s.read for s in kept.standings if s.anchor == u.anchor]
    assert read is not None
    return coded_from(read) | {k.replace("_", "."): v for k, v in otherwise.items()}


def names(units: Sequence[object]) -> list[str]:
    return [u.id for u in units]  # type: ignore[attr-defined]


def test_a_round_is_drawn_by_lot_and_the_same_seed_draws_the_same(team: Ledger) -> None:
    one, other = (team.begin_round(["bo", "Ana"], 3, by="Ana", seed=7) for _ in range(2))
    assert [(u.report, u.anchor) for u in one.units] == [(u.report, u.anchor) for u in other.units]
    assert one.coders == ("Ana", "Bo") and len(one.units) == 3 and one.open
    everything = team.begin_round(["Bo", "Ana"], 1000, by="Ana")
    assert {u.report for u in everything.units} == {"r1", "r2"}
    (unit,) = [u for u in everything.units if u.report == "r2"]
    assert team.unit_text(unit)[slice(*unit.trigger)] == "killed"


def test_a_claim_that_a_coder_has_judged_is_not_drawn(team: Ledger) -> None:
    judged = anchor(team, "r1", "c1")
    team.decide(Verdict.ACCEPT, judged, by="Bo", reason="x")
    assert judged not in {u.anchor for u in team.begin_round(["Bo", "Ana"], 100, by="Ana").units}


@pytest.mark.parametrize(
    ("coders", "size"), [(["Bo"], 3), (["Bo", "bo"], 3), (["Bo", "Rea"], 3), (["Bo", "Zed"], 3), (["Bo", "Ana"], 0)]
)
def test_a_round_takes_two_who_may_code(team: Ledger, coders: list[str], size: int) -> None:
    with pytest.raises(LedgerError):
        team.begin_round(coders, size, by="Ana")
    assert team.rounds() == ()


def test_nobody_sees_anything_before_all_have_coded(team: Ledger) -> None:
    found = team.begin_round(["Bo", "Ana"], 2, by="Ana", seed=1)
    reports = frozenset(u.report for u in found.units)
    assert team.blind_to("bo") == team.blind_to("Ana") == reports and team.blind_to("Rea") == frozenset()
    for unit in ("u1", "u2"):
        team.code(found.id, unit, coded(team, found, unit), by="BO")
    assert team.blind_to("Bo") == frozenset() and team.blind_to("Ana") == reports
    now = team.round(found.id)
    assert now is not None and now.open and agreement(team, now)["slots"] == []
    with pytest.raises(LedgerError):
        team.code(found.id, "u1", None, by="Bo")  # finished: it could be changed after the others were seen
    with pytest.raises(LedgerError):
        team.code(found.id, "u1", None, by="Rea")
    team.code(found.id, "u1", None, by="Ana")
    team.code(found.id, "u1", coded(team, found, "u1"), by="Ana")
    assert names(team.round(found.id).left("Ana")) == ["u2"]  # type: ignore[union-attr]
    team.rebuild()
    assert names(team.round(found.id).left("Ana")) == ["u2"] and team.verify().holds  # type: ignore[union-attr]


def test_agreement_by_slot(team: Ledger) -> None:
    found = team.begin_round(["Bo", "Ana"], 4, by="Ana", seed=1)
    for unit in ("u1", "u2", "u3", "u4"):
        team.code(found.id, unit, coded(team, found, unit), by="Bo")
    team.code(found.id, "u1", coded(team, found, "u1", count_best=99, place_path=" ostra,  NORTHLAND"), by="Ana")
    team.code(found.id, "u2", coded(team, found, "u2", type="injured"), by="Ana")
    team.code(found.id, "u3", None, by="Ana")
    team.code(found.id, "u4", coded(team, found, "u4"), by="Ana")
    over = team.round(found.id)
    assert over is not None and not over.open
    said = agreement(team, over)
    slots = {s["slot"]: s for s in said["slots"]}
    assert list(slots) == ["claim", *SLOTS] and said["compared"] == 4
    assert slots["claim"]["same"] == 0.75 and slots["claim"]["with_reader"] == {"Ana": 0.75, "Bo": 1.0}
    assert slots["type"]["same"] == 0.667 and slots["type"]["alpha"]["units"] == 3
    assert slots["count.best"]["distance"]["value"] < 1 and slots["stance"]["alpha"]["value"] is None
    differing = {d["unit"]: [s["slot"] for s in d["slots"]] for d in said["disagreements"]}
    assert differing["u3"] == ["claim"] and differing["u2"] == ["type"] and "u4" not in differing
    assert "count.best" in differing["u1"]


def test_a_round_that_is_closed_compares_what_all_have_coded(team: Ledger) -> None:
    found = team.begin_round(["Bo", "Ana"], 3, by="Ana")
    for who in ("Bo", "Ana"):
        team.code(found.id, "u1", None, by=who)
    team.code(found.id, "u2", None, by="Bo")
    team.close_round(found.id, by="Ana")
    now = team.round(found.id)
    assert now is not None and not now.open and agreement(team, now)["compared"] == 1
    assert team.blind_to("Ana") == frozenset()
    with pytest.raises(LedgerError):
        team.close_round("r-none", by="Ana")


def test_what_was_coded_of_an_erased_report_is_erased_too(team: Ledger) -> None:
    found = team.begin_round(["Bo", "Ana"], 100, by="Ana")
    unit = next(u for u in found.units if u.report == "r2")
    team.code(found.id, unit.id, {"place.path": "a secret place"}, by="Bo")
    team.redact(reason="asked for", by="Ana", reports=["r2"])
    assert team.verify().holds and "r2" not in {u.report for u in team.round(found.id).units}  # type: ignore[union-attr]
    from sqlalchemy import text as sql

    with team._reading() as conn:
        assert "secret place" not in " ".join(conn.execute(sql("SELECT body FROM ledger_payload")).scalars())


def test_incidents_stay_up_to_date_whatever_people_do_among_themselves(team: Ledger) -> None:
    rebuild(team)
    assert not team.stale()
    found = team.begin_round(["Bo", "Ana"], 1, by="Ana")
    team.code(found.id, "u1", None, by="Bo")
    team.set_four_eyes(False, by="Ana")
    assert not team.stale()
    team.decide(Verdict.NOTE, "r1", by="Ana", reason="x")
    team.set_role("Bo", Role.READER, by="Ana")
    assert team.stale()


def test_the_log_by_person_and_by_record(team: Ledger) -> None:
    name = anchor(team, "r1", "c1")
    made = team.decide(Verdict.REJECT, name, by="Bo", reason="not said")
    team.decide(Verdict.APPROVE, made.id, by="Ana", reason="agreed")
    team.decide(Verdict.NOTE, "r2", by="Ana", reason="about the other")
    team.set_role("Bo", Role.REVIEWER, by="Ana")
    assert [(a.did, a.said) for a in team.acts_of("bo")] == [
        ("role", "reviewer"), ("reject", f"“{made.quote}” not said"), ("added", "coder"),
    ]  # fmt: skip
    assert [(a.did, a.by, a.proposed) for a in team.acts_on("r1/c1")] == [
        ("approve", "Ana", False), ("reject", "Bo", True),
    ]  # fmt: skip
    assert [a.did for a in team.acts_on("r1")][:2] == ["approve", "reject"]
    assert {a.did for a in team.acts_on("r1")} >= {"report", "version", "reading"}
    assert [a.seq for a in team.acts_of("Ana", limit=2, offset=1)] == [a.seq for a in team.acts_of("Ana")][1:3]
    assert team.acts_on("nowhere") == [] == team.acts_of("nobody")
