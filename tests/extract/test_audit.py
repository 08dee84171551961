"""Every number of a report is accounted for exactly once."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from accordingto.extract.audit import audit_numbers
from accordingto.extract.dates import find_dates
from accordingto.extract.lexicon import find_lexicon
from accordingto.extract.quantities import find_quantities
from accordingto.extract.sentences import find_sentences
from accordingto.lang import get
from accordingto.model.claim import Claim, Count
from accordingto.model.reading import NumberUse
from accordingto.model.text import Span

PACK = get("en")


def audit(text: str, claims: tuple[Claim, ...] = ()) -> tuple[list[NumberUse], list[str]]:
    uses, issues = audit_numbers(
        text, claims, find_quantities(text, pack=PACK), find_dates(text, date(2020, 2, 20), pack=PACK),
        find_lexicon(text, pack=PACK), find_sentences(text, pack=PACK),
    )  # fmt: skip
    return uses, [i.code for i in issues]


def test_reasons() -> None:
    uses, issues = audit(
        "It bought S-400 missiles in 2019. The 45-year-old driver went 20 km. Nine shops opened. Six men died."
    )
    status = {u.text: (u.status, u.reason) for u in uses}
    assert status["400"] == ("ignored", "part of a name")
    assert status["2019"][0] == "ignored"
    assert status["45"] == ("ignored", "an age")
    assert status["20"] == ("ignored", "a measure or a sum of money")
    assert status["Nine"] == ("ignored", "its sentence speaks of no harm or loss")
    assert status["Six"][0] == "unexplained"
    assert issues == ["unexplained-number"]


def test_a_number_that_a_claim_took_names_the_claim() -> None:
    text = "Six men died."
    count = Count("Six", Span(0, 3), find_quantities(text, pack=PACK)[0].bounds)
    claim = Claim("c1", "killed", "Six men died", Span(0, 12), "died", Span(8, 12), count=count)
    assert [(u.status, u.reason) for u in audit(text, (claim,))[0]] == [("consumed", "c1")]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="abc 0123456789.,-/:\n", max_size=200))
def test_every_digit_is_listed_exactly_once(text: str) -> None:
    uses, _ = audit(text)
    for i, letter in enumerate(text):
        if letter.isdigit():
            assert sum(u.span.start <= i < u.span.end for u in uses) == 1
