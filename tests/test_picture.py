"""The picture of a dispute: everything is on it, nothing runs out of it, hostile words are only words."""

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from accordingto.model.linked import LinkedIncident
from tests.export import world

matplotlib = pytest.importorskip("matplotlib")

from accordingto.render.picture import draw_dispute, in_words, title_of  # noqa: E402
from accordingto.render.sheet import Sheet, broken, length  # noqa: E402


def test_an_svg_is_whole_and_calls_nobody(tmp_path: Path) -> None:
    draw_dispute(world.disputed(), tmp_path / "d.svg", by="AccordingTo")
    text = (tmp_path / "d.svg").read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)
    assert root.tag.endswith("svg") and "<text" not in text and "<script" not in text
    assert in_words(world.disputed()) in "".join(root.itertext())


def test_a_png_is_one(tmp_path: Path) -> None:
    draw_dispute(world.disputed(), tmp_path / "d.png")
    assert (tmp_path / "d.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


def test_the_same_incident_gives_the_same_picture(tmp_path: Path) -> None:
    for name in ("a.svg", "b.svg"):
        draw_dispute(world.disputed(), tmp_path / name)
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


def test_every_position_and_every_account_is_said() -> None:
    said = in_words(world.disputed())
    for words in ("Syrian government: The mayor, asserted", "Syrian government: The ministry, denied",
                  "Russia: Activists, asserted", "Killed: 7, Activists", "Killed: ≤ 50, The ministry"):  # fmt: skip
        assert words in said


def test_the_title_takes_no_side() -> None:
    told = replace(world.disputed(), what="Syrian guns shelled the market")
    assert title_of(told) == "Shelling, Ostra"


@pytest.mark.parametrize(
    "incident",
    [world.nowhere(), replace(world.disputed(), type="$\\bad \u202e$x^2$ \\frac{ {\n" + "w" * 400, place="$")],
)  # fmt: skip
def test_little_and_hostile_words_are_drawn(incident: LinkedIncident, tmp_path: Path) -> None:
    draw_dispute(incident, tmp_path / "x.svg")
    assert ElementTree.parse(tmp_path / "x.svg").getroot() is not None


def test_lines_fit_and_lose_no_word() -> None:
    words = "The quick brown fox jumps over the lazy dog while " + "a" * 90
    lines = broken(words, 160, 16)
    assert all(length(x, 16) <= 160 for x in lines)
    assert "".join(lines).replace(" ", "") == words.replace(" ", "")
    assert broken(words, 160, 16, most=2)[1].endswith("…")


def test_an_empty_sheet_can_be_saved(tmp_path: Path) -> None:
    Sheet().save(tmp_path / "e.png", title="", said="")
    assert (tmp_path / "e.png").stat().st_size
