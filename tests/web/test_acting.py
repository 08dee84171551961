from typing import Any

import pytest

from accordingto.model import Claim
from accordingto.store import Ledger
from accordingto.web.acting import act
from accordingto.web.desk import Desk
from accordingto.web.faults import PageError
from accordingto.web.views import report_page
from tests.web.conftest import HOSTILE


@pytest.fixture
def desk(ledger: Ledger) -> Desk:
    return Desk(ledger, "Ada")


def at(words: str) -> list[int]:
    """The selection of some words, as a browser gives it."""
    start = HOSTILE.index(words)
    return [len(HOSTILE[:n].encode("utf-16-le")) // 2 for n in (start, start + len(words))]


def about(desk: Desk, number: int = 0) -> dict[str, Any]:
    kept = desk.kept("hostile")
    assert kept is not None
    s = kept.standings[number]
    return {"report": "hostile", "anchor": s.anchor, "seen": s.seen}


def now(desk: Desk, name: str) -> tuple[str, Claim]:
    kept = desk.kept("hostile")
    assert kept is not None
    return next((s.status, s.claim) for s in kept.standings if s.claim.id == name)


def test_accept_reject_note_and_undo(desk: Desk) -> None:
    act(desk, {"verdict": "accept", **about(desk)})
    made = act(desk, {"verdict": "reject", "reason": "another event", **about(desk, 1)})
    act(desk, {"verdict": "note", "reason": "ask the desk", **about(desk, 2)})
    assert [now(desk, f"c{n}")[0] for n in (1, 2, 3)] == ["accepted", "rejected", "unjudged"]
    page = report_page(desk, {"id": "hostile"})
    assert page["progress"]["judged"] == 2 and page["claims"][1]["judgements"][0]["reason"] == "another event"
    act(desk, {"verdict": "undo", "report": "hostile", "judgement": made["judgement"]})
    assert now(desk, "c2")[0] == "unjudged"
    with pytest.raises(PageError, match="not in force"):
        act(desk, {"verdict": "undo", "report": "hostile", "judgement": made["judgement"]})


def test_the_second_of_two_reviewers_is_told(desk: Desk) -> None:
    before = about(desk)
    act(Desk(desk.ledger, "Berta"), {"verdict": "reject", "reason": "not said here", **before})
    with pytest.raises(PageError, match="Berta rejected this claim at .*not said here") as told:
        act(desk, {"verdict": "accept", **before})
    assert told.value.status == 409 and now(desk, "c1")[0] == "rejected"
    act(desk, {"verdict": "accept", **about(desk)})
    assert now(desk, "c1")[0] == "accepted"


def test_a_slot_is_edited_by_the_words_selected(desk: Desk) -> None:
    slots = {
        "count": {"at": at(" 7 "), "low": "7", "best": 7, "high": 7, "vague": None},
        "source": {"at": at("the mayor"), "kind": "local-official"}, "stance": "possible", "means": None,
    }  # fmt: skip
    act(desk, {"verdict": "edit", "slots": slots, **about(desk, 2)})
    status, claim = now(desk, "c3")
    assert status == "edited" and claim.stance == "possible" and claim.means is None
    assert claim.count is not None and claim.count.text == "7" == claim.count.span.of(HOSTILE)
    assert claim.source is not None and claim.source.span is not None and claim.source.span.of(HOSTILE) == "the mayor"
    (count,) = [s for s in report_page(desk, {"id": "hostile"})["claims"][2]["slots"] if s["name"] == "count"]
    assert count["changed"] and count["was"] == "up to 50 = ≤ 50"


def test_a_missed_claim_is_added_and_taken_back(desk: Desk) -> None:
    added = {"type": "injured", "target": {"at": at("soldiers"), "kind": "combatant"}, "incident": "i1"}
    made = act(desk, {"verdict": "add", "report": "hostile", "at": at("soldiers were killed"), "slots": added})
    status, claim = now(desk, "m1")
    assert (status, claim.quote, claim.target and claim.target.text) == ("added", "soldiers were killed", "soldiers")
    with pytest.raises(PageError, match="taken back by undoing"):
        act(desk, {"verdict": "accept", **about(desk, 3)})
    act(desk, {"verdict": "undo", "report": "hostile", "judgement": made["judgement"]})
    kept = desk.kept("hostile")
    assert kept is not None and [s.claim.id for s in kept.standings] == ["c1", "c2", "c3"]


def test_two_accounts_are_joined_and_parted_again(desk: Desk) -> None:
    made = act(desk, {"verdict": "merge", "subject": "hostile#i1", "other": "x&y=/../<b>#i1", "reason": "same market"})
    desk.freshen(wait=True)
    together = desk.ledger.incident_of("hostile#i1")
    assert together == desk.ledger.incident_of("x&y=/../<b>#i1")
    act(desk, {"verdict": "undo", "judgement": made["judgement"]})
    with pytest.raises(PageError, match="not in force"):
        act(desk, {"verdict": "undo", "judgement": made["judgement"]})


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"verdict": "destroy"}, "verdict"),
        ({"verdict": "reject"}, "reason"),
        ({"verdict": "accept", "reason": "x" * 2001}, "reason"),
        ({"verdict": "accept", "report": "nowhere"}, "nowhere"),
        ({"verdict": "edit", "slots": {"stance": "sure"}}, "stance"),
        ({"verdict": "edit", "slots": {"count": {"low": 9, "high": 2}}}, "count"),
        ({"verdict": "edit", "slots": {"count": {"low": "many"}}}, "count.low"),
        ({"verdict": "edit", "slots": {"time": {"start": "2020-02-02", "end": "2020-02-01"}}}, "time"),
        ({"verdict": "edit", "slots": {"target": {"at": [0, 10**9]}}}, "selection"),
        ({"verdict": "edit", "slots": {"target": {"kind": "hero"}}}, "target.kind"),
        ({"verdict": "edit", "slots": {"target": {"nose": 1}}}, "nose"),
        ({"verdict": "edit", "slots": {"id": "c9"}}, "id"),
        ({"verdict": "edit", "slots": "{"}, "slots"),
        ({"verdict": "edit", "slots": {}}, "slots"),
        ({"verdict": "edit", "slots": {"incident": "i9"}}, "incident"),
        ({"verdict": "add", "at": [0, 4], "slots": {"stance": "asserted"}}, "type"),
        ({"verdict": "add", "at": [0, 2], "slots": {"type": "killed", "trigger": {"at": [3, 8]}}}, "trigger"),
        ({"verdict": "add", "slots": {"type": "killed"}}, "selection"),
        ({"verdict": "merge", "subject": "hostile#i1", "other": "hostile#i9", "reason": "x"}, "hostile#i9"),
        ({"verdict": "undo", "report": "hostile", "judgement": "j-1"}, "not in force"),
    ],
)
def test_what_cannot_be_taken_is_named_and_nothing_is_stored(desk: Desk, given: dict[str, Any], said: str) -> None:
    before = desk.ledger.last
    with pytest.raises(PageError, match=said):
        act(desk, {**about(desk), **given})
    assert desk.ledger.last == before
