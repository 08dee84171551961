"""Which side a phrase names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordingto.extract.parties import PartyContext, party_context, party_of
from accordingto.lang import get

PACK = get("en")
SYRIA = PartyContext(country="SY")
NIGERIA = PartyContext(country="NG", groups=("Boko Haram",))


@pytest.mark.parametrize(
    ("phrase", "party"),
    [
        ("the Syrian regime", "Syrian government"),
        ("Assads troops", "Syrian government"),
        ("President Bashar al-Assad's forces", "Syrian government"),
        ("Turkey's defence ministry", "Turkey"),
        ("Moscow", "Russia"),
        ("Russian planes", "Russia"),
        ("U.S. drones", "United States"),
        ("the US-led coalition's jets", "US-led Coalition"),
        ("gunmen", "unknown gunmen"),
        ("Daesh", "Islamic State"),
        ("ISIL fighters", "Islamic State"),
        ("IS", "Islamic State"),
        ("Al-Nusra Front militants", "Nusra/HTS"),
        ("the YPG", "SDF/YPG"),
        ("rebels", "Syrian opposition"),
        ("opposition fighters", "Syrian opposition"),
        ("the army", "Syrian government"),
        ("Kurdish fighters", "SDF/YPG"),
        ("regime and Russian warplanes", "Syrian government and Russia"),
        ("Syrian or Russian jets", "Syrian government or Russia"),
        ("the regime and its allies", "Syrian government"),
        ("Turkey-backed rebels", "Syrian opposition"),
        ("anti-regime fighters", "Syrian opposition"),
        ("gunmen believed to belong to al-Shabaab", "al-Shabab"),
        ("Houthi rebels", "Houthis"),
        ("Colombian police", "Colombian police"),
        ("the M23", "M23"),
        ("the Ansar al-Khair Brigade", "Ansar al-Khair Brigade"),
    ],
)
def test_names_the_side(phrase: str, party: str) -> None:
    assert party_of(phrase, pack=PACK, context=SYRIA) == party


@pytest.mark.parametrize(
    "phrase",
    [
        "We",
        "it",
        "he",
        "is",
        "its soldiers",
        "residents",
        "12 people",
        "",
        "—",
        "Homs",
        "the town of Kolmandu",
        "the F-16",
    ],
)
def test_names_nobody(phrase: str) -> None:
    assert party_of(phrase, pack=PACK, context=SYRIA) is None


def test_bare_organs_belong_to_the_main_country() -> None:
    assert party_of("the military", pack=PACK, context=NIGERIA) == "Nigerian army"
    assert party_of("police", pack=PACK, context=NIGERIA) == "Nigerian police"
    assert party_of("the army", pack=PACK, context=PartyContext()) is None


def test_militants_are_the_commonest_group_but_terrorists_are_not() -> None:
    assert party_of("the militants", pack=PACK, context=NIGERIA) == "Boko Haram"
    assert party_of("terrorists", pack=PACK, context=NIGERIA) == "unnamed armed group"


def test_context_is_read_from_the_report() -> None:
    text = (
        "Shelling hit a market in Marib on Monday. The Houthis denied it. Jane Roe, who saw it, fled to Aden. "
        "The Marib Relief Bureau (MRB) counted the dead, and US Senator Ann Marlow asked for an inquiry."
    )
    context = party_context(text, pack=PACK)
    assert context.country == "YE"
    assert context.groups == ("Houthis",)
    assert party_of("MRB", pack=PACK, context=context) == "Marib Relief Bureau"
    assert party_of("Roe", pack=PACK, context=context) == "Jane Roe"
    assert party_of("Marlow", pack=PACK, context=context) == "United States"


def test_the_coalition_is_the_one_the_report_speaks_of() -> None:
    context = party_context("The Saudi-led coalition bombed Sanaa. The coalition said it regretted that.", pack=PACK)
    assert party_of("the coalition", pack=PACK, context=context) == "Saudi-led coalition"


@given(st.text(max_size=400))
def test_any_text_is_taken(text: str) -> None:
    answer = party_of(text, pack=PACK, context=party_context(text, pack=PACK))
    assert answer is None or answer.strip()
