"""What a team does on the pages: proposing and approving, coding blind, agreement, the log."""

import re

import pytest

from accordingto.store import Ledger
from accordingto.workflow.agreement import SLOTS
from tests.web.team import MARKUP, Visitor, executed, signed_in


def claim(visitor: Visitor, number: int = 0) -> dict[str, str]:
    c = visitor.json("/report", id="hostile")["claims"][number]
    return {"report": "hostile", "anchor": c["anchor"], "seen": c["seen"]}


def propose(visitor: Visitor, number: int = 0, reason: str = "another event") -> dict[str, str]:
    """Propose to reject a claim; gives what a form to approve it would send."""
    about = claim(visitor, number)
    assert visitor.post("/judge", verdict="reject", reason=reason, **about).status_code == 303
    made = visitor.json("/second-eye")["proposals"][-1]
    return {"report": "hostile", "judgement": made["id"], "seen": made["seen"]}


def status(visitor: Visitor, number: int = 0) -> str:
    return str(visitor.json("/report", id="hostile")["claims"][number]["status"])


def test_a_proposal_waits_until_somebody_else_approves(team: Ledger) -> None:
    rev, rosa = signed_in(team, "Rev"), signed_in(team, "Rosa")
    made = propose(rev)
    assert status(rosa) == "unjudged"
    queue = {r["reason"]: r["count"] for r in rosa.json("/")["reasons"]}
    assert queue["second"] == 1
    page = rev.http.get("/second-eye")
    assert "Take it back" in page.text and ">Approve<" not in page.text
    own = rev.post("/judge", verdict="approve", **made)
    assert own.status_code == 403 and "somebody else has to approve" in own.text and status(rosa) == "unjudged"
    assert ">Approve<" in rosa.http.get("/second-eye").text
    assert rosa.post("/judge", verdict="approve", **made).headers["location"] == "/second-eye"
    assert status(rev) == "rejected" and rev.json("/second-eye")["count"] == 0
    card = rev.http.get("/report", params={"id": "hostile"}).text
    assert "approved by <bdi>Rosa</bdi>" in card


def test_a_proposer_declines_nothing_of_their_own_and_takes_it_back(team: Ledger) -> None:
    rev, rosa = signed_in(team, "Rev"), signed_in(team, "Rosa")
    made = propose(rev)
    assert rev.post("/judge", verdict="decline", reason="no", **made).status_code == 403
    assert rosa.post("/judge", verdict="decline", **made).status_code == 400, "a reason is needed"
    assert rosa.post("/judge", verdict="undo", **made).status_code == 400, "others decline it"
    assert rev.post("/judge", verdict="undo", **made).status_code == 303
    again = propose(rev)
    assert rosa.post("/judge", verdict="decline", reason="the words say it", **again).status_code == 303
    assert status(rev) == "unjudged" and rosa.post("/judge", verdict="approve", **again).status_code == 409


def test_two_accounts_that_decide_about_one_claim(team: Ledger) -> None:
    rev, rosa = signed_in(team, "Rev"), signed_in(team, "Rosa")
    before = claim(rosa)
    made = propose(rev)
    late = rosa.post("/judge", verdict="accept", **before)
    assert late.status_code == 409 and "Rev proposed to reject this claim" in late.text
    assert rosa.post("/judge", verdict="accept", **claim(rosa)).status_code == 303
    stale = rosa.post("/judge", verdict="approve", **made)
    assert stale.status_code == 409 and "while you were looking" in stale.text
    fresh = rosa.json("/second-eye")["proposals"][0]
    assert rosa.post("/judge", verdict="approve", **made | {"seen": fresh["seen"]}).status_code == 303


def test_what_a_coder_does_waits_though_four_eyes_are_off(team: Ledger) -> None:
    team.set_four_eyes(False, by="Adm")
    cod, rev = signed_in(team, "Cod"), signed_in(team, "Rev")
    made = propose(cod)
    assert status(rev) == "unjudged"
    assert rev.post("/judge", verdict="approve", **made).status_code == 303 and status(rev) == "rejected"
    assert rev.post("/judge", verdict="reject", reason="x", **claim(rev, 1)).status_code == 303
    assert status(rev, 1) == "rejected" and rev.json("/second-eye")["count"] == 0


def test_a_proposal_shows_what_it_would_change(team: Ledger) -> None:
    rev, rosa = signed_in(team, "Rev"), signed_in(team, "Rosa")
    edit = {"verdict": "edit", "reason": "hedged", "slots": '{"stance": "possible"}', **claim(rev)}
    assert rev.post("/judge", **edit).status_code == 303
    merge = {"verdict": "merge", "subject": "hostile#i1", "other": "x&y=/../<b>#i1", "reason": "one market"}
    assert rev.post("/judge", **merge).status_code == 303
    first, second = rosa.json("/second-eye")["proposals"]
    assert first["changes"] == [{"slot": "stance", "now": None, "then": "possible"}]
    assert [a["name"] for a in second["accounts"]] == ["hostile#i1", "x&y=/../<b>#i1"]
    page = rosa.http.get("/second-eye").text
    assert "x&amp;y=/../&lt;b&gt;#i1" in page and "<b>#i1" not in page
    assert rosa.post("/judge", verdict="approve", report="hostile", judgement=second["id"], seen="").status_code == 303


@pytest.mark.parametrize("said", MARKUP)
def test_reasons_and_codings_are_data(team: Ledger, said: str) -> None:
    rev, rosa = signed_in(team, "Rev"), signed_in(team, "Rosa")
    propose(rev, reason=said)
    begin(rev)
    code(rev, place=said)
    for visitor in (rev, rosa):
        for path in ("/second-eye", "/report?id=long", "/audit?record=hostile", "/agreement", "/coding", "/account"):
            page = visitor.http.get(path)
            assert page.status_code in (200, 403) and not executed(said, page.text), path


def begin(visitor: Visitor, claims: int = 2, second: str = "Cod") -> str:
    assert visitor.post("/coding/begin", claims=str(claims), first="Rev", second=second).status_code == 303
    return str(visitor.json("/coding")["rounds"][0]["id"])


def code(visitor: Visitor, **slots: str) -> None:
    """Code the next claim of the latest round."""
    name = visitor.json("/coding")["rounds"][0]["id"]
    unit = visitor.json("/coding", round=name)["round"]["unit"]
    fields = {"type": "killed", "stance": "asserted", "scope": "incident", "place.path": slots.pop("place", "")}
    answer = visitor.post("/coding", round=name, unit=unit["id"], claim="yes", **fields | slots)
    assert answer.status_code == 303, answer.text


def test_who_codes_blind_sees_nothing_that_was_read(team: Ledger) -> None:
    rev, cod = signed_in(team, "Rev"), signed_in(team, "Cod")
    name = begin(rev, claims=100)
    task = cod.json("/coding", round=name)["round"]["unit"]
    assert {"id", "report", "pieces", "sides"} == set(task)
    assert [p for p in task["pieces"] if p["trigger"]] and "<script>alert" not in cod.http.get(
        f"/coding?round={name}"
    ).text
    incident = team.incident_of("hostile#i1")
    closed = (
        "/report?id=hostile", f"/incident/{incident}", f"/incident/{incident}?as_of=2030-01-01",
        "/audit?record=hostile", "/audit?record=hostile/c1", "/propose?id=hostile&slot=count&start=0&end=4",
    )  # fmt: skip
    for path in closed:
        answer = cod.http.get(path)
        assert answer.status_code == 403 and "blind" in answer.text, path
    about = claim(signed_in(team, "Rosa"))
    assert cod.post("/judge", verdict="accept", **about).status_code == 403
    queue = {r["reason"]: r["entries"] for r in cod.json("/")["reasons"]}
    assert not [e for entries in queue.values() for e in entries if e["report"] in ("hostile", "long")]
    assert signed_in(team, "Rosa").http.get("/report?id=hostile").status_code == 200


def test_a_round_from_the_first_claim_to_agreement(team: Ledger) -> None:
    rev, cod, rosa = (signed_in(team, n) for n in ("Rev", "Cod", "Rosa"))
    name = begin(rev)
    code(rev, **{"count.best": "4", "target.kind": "civilian"})
    code(rev, type="injured")
    halfway = rosa.json("/agreement", round=name)["found"]
    assert halfway["open"] and halfway["slots"] == [] and halfway["left"] == {"Cod": 2, "Rev": 0}
    assert rev.http.get("/report?id=hostile").status_code == 200, "whoever has finished sees again"
    again = rev.post("/coding", round=name, unit="u1", claim="no")
    assert again.status_code == 400 and "has finished" in again.text
    code(cod, **{"count.best": "5", "target.kind": "civilian"})
    assert cod.post("/coding", round=name, unit="u2", claim="no").status_code == 303
    found = rosa.json("/agreement")["found"]
    slots = {s["slot"]: s for s in found["slots"]}
    assert list(slots) == ["claim", *SLOTS] and slots["claim"]["same"] == 0.5
    assert slots["target.kind"]["same"] == 1.0 and slots["count.best"]["same"] == 0.0
    differing = {s["slot"]: s["said"] for d in found["disagreements"] for s in d["slots"]}
    assert differing["count.best"] == {"Cod": 5, "Rev": 4} and differing["claim"] == {"Cod": "no", "Rev": "yes"}
    page = rosa.http.get("/agreement").text
    assert "Krippendorff" in page and re.search(r"count\.best", page)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"claim": "perhaps"}, "claim"), ({"type": ""}, "type"), ({"type": "murdered"}, "type"),
        ({"count.best": "many"}, "count.best"), ({"count.low": "9", "count.high": "2"}, "count"),
        ({"time.start": "yesterday"}, "time.start"), ({"source.kind": "friend"}, "source.kind"),
        ({"place.path": "x" * 301}, "place.path"), ({"unit": "u99"}, "nothing to code"),
        ({"round": "r-none"}, "nothing to code"),
    ],
)  # fmt: skip
def test_a_coding_that_cannot_be_read_is_named(team: Ledger, fields: dict[str, str], said: str) -> None:
    rev = signed_in(team, "Rev")
    name = begin(rev)
    good = {"round": name, "unit": "u1", "claim": "yes", "type": "killed", "stance": "asserted", "scope": "incident"}
    answer = rev.post("/coding", **good | fields)
    assert answer.status_code == 400 and said in answer.text
    assert len(team.rounds()[0].left("Rev")) == 2


def test_a_round_takes_two_people_and_can_be_ended(team: Ledger) -> None:
    rev = signed_in(team, "Rev")
    for first, second, claims in (
        ("Rev", "Rev", "2"),
        ("Rev", "Rea", "2"),
        ("Rev", "Cod", "none"),
        ("Rev", "Cod", "0"),
    ):
        answer = rev.post("/coding/begin", claims=claims, first=first, second=second)
        assert answer.status_code == 400
    name = begin(rev)
    assert rev.post("/coding/close", round=name).headers["location"] == f"/agreement?round={name}"
    assert "No claim was coded by everybody" in rev.http.get(f"/agreement?round={name}").text


def test_the_log_is_ones_own_unless_one_is_admin(team: Ledger) -> None:
    rev, adm = signed_in(team, "Rev"), signed_in(team, "Adm")
    propose(rev)
    assert rev.json("/audit")["acts"][0]["did"] == "reject"
    assert rev.http.get("/audit?person=Rosa").status_code == 403
    theirs = adm.json("/audit", person="Rev")
    assert [a["did"] for a in theirs["acts"]] == ["reject", "password", "added"]
    on = rev.json("/audit", record="hostile/c1")["acts"]
    assert [(a["by"], a["proposed"]) for a in on] == [("Rev", True)] and len(on[0]["hash"]) == 64
    assert rev.http.get("/audit?record=nowhere").status_code == 404
