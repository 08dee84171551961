import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accordingto.model import Issue
from accordingto.sources import Arrival, Options, iter_reports
from accordingto.sources.base import Context
from accordingto.sources.html import read, sniff, with_headline, without_repeats

LEAD = "Two shepherds were killed when a shell fell on the pastures above Ostra on Thursday, the mayor said."
MORE = "The mayor told reporters that the shell had come from across the river, and that nobody had warned the village."
PAGE = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>Shell kills two shepherds | Ostra Post</title>
<meta property="og:site_name" content="Ostra Post">
<meta property="article:published_time" content="2020-02-20T08:00:00Z">
<link rel="canonical" href="https://ostra.example/shell"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>Shell kills two shepherds</h1><p>{LEAD}</p><p>{MORE}</p><p>{LEAD}</p></article>
<footer><p>Copyright Ostra Post. All rights reserved.</p></footer><script>alert(1)</script></body></html>"""


def take(path: Path, data: str | bytes, **options: object) -> list[Arrival | Issue]:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(iter_reports([str(path)], options=Options(**options)))  # type: ignore[arg-type]


def test_an_article_with_its_metadata_and_no_navigation(tmp_path: Path) -> None:
    (found,) = take(tmp_path / "a.html", PAGE)
    assert isinstance(found, Arrival)
    report = found.report
    assert report.text.startswith("Shell kills two shepherds\n\n")
    assert LEAD in report.text and MORE in report.text
    assert "Sport" not in report.text and "alert" not in report.text
    assert (report.publisher, str(report.published), report.url) == (
        "Ostra Post",
        "2020-02-20",
        "https://ostra.example/shell",
    )


@pytest.mark.parametrize(
    ("fetched", "names", "canonical"),
    [
        (
            "https://ostra.example/shell?utm_source=x&page=1",
            "https://ostra.example/shell",
            "https://ostra.example/shell",
        ),
        ("https://m.ostra.example/shell", "https://www.ostra.example/shell#top", "https://www.ostra.example/shell"),
        ("https://evil.example/x?fbclid=1", "https://ostra.example/shell", "https://evil.example/x"),
        ("https://ostra.example/shell", "https://ostra.example/", "https://ostra.example/shell"),
        ("https://ostra.example/shell", "javascript:alert(1)", "https://ostra.example/shell"),
        (None, "https://ostra.example/shell", "https://ostra.example/shell"),
    ],
)
def test_the_name_of_a_page(fetched: str | None, names: str, canonical: str) -> None:
    page = PAGE.replace("https://ostra.example/shell", names).encode()
    (found,) = read(io.BytesIO(page), Context("x", Options(keep_raw=True), url=fetched))
    assert isinstance(found, Arrival) and found.capture is not None
    assert found.capture.url == canonical and found.capture.raw == page
    assert found.report.url == (fetched or names)


def test_a_page_of_nothing_but_furniture_is_no_article() -> None:
    page = b"<html><body><article>" + b"<p>Follow us on Twitter</p><p>2 min read</p>" * 9 + b"</article></body></html>"
    (found,) = read(io.BytesIO(page), Context("x", Options()))
    assert isinstance(found, Issue) and found.code == "no-article"


def test_a_paragraph_emitted_twice_stands_once(tmp_path: Path) -> None:
    (found,) = take(tmp_path / "a.html", PAGE)
    assert isinstance(found, Arrival)
    assert found.report.text.count(LEAD) == 1


def test_what_the_user_says_wins_over_the_page(tmp_path: Path) -> None:
    from datetime import date

    (found,) = take(tmp_path / "a.html", PAGE, published=date(2020, 3, 1), publisher="Mine")
    assert isinstance(found, Arrival)
    assert (found.report.published, found.report.publisher) == (date(2020, 3, 1), "Mine")


def test_a_page_is_known_by_its_bytes(tmp_path: Path) -> None:
    (found,) = take(tmp_path / "saved", "\n  " + PAGE)
    assert isinstance(found, Arrival) and "Sport" not in found.report.text
    assert not sniff(b"The <b>two</b> were killed") and sniff(b"<?xml version='1.0'?>\n<html>")


@pytest.mark.parametrize("page", ["<html></html>", "<html><body><script>x()</script></body></html>"])
def test_a_page_without_an_article_says_so(tmp_path: Path, page: str) -> None:
    (found,) = take(tmp_path / "a.html", page)
    assert isinstance(found, Issue) and found.code in ("no-article", "bad-html")


def test_a_declared_charset_counts(tmp_path: Path) -> None:
    page = PAGE.replace("utf-8", "windows-1251").replace("Ostra Post", "Острая почта")
    (found,) = take(tmp_path / "a.html", page.encode("cp1251"))
    assert isinstance(found, Arrival) and found.report.publisher == "Острая почта"


@pytest.mark.parametrize(
    "page",
    ["<html>" + "<div>" * 20_000 + "x", "<html><p" + " a='b'" * 50_000, "<html>" + "<table><tr><td>" * 3000,
     "<html>&" + "#x;" * 9999],
    ids=["deep", "attributes", "tables", "entities"],
)  # fmt: skip
def test_hostile_markup_is_an_answer_not_a_traceback(tmp_path: Path, page: str) -> None:
    assert len(take(tmp_path / "a.html", page)) == 1


def test_a_huge_page_is_refused(tmp_path: Path) -> None:
    (found,) = take(tmp_path / "a.html", "<html>" + "x" * 9_000_000)
    assert isinstance(found, Issue) and found.code == "too-large"


def test_a_page_of_too_many_tags_is_refused_before_it_stalls_the_batch(tmp_path: Path) -> None:
    (found,) = take(tmp_path / "a.html", "<html>" + "<td>x" * 100_000)
    assert isinstance(found, Issue) and found.code == "too-large" and "tags" in found.message


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=300))
def test_any_markup_gives_one_answer(tail: str) -> None:
    data = ("<html><body>" + tail).encode("utf-8", "replace")
    assert len(list(read(io.BytesIO(data), Context("x", Options())))) == 1


def test_short_lines_may_repeat_and_long_ones_may_not() -> None:
    lines = ["Photo", LEAD, "Photo", "  " + LEAD.upper(), "- " + LEAD]
    assert without_repeats(lines) == (["Photo", LEAD, "Photo"], 2)


def test_a_headline_that_stands_in_the_body_is_not_doubled() -> None:
    assert with_headline("Two  die", "Two die in Ostra.\nMore") == "Two die in Ostra.\nMore"
    assert with_headline("Two  die", "Two die\nin Ostra") == "Two die\n\nin Ostra"
    assert with_headline("Two die", "In Ostra") == "Two die\n\nIn Ostra"
    assert with_headline(None, "x") == "x"
