"""Why two accounts are or are not one incident, as a table: each observation, its weight, what either side says.

Promise: everything that speaks for or against stands there with its weight, and the weights add up to the score shown;
words of reports are escaped like all report text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from accordingto.model.telling import Telling
from accordingto.render import words
from accordingto.workflow.whylinked import WhyLinked


def show_why_linked(found: WhyLinked, console: Console) -> None:
    """Print the evidence between two names.

    Args:
        found: As ``why_linked`` gives it.
        console: Where to.
    """
    for part in _parts(found):
        console.print(part)


def _parts(found: WhyLinked) -> Iterator[RenderableType]:
    best = found.best
    told = {t.key: t for t in (*found.a, *found.b)}
    for letter, key in (("A", best.a), ("B", best.b)):
        yield _account(letter, told[key])
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("weight", justify="right")
    for head in ("evidence", "A", "B"):
        table.add_column(head, overflow="fold")
    for e in best.evidence:
        colour = "green" if e.weight > 0.05 else "red" if e.weight < -0.05 else "dim"
        # As text objects: a cell given as a string would be read as markup.
        cells = [Text(words.safe(x)) for x in (e.what, e.ours, e.theirs)]
        table.add_row(Text(f"{e.weight:+.2f}", style=colour), *cells)
    table.add_row(Text(f"{best.bias:+.2f}"), "start: few pairs that are compared are one incident")
    table.add_row(Text(f"{best.score:+.2f}", style="bold"), Text("sum, in log-odds", style="bold"))
    yield table
    yield Text(_verdict(found))


def _account(letter: str, t: Telling) -> Text:
    line = Text(f"{letter}  ", style="bold")
    line.append(words.safe(t.key), style="cyan")
    by = ", ".join(x for x in (t.outlet.publisher, t.outlet.published and t.outlet.published.isoformat()) if x)
    line.append(f"  {words.safe(by)}  " if by else "  ", style="dim")
    return line.append(f'"{words.safe(t.incident.what)}"')


def _verdict(found: WhyLinked) -> str:
    best = found.best
    state = "one incident in this ledger" if found.together else "two incidents in this ledger"
    parts = [f"{state}: by likeness alone {best.chance:.0%} that these two accounts are of one incident"]
    if found.pairs > 1:
        parts.append(f"mean over all {found.pairs} pairs of accounts {found.mean:+.2f} (above zero they are joined)")
    if best.rule:
        parts.append(f"whatever the likeness: {words.safe(best.rule)}")
    return "; ".join(parts) + "."


def as_mapping(found: WhyLinked) -> dict[str, Any]:
    """The same, JSON-ready."""
    best = found.best
    return {
        "a": best.a,
        "b": best.b,
        "one_incident": found.together,
        "score": round(best.score, 3),
        "chance": round(best.chance, 3),
        "bias": round(best.bias, 3),
        "rule": best.rule,
        "pairs": found.pairs,
        "mean": round(found.mean, 3),
        "evidence": [{"what": e.what, "weight": e.weight, "a": e.ours, "b": e.theirs} for e in best.evidence],
    }
