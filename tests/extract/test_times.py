"""A table of time expressions; every value is valid EDTF and says no more than its words."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from edtf import parse_edtf

from accordingto.extract.calendars import orthodox_easter
from accordingto.extract.dates import DateMention, find_dates
from accordingto.lang import get
from accordingto.model import Period

PACK = get("en")
TABLE: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "times.yaml").read_text("utf-8"))
CASES = [
    (reference, words, str(value))
    for reference, values in TABLE["readings"].items()
    for value, forms in values.items()
    for words in forms
]


def read(text: str, reference: date) -> list[DateMention]:
    return find_dates(text, reference, pack=PACK)


@cache
def valid(edtf: str) -> bool:
    """Whether the edtf package reads a value and writes the same again."""
    return str(parse_edtf(edtf)) == edtf


def test_the_table_is_large_enough() -> None:
    assert len(CASES) >= 150
    assert len(TABLE["readings"]) >= 5


@pytest.mark.parametrize(("reference", "words", "value"), CASES, ids=[f"{r}-{w}" for r, w, _ in CASES])
def test_reading(reference: date, words: str, value: str) -> None:
    (mention,) = read(f"It happened {words}, officials added.", reference)
    assert (mention.period.edtf or "~") == value
    if mention.period.edtf is not None:
        assert valid(mention.period.edtf)


@pytest.mark.parametrize("text", TABLE["nothing"])
def test_no_time(text: str) -> None:
    assert read(text, date(2020, 2, 20)) == []


_UNITS = ("week", "month", "year", "summer", "winter", "spring", "autumn", "Ramadan")
_OF_DAYS = ("day", "night", "ago", "first", "morning", "date", "Eve", "Christmas", "Easter", "Friday")


def test_no_value_is_more_exact_than_its_words() -> None:
    """Where words name a unit and no day, the value is no single day, unless it says "about" with EDTF's ~."""
    seen = 0
    for reference, words, _ in CASES:
        if not any(u in words for u in _UNITS) or any(w in words.lower() or w in words for w in _OF_DAYS):
            continue
        if any(c.isdigit() for c in words):
            continue
        (mention,) = read(f"It happened {words}, officials added.", reference)
        period = mention.period
        if period.start is not None and period.end is not None:
            assert period.end > period.start or "~" in (period.edtf or ""), (words, period)
            seen += 1
    assert seen > 20


@pytest.mark.parametrize(
    ("period", "ucdp", "acled"),
    [
        (Period.day(date(2020, 2, 18)), 1, 1),
        (Period(date(2020, 2, 18), date(2020, 2, 18), "2020-02-18~"), 2, 2),
        (Period(date(2020, 2, 18), date(2020, 2, 19), "2020-02-18/2020-02-19"), 2, 2),
        (Period(date(2020, 2, 10), date(2020, 2, 16), "2020-02-10/2020-02-16"), 3, 2),
        (Period(date(2020, 2, 1), date(2020, 2, 29), "2020-02"), 4, 3),
        (Period(date(2020, 1, 1), date(2020, 12, 31), "2020"), 5, None),
        (Period(date(2018, 1, 1), date(2020, 12, 31), "2018/2020"), None, None),
        (Period(None, date(2020, 2, 18), "../2020-02-18"), None, None),
        (Period(), None, None),
    ],
)
def test_precision_codes(period: Period, ucdp: int | None, acled: int | None) -> None:
    assert (period.date_prec, period.time_precision) == (ucdp, acled)


def test_the_eastern_easter() -> None:
    assert [orthodox_easter(y) for y in (2016, 2019, 2022)] == [date(2016, 5, 1), date(2019, 4, 28), date(2022, 4, 24)]
