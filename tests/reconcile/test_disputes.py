"""Open questions: every position with who holds it, none chosen."""

from dataclasses import replace
from datetime import date

from tests.reconcile.test_estimates import MINISTRY, MONITOR, claim, found, syrians, telling, turks

from accordingto.model import Actor, Bounds, Claim, Period, Place, Source, Span, Target, Time
from accordingto.model.linked import Dispute, LinkedIncident
from accordingto.model.telling import Telling
from accordingto.reconcile.evidence import evidence

DAY = date(2020, 2, 20)


def attack(
    actor: str | None, source: str | None = None, kind: str = "activist", *, stance: str = "asserted",
    means: str = "airstrike", whom: str | None = None, where: str | None = None, when: date | None = None,
    at: int = 300,
) -> Claim:  # fmt: skip
    text = f"{actor or 'aircraft'} carried out the raid"
    return Claim(
        "c1", "attack", text, Span(at, at + len(text)), "raid", Span(at + len(text) - 4, at + len(text)),
        target=Target(whom, None, whom, "combatant") if whom else None,
        actor=Actor(actor, None, actor) if actor else None, means=means,
        place=Place(where, None, f"{where}, Syria") if where else None,
        time=Time(str(when), None, Period.day(when)) if when else None,
        source=Source(source, None, kind) if source else None, stance=stance, incident="i1",
    )  # fmt: skip


def only(incident: LinkedIncident, question: str) -> Dispute:
    (dispute,) = [d for d in incident.disputes if d.question == question]
    return dispute


def struck(*more: Claim) -> tuple[Claim, ...]:
    return (replace(turks(Bounds.exact(2), "two", **MINISTRY), means="airstrike"), *more)


def test_two_answers_to_who_did_it_are_contested_and_none_is_chosen() -> None:
    presidency = attack("Syrian government", "the Turkish presidency", "government")
    activists = attack("Russia", "activists", at=400)
    d = only(found(telling("r1", *struck(presidency, activists))), "responsibility")
    assert d.state == "contested" and d.about == "who harmed Turkey"
    said = {(p.answer, p.claimant, p.stance) for p in d.positions}
    assert said == {("Syrian government", "the Turkish presidency", "asserted"), ("Russia", "activists", "asserted")}
    assert all(p.claims and p.first == p.last == DAY for p in d.positions)


def test_a_denial_is_a_position() -> None:
    blamed = attack("Russia", "activists")
    denied = attack("Russia", "Russia's defence ministry", "military", stance="denied", at=400)
    d = only(found(telling("r1", *struck(blamed)), telling("r2", *struck(denied))), "responsibility")
    assert {(p.answer, p.stance) for p in d.positions} == {("Russia", "asserted"), ("Russia", "denied")}


def test_one_answer_is_no_dispute() -> None:
    got = found(telling("r1", *struck(attack("Russia", "activists"))), telling("r2", *struck(attack("Russia"))))
    assert [d for d in got.disputes if d.question == "responsibility"] == []


def test_who_else_fought_elsewhere_that_day_is_no_answer() -> None:
    clash = attack("Syrian opposition", means="clash", at=400)
    got = found(telling("r1", *struck(attack("Russia", "activists"), clash)))
    assert [d for d in got.disputes if d.question == "responsibility"] == []


def test_who_strikes_itself_is_no_answer() -> None:
    own = attack("Turkey", "Damascus radio", "media", at=400)
    got = found(telling("r1", *struck(attack("Russia", "activists"), own)))
    assert [d for d in got.disputes if d.question == "responsibility"] == []


def test_a_copy_holds_no_position() -> None:
    said = telling("r1", *struck(attack("Russia", "activists")))
    copy = replace(said, outlet=replace(said.outlet, report="r2", publisher="The Vale Times", origin="r1"))
    other = telling("r3", *struck(attack("Syrian government")))
    d = only(found(said, copy, other), "responsibility")
    assert {c for p in d.positions for c in p.claims} == {"r1/c2", "r3/c2"}


def counts(*tellings: Telling) -> list[Dispute]:
    return [d for d in found(*tellings).disputes if d.question == "count"]


def test_counts_that_cannot_both_be_true_are_contested() -> None:
    (d,) = counts(
        telling("r1", syrians(Bounds.at_least(50), "more than 50", **MINISTRY)),
        telling("r2", syrians(Bounds.exact(13), "13", **MONITOR)),
    )
    assert d.about == "killed, Syrian government"
    assert {(p.answer, p.claimant) for p in d.positions} == {
        ("≥ 50", "Turkey's defence ministry"), ("13", "the Syrian Observatory for Human Rights"),
    }  # fmt: skip


def test_counts_that_can_both_be_true_are_not() -> None:
    up_to = telling("r1", syrians(Bounds.up_to(50), "up to 50", **MINISTRY))
    about = telling("r2", syrians(Bounds.about(45), "about 45", **MONITOR))
    exact = telling("r3", syrians(Bounds.exact(48), "48", source="the Vale Press", source_kind="media"))
    assert counts(up_to, about, exact) == []


def test_a_figure_that_was_replaced_is_no_position() -> None:
    first = telling("r1", turks(Bounds.exact(5), "five", **MONITOR))
    last = telling("r2", turks(Bounds.exact(9), "nine", **MONITOR), day=2)
    assert counts(first, last) == []


def test_places_and_days_with_nothing_in_common_are_contested() -> None:
    one = telling("r1", *struck(attack(None, "activists", where="Ostra", when=DAY)))
    two = telling("r2", *struck(attack(None, "the Vale Press", "media", where="Lamb Hill", when=date(2020, 2, 22))))
    got = found(one, two)
    assert [p.answer for p in only(got, "place").positions] == ["Lamb Hill, Syria", "Ostra, Syria"]
    assert [p.answer for p in only(got, "time").positions] == ["2020-02-20", "2020-02-22"]


def test_a_place_inside_the_other_is_no_dispute() -> None:
    one = attack(None, "activists", where="Ostra")
    two = replace(
        attack(None, "the Vale Press", "media"), place=Place("Ostra", None, "Old Mill, Ostra, Syria"), id="c2"
    )
    got = found(telling("r1", *struck(one)), telling("r2", *struck(two)))
    assert [d for d in got.disputes if d.question == "place"] == []


def test_whether_anybody_was_harmed_can_be_open() -> None:
    none = claim("no casualties", None, None, measure="casualties", trigger="casualties", stance="denied", **MONITOR)
    d = only(found(telling("r1", *struck()), telling("r2", none)), "happened")
    assert {(p.answer, p.claimant) for p in d.positions} == {
        ("no", "the Syrian Observatory for Human Rights"), ("yes", "Turkey's defence ministry"),
    }  # fmt: skip


def test_evidence_is_what_the_sentence_names() -> None:
    c = turks(Bounds.exact(2), "two")
    around = "Nobody was seen. A video and satellite images show that two Turkish soldiers were killed. Maps were sold."
    assert evidence(c, around) == ("footage", "imagery")
    assert evidence(replace(c, source=Source("a farmer", None, "witness")), c.quote) == ("witness",)


def test_evidence_stands_at_the_position() -> None:
    act = attack("Russia", "analysts", "analyst")
    words = f"Analysts who compared flight logs and satellite images said {act.quote}."
    got = found(telling("r1", *struck(act, attack("Syrian government", at=400)), around=("x", words, "y")))
    evidences = {p.answer: p.evidence for p in only(got, "responsibility").positions}
    assert evidences == {"Russia": ("imagery", "document"), "Syrian government": ()}


def test_disputes_do_not_depend_on_order() -> None:
    told = [telling(f"r{i}", *struck(attack(side, who))) for i, (side, who) in enumerate(
        [("Russia", "activists"), ("Syrian government", "the Turkish presidency"), ("Russia", None), ("Turkey", None)]
    )]  # fmt: skip
    assert found(*told).disputes == found(*reversed(told)).disputes


def test_the_grades_follow_from_who_says_what() -> None:
    people = {"whom": "people", "kind": "civilian"}
    one = claim("two people were killed", "two", Bounds.exact(2), **people, **MONITOR)  # type: ignore[arg-type]
    two = claim(
        "two people were killed", "two", Bounds.exact(2), **people, source="the Vale Press", source_kind="media"
    )  # type: ignore[arg-type]
    blamed = attack("Russia", "activists", whom=None)
    assert found(telling("r1", one, blamed), rules="airwars").grade == "weak"
    assert found(telling("r1", one, blamed), telling("r2", two), rules="airwars").grade == "fair"
    rival = attack("Syrian government", "the Turkish presidency", "government", at=500)
    assert found(telling("r1", one, blamed, rival), rules="airwars").grade == "contested"
    assert found(telling("r1", turks(Bounds.exact(2), "two")), rules="airwars").grade == "discounted"
    admits = replace(
        one, actor=Actor(None, None, "Russia"), source=Source("Russia's defence ministry", None, "military")
    )
    assert found(telling("r1", admits), rules="airwars").grade == "confirmed"
    assert found(telling("r1", one)).grade is None


def test_one_place_in_two_spellings_is_no_dispute() -> None:
    one = telling("r1", *struck(attack(None, "activists", where="Eastern Ghouta")))
    two = telling("r2", *struck(attack(None, "the Vale Press", "media", where="al-Ghouta")))
    assert [d for d in found(one, two).disputes if d.question == "place"] == []


def test_an_answer_that_holds_the_other_is_no_dispute() -> None:
    one = telling("r1", *struck(attack("Russia", "activists")))
    two = telling("r2", *struck(attack("Syrian government or Russia", "the Vale Press", "media")))
    assert [d for d in found(one, two).disputes if d.question == "responsibility"] == []


def test_one_voice_that_names_two_doers_disputes_with_nobody() -> None:
    got = found(
        telling("r1", *struck(attack("Russia", "an activist"), attack("Syrian government", "an activist", at=500)))
    )
    assert [d for d in got.disputes if d.question == "responsibility"] == []
