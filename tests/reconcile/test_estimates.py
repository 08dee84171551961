"""Figures of one incident from several accounts, in sentences of our own."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from accordingto.model import Bounds, Claim, Count, Incident, Period, Source, Span, Target
from accordingto.model.linked import Estimate, LinkedIncident
from accordingto.model.telling import Outlet, Telling
from accordingto.reconcile.incident import reconcile
from accordingto.reconcile.rules import built_in

DAY = date(2020, 2, 20)


def claim(
    text: str, number: str | None, bounds: Bounds | None, *, measure: str = "killed", trigger: str = "killed",
    whom: str | None = None, party: str | None = None, kind: str | None = None, tags: tuple[str, ...] = (),
    source: str | None = None, source_kind: str = "monitor", stance: str = "asserted", at: int = 0, name: str = "c1",
) -> Claim:  # fmt: skip
    end = at + len(text)
    n = at + text.index(number) if number else at
    return Claim(
        name, measure, text, Span(at, end), trigger, Span(end - len(trigger), end),
        count=Count(number, Span(n, n + len(number)), bounds) if number and bounds else None,
        target=Target(whom, None, party, kind, tags) if whom or party or kind or tags else None,
        source=Source(source, None, source_kind) if source else None, stance=stance, incident="i1",
    )  # fmt: skip


def telling(
    report: str, *claims: Claim, day: int = 0, publisher: str | None = None, origin: str | None = None,
    around: tuple[str, ...] = (),
) -> Telling:  # fmt: skip
    outlet = Outlet(
        report,
        published=DAY + timedelta(days=day),
        publisher=publisher or f"The {report} Post",
        origin=origin or report,
    )
    incident = Incident("i1", "strike", "Ostra, Syria", Period.day(DAY), None, None, (), tuple(c.id for c in claims))
    return Telling(outlet, incident, tuple(replace(c, id=f"c{i}") for i, c in enumerate(claims, 1)), around)


def turks(n: Bounds, number: str, **more: object) -> Claim:
    return claim(f"{number} Turkish soldiers were killed", number, n, whom="Turkish soldiers", party="Turkey",
                 kind="combatant", **more)  # type: ignore[arg-type]  # fmt: skip


def syrians(n: Bounds, number: str, **more: object) -> Claim:
    return claim(f"{number} Syrian soldiers were killed", number, n, whom="Syrian soldiers", party="Syrian government",
                 kind="combatant", **more)  # type: ignore[arg-type]  # fmt: skip


MINISTRY = {"source": "Turkey's defence ministry", "source_kind": "military"}
MONITOR = {"source": "the Syrian Observatory for Human Rights", "source_kind": "monitor"}


def found(*tellings: Telling, rules: str = "ucdp") -> LinkedIncident:
    return reconcile("inc-1", tellings, built_in(rules))


def figure(incident: LinkedIncident, measure: str = "killed", **of: str) -> Estimate:
    e = incident.estimate(measure, **of)
    assert e is not None
    return e


def test_what_a_party_says_of_its_enemy_widens_the_range_and_sets_no_best_figure() -> None:
    got = found(
        telling("r1", syrians(Bounds.exact(60), "60", **MINISTRY)),
        telling("r2", syrians(Bounds.exact(13), "13", **MONITOR)),
    )
    e = figure(got, party="Syrian government", kind="combatant")
    assert e.bounds == Bounds(13, 13, 60)
    assert e.used == ("r1/c1", "r2/c1") and e.sources == 2


def test_up_to_is_a_high_only() -> None:
    e = figure(found(telling("r1", syrians(Bounds.up_to(50), "up to 50", **MINISTRY))))
    assert e.bounds == Bounds(None, None, 50)


def test_a_party_s_own_losses_can_set_the_best_figure_until_somebody_else_counts() -> None:
    own = telling("r1", turks(Bounds.exact(2), "two", **MINISTRY))
    assert figure(found(own)).bounds == Bounds.exact(2)
    assert figure(found(own, telling("r2", turks(Bounds.exact(3), "three", **MONITOR)))).bounds == Bounds(2, 3, 3)


def test_ten_outlets_that_quote_one_ministry_are_one_source() -> None:
    many = [telling(f"r{i}", turks(Bounds.exact(2), "two", **MINISTRY)) for i in range(10)]
    e = figure(found(*many))
    assert e.sources == 1 and len(e.used) == 10


def test_two_ministries_of_one_state_are_not_independent_of_each_other() -> None:
    presidency = {"source": "the Turkish presidency", "source_kind": "government"}
    got = found(
        telling("r1", turks(Bounds.exact(2), "two", **MINISTRY)),
        telling("r2", turks(Bounds.exact(2), "two", **presidency)),
    )
    assert figure(got).sources == 1


def test_a_copy_is_heard_once() -> None:
    one = telling("r1", turks(Bounds.exact(2), "two"))
    copy = telling("r2", turks(Bounds.exact(2), "two"), origin="r1")
    e = figure(found(one, copy))
    assert e.sources == 1 and e.used == ("r1/c1",)
    assert [a.reason for a in e.aside if a.claim == "r2/c1"] == ["copy: the report repeats r1"]


def test_a_revision_takes_the_old_figure_back_wherever_it_was_told() -> None:
    before = telling("r1", turks(Bounds.exact(3), "three", **MINISTRY))
    words = "The ministry revised the number of Turkish soldiers killed down from three to two."
    old = claim(
        "Turkish soldiers killed down from three",
        "three",
        Bounds.exact(3),
        trigger="killed",
        whom="Turkish soldiers",
        party="Turkey",
        kind="combatant",
        **MINISTRY,
    )
    new = turks(Bounds.exact(2), "two", at=60, **MINISTRY)
    after = telling("r2", old, new, day=1, around=(words, words))
    e = figure(found(before, after))
    assert e.bounds == Bounds.exact(2) and e.used == ("r2/c2",)
    assert {a.claim: a.reason.partition(":")[0] for a in e.aside} == {"r1/c1": "superseded", "r2/c1": "taken back"}


def test_a_later_word_of_the_same_source_replaces_its_earlier_one() -> None:
    e = figure(
        found(
            telling("r1", turks(Bounds.exact(5), "five", **MONITOR)),
            telling("r2", turks(Bounds.exact(9), "nine", **MONITOR), day=2),
        )
    )
    assert e.bounds == Bounds.exact(9)
    assert e.aside[0].claim == "r1/c1" and e.aside[0].reason.startswith("superseded")


def test_a_less_exact_later_word_takes_nothing_back() -> None:
    e = figure(
        found(
            telling("r1", turks(Bounds.exact(12), "12", **MONITOR)),
            telling("r2", turks(Bounds.at_least(10), "at least ten", **MONITOR), day=2),
        )
    )
    assert e.bounds.contains(12) and "r1/c1" in e.used


def test_an_initial_toll_that_the_report_knows_to_be_overtaken_sets_nothing() -> None:
    words = "Officials first put the toll at nine. Later 33 people were killed, they said."
    old = claim(
        "put the toll at nine",
        "nine",
        Bounds.exact(9),
        trigger="toll",
        source="officials",
        source_kind="local-official",
    )
    new = claim(
        "33 people were killed",
        "33",
        Bounds.exact(33),
        kind="civilian",
        whom="people",
        at=40,
        source="officials",
        source_kind="local-official",
    )
    e = figure(found(telling("r1", old, new, around=(words, words))))
    assert e.bounds == Bounds.exact(33)


def test_a_part_is_not_added_to_its_whole() -> None:
    words = "58 people were killed, including 11 children."
    whole = claim("58 people were killed", "58", Bounds.exact(58), whom="people", kind="civilian")
    part = claim(
        "including 11 children", "11", Bounds.exact(11), whom="children", kind="civilian", tags=("children",), at=23
    )
    got = found(telling("r1", whole, part, around=(words, words)))
    assert figure(got).bounds == Bounds.exact(58)
    assert figure(got, kind="civilian", group="children").bounds == Bounds.exact(11)
    assert [a.claim for a in figure(got).aside if a.reason.startswith("part of")] == ["r1/c2"]


def test_parts_that_add_up_to_a_whole_stay_its_parts() -> None:
    quote = "38 fighters: 13 Syrian soldiers and 25 Turkish soldiers killed"
    whole = claim(quote, "38", Bounds.exact(38), whom="fighters", kind="combatant")
    a = claim(
        "13 Syrian soldiers",
        "13",
        Bounds.exact(13),
        whom="Syrian soldiers",
        party="Syrian government",
        kind="combatant",
        at=13,
    )
    b = claim(
        "25 Turkish soldiers", "25", Bounds.exact(25), whom="Turkish soldiers", party="Turkey", kind="combatant", at=36
    )
    assert figure(found(telling("r1", whole, a, b))).bounds == Bounds.exact(38)


def test_groups_without_a_whole_add_up() -> None:
    women = claim(
        "three women and two children were killed",
        "three",
        Bounds.exact(3),
        whom="women",
        kind="civilian",
        tags=("women",),
    )
    kids = claim(
        "two children were killed", "two", Bounds.exact(2), whom="children", kind="civilian", tags=("children",), at=16
    )
    e = figure(found(telling("r1", women, kids)))
    assert e.bounds == Bounds.exact(5) and "sum of disjoint parts" in e.rule


def test_others_of_the_same_sentence_are_added() -> None:
    first = claim("ten people were killed", "ten", Bounds.exact(10), whom="people", kind="civilian")
    more = claim("six others were killed", "six", Bounds.exact(6), whom="others", kind="civilian", at=30)
    words = "ten people were killed in a camp and six others were killed in a clinic"
    assert figure(found(telling("r1", first, more, around=(words, words)))).bounds == Bounds.exact(16)


def test_the_wounded_of_an_elided_noun_are_of_the_side_that_the_sentence_names() -> None:
    dead = turks(Bounds.exact(2), "two", **MINISTRY)
    hurt = claim(
        "five were wounded",
        "five",
        Bounds.exact(5),
        measure="injured",
        trigger="wounded",
        whom="five",
        kind="civilian",
        at=40,
        **MINISTRY,
    )
    e = figure(found(telling("r1", dead, hurt)), "injured", party="Turkey", kind="combatant")
    assert e.bounds == Bounds.exact(5)


def test_both_sides_together_are_their_sum_and_never_less_than_one() -> None:
    got = found(
        telling(
            "r1",
            turks(Bounds.exact(2), "two", **MONITOR),
            syrians(Bounds.at_least(13), "at least 13", at=50, **MONITOR),
        )
    )
    assert figure(got).bounds == Bounds(15, 15, None)
    assert "sum of the sides" in figure(got).rule


@pytest.mark.parametrize(("stance", "why"), [("denied", "denied"), ("planned", "planned")])
def test_what_is_denied_or_planned_sets_nothing(stance: str, why: str) -> None:
    got = found(
        telling("r1", turks(Bounds.exact(2), "two")), telling("r2", turks(Bounds.exact(7), "seven", stance=stance))
    )
    e = figure(got)
    assert e.bounds == Bounds.exact(2)
    assert [a.reason.startswith(why) for a in e.aside if a.claim == "r2/c1"] == [True]


def test_words_without_a_figure_set_nothing_by_ucdp_and_count_by_acled() -> None:
    dozens = telling("r1", turks(Bounds.unnumbered("dozens"), "dozens of"))
    assert not figure_or_none(found(dozens))
    assert figure(found(dozens, rules="acled")).bounds.best == 12


def figure_or_none(incident: LinkedIncident) -> Estimate | None:
    return incident.estimate("killed")


def test_acled_takes_the_lowest_figure_and_airwars_the_whole_range() -> None:
    two = (telling("r1", turks(Bounds.exact(4), "four")), telling("r2", turks(Bounds.exact(7), "seven")))
    assert figure(found(*two, rules="acled")).bounds == Bounds(4, 4, 7)
    assert figure(found(*two, rules="airwars")).bounds == Bounds(4, None, 7)


def test_a_recorder_s_own_words_sum_up_the_sources_that_it_quotes() -> None:
    own = claim("at least ten people were killed", "at least ten", Bounds.at_least(10), whom="people", kind="civilian")
    low = claim(
        "four people were killed",
        "four",
        Bounds.exact(4),
        whom="people",
        kind="civilian",
        source="a witness",
        source_kind="witness",
        at=60,
    )
    high = claim(
        "twelve people were killed",
        "twelve",
        Bounds.exact(12),
        whom="people",
        kind="civilian",
        source="the Vale Press",
        source_kind="media",
        at=120,
    )
    assert figure(found(telling("r1", own, low, high), rules="airwars")).bounds == Bounds(10, None, 12)


def test_a_part_larger_than_its_whole_is_a_note_and_bends_no_figure() -> None:
    words = "Three people were killed, including eight children."
    whole = claim("Three people were killed", "Three", Bounds.exact(3), whom="people", kind="civilian")
    part = claim(
        "eight children",
        "eight",
        Bounds.exact(8),
        trigger="children",
        whom="children",
        tags=("children",),
        kind="civilian",
        at=36,
    )
    got = found(telling("r1", whole, part, around=(words, words)))
    assert figure(got).bounds.low == 3
    assert got.notes == ("contradiction: killed in r1: a part (r1/c2, 8) is larger than its whole (r1/c1, 3)",)


def test_a_group_that_a_later_whole_cannot_hold_is_a_note() -> None:
    words = "Nine people were killed, including eight children."
    whole = claim("Nine people were killed", "Nine", Bounds.exact(9), whom="people", kind="civilian", **MONITOR)
    part = claim(
        "eight children",
        "eight",
        Bounds.exact(8),
        trigger="children",
        whom="children",
        tags=("children",),
        kind="civilian",
        at=35,
        **MONITOR,
    )
    later = claim("Five people were killed", "Five", Bounds.exact(5), whom="people", kind="civilian", **MONITOR)
    got = found(telling("r1", whole, part, around=(words, words)), telling("r2", later, day=3))
    assert figure(got).bounds == Bounds.exact(5)
    assert got.notes == ("contradiction: the children killed (8) exceed everybody killed (5)",)


def test_killed_and_wounded_as_one_number_are_held_against_the_two() -> None:
    apart = telling(
        "r1",
        turks(Bounds.exact(20), "20"),
        claim(
            "15 Turkish soldiers were wounded",
            "15",
            Bounds.exact(15),
            measure="injured",
            trigger="wounded",
            whom="Turkish soldiers",
            party="Turkey",
            kind="combatant",
            at=60,
        ),
    )
    one = telling(
        "r2",
        claim(
            "30 casualties",
            "30",
            Bounds.exact(30),
            measure="casualties",
            trigger="casualties",
            whom="casualties",
            kind="unknown",
        ),
    )
    assert any("given as one number 30" in n for n in found(apart, one).notes)
    few = telling(
        "r2",
        claim(
            "35 casualties",
            "35",
            Bounds.exact(35),
            measure="casualties",
            trigger="casualties",
            whom="casualties",
            kind="unknown",
        ),
    )
    assert found(apart, few).notes == ()


def test_a_number_that_no_incident_can_have_is_set_aside() -> None:
    got = found(telling("r1", turks(Bounds.exact(2), "two"), turks(Bounds.exact(926_744_624), "926744624", at=60)))
    assert figure(got).bounds == Bounds.exact(2)
    assert any("not plausible" in a.reason for a in figure(got).aside)


def fighters(party: str, n: int, **more: object) -> Claim:
    return claim(f"{n} {party} fighters were killed", str(n), Bounds.exact(n), whom=f"{party} fighters", party=party,
                 kind="combatant", **more)  # type: ignore[arg-type]  # fmt: skip


def test_two_names_that_may_be_one_side_are_not_added_up() -> None:
    one, two = fighters("Hill Brigade", 29), fighters("Northern Front", 30)
    got = found(telling("r1", one), telling("r2", two))
    assert figure(got).bounds == Bounds(30, 30, 59)


def test_sides_that_a_report_tells_apart_are_added_up() -> None:
    one, two = fighters("Hill Brigade", 29), fighters("Northern Front", 30, at=80)
    assert figure(found(telling("r1", one, two))).bounds == Bounds.exact(59)


def test_a_voice_s_whole_comes_first_however_often_it_tells_of_a_part() -> None:
    whole = claim(
        "at least 12 people were killed", "at least 12", Bounds.at_least(12), whom="people", kind="civilian", **MONITOR
    )
    parts = [
        claim("five members of a family died", "five", Bounds.exact(5), whom="members of a family", kind="civilian",
              tags=("family",), trigger="died", at=at, **MONITOR)  # type: ignore[arg-type]
        for at in (300, 600)
    ]  # fmt: skip
    assert figure(found(telling("r1", whole, *parts))).bounds == Bounds.at_least(12)


def test_a_total_by_its_words_is_no_figure_of_one_incident_whatever_its_scope() -> None:
    words = "Thursday's deaths bring to 15 the number of Turkish soldiers killed in Idlib this month."
    misread = claim(
        "15 the number of Turkish soldiers killed",
        "15",
        Bounds.exact(15),
        whom="Turkish soldiers",
        party="Turkey",
        kind="combatant",
        at=60,
    )
    e = figure(
        found(telling("r1", turks(Bounds.exact(2), "two"), misread, around=("two Turkish soldiers were killed", words)))
    )
    assert e.bounds == Bounds.exact(2)
    assert any("running total" in a.reason for a in e.aside)
