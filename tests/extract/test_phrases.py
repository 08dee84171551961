"""Spans end at word borders, carry no stray punctuation, and evidence takes the nearest words first."""

from __future__ import annotations

import pytest

from accordingto.extract.phrases import evidence, members, trim
from accordingto.lang import get
from accordingto.model.text import Span


def at(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("“the army”,", "the army"),
        ("(the ministry", "the ministry"),
        ("the U.S.", "the U.S."),
        ("people.", "people"),
        ("Hama (city)", "Hama (city)"),
    ],
)
def test_trim(text: str, bare: str) -> None:
    assert trim(text, Span(0, len(text))).of(text) == bare


def test_members_of_a_coordination() -> None:
    text = "a man, his wife and two sons"
    assert [s.of(text) for s in members(text, Span(0, len(text)))] == ["a man", "his wife", "two sons"]


def test_evidence_is_the_shortest_stretch() -> None:
    text = "The ministry said two of its soldiers were killed and five wounded."
    quote = evidence(text, at(text, "killed"), [at(text, "two"), at(text, "its soldiers")])
    assert quote.of(text) == "two of its soldiers were killed"


def test_evidence_never_crosses_a_line_or_the_limit() -> None:
    text = "Two soldiers\nwere killed" + " very" * 60 + " far away"
    assert evidence(text, at(text, "killed"), [at(text, "Two soldiers"), at(text, "far away")]).of(text) == "killed"


@pytest.mark.parametrize(
    ("phrase", "several"),
    [
        ("the victims", True),
        ("residents of the town", True),
        ("fake police officers", True),
        ("women", True),
        ("a soldier", False),
        ("the boss", False),
        ("Anthony Jones", False),
        ("his crisis", False),
        ("the driver of two trucks", False),
    ],
)
def test_a_plural_is_known_by_its_head(phrase: str, several: bool) -> None:
    assert get("en").is_plural(phrase) is several
