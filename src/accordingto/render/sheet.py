"""A sheet to set words and shapes on, from top to bottom, with matplotlib; it is as high as what was set on it.

Promise: words are measured and broken, so nothing runs out of the sheet or over its neighbour; letters are drawn as
shapes, so the picture looks the same wherever it is shown, and no font is asked for.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import Any

from accordingto.model.issue import InputError, Issue, Severity

WIDTH = 1000
PAPER, INK, DIM, LINE = "#ffffff", "#1d2429", "#5b6670", "#d9d5cb"
_FONTS = ("Source Sans 3", "Inter", "Helvetica Neue", "Helvetica", "Arial", "Liberation Sans", "DejaVu Sans")
_POINTS = 0.72
"""Points a unit: the sheet is ten inches wide."""


class Sheet:
    """An empty sheet; ``y`` is how far down it is filled.

    Raises:
        InputError: matplotlib is not installed; the issue says how to get it.
    """

    def __init__(self, margin: int = 48) -> None:
        self._plot = _library()
        self._draw: list[Callable[..., object]] = []
        self.margin = margin
        self.y = float(margin)

    @property
    def wide(self) -> int:
        """Units between the margins."""
        return WIDTH - 2 * self.margin

    def space(self, units: float) -> None:
        """Leave some room."""
        self.y += units

    def words(
        self, text: str, *, x: float | None = None, wide: float | None = None, size: float = 16, colour: str = INK,
        bold: bool = False, slanted: bool = False, most: int | None = None, right: bool = False,
    ) -> float:  # fmt: skip
        """Set words at the present height, broken into lines, and go on below them.

        Args:
            text: What to set; line breaks in it count as spaces.
            x: Left end, or the right one with ``right``; None is the margin.
            wide: Units at most; None is up to the margin.
            size: Height of the letters' body in units.
            colour: Colour.
            bold: Heavy letters.
            slanted: Slanted letters.
            most: Lines at most; what does not fit ends in "…".
            right: Whether lines end at ``x``.

        Returns:
            How many units high they are.
        """
        at = self.margin if x is None else x
        room = wide if wide is not None else (at - self.margin if right else WIDTH - self.margin - at)
        lines = broken(text, room, size, bold=bold, slanted=slanted, most=most)
        top = self.y
        style = {"fontsize": size * _POINTS, "color": colour, "family": _family(), "parse_math": False,
                 "fontweight": "bold" if bold else "normal", "fontstyle": "italic" if slanted else "normal",
                 "va": "baseline", "ha": "right" if right else "left"}  # fmt: skip
        for n, line in enumerate(lines):
            y = top + n * size * 1.36 + size
            self._draw.append(partial(_text, at, y, line, style))
        self.y = top + len(lines) * size * 1.36
        return self.y - top

    def box(self, x: float, y: float, wide: float, high: float, colour: str, *, alpha: float = 1.0) -> None:
        """Set a filled box, above what was set before."""
        patches = import_module("matplotlib.patches")
        made = {"facecolor": colour, "edgecolor": "none", "linewidth": 0, "alpha": alpha}
        self._draw.append(lambda ax, zorder: ax.add_patch(patches.Rectangle((x, y), wide, high, zorder=zorder, **made)))

    def line(
        self, x1: float, y1: float, x2: float, y2: float, colour: str = LINE, thick: float = 1.0, *,
        dotted: bool = False,
    ) -> None:  # fmt: skip
        """Set a line."""
        style = {"color": colour, "linewidth": thick * _POINTS, "linestyle": (0, (1.5, 2)) if dotted else "-",
                 "solid_capstyle": "butt"}  # fmt: skip
        self._draw.append(lambda ax, zorder: ax.plot([x1, x2], [y1, y2], zorder=zorder, **style))

    def arrow(self, x: float, y: float, towards: int, colour: str) -> None:
        """Set the head of an arrow to the right (1) or to the left (-1)."""
        points = [(x, y - 5), (x + 9 * towards, y), (x, y + 5)]
        patches = import_module("matplotlib.patches")
        self._draw.append(
            lambda ax, zorder: ax.add_patch(patches.Polygon(points, facecolor=colour, linewidth=0, zorder=zorder))
        )

    def save(self, path: Path, *, title: str, said: str) -> None:
        """Write the sheet as SVG or PNG, by the ending of the name.

        Args:
            path: Where to.
            title: Title of the picture, for those who cannot see it.
            said: All of it in words, likewise.

        Raises:
            OSError: The file cannot be written.
        """
        high = self.y + self.margin * 0.6
        with self._plot.rc_context({"svg.fonttype": "path", "svg.hashsalt": "accordingto"}):
            figure = self._plot.figure(figsize=(WIDTH / 100, high / 100), facecolor=PAPER)
            try:
                ax = figure.add_axes((0, 0, 1, 1))
                ax.set_axis_off()
                ax.set(xlim=(0, WIDTH), ylim=(high, 0))
                for n, draw in enumerate(self._draw):
                    draw(ax, zorder=2 + n)  # what is set later lies above
                svg = path.suffix.lower() == ".svg"
                about = {"Title": title, "Description": said} | ({"Date": None} if svg else {})
                with warnings.catch_warnings():
                    # A letter that no font at hand has is drawn as a box; the words beside the picture have it.
                    warnings.filterwarnings("ignore", "Glyph .* missing from font")
                    figure.savefig(path, dpi=200, metadata=about, format="svg" if svg else "png")
            finally:
                self._plot.close(figure)


def _text(x: float, y: float, line: str, style: dict[str, Any], ax: Any, zorder: int) -> None:
    ax.text(x, y, line, zorder=zorder, **style)


@cache
def _library() -> Any:
    try:
        # Figures are written and never shown, so no window system is asked for.
        import_module("matplotlib").use("Agg", force=False)
        return import_module("matplotlib.pyplot")
    except ImportError:
        raise InputError(
            Issue(
                "missing-library", "this picture needs matplotlib", Severity.ERROR,
                hint="pip install 'accordingto[plot]'",
            )
        ) from None  # fmt: skip


@cache
def _family() -> str:
    manager = import_module("matplotlib.font_manager").fontManager
    known = {f.name for f in manager.ttflist}
    return next((f for f in _FONTS if f in known), "DejaVu Sans")


@cache
def length(text: str, size: float, bold: bool = False, slanted: bool = False) -> float:
    """How many units wide some words are."""
    if not text.strip():
        return size * 0.3 * len(text)
    font = import_module("matplotlib.font_manager").FontProperties(
        family=_family(), weight="bold" if bold else "normal", style="italic" if slanted else "normal"
    )
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from font")
        made = import_module("matplotlib.textpath").TextPath((0, 0), text.replace("$", "S"), size=size, prop=font)
    return float(made.get_extents().width)


def broken(
    text: str, wide: float, size: float, *, bold: bool = False, slanted: bool = False, most: int | None = None
) -> list[str]:
    """Words as lines that fit.

    Args:
        text: The words.
        wide: Units at most.
        size: Size of the letters.
        bold: Heavy letters.
        slanted: Slanted letters.
        most: Lines at most.
    """
    lines: list[str] = [""]
    for word in _plain(text).split():
        # A word longer than the line is cut where the line ends.
        while length(word, size, bold, slanted) > wide and len(word) > 1:
            fits = max(1, int(len(word) * wide / length(word, size, bold, slanted)) - 1)
            lines += [word[:fits]] if lines[-1] else []
            lines[-1] = lines[-1] or word[:fits]
            lines.append("")
            word = word[fits:]
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and length(longer, size, bold, slanted) > wide:
            lines.append(word)
        else:
            lines[-1] = longer
    lines = [x for x in lines if x] or [""]
    if most is not None and len(lines) > most:
        last = lines[most - 1]
        while last and length(f"{last} …", size, bold, slanted) > wide:
            last = last.rpartition(" ")[0]
        lines = [*lines[: most - 1], f"{last} …".strip()]
    return lines


def _plain(text: str) -> str:
    """Text without characters that steer a line's direction or cannot be drawn."""
    return "".join(c if c.isprintable() or c.isspace() else "" for c in text)
