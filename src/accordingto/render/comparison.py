"""A comparison with a published dataset on the terminal and as rows.

Promise: coverage both ways, each difference of counts, and of what is in one only the reason; neither is called right.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from accordingto.model.rows import Cell
from accordingto.model.values import Bounds
from accordingto.render import words
from accordingto.workflow.comparing import Comparison, Row, killed_of

COLUMNS = (
    "kind", "ours", "theirs", "start", "place", "their_place", "parties", "their_parties", "killed_low", "killed_best",
    "killed_high", "their_low", "their_best", "their_high", "counts", "score", "why",
)  # fmt: skip


def comparison_rows(found: Comparison) -> Iterator[dict[str, Cell]]:
    """One flat row a line of the comparison."""
    for r in found.rows:
        mine, theirs = (
            (killed_of(r.ours) if r.ours else None) or Bounds(),
            (r.theirs.killed if r.theirs else None) or Bounds(),
        )
        yield {
            "kind": r.kind, "ours": r.ours.id if r.ours else None, "theirs": r.theirs.id if r.theirs else None,
            "start": _day(r), "place": r.ours.place if r.ours else None,
            "their_place": r.theirs.place if r.theirs else None,
            "parties": "; ".join(r.ours.parties) if r.ours else None,
            "their_parties": "; ".join(r.theirs.parties) if r.theirs else None,
            "killed_low": mine.low, "killed_best": mine.best, "killed_high": mine.high, "their_low": theirs.low,
            "their_best": theirs.best, "their_high": theirs.high, "counts": r.counts, "score": r.score,
            "why": "; ".join(r.why),
        }  # fmt: skip


def summary(found: Comparison, name: str) -> str:
    """Coverage in two sentences."""
    both, ours, theirs = found.count("both"), found.count("only ours"), found.count("only theirs")
    share = f" ({both / (both + theirs):.0%} of theirs)" if both + theirs else ""
    said = {"same": "with the same count", "within": "within our range", "differs": "with another count"}
    counts = ", ".join(f"{found.count('both', c)} {w}" for c, w in said.items())
    return (
        f"In both: {both:,}{share}: {counts}. Only in the ledger: {ours:,}. Only in {name}: {theirs:,}. "
        f"{found.outside:,} of theirs are outside of the ledger's days and countries and were not compared."
    )


def show_comparison(found: Comparison, name: str, console: Console) -> None:
    """Print it."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for head in ("", "day", "where", "killed: ledger", f"killed: {name}", "", "why"):
        table.add_column(head, overflow="fold")
    marks = {"both": "=", "only ours": "ledger", "only theirs": name}
    for r in found.rows:
        place = (r.ours.place if r.ours else None) or (r.theirs.place if r.theirs else None) or "place not known"
        mine = killed_of(r.ours) if r.ours else None
        theirs = r.theirs.killed if r.theirs else None
        names = " / ".join(x for x in (r.ours.id if r.ours else "", r.theirs.id if r.theirs else "") if x)
        cells = (
            marks[r.kind], _day(r) or "no day", place, mine.in_words() if mine else "",
            theirs.in_words() if theirs else "", r.counts, f"{'; '.join(r.why)} [{names}]",
        )  # fmt: skip
        # As text objects: a cell given as a string would be read as markup.
        table.add_row(*(Text(words.safe(c)) for c in cells))
    console.print(table)
    console.print(summary(found, name), style="bold")


def _day(r: Row) -> str | None:
    day = (r.ours.period.start or r.ours.period.end) if r.ours else r.theirs.start if r.theirs else None
    return day.isoformat() if day else None
