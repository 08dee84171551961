from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordingto.model import Bounds, Claim, Count, Place, Source, Span
from accordingto.model.telling import Outlet
from accordingto.reconcile.origins import agency, credited, origin_of, origins_of
from accordingto.reconcile.voices import voice

SPAN = Span(0, 1)


def claim(source: str | None = None, *, kind: str = "government", via: str | None = None, n: int = 12,
          place: str | None = None) -> Claim:  # fmt: skip
    return Claim(
        "c1", "killed", "x", SPAN, "x", SPAN,
        count=Count(str(n), SPAN, Bounds.exact(n)),
        place=Place(None, None, place) if place else None,
        source=Source(source, SPAN, kind) if source else None,
        via=via,
    )  # fmt: skip


def outlet(report: str = "r1", publisher: str | None = "Ostra Post", **more: str) -> Outlet:
    return Outlet(report, published=date(2020, 2, 20), publisher=publisher, **more)  # type: ignore[arg-type]


ONE_VOICE = [
    ["Turkey's defence ministry", "the Turkish Ministry of National Defence", "Turkish Defense Minister Hulusi Akar",
     "The Turkish Defence Ministry", "Turkey’s army", "the Turkish armed forces"],
    ["the Syrian Observatory for Human Rights", "SOHR", "SOHR chief Rami Abdel Rahman", "the Observatory",
     "the UK-based opposing Syrian Observatory"],
    ["the Russian foreign ministry", "Russian Foreign Minister Sergei Lavrov", "Russia's Ministry of Foreign Affairs"],
    ["AFP", "the French news agency AFP", "Agence France-Presse", "an AFP correspondent"],
    ["the Pentagon", "the US Department of Defense", "US Defense Secretary Ashton Carter"],
    ["Human Rights Watch", "HRW", "Human Rights Watch's Ann Other"],
]  # fmt: skip


@pytest.mark.parametrize("names", ONE_VOICE, ids=lambda n: n[0])
def test_the_names_of_one_source_are_one_voice(names: list[str]) -> None:
    voices = {voice(n) for n in names}
    assert len(voices) == 1 and None not in voices


def test_different_sources_stay_different() -> None:
    assert len({voice(names[0]) for names in ONE_VOICE}) == len(ONE_VOICE)
    assert voice("the Turkish foreign ministry") != voice("the Turkish defence ministry")
    assert voice("the Iraqi army") != voice("the Turkish army")


@pytest.mark.parametrize(
    "nobody",
    ["a military source", "witnesses", "local residents", "activists in Ostra", "a Britain-based monitor", "officials",
     "sources", "a medic", "Iran-backed fighters", "police officers", "", "…", "Nigerian media", "UK newspaper",
     "anti-government activists",     "local authorities", "the provincial government"],
)  # fmt: skip
def test_an_anonymous_source_is_nobody(nobody: str) -> None:
    assert voice(nobody) is None


@pytest.mark.parametrize(
    ("phrase", "country", "who"),
    [
        ("the Health Ministry", "Palestine", "Palestine: health ministry"),
        ("the Hamas-run health ministry", "Palestine", "Palestine: health ministry"),
        ("A source at Ostra Police Command", "Syria", "Syria: police"),
        ("Ann Other, the Niger state police spokeswoman", "Nigeria", "Nigeria: police"),
        ("the army", None, None),
        ("the army", "Mali", "Mali: military"),
        ("President Jan Novak", "Mali", "Jan Novak"),
        ("Mr Jan Novak", "Mali", "Jan Novak"),
        ("The American Bar Association (ABA)", None, "American Bar Association"),
        ("Turkish officials", "Syria", "Turkey: government"),
        ("Washington", "Iraq", "United States: government"),
        ("Russias military", "Syria", "Russia: military"),
        ("the Syrian Revolution Council", "Syria", "Syrian Revolution Council"),
        ("Ostra administration", "Syria", "Ostra: government"),
    ],
)
def test_whose_body_speaks(phrase: str, country: str | None, who: str | None) -> None:
    assert voice(phrase, country) == who


@given(st.text(max_size=80))
def test_no_phrase_raises(phrase: str) -> None:
    assert voice(phrase, phrase[:9]) != ""
    agency(phrase)
    credited(phrase)


def test_ten_outlets_that_quote_one_ministry_are_one_source() -> None:
    spelled = ONE_VOICE[0]
    pairs = [(claim(spelled[i % len(spelled)]), outlet(f"r{i}", f"Outlet {i}")) for i in range(10)]
    assert len(set(origins_of(pairs))) == 1


def test_an_anonymous_source_belongs_to_whoever_heard_it() -> None:
    assert origin_of(claim("witnesses", kind="witness"), outlet()) == "Ostra Post"
    assert origin_of(claim("a security source", kind="unnamed", via="SANA"), outlet()) == "SANA"
    assert origin_of(claim(), outlet()) == "Ostra Post"
    assert origin_of(claim(), outlet(publisher=None)) == "report r1"
    assert origin_of(claim(), outlet(publisher="Reuters News Agency")) == "Reuters"
    assert origin_of(claim(), outlet(credit="AFP")) == "AFP"
    # An outlet that is quoted and that prints is one voice, however an archive writes it.
    assert origin_of(claim(), outlet(publisher="al-jazeera")) == voice("Al Jazeera")


def test_a_copy_speaks_with_the_voice_of_what_it_copies() -> None:
    pairs = [(claim(), outlet("r1", origin="r1")), (claim(), outlet("r2", "Vale Times", origin="r1"))]
    assert origins_of(pairs) == ["Ostra Post", "Ostra Post"]
    assert origins_of(pairs[1:]) == ["report r1"]


def test_a_report_hears_of_a_figure_once() -> None:
    told = [claim(), claim("Turkey's army"), claim(n=30), claim("witnesses", kind="witness")]
    assert origins_of([(c, outlet()) for c in told]) == [
        "Turkey: military", "Turkey: military", "Ostra Post", "Ostra Post",
    ]  # fmt: skip
    heading = [claim("a monitor", kind="monitor"), claim("the Syrian Observatory for Human Rights", kind="monitor")]
    assert len(set(origins_of([(c, outlet()) for c in heading]))) == 1


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("OSTRA, Feb 20 (Reuters) - Two shepherds were killed.", "Reuters"),
        ("Shell kills two\n\nBy Associated Press\n\nTwo shepherds were killed.", "Associated Press"),
        ("Two shepherds were killed.\n\nSource: AFP", "AFP"),
        ("Two shepherds were killed.\n\n© 2020 AFP. All rights reserved.", "AFP"),
        ("Two shepherds were killed.\n\nAFP, Reuters", None),
        ("Two shepherds were killed.\n\nPhoto: AFP", None),
        ("Two shepherds were killed, AFP said.", None),
        ("Two shepherds were killed (see map).", None),
        ("", None),
    ],
)
def test_a_credit_line_names_the_agency(text: str, who: str | None) -> None:
    assert credited(text) == who
