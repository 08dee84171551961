import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accordingto.link.copies import Copies
from accordingto.link.sketch import likeness, sketch
from accordingto.model import Report

WIRE = """Shell kills two shepherds above Ostra

OSTRA (AFP) - Two shepherds were killed and five others wounded when an artillery shell fell on the summer pastures
above Ostra on Thursday, the mayor of the village said, in the third such incident in the valley since the spring.
"The shell came from across the river, and nobody had warned us," the mayor, Petra Novak, told reporters by telephone.
The army of Vale said that it had fired no artillery that day and that it would look into the matter with care.
Witnesses described a flash on the eastern bank shortly before the blast, which also killed about forty sheep.
A doctor at the district hospital said that two of the wounded, brothers aged nine and twelve, were in danger.
The river has divided the two sides since the ceasefire of last winter, which each accuses the other of breaking.
Monitors of the joint mission were expected at the site on Friday, its spokesman Jan Brook said in a statement.
"""
OTHER = """Two dead on Ostra pastures

Artillery from the Vale side of the river has again hit grazing land near Ostra. Novak, who heads the village council,
counted two dead men and at least five people hurt after what she called a single heavy round at midday on Thursday.
Vale's general staff denied any fire in the sector and spoke of a provocation. Our reporter saw a crater some three
metres wide and the bodies of dozens of animals; relatives buried both shepherds before dusk. The hospital in the
district town took in two brothers, nine and twelve years old, whose state its chief surgeon called very serious.
Observers of the joint mission plan to examine the place tomorrow, as they did after the shelling of March and April.
"""
FORMULA = (
    "A source at the police command told the agency that terrorists fired {n} shells at the {place} neighbourhood on "
    "Thursday, killing {n} civilians, wounding others and damaging houses, shops and cars, and that the wounded had "
    "been taken to hospital for treatment while the police opened an inquiry into the attack."
)
DAY = date(2020, 2, 20)


def report(name: str, text: str = WIRE, day: int | None = 20) -> Report:
    return Report(name, text, date(2020, 2, day) if day else None)


def body(text: str = WIRE) -> str:
    return text.partition("\n\n")[2]


COPIED = {
    "the same": WIRE,
    "another headline, byline and credit": f"Deadly shelling\n\nBy Ann Other\n\n{body()}\nSource: AFP",
    "truncated": " ".join(body().split()[:70]) + " ...",
    "an excerpt": " ".join(body().split("\n")[0:2]) + " " + body().split("\n")[2],
    "respelled": WIRE.replace("wounded", "injured").replace("said", "stated").replace("described", "told of"),
    "added to": WIRE + "\nThe price of mutton rose on the market of Ostra, and the school stayed closed for the day.",
}


@pytest.mark.parametrize("text", COPIED.values(), ids=COPIED.keys())
def test_a_copy_goes_back_to_what_it_copies(text: str) -> None:
    copies = Copies([report("a")])
    assert copies.add(report("b", text, 21)) == "a"
    assert copies.groups() == [("a", "b")]
    assert copies.origin("a") is None


def test_two_reports_of_one_event_are_no_copies() -> None:
    copies = Copies([report("a")])
    assert copies.add(report("b", OTHER, 21)) is None
    assert copies.groups() == []


def test_short_reports_that_share_a_formula_are_no_copies() -> None:
    places = ("Midan", "Jamilia", "Sulaymaniyah", "Hamdaniya")
    copies = Copies([report(p, FORMULA.format(n=n, place=p)) for n, p in enumerate(places, 2)])
    assert copies.groups() == []
    assert copies.add(report("again", FORMULA.format(n=2, place="Midan"), 21)) == "Midan"


def test_what_an_outlet_says_under_all_its_reports_makes_no_copy() -> None:
    notes = "\n".join(f"Note {i} on how we count: every figure is the lowest that two sources give." for i in range(30))
    copies = Copies([report("a", f"{WIRE}\n{notes}"), report("b", f"{OTHER}\n{notes}")])
    assert copies.groups() == []


def test_a_later_round_up_does_not_join_what_it_holds() -> None:
    for day in (20, 22):
        copies = Copies([report("a"), report("b", OTHER), report("r", f"{body()}\n{body(OTHER)}\n{WIRE[:200]}", day)])
        assert {"a", "b"} not in [set(g) & {"a", "b"} for g in copies.groups()]


def test_the_earliest_is_the_origin_and_a_known_day_comes_before_none() -> None:
    copies = Copies([report("a", day=None), report("c", day=21), report("b", day=21)])
    assert copies.groups() == [("b", "c", "a")]
    assert copies.add(report("z", day=19)) is None
    assert [copies.origin(n) for n in "abcz"] == ["z", "z", "z", None]


def test_a_report_added_twice_is_one() -> None:
    copies = Copies([report("a"), report("a")])
    assert copies.groups() == []


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_in_which_reports_come_changes_nothing(rng: random.Random) -> None:
    reports = [report(f"r{i}", text, 15 + i % 7) for i, text in enumerate([*COPIED.values(), OTHER, "Two died."])]
    reports += [report(f"p{i}", FORMULA.format(n=i, place=p)) for i, p in enumerate(("Midan", "Jamilia"))]
    expected = Copies(reports).groups()
    rng.shuffle(reports)
    assert Copies(reports).groups() == expected and expected


@settings(deadline=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_no_text_raises_and_likeness_has_no_direction(a: str, b: str) -> None:
    one, other = sketch(Report("a", a)), sketch(Report("b", b))
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other).alike <= 1


def test_a_sketch_is_the_same_in_every_process() -> None:
    # Python's own hash of a string differs from process to process; a stored sketch must not.
    assert sketch(report("a")).sentences[0] == min(sketch(report("a")).sentences)
    assert int(sketch(Report("x", "one two three four")).shingles[0]) == 1867258053
