import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordingto.model import Claim, Report, Span
from accordingto.model.judgement import Verdict
from accordingto.store import Ledger, Standing
from accordingto.web.asking import asked_for
from accordingto.web.desk import Desk
from accordingto.web.faults import PageError
from accordingto.web.incident import incident_page
from accordingto.web.lists import incidents_page, tolls_page
from accordingto.web.previewing import preview_page
from accordingto.web.queueing import hold, start_page
from accordingto.web.views import Units, displayable, report_page, segments, selected, web_address
from tests import fakes
from tests.web.conftest import HOSTILE, LONG

TEXTS = st.text(st.sampled_from("ab \u00e9\n\r\0\u05d0\u202e\U0001f3da\U0001f468\u200d\ud800"), max_size=40)


def units_of(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(TEXTS, st.data())
def test_offsets_go_to_utf16_and_back(text: str, data: st.DataObject) -> None:
    units, at = Units(text), data.draw(st.integers(0, len(text)))
    assert units.to16(at) == units_of(text[:at])
    assert units.from16(units.to16(at)) == at


@given(TEXTS)
def test_an_offset_within_a_pair_counts_before_it(text: str) -> None:
    units = Units(text)
    found = [units.from16(n) for n in range(units_of(text) + 1)]
    assert found == sorted(found) and set(found) == set(range(len(text) + 1))
    with pytest.raises(ValueError, match="outside"):
        units.from16(units_of(text) + 1)


@given(TEXTS, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6))
def test_segments_joined_are_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    standings = [
        Standing(Claim(f"c{n}", "killed", "", Span(min(s), max(s)), "", Span(min(s), max(s))), None, "", "")
        for n, s in enumerate(spans)
    ]
    cut = segments(text, standings, Units(text))
    assert "".join(s["text"] for s in cut) == displayable(text)
    assert units_of(displayable(text)) == units_of(text)
    assert [s["at"] for s in cut] == [
        units_of(text[: len("".join(x["text"] for x in cut[:n]))]) for n in range(len(cut))
    ]
    for n, (a, b) in enumerate(sorted(s) for s in spans):
        own = "".join(s["text"] for s in cut if f"c{n}" in s["claims"])
        assert own == (displayable(text)[a:b] if b <= len(text) else "")


def test_a_selection_is_exactly_its_words() -> None:
    text = "\U0001f3da two  men died"
    at = text.index("two")
    assert selected(text, [at + 1, at + 6]).of(text) == "two"
    for wrong in ([3], [0, 99], [5, 2], ["0", "1"], None, [True, 4], [6, 7]):
        with pytest.raises(PageError):
            selected(text, wrong)


def test_the_report_page_leads_each_slot_to_its_words(ledger: Ledger) -> None:
    page = report_page(Desk(ledger, "Ada"), {"id": "hostile"})
    (count,) = [s for s in page["claims"][2]["slots"] if s["name"] == "count"]
    utf16 = HOSTILE.encode("utf-16-le")
    assert utf16[2 * count["span16"][0] : 2 * count["span16"][1]].decode("utf-16-le") == "up to 50" == count["words"]
    assert count["value"] == "≤ 50"
    lit = "".join(s["text"] for s in page["segments"] if "c3.count" in s["slots"])
    assert lit == "up to 50"
    assert page["progress"] == {"claims": 3, "judged": 0} and page["next"] == "long"


def test_the_most_doubtful_first(ledger: Ledger) -> None:
    desk = Desk(ledger, "Ada")
    sure = [c["certainty"] for c in report_page(desk, {"id": "long", "order": "doubt"})["claims"]]
    assert sure == sorted(sure)
    with pytest.raises(PageError, match="order"):
        report_page(desk, {"id": "long", "order": "x"})


def test_pages_do_not_work_everything_out_again_and_again(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[int] = []
    desk = Desk(ledger, "Ada")
    monkeypatch.setattr(desk, "_rebuild", lambda: done.append(1))
    monkeypatch.setattr(Ledger, "stale", lambda _: True)
    desk.freshen()
    desk._took["build"], desk._done = 0.5, time.monotonic()
    desk.freshen()
    assert len(done) == 1 and desk.behind
    desk._done -= 6
    desk.freshen()
    assert len(done) == 2
    desk._took["build"] = 2.0
    desk.freshen()
    assert len(done) == 2
    desk.freshen(asked=True)
    assert desk._building is not None
    desk._building.result(10)
    assert len(done) == 3


def test_a_page_says_when_an_earlier_time_takes_long(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    go = Event()
    monkeypatch.setattr("accordingto.web.desk.QUICK", 0.05)
    monkeypatch.setattr("accordingto.web.desk.known", lambda _, **asked: go.wait(10) and asked["reported_by"])
    desk = Desk(ledger, "Ada")
    with pytest.raises(PageError, match="known by 2020-02-20") as told:
        desk.known(None, date(2020, 2, 20))
    assert told.value.status == 202
    go.set()
    next(iter(desk._times.values())).result(10)
    assert desk.known(None, date(2020, 2, 20)) == date(2020, 2, 20)
    desk.close()


def test_what_is_remembered_follows_the_ledger(ledger: Ledger) -> None:
    desk, made = Desk(ledger, "Ada"), []

    def make() -> int:
        made.append(1)
        return len(made)

    assert [desk.of_entries("x", make), desk.of_entries("x", make), desk.of_views("x", make)] == [1, 1, 2]
    ledger.decide(Verdict.NOTE, "long", by="Ada", reason="look")
    assert [desk.of_entries("x", make), desk.of_views("x", make)] == [3, 2]
    ledger.replace_views(())
    assert [desk.of_views("x", make), desk.of_views("x", make)] == [4, 4]


def test_the_queue_counts_by_reason(ledger: Ledger) -> None:
    found = {r["reason"]: r for r in start_page(Desk(ledger, "Ada"), {})["reasons"]}
    assert {r: f["count"] for r, f in found.items()} == {
        "disputes": 1, "tolls": 1, "claims": 0, "places": 0, "pairs": 1, "second": 0, "reopened": 0, "changed": 0,
        "unread": 3,
    }  # fmt: skip
    assert found["tolls"]["entries"][0]["detail"] == "lower than before, the known incidents come to more"
    assert found["disputes"]["entries"][0]["detail"] == "who harmed <b>"
    with pytest.raises(PageError, match="reason"):
        start_page(Desk(ledger, "Ada"), {"reason": "x"})


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ({}, ["inc-1", "inc-2"]),
        ({"place": "northland"}, ["inc-1"]),
        ({"type": "clash"}, ["inc-2"]),
        ({"contested": "yes", "from": "2020-02-01", "to": "2020-03-01"}, ["inc-1"]),
        ({"contested": "no"}, ["inc-2"]),
        ({"source": "mayor", "party": "Northland"}, ["inc-1", "inc-2"]),
        ({"from": "2020-02-21"}, []),
        ({"text": "'; DROP TABLE view_claim; --"}, []),
        ({"page": "2"}, []),
    ],
)
def test_filters_of_the_list(ledger: Ledger, asked: dict[str, str], ids: list[str]) -> None:
    page = incidents_page(Desk(ledger, "Ada"), asked)
    assert [i["id"] for i in page["incidents"]] == ids
    assert page["filters"] == {k: v for k, v in asked.items() if k != "page"}


def test_what_was_known_earlier(ledger: Ledger) -> None:
    assert incidents_page(Desk(ledger, "Ada"), {"reported_by": "2020-02-20"})["count"] == 0
    now = incidents_page(Desk(ledger, "Ada"), {"reported_by": "2020-02-21"})
    assert now["count"] >= 1 and now["incidents"][0]["link"].endswith("?reported_by=2020-02-21")


@pytest.mark.parametrize(
    "asked",
    [
        {"from": "x"},
        {"contested": "maybe"},
        {"page": "0"},
        {"page": "-1"},
        {"page": "²"},
        {"text": "x" * 301},
        {"place": "\0"},
    ],
)
def test_an_unreadable_filter_is_named(asked: dict[str, str]) -> None:
    with pytest.raises(PageError, match=next(iter(asked))):
        asked_for(asked)


def test_an_incident_shows_why_and_who_says_so(ledger: Ledger) -> None:
    page = incident_page(Desk(ledger, "Ada"), {"name": "inc-1"})
    whole, side = page["estimates"]
    assert whole["used"][0]["quote"] == "two people killed" and whole["aside"][0]["reason"] == "a part"
    assert (whole["low"], whole["best"], whole["high"], side["words"]) == (2, 7, 50, "≤ 50")
    answers = {a["answer"]: a["voices"] for a in page["disputes"][0]["answers"]}
    assert answers == {"Northland": 1, "Southland": 1}
    assert page["tellings"][0]["claims"][0]["quote"] == "two people killed"
    assert page["pairs"][0]["there"] == "x&y=/../<b>#i1" and not page["pairs"][0]["together"]
    assert incident_page(Desk(ledger, "Ada"), {"name": "hostile#i1"})["id"] == "inc-1"
    with pytest.raises(PageError, match="inc-9"):
        incident_page(Desk(ledger, "Ada"), {"name": "inc-9"})


def test_totals_stand_beside_the_known_incidents(ledger: Ledger) -> None:
    (series,) = tolls_page(Desk(ledger, "Ada"), {})["series"]
    assert series["points"][1]["unexplained"] == {"low": 0, "best": 0, "high": 0}
    assert series["points"][1]["flags_said"] == ["lower than before", "the known incidents come to more"]
    assert series["plot"].startswith("<svg") and series["plot"].count('class="dot') == 2


def test_only_addresses_of_the_web_become_links() -> None:
    assert (
        web_address("https://a.example/x") and web_address("JavaScript:alert(1)") is None and web_address(None) is None
    )


def test_an_entry_is_taken_by_one_and_put_off_for_all(ledger: Ledger) -> None:
    ada, berta = Desk(ledger, "Ada"), Desk(ledger, "Berta")

    def unread(desk: Desk) -> dict[str, object]:
        (found,) = start_page(desk, {"reason": "unread"})["reasons"]
        return {e["subject"]: e["taken"] and e["taken"]["by"] for e in found["entries"]} | {"count": found["count"]}

    entry = {"reason": "unread", "subject": "long"}
    hold(ada, {**entry, "do": "take"})
    assert unread(berta)["long"] == "Ada"
    with pytest.raises(PageError, match="Ada is at it"):
        hold(berta, {**entry, "do": "take"})
    hold(berta, {**entry, "do": "over"})
    hold(berta, {**entry, "do": "take"})
    assert unread(ada) == {"hostile": None, "long": "Berta", "x&y=/../<b>": None, "count": 3}
    hold(ada, {**entry, "do": "snooze", "until": "2999-01-01"})
    assert unread(berta) == {"hostile": None, "x&y=/../<b>": None, "count": 2}
    assert [h["subject"] for h in start_page(ada, {})["put_off"]] == ["long"]
    hold(berta, {**entry, "do": "wake"})
    assert unread(ada)["long"] is None
    for wrong in (
        {"do": "x"},
        {"do": "snooze"},
        {"do": "snooze", "until": "2020-01-01"},
        {"subject": ""},
        {"reason": "x"},
    ):
        with pytest.raises(PageError):
            hold(ada, {**entry, "do": "take", **wrong})


def test_what_is_taken_and_put_off_ends_by_itself(book: Path) -> None:
    at = [datetime(2026, 5, 1, 9, tzinfo=UTC)]
    with Ledger.open(book, now=lambda: at[0]) as ledger:
        desk = Desk(ledger, "Ada")
        hold(desk, {"reason": "unread", "subject": "long", "do": "take"})
        hold(desk, {"reason": "disputes", "subject": "inc-1", "do": "snooze", "until": "2026-05-02"})
        assert len(ledger.holds()) == 2 and ledger.waiting_for("disputes")[0] == 0
        at[0] += timedelta(hours=9)
        assert [h.reason for h in ledger.holds()] == ["disputes"]
        at[0] += timedelta(hours=9)
        assert ledger.holds() == [] and ledger.waiting_for("disputes")[0] == 1


def test_a_report_that_changed_at_its_source_waits(ledger: Ledger) -> None:
    assert ledger.waiting_for("changed")[0] == 0
    text = LONG + "\nCorrection: 3 people killed."
    ledger.add_reading(fakes.read(Report("long", text, date(2020, 2, 22), "Post <i>", title="long")))
    count, rows = ledger.waiting_for("changed")
    assert (count, rows[0].id, rows[0].open) == (1, "long", 21)


def test_joining_and_parting_are_looked_at_before(ledger: Ledger) -> None:
    desk = Desk(ledger, "Ada")
    last = ledger.last
    asked = {"name": "inc-1", "verdict": "merge", "other": "inc-2"}
    joined = preview_page(desk, asked)
    assert [len(i["tellings"]) for i in joined["before"]] == [2, 1] and joined["changes"]
    assert joined["other"] == "x&y=/../<b>#i1"
    assert sorted(t["key"] for i in joined["after"] for t in i["tellings"]) == [
        "hostile#i1",
        "long#i1",
        joined["other"],
    ]
    one = next(i for i in joined["after"] if joined["other"] in {t["key"] for t in i["tellings"]})
    assert "hostile#i1" in {t["key"] for t in one["tellings"]}
    parted = preview_page(desk, {"name": "inc-1", "verdict": "split", "subject": "long#i1"})
    assert parted["other"] == "hostile#i1"
    assert sorted(len(i["tellings"]) for i in parted["after"]) == [1, 1]
    assert all(e["whole"] and "<svg" in e["bar"] for i in parted["after"] for e in i["estimates"])
    assert ledger.last == last
    for wrong in (
        {"other": ""}, {"other": "inc-1"}, {"other": "nowhere"}, {"verdict": "undo"}, {"subject": "x"},
        {"verdict": "split", "other": "inc-2"}, {"name": "nowhere"},
    ):  # fmt: skip
        with pytest.raises(PageError):
            preview_page(desk, {**asked, **wrong})
