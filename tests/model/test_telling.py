from datetime import date

from tests import fakes

from accordingto.model import Reading, Report, Span
from accordingto.model.telling import AROUND, Outlet, surroundings, tellings_of, toll_tellings_of


def read(text: str) -> Reading:
    return fakes.read(Report("r1", text, date(2020, 2, 20)))


def test_the_words_around_stay_in_their_paragraph() -> None:
    text = "First.\nIt was revised: two people killed, not three.\nLast."
    start = text.index("two people")
    assert surroundings(text, Span(start, start + 10)) == "It was revised: two people killed, not three."


def test_the_words_around_are_bounded() -> None:
    text = "x" * 5000
    assert len(surroundings(text, Span(2500, 2510))) == 2 * AROUND + 10


def test_a_reading_becomes_tellings_with_the_words_around_each_claim() -> None:
    reading = read("12 people killed in Ostra.\n30 people killed in all.")
    (telling,) = tellings_of(reading, Outlet("r1"))
    assert telling.key == "r1#i1"
    assert telling.around == ("12 people killed in Ostra.",)
    (total,) = toll_tellings_of(reading, Outlet("r1"))
    assert total.claim.scope == "cumulative" and total.check is not None
