"""What became of every number-like token of a report: consumed by a claim, ignored for a reason, or unexplained.

Promise: all of them are listed, the unexplained first, each with the words around it.
"""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from accordingto.model import NumberUse, Reading
from accordingto.model.rows import context
from accordingto.render import words

_ORDER = ("unexplained", "consumed", "ignored")
_STYLE = {"unexplained": "bold yellow", "consumed": "green", "ignored": "dim"}
_SAYS = {
    "unexplained": "no claim uses them and no rule sets them aside: look at these",
    "consumed": "in a claim",
    "ignored": "set aside for a reason",
}


def numbers(reading: Reading) -> RenderableType:
    """Every number of a reading by what became of it.

    Args:
        reading: With its ``numbers``.
    """
    counts = {s: [n for n in reading.numbers if n.status == s] for s in _ORDER}
    total = f"{words.plural(len(reading.numbers), 'number')}: " + ", ".join(f"{len(v)} {k}" for k, v in counts.items())
    head = Text("\n")
    head.append("Numbers in the text", style="bold underline")
    head.append(f"  {total}", style="dim")
    parts: list[RenderableType] = [head]
    for status, uses in counts.items():
        if uses:
            line = Text()
            line.append(status, style=_STYLE[status])
            line.append(f"  {_SAYS[status]}", style="dim")
            parts.append(Padding(line, (1, 0, 0, 4)))
            grid = Table.grid(padding=(0, 2, 0, 0))
            grid.add_column(no_wrap=True, overflow="ellipsis", max_width=58)
            grid.add_column()
            for use in uses:
                grid.add_row(_use(use, reading), words.safe(use.reason))
            parts.append(Padding(grid, (0, 0, 0, 4)))
    return Group(*parts)


def _use(use: NumberUse, reading: Reading) -> Text:
    before, shown, after = context(reading.report.text, use.span, 48)
    # The numbers stand under one another, so that an eye can run down the column.
    line = Text(f"{words.visible(before):>24}"[-24:], style="dim", no_wrap=True, overflow="ellipsis")
    return Text.assemble(line, (f"[{words.visible(shown)}]", _STYLE[use.status]), (words.visible(after), "dim"))
