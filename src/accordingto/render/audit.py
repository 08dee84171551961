"""What became of every number-like token of a report: consumed by a claim, ignored for a reason, or unexplained.

Promise: all of them are listed, the unexplained first, each with the words around it.
"""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
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
            parts.extend(_use(n, reading) for n in uses)
    return Group(*parts)


def _use(use: NumberUse, reading: Reading) -> RenderableType:
    before, shown, after = context(reading.report.text, use.span, 48)
    line = Text(no_wrap=True, overflow="ellipsis")
    reason = words.safe(use.reason)
    # The numbers stand under one another, so that a reader can run down the column.
    line.append(f"{words.visible(before):>26.26}"[-26:], style="dim")
    line.append(f"[{words.visible(shown)}]", style=_STYLE[use.status] if use.status != "ignored" else "")
    rest = words.visible(after)
    line.append(rest, style="dim")
    line.append(" " * max(2, 64 - line.cell_len))
    line.append(reason)
    return Padding(line, (0, 0, 0, 4))
