"""Sentences: line breaks first, no cut after an abbreviation, nothing lost but white space."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from accordingto.extract.sentences import MAX_SENTENCE, find_sentences
from accordingto.lang import get

PACK = get("en")


def split(text: str) -> list[str]:
    return [s.of(text) for s in find_sentences(text, pack=PACK)]


def test_titles_without_a_stop_are_sentences() -> None:
    assert split("Two killed in raid\n\nTwo men died. A third was hurt.") == [
        "Two killed in raid", "Two men died.", "A third was hurt.",
    ]  # fmt: skip


def test_abbreviations_and_initials_do_not_end_a_sentence() -> None:
    assert split("Lt. Gen. A. Brown met the U.S. President. He left.") == [
        "Lt. Gen. A. Brown met the U.S. President.", "He left.",
    ]  # fmt: skip


def test_a_closing_quotation_mark_stays_with_its_sentence() -> None:
    assert split("“We saw it.” He fled.") == ["“We saw it.”", "He fled."]


def test_decimals_do_not_end_a_sentence() -> None:
    assert split("Some 5.5 million fled.") == ["Some 5.5 million fled."]


@given(st.text(max_size=2000))
def test_only_white_space_lies_between_sentences(text: str) -> None:
    spans = find_sentences(text, pack=PACK)
    rest, position = [], 0
    for s in spans:
        assert position <= s.start < s.end and s.end - s.start <= MAX_SENTENCE
        rest.append(text[position : s.start])
        position = s.end
    assert "".join([*rest, text[position:]]).strip() == ""


def test_a_megabyte_of_one_line_is_cut() -> None:
    spans = find_sentences("word " * 200_000, pack=PACK)
    assert max(s.end - s.start for s in spans) <= MAX_SENTENCE
