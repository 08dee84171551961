import pytest

from accordingto import lang
from accordingto.extract.sentences import find_sentences
from accordingto.extract.weapons import name_means
from accordingto.model import Claim, Span

PACK = lang.get("en")


def named(text: str, quote: str, type_: str = "killed", means: str | None = None) -> str | None:
    span = Span(text.index(quote), text.index(quote) + len(quote))
    claim = Claim("c1", type_, quote, span, quote, span, means=means)
    (out,) = name_means([claim], text, find_sentences(text, pack=PACK), pack=PACK)
    return out.means


@pytest.mark.parametrize(
    ("quote", "means"),
    [
        ("A roadside bomb killed two", "ied"),
        ("a suicide car bomb killed two", "suicide-bomb"),
        ("mortar shells killed two", "shelling"),
        ("two were shot dead", "small-arms"),
        ("warplanes killed two", "airstrike"),
    ],
)
def test_the_words_of_a_claim_name_its_means(quote: str, means: str) -> None:
    assert named(f"On Monday {quote}.", quote, means="explosion") == means


def test_the_nearest_weapon_of_the_sentence_fills_an_empty_means() -> None:
    text = "After days of shelling a drone hit the van and two were killed. A rocket fell later."
    assert named(text, "two were killed") == "drone"
    assert named(text, "two were killed", means="missile") == "missile"


def test_another_sentence_names_nothing() -> None:
    assert named("A rocket fell. Two were killed.", "Two were killed") is None


def test_people_are_taken_by_a_kidnapping_and_nobody_killed_by_it() -> None:
    text = "Gunmen kidnapped nine girls and killed a teacher."
    assert named(text, "kidnapped nine girls", "detained") == "abduction"
    assert named(text, "killed a teacher") is None
    assert named("A drone hit as they arrested six men.", "arrested six men", "detained") is None


def test_acts_have_no_weapon() -> None:
    assert named("The envoy condemned the shelling.", "condemned the shelling", "act") is None
