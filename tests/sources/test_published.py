from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordingto.sources.published import parse, parsed_or_issue

THE_DAY = date(2020, 2, 20)


@pytest.mark.parametrize(
    "value",
    ["2020-02-20", "2020-02-20T23:30:00Z", "2020-02-20 23:30:00+03:00", "20200220", "20200220T101500Z", "2020/2/20",
     "2020.02.20", "20 February 2020", "Thursday, 20 February 2020", "20 Feb 2020 10:00", "20th February, 2020",
     "February 20, 2020", "Feb. 20, 2020", "Thu Feb 20, 2020", "Thu, 20 Feb 2020 09:12:00 GMT", "20/02/2020",
     "02/20/2020", "20.02.2020", "20-Feb-2020", "  2020-02-20 ", THE_DAY,
     datetime(2020, 2, 20, 23, 59, tzinfo=UTC), 1582156800, 1582156800000],
)  # fmt: skip
def test_many_forms_of_one_day(value: object) -> None:
    assert parse(value) == THE_DAY


@pytest.mark.parametrize(
    "value",
    ["03/04/2020", "2020-13-01", "2020-02-30", "February 2020", "2020", 2020, 7, True, None, [], "20 Mumble 2020",
     "x" * 999, "12:30", 1e300, float("nan"), "202002201"],
)  # fmt: skip
def test_no_day_is_made_up(value: object) -> None:
    assert parse(value) is None


def test_a_dotted_date_is_day_first_and_twins_are_plain() -> None:
    assert parse("03.04.2020") == date(2020, 4, 3)
    assert parse("04/04/2020") == date(2020, 4, 4)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_iso_days_come_back(day: date) -> None:
    assert parse(day.isoformat()) == day


@given(st.text(max_size=80) | st.integers() | st.floats())
def test_nothing_raises(value: object) -> None:
    found, issues = parsed_or_issue(value, "x")
    assert (found is None) or issues == ()
