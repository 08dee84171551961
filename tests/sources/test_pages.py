"""Extraction of articles from our own pages: words found and words too many, held to floors."""

import io
import re
from collections import Counter
from pathlib import Path

import pytest

from accordingto.sources import Arrival, Options
from accordingto.sources.base import Context
from accordingto.sources.furniture import without_furniture
from accordingto.sources.html import read

PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))
WORD = re.compile(r"\w+")
# The least that any page may fall to, and the least on average; raise them when the extraction gets better.
FLOORS = {"page": (0.99, 0.94), "mean": (0.999, 0.99)}


def extracted(page: Path) -> str:
    (found,) = read(io.BytesIO(page.read_bytes()), Context(page.name, Options()))
    assert isinstance(found, Arrival), found
    return found.report.text


def score(page: Path) -> tuple[float, float]:
    """Recall and precision in words, each counted as often as it stands there."""
    gold, found = (
        Counter(w.casefold() for w in WORD.findall(t))
        for t in (page.with_suffix(".txt").read_text("utf-8"), extracted(page))
    )
    both = (gold & found).total()
    return both / gold.total(), both / max(1, found.total())


def test_extraction_keeps_articles_and_drops_furniture() -> None:
    assert len(PAGES) >= 20
    scores = {p.stem: score(p) for p in PAGES}
    for name, (recall, precision) in scores.items():
        print(f"{name:20} recall {recall:.3f}  precision {precision:.3f}")
    means = [sum(s[i] for s in scores.values()) / len(scores) for i in (0, 1)]
    print(f"{'mean':20} recall {means[0]:.3f}  precision {means[1]:.3f}")
    low = {n: s for n, s in scores.items() if s[0] < FLOORS["page"][0] or s[1] < FLOORS["page"][1]}
    assert low == {}
    assert means[0] >= FLOORS["mean"][0] and means[1] >= FLOORS["mean"][1]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_every_paragraph_stands_once_and_in_order(page: Path) -> None:
    found = re.sub(r"\s+", " ", extracted(page).replace("\n- ", "\n"))
    paragraphs = [p for p in page.with_suffix(".txt").read_text("utf-8").split("\n") if len(p) > 60]
    starts = [found.find(p) for p in paragraphs]
    assert -1 not in starts and starts == sorted(starts)
    assert all(found.count(p) == 1 for p in paragraphs)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_numbers_of_other_stories_never_get_in(page: Path) -> None:
    found = extracted(page)
    for other in (
        "143 partners",
        "Rocket kills nine",
        "40 fighters",
        "900 people",
        "500 people",
        "700 dead",
        "Twelve killed",
    ):
        assert other not in found


@pytest.mark.parametrize(
    "line",
    ["2 min read", "3 Min Read", "Share this article", "Follow us on Twitter: @outlet", "ADVERTISEMENT",
     "READ MORE: Nine dead in fire", "Related articles", "Reporting by Ann Other; Editing by Jan Brook", "© 2020 Us",
     "Photo: Ann Other/Agency", "Sign up for our newsletter", "- Share on Facebook", "Tags: war, river",
     "Click to share on Telegram", "All rights reserved."],
)  # fmt: skip
def test_lines_about_the_page_are_left_out(line: str) -> None:
    assert without_furniture(["One died.", line, "Two died."]) == ["One died.", "Two died."]


@pytest.mark.parametrize(
    "line",
    ["Taganrog hit by drones overnight", "Get the wounded out, says doctor", "Register of the dead grows",
     "Share of women among dead rises", "Related deaths rose to 12", "Read the names of 12 victims",
     "Follow us, the soldier told 12 villagers before he fired on them.", "Source: AFP", "By Ann Other",
     "This article was updated to correct the number of dead to 12.", "Posts shelled, 3 dead",
     "Image: villagers gather at the crater where two of them died", "Two min read", "Views on the raid differ",
     "Reporting by phone from Belun, she counted 12 dead."],
)  # fmt: skip
def test_lines_of_the_report_stay(line: str) -> None:
    assert without_furniture([line]) == [line]


def test_words_hidden_in_an_article_are_said() -> None:
    page = next(p for p in PAGES if p.stem == "08-hidden")
    (found,) = read(io.BytesIO(page.read_bytes()), Context("x", Options()))
    assert isinstance(found, Arrival)
    assert [(i.code, i.message.split()[0]) for i in found.issues] == [("hidden-text", "39")]


def test_what_is_shown_only_by_a_script_is_still_found() -> None:
    page = (
        b"<html><body><div id='app' style='display:none'><article><p>"
        + b"Two shepherds died above Ostra. " * 9
        + b"</p></article></div>"
    )
    (found,) = read(io.BytesIO(page), Context("x", Options()))
    assert isinstance(found, Arrival) and "shepherds" in found.report.text


def test_a_hundred_megabytes_are_not_read() -> None:
    class Endless(io.RawIOBase):
        given = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            buffer[:] = b"x" * len(buffer)
            self.given += len(buffer)
            return len(buffer)

    source = Endless()
    (found,) = read(source, Context("x", Options()))  # type: ignore[arg-type]
    assert found.code == "too-large" and source.given < 10_000_000  # type: ignore[union-attr]
