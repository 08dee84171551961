"""Wording that leaves no choice: denials, negations, running totals."""

from __future__ import annotations

import pytest

from accordingto.extract.sentences import find_sentences
from accordingto.extract.wording import decide
from accordingto.lang import get
from accordingto.model.claim import Claim, Count
from accordingto.model.text import Span
from accordingto.model.values import Bounds

PACK = get("en")


def judged(text: str, trigger: str, type_: str = "attack", number: str | None = None) -> Claim:
    start = text.index(trigger)
    at = Span(start, start + len(trigger))
    count = None
    if number is not None:
        n = text.index(number)
        count = Count(number, Span(n, n + len(number)), Bounds.exact(int(number)))
    claim = Claim("c1", type_, trigger, at, trigger, at, count=count)
    return decide([claim], text, find_sentences(text, pack=PACK), pack=PACK)[0]


@pytest.mark.parametrize(
    "text",
    [
        "The source denied that its aircraft had bombed the convoy.",
        "The ministry rejected reports that its planes had bombed the convoy.",
        "“Our planes did not deliberately bombed it,” he said.",
        "He left. The army never bombed the town.",
    ],
)
def test_denied(text: str) -> None:
    assert judged(text, "bombed").stance == "denied"


@pytest.mark.parametrize(
    "text",
    [
        "The army denied the charge, but rebels bombed the town.",
        "The army did not comment. Rebels bombed the town.",
        "Denied entry, they left; jets bombed the town.",
        "He said jets bombed the town, which the army denied.",
    ],
)
def test_a_denial_reaches_no_further_than_its_clause(text: str) -> None:
    assert judged(text, "bombed").stance == "asserted"


@pytest.mark.parametrize(
    "text",
    [
        "Two died in a raid attributed to the army.",
        "A suspected government raid hit it.",
        "The raid, thought to have hit Harim, failed.",
    ],
)
def test_hedged(text: str) -> None:
    assert judged(text, "raid").stance == "possible"


def test_a_hedge_of_something_else_is_not_its_hedge() -> None:
    assert judged("A raid on suspected rebels killed two.", "raid").stance == "asserted"


@pytest.mark.parametrize(
    "text",
    [
        "The deaths bring the number of soldiers killed in the valley to 15.",
        "The deaths bring to 15 the number of soldiers killed in the valley.",
        "That raised to “15” the overall tally of those killed.",
    ],
)
def test_a_running_total_is_cumulative(text: str) -> None:
    assert judged(text, "killed", "killed", "15").scope == "cumulative"


def test_what_was_brought_somewhere_is_no_running_total() -> None:
    assert judged("They took to 15 villages the bodies of those killed.", "killed", "killed", "15").scope == "incident"


def test_a_risen_death_toll_is_that_of_the_incident() -> None:
    assert judged("The death toll rose to 31.", "death toll", "killed", "31").scope == "incident"


def test_acts_are_left_alone() -> None:
    assert judged("The envoy denied that they agreed.", "agreed", "act").stance == "asserted"


@pytest.mark.parametrize(
    "text",
    [
        "The raids have killed 40 people since March.",
        "Shelling that comes on a near-daily basis has killed 40 people.",
        "In recent weeks 40 people were killed in the valley.",
    ],
)
def test_what_comes_again_and_again_is_no_single_event(text: str) -> None:
    assert judged(text, "killed", "killed", "40").scope == "cumulative"


def test_one_event_stays_one() -> None:
    assert judged("A raid killed 40 people in March.", "killed", "killed", "40").scope == "incident"
