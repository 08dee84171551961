import io
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from tests import fakes

from accordingto.model import Bounds, Count, Issue, Period, Reading, Report, Responsible, Severity, Span
from accordingto.model.rows import context, one_line
from accordingto.render import audit, table, words
from accordingto.workflow import read_text

TEXT = "Shell hits Ostra\n\nIn the market 2 people killed on Thursday. Since May 15 people killed in all."


def shown(reading: Reading, *, width: int = 100, colour: bool = False) -> str:
    out = io.StringIO()
    system = "256" if colour else None
    console = Console(file=out, width=width, color_system=system, force_terminal=colour, markup=False)  # type: ignore[arg-type]
    table.show(reading, console)
    return out.getvalue()


@pytest.fixture
def reading() -> Reading:
    return read_text(TEXT, published="2020-02-20", publisher="Ostra Post", reader=fakes.read)


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_line_is_wider_than_the_terminal(reading: Reading, width: int) -> None:
    assert max(map(len, shown(reading, width=width).splitlines())) <= width


def test_a_claim_shows_every_slot_in_words(reading: Reading) -> None:
    out = shown(reading, width=140)
    claim = out[out.index("c1") :]
    for said in (
        "killed",
        "2  people (civilian)",
        "by raiders (Northland)",
        "says the mayor (local-official, via “radio”, “said”)",
    ):
        assert said in claim
    assert "shelling · Ostra, Northland · 20 Feb 2020 (“on Thursday”)" in claim
    assert "… market [2 people killed] on" in claim or "market [2 people killed] on" in claim


def test_what_is_not_asserted_says_so(reading: Reading) -> None:
    for stance, said in (("denied", "DENIED"), ("possible", "POSSIBLY"), ("planned", "PLANNED, NOT DONE")):
        changed = replace(reading, claims=tuple(replace(c, stance=stance) for c in reading.claims))
        assert said in shown(changed)
    assert "DENIED" not in shown(reading)


def test_rival_answers_stand_side_by_side_unresolved(reading: Reading) -> None:
    assert "disputed: the claims differ on who did it" in shown(reading)
    one = (Responsible("Northland", "the mayor", "asserted"),)
    agreed = replace(reading, incidents=tuple(replace(i, responsible=one) for i in reading.incidents))
    assert "disputed" not in shown(agreed) and "according to the mayor" in shown(agreed)


def test_totals_stand_apart_and_are_compared(reading: Reading) -> None:
    out = shown(reading)
    assert out.index("Stated totals") > out.index("c1")
    assert "says 15, incidents here explain 2 (i1), unexplained 13" in out
    unexplained = replace(reading, tolls=tuple(replace(t, explained=None, incidents=()) for t in reading.tolls))
    assert "no incident told here explains any of it" in shown(unexplained)
    more = replace(reading, tolls=tuple(replace(t, explained=Bounds.exact(20)) for t in reading.tolls))
    assert "incidents here explain 20 (i1), which is more" in shown(more)


def test_colour_marks_the_trigger_itself_and_not_the_same_letters_before_it() -> None:
    reading = read_text("2 killedx killed", reader=fakes.read)
    assert "\x1b[1m2 killedx \x1b[0m\x1b[1;31mkilled\x1b[0m" in shown(reading, colour=True)


def test_an_issue_says_how_loud_where_what_and_the_remedy(reading: Reading) -> None:
    issue = Issue("some-code", "it is odd", Severity.ERROR, "a.txt:3", Span(0, 5), "mend it")
    assert table.issue_line(issue).plain == "error[some-code] a.txt:3: it is odd\n  → mend it"
    assert table.issue_line(issue, TEXT).plain.startswith("error[some-code] “Shell”: it is odd")


def test_a_reading_without_claims_is_still_shown() -> None:
    out = shown(Reading(Report("r", "Nothing happened."), (), (), (Issue("no-claims", "none"),)))
    for said in ("Nothing happened.", "0 claims", "no publication date given", "no-claims"):
        assert said in out


@given(st.text(max_size=60), st.integers(1, 9))
def test_any_text_is_shown_without_control_characters(noise: str, n: int) -> None:
    reading = read_text(f"{noise}{n} people killed{noise}", publisher=noise, reader=fakes.read)
    out = shown(reading, width=60)
    assert not any(ord(c) < 32 and c != "\n" or c in "\x7f\u202e\u2066" for c in out)


@given(st.text(max_size=200), st.data(), st.integers(0, 150))
def test_context_is_of_the_text_and_bounded(text: str, data: st.DataObject, width: int) -> None:
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    before, quote, after = context(text, span, width)
    assert quote == one_line(span.of(text))
    assert "\n" not in before + quote + after
    for side in (before, after):
        assert len(side) <= width + 8
        rest = side.removeprefix("… ").removesuffix(" …")
        assert "".join(rest.replace("¶", "").split()) in "".join(text.replace("¶", "").split())


def test_a_paragraph_break_shows_in_the_context() -> None:
    at = TEXT.index("In the market")
    assert context(TEXT, Span(at, at + 6), 80)[0] == "Shell hits Ostra ¶ "
    assert context(TEXT, Span(0, 16), 80)[2].startswith(" ¶ In the market")


def test_every_number_has_its_line_in_the_audit(reading: Reading) -> None:
    console = Console(file=io.StringIO(), width=100, color_system=None)
    table.print_trimmed(audit.numbers(reading), console)
    out = console.file.getvalue()  # type: ignore[attr-defined]
    assert "1 number: 1 unexplained, 0 consumed, 0 ignored" in out and "[She]" in out and "no rule" in out


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [(date(2020, 2, 20), date(2020, 2, 20), "20 Feb 2020"), (date(2020, 2, 1), date(2020, 2, 9), "1-9 Feb 2020"),
     (date(2019, 12, 1), date(2020, 2, 20), "1 Dec 2019 - 20 Feb 2020"), (date(2011, 3, 1), None, "since 1 Mar 2011"),
     (None, date(2011, 3, 1), "until 1 Mar 2011"), (None, None, "")],
)  # fmt: skip
def test_periods_in_words(start: date | None, end: date | None, said: str) -> None:
    assert words.period(Period(start, end)) == said


def test_a_target_is_named_once() -> None:
    claim = read_text("2 people killed", reader=fakes.read).claims[0]
    assert claim.target is not None
    assert words.harmed(replace(claim, target=replace(claim.target, text=None, party="Turkey"))) == "Turkey, civilian"
    assert words.harmed(replace(claim, target=replace(claim.target, text="two children", tags=("children",)))) == (
        "two children (civilian)"
    )
    vague = Count("dozens", claim.span, Bounds.unnumbered("dozens"))
    assert words.amount(replace(claim, count=vague)) == "dozens"
