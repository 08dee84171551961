from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accordingto import lang
from accordingto.extract.calendars import easter, islamic
from accordingto.extract.dates import DateMention, find_dates
from accordingto.model import Period

PACK = lang.get("en")
CORPUS: dict[str, Any] = dict(PACK.section("dates-corpus"))
REFERENCE: date = CORPUS["reference"]
READINGS = [(str(value), str(form)) for value, forms in CORPUS["readings"].items() for form in forms]

_DATE = r"\d{4}(-\d\d(-\d\d)?)?[~]?|\d{3}X"
_LEVEL1 = re.compile(rf"({_DATE}|\.\.)/({_DATE}|\.\.)|{_DATE}")


def bounds(edtf: str) -> tuple[date | None, date | None]:
    """First and last day of an EDTF level 1 string, by its own standard and not by the code under test."""
    if "/" in edtf:
        left, right = edtf.split("/")
        return (None if left == ".." else bounds(left)[0]), (None if right == ".." else bounds(right)[1])
    plain = edtf.rstrip("~")
    if plain.endswith("X"):
        return date(int(plain[:3] + "0"), 1, 1), date(int(plain[:3] + "9"), 12, 31)
    parts = [int(x) for x in plain.split("-")]
    if len(parts) == 1:
        return date(parts[0], 1, 1), date(parts[0], 12, 31)
    if len(parts) == 2 and parts[1] > 20:
        first = 3 * (parts[1] - 20)
        last_year, last = parts[0] + (first + 1) // 12, (first + 1) % 12 + 1
        return date(parts[0], first, 1), date(last_year, last, monthrange(last_year, last)[1])
    if len(parts) == 2:
        return date(parts[0], parts[1], 1), date(parts[0], parts[1], monthrange(parts[0], parts[1])[1])
    return date(*parts), date(*parts)


def consistent(p: Period) -> bool:
    if p.edtf is None:
        return p.start is None and p.end is None
    return bool(_LEVEL1.fullmatch(p.edtf)) and bounds(p.edtf) == (p.start, p.end)


def read(text: str, anchor: date | None = REFERENCE) -> list[DateMention]:
    return find_dates(text, anchor, pack=PACK)


@pytest.mark.parametrize(("value", "form"), READINGS)
def test_corpus_reading(value: str, form: str) -> None:
    text = f"x {form} x"
    mentions = read(text)
    assert [(m.span.of(text), m.period.edtf) for m in mentions] == [(form, value)]
    assert consistent(mentions[0].period) and mentions[0].rule


@pytest.mark.parametrize("form", CORPUS["unknown"])
def test_corpus_vague(form: str) -> None:
    mentions = read(f"Shells fell {form}.")
    assert [(m.span.of(f"Shells fell {form}."), m.period, m.vague) for m in mentions] == [(form, Period(), True)]


@pytest.mark.parametrize("text", CORPUS["negative"])
def test_corpus_negative(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize("case", CORPUS["sentences"], ids=lambda c: c["text"][:30])
def test_corpus_sentence(case: dict[str, Any]) -> None:
    found = {m.span.of(case["text"]): m.period.edtf for m in read(case["text"])}
    assert found == {k: str(v) for k, v in case["mentions"].items()}


def test_a_weekday_equal_to_the_reports_own_is_that_day() -> None:
    assert read("on Wednesday")[0].period == Period.day(REFERENCE)


@pytest.mark.parametrize(
    "text", ["on Thursday", "yesterday", "last month", "in May", "July 25", "in the past 24 hours"]
)
def test_without_a_reference_day_relative_words_stay_unknown(text: str) -> None:
    (mention,) = read(text, None)
    assert not mention.period.known and not mention.vague


def test_without_a_reference_day_full_dates_stand_and_since_stays_open() -> None:
    assert read("on 3 May 2012", None)[0].period == Period.day(date(2012, 5, 3))
    assert read("since 2011", None)[0].period == Period(date(2011, 1, 1), None, "2011/..")


def test_since_then_without_any_day_is_no_time() -> None:
    assert not read("It has been quiet ever since then.", None)


def test_a_day_shortly_after_the_report_is_still_the_coming_one() -> None:
    assert read("on September 3")[0].period.start == date(2016, 9, 3)
    assert read("on October 3")[0].period.start == date(2015, 10, 3)


def test_a_weekday_picks_the_year_of_a_date_without_one() -> None:
    assert read("on Friday, 14 August")[0].period.start == date(2015, 8, 14)


@pytest.mark.parametrize(
    ("year", "hijri", "first_of_ramadan", "easter_sunday"),
    [(2014, 1435, date(2014, 6, 29), date(2014, 4, 20)), (2018, 1439, date(2018, 5, 16), date(2018, 4, 1)),
     (2020, 1441, date(2020, 4, 24), date(2020, 4, 12))],
)  # fmt: skip
def test_moveable_feasts(year: int, hijri: int, first_of_ramadan: date, easter_sunday: date) -> None:
    assert islamic(hijri, 9, 1) == first_of_ramadan
    assert easter(year) == easter_sunday


_PIECES = [
    *(
        "on",
        "in",
        "since",
        "the",
        "last",
        "two",
        "days",
        "ago",
        "May",
        "March 2011",
        "Thursday",
        "30",
        "Feb",
        "31",
        "2013",
        "until",
        "week",
    ),
    *(
        "(",
        ")",
        "[",
        ",",
        "-",
        ".",
        "\n",
        "end of",
        "early",
        "Ramadan",
        "Eid al-Fitr",
        "year",
        "from",
        "to",
        "and",
        "between",
        "9999",
        "1980s",
    ),
    *(
        "12/13/2014",
        "00-00-0000",
        "centuries",
        "999",
        "past",
        "next",
        "later",
        "ago",
        "first",
        "quarter of",
        "noon",
        "7.20",
        "am",
        "ü",
        "٣",
    ),
]


@given(
    st.lists(st.sampled_from(_PIECES), max_size=14).map(" ".join),
    st.sampled_from([None, REFERENCE, date.min, date.max]),
)
@settings(max_examples=150, deadline=None)
def test_any_text_gives_ordered_consistent_mentions(text: str, anchor: date | None) -> None:
    end = 0
    for m in read(text, anchor):
        assert end <= m.span.start < m.span.end <= len(text)
        end = m.span.end
        assert consistent(m.period), (text, m)


@given(st.text(max_size=80))
@settings(max_examples=100, deadline=None)
def test_random_unicode_never_fails(text: str) -> None:
    assert all(consistent(m.period) for m in read(text))


@given(st.sampled_from([form for _, form in READINGS]), st.integers(0, 40))
@settings(deadline=None)
def test_text_before_only_shifts_offsets(form: str, n: int) -> None:
    shift = "Nothing here." * n + "\n"
    moved = read(shift + form)
    assert [(m.span.start - len(shift), m.period) for m in moved] == [(m.span.start, m.period) for m in read(form)]
