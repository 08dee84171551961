"""Number phrases: bounds by the table of docs/claim-format.md, and every number word back to its number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordingto.extract.quantities import find_quantities
from accordingto.lang import get
from accordingto.model.values import Bounds

PACK = get("en")
UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def counting(text: str) -> list[tuple[str, Bounds]]:
    return [(q.span.of(text), q.bounds) for q in find_quantities(text, pack=PACK) if q.counts and q.kind != "article"]


@pytest.mark.parametrize(
    ("text", "words", "bounds"),
    [
        ("Twelve people died", "Twelve", Bounds.exact(12)),
        ("at least 12 dead", "at least 12", Bounds.at_least(12)),
        ("more than a dozen fell", "more than a dozen", Bounds.at_least(12)),
        ("no fewer than 1,400 people", "no fewer than 1,400", Bounds.at_least(1400)),
        ("30+ fighters", "30+", Bounds.at_least(30)),
        ("six or more were hurt", "six or more", Bounds.at_least(6)),
        ("killed 'up to 50' fighters", "up to 50", Bounds.up_to(50)),
        ("as many as fifty were killed", "as many as fifty", Bounds.up_to(50)),
        ("almost 1 million displaced", "almost 1 million", Bounds.about(1_000_000)),
        ("some 40 trucks", "some 40", Bounds.about(40)),
        ("between 15 and 20 men", "between 15 and 20", Bounds.between(15, 20)),
        ("15-20 men", "15-20", Bounds.between(15, 20)),
        ("two or three shells", "two or three", Bounds.between(2, 3)),
        ("two dozen houses", "two dozen", Bounds.exact(24)),
        ("three hundred and seventeen girls", "three hundred and seventeen", Bounds.exact(317)),
        ("5.5 million people", "5.5 million", Bounds.exact(5_500_000)),
        ("dozens were hurt", "dozens", Bounds.unnumbered("dozens")),
        ("hundreds of thousands fled", "hundreds of thousands", Bounds.unnumbered("hundreds of thousands")),
    ],
)
def test_bounds(text: str, words: str, bounds: Bounds) -> None:
    assert counting(text) == [(words, bounds)]


def test_a_list_of_equipment_is_three_numbers() -> None:
    text = "five tanks, two armoured carriers and a howitzer"
    found = [(q.span.of(text), q.bounds.best) for q in find_quantities(text, pack=PACK)]
    assert found == [("five", 5), ("two", 2), ("a", 1)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("the S-400 missiles", "designation"),
        ("a 20-year-old man", "age"),
        ("20 km south of the town", "measure"),
        ("$5 million in aid", "measure"),
        ("a law of 2013 says", "year"),
        ("Resolution 2254 of the Council", "designation"),
    ],
)
def test_numbers_that_count_nothing_say_why(text: str, kind: str) -> None:
    numbers = [q for q in find_quantities(text, pack=PACK) if q.kind not in ("article", "vague")]
    assert [q.kind for q in numbers] == [kind]
    assert not numbers[0].counts


def in_words(n: int) -> str:
    if n < 20:
        return UNITS[n]
    if n < 100:
        return TENS[n // 10 - 2] + ("-" + UNITS[n % 10] if n % 10 else "")
    if n < 1000:
        return UNITS[n // 100] + " hundred" + (" and " + in_words(n % 100) if n % 100 else "")
    return in_words(n // 1000) + " thousand" + (" " + in_words(n % 1000) if n % 1000 else "")


@given(st.integers(1, 999_999))
def test_words_and_digits_name_the_same_number(n: int) -> None:
    for text in (f"{in_words(n)} people", f"{n:,} people"):
        assert [b for _, b in counting(text)] == [Bounds.exact(n)]


@given(st.text(max_size=300))
def test_any_text_gives_ordered_spans_within_it(text: str) -> None:
    found = find_quantities(text, pack=PACK)
    assert all(a.span.end <= b.span.start for a, b in zip(found, found[1:], strict=False))
    assert all(0 <= q.span.start < q.span.end <= len(text) for q in found)


@pytest.mark.parametrize(
    ("text", "phrase", "bounds"),
    [
        ("half a million people fled", "half a million", Bounds.exact(500_000)),
        ("more than a quarter of a million fled", "more than a quarter of a million", Bounds.at_least(250_000)),
        ("one and a half million fled", "one and a half million", Bounds.exact(1_500_000)),
        ("the thirteen (13) suspects", "thirteen (13)", Bounds.exact(13)),
        ("At least, 12 were killed", "At least, 12", Bounds.at_least(12)),
        ("an estimated at least 40 dead", "an estimated at least 40", Bounds.at_least(40)),
        ("several dozen were hurt", "several dozen", Bounds.unnumbered("several dozen")),
    ],
)
def test_shares_doubled_figures_and_two_qualifiers(text: str, phrase: str, bounds: Bounds) -> None:
    first = next(q for q in find_quantities(text, pack=PACK) if q.counts)
    assert (first.span.of(text), first.bounds) == (phrase, bounds)


def test_another_figure_in_brackets_is_another() -> None:
    text = "thirteen (14) suspects"
    assert [q.bounds for q in find_quantities(text, pack=PACK)] == [Bounds.exact(13), Bounds.exact(14)]
