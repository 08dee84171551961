"""Toponyms and paths."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordingto.extract.places import PlaceContext, find_toponyms, place_context, place_path
from accordingto.lang import get
from accordingto.model.text import Span

PACK = get("en")
SYRIA = (
    "Shells fell on the town of Qaminas in Idlib province, Syria, on Monday. The city of Idlib was quiet. "
    "Turkey closed its border. Residents of Idlib city spoke of two raids."
)


def names(text: str) -> list[str]:
    return [s.of(text) for s in find_toponyms(text, pack=PACK)]


def test_finds_known_and_expected_names() -> None:
    text = (
        "Gunmen raided Maiduguri and the village of Kolmandu on Friday, said a man in Zubarra district. The army left."
    )
    assert names(text) == ["Maiduguri", "Kolmandu", "Zubarra"]


def test_articles_and_hyphens_belong_to_the_name() -> None:
    assert names("They fled al-Bab and Deir ez-Zor for Mazar-i-Sharif.") == ["al-Bab", "Deir ez-Zor", "Mazar-i-Sharif"]


def test_sides_and_days_are_no_places() -> None:
    assert names("On Tuesday the Islamic State and Boko Haram were named by Monday's paper.") == []


@pytest.mark.parametrize(
    ("phrase", "path"),
    [
        ("the town of Qaminas", "Qaminas, Idlib, Syria"),
        ("Idlib", "Idlib, Syria"),
        ("Syria", "Syria"),
        ("the Syrian town of Qaminas", "Qaminas, Idlib, Syria"),
        ("Idlib's Dubbit quarter", "Dubbit, Idlib, Syria"),
        ("Dubbit and Thawra in Idlib city", "Dubbit and Thawra, Idlib, Syria"),
        ("the city", "Idlib, Syria"),
        ("near the Turkish border", "Syria"),
    ],
)
def test_paths(phrase: str, path: str) -> None:
    assert place_path(phrase, report_text=SYRIA, context=place_context(SYRIA)) == path


def test_no_namesake_abroad() -> None:
    text = "Two people died in Tripoli, Lebanon. Lebanese soldiers came from Beirut."
    assert place_path("Tripoli", report_text=text, context=place_context(text)) == "Tripoli, Lebanon"
    text = "Two people died in Paris. A report spoke of Kenya, Kenyan police and Nairobi, and of Garissa."
    assert not str(place_path("Homs", report_text=text, context=place_context(text))).endswith("Syria")


def test_nothing_is_said_of_an_unplaced_report() -> None:
    text = "A shop was damaged."
    assert place_path("a shop", report_text=text, context=place_context(text)) is None


def test_the_dateline_counts() -> None:
    assert place_context("A shop was damaged.", dateline_country="YE").main == "YE"


@given(st.text(max_size=300))
def test_any_text_is_taken(text: str) -> None:
    spans = find_toponyms(text, pack=PACK)
    assert all(isinstance(s, Span) and s.end <= len(text) for s in spans)
    assert all(a.end <= b.start for a, b in zip(spans, spans[1:], strict=False))
    path = place_path(text, report_text=text, context=place_context(text))
    assert path is None or path.strip()


@pytest.mark.parametrize("unit", ["Aa ", "al-", "A", "in Aa, ", "A-a'", "x "])
def test_long_monotonous_text_takes_linear_time(unit: str) -> None:
    find_toponyms("warm", pack=PACK)
    started = time.process_time()
    find_toponyms(unit * (100_000 // len(unit)), pack=PACK)
    assert time.process_time() - started < 4


def test_an_empty_context_is_read_from_the_report() -> None:
    assert place_path("Idlib", report_text=SYRIA, context=PlaceContext()) == "Idlib, Syria"
