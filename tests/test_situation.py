"""The report of a period: whole, self-contained, every quote escaped, sums that do not close what is open."""

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from accordingto.export.public import public
from accordingto.model import Bounds, InputError
from accordingto.render import pdf
from accordingto.render.markdown import to_html
from accordingto.render.situation import Scope, situation_report
from accordingto.render.sums import summed
from tests.export import planted, world

SCOPE = Scope(date(2020, 2, 1), date(2020, 2, 29), "Syria")


class _Balanced(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "line", "rect", "path", "circle"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("line", "rect", "path", "circle"):
            return
        assert self.open.pop() == tag


def test_the_page_has_all_parts_and_calls_nobody() -> None:
    page = situation_report(world.view(), SCOPE)
    for head in ("Summary", "Where", "When", "What is disputed", "Running totals", "Incidents"):
        assert f"<h2>{head}</h2>" in page
    assert "Absence of a record is not absence of harm" in page and "claims, not verdicts" in page
    assert "Five villagers were killed" in page and "Harbour Herald, 2020-02-21" in page
    assert re.findall(r"(?:src|href)=[\"'](?!#)|url\(|<script|@import", page) == []
    parser = _Balanced()
    parser.feed(page)
    assert parser.open == []


def test_every_part_of_the_map_has_its_look() -> None:
    """What the outlines are drawn with is styled here: an unstyled path would be a black shape."""
    style = (Path(pdf.__file__).parent / "situation.css").read_text(encoding="utf-8")
    page = situation_report(world.view(), SCOPE)
    looks = {
        c for names in re.findall(r'<(?:path|circle|rect|g|svg)[^>]* class="([^"]+)"', page) for c in names.split()
    }
    assert {"land", "border", "division", "spot", "reach"} <= looks
    assert [c for c in sorted(looks) if f".{c}" not in style] == []


def test_an_empty_period_says_so() -> None:
    page = situation_report(world.empty(), SCOPE)
    assert "No report tells of an incident" in page and "1-29 February 2020" in page


def test_hostile_words_are_only_words() -> None:
    bad = "<script>alert(1)</script>\u202e&\"'"
    i = replace(world.disputed(), what=bad, place=bad, id=bad, type=bad, notes=(bad,))
    page = situation_report(replace(world.view(), incidents=(i,), method=f"# {bad}\n| a |\n|---|\n| {bad} |"), SCOPE)
    assert "<script" not in page and "&lt;script&gt;" in page


def test_a_public_report_has_nothing_planted() -> None:
    page = situation_report(public(planted.view())[0], Scope()).casefold()
    assert [p for p in planted.PLANTED if p.casefold() in page] == []


def test_a_sum_stays_open_where_a_figure_is() -> None:
    assert summed([Bounds.exact(2), Bounds.at_least(5)]) == Bounds(7, 7, None)
    assert summed([Bounds.exact(2), Bounds.up_to(50)]) == Bounds(2, 2, 52)
    assert summed([Bounds.between(3, 9), Bounds.about(4)]) == Bounds(3, 4, None)
    assert summed([]) == Bounds()


def test_the_little_markdown() -> None:
    out = to_html("# A\n\nText with `code` and \\*stars\\*.\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | x\\|y |")
    assert "<h2>A</h2>" in out and "<code>code</code>" in out and "*stars*" in out
    assert "<ul><li>one</li><li>two</li></ul>" in out and "<td>x|y</td>" in out


def test_without_a_printer_it_is_said_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def missing(_: str) -> None:
        raise ImportError

    monkeypatch.setattr(pdf.shutil, "which", lambda _: None)
    monkeypatch.setattr(pdf, "import_module", missing)
    with pytest.raises(InputError) as caught:
        pdf.write_pdf("<p>x</p>", tmp_path / "x.pdf")
    assert "Chromium" in (caught.value.issue.hint or "")


def test_a_pdf_is_one(tmp_path: Path) -> None:
    try:
        pdf.write_pdf(situation_report(world.view(), SCOPE), tmp_path / "x.pdf")
    except InputError as e:
        pytest.skip(e.issue.message)
    assert (tmp_path / "x.pdf").read_bytes()[:5] == b"%PDF-"
