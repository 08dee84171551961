"""A comparison with a published dataset on the terminal and as rows.

Promise: coverage both ways, each difference of counts, and of what is in one only the reason; neither is called right.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from accordingto.model.rows import Cell
from accordingto.model.values import Bounds
from accordingto.render import words
from accordingto.render.table import print_trimmed
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
    """Print it: what is in both with the figures side by side, then what is in one only, by the reason for it."""
    console.print(summary(found, name), style="bold")
    heads = {"both": "In both", "only theirs": f"Only in {name}", "only ours": "Only in the ledger"}
    for kind, head in heads.items():
        rows = [r for r in found.rows if r.kind == kind]
        if rows:
            console.print(f"\n{head}: {len(rows):,}", style="bold")
        if kind == "both":
            for r in rows:
                counts = f": {r.counts}" if r.counts else ""
                print_trimmed(_line(r, f"{_figure(r, mine=True)}, {name} {_figure(r)}{counts}"), console)
                print_trimmed(_padded(f"{'; '.join(r.why)} [{_ids(r)}]"), console)
            continue
        reasons: dict[tuple[str, ...], list[Row]] = {}
        for r in rows:
            reasons.setdefault(r.why, []).append(r)
        for why, some in reasons.items():
            console.print(Text(words.safe("; ".join(why)), style="italic"))
            for r in some:
                print_trimmed(_line(r, f"{_figure(r, mine=kind == 'only ours')} [{_ids(r)}]"), console)


def _line(r: Row, more: str) -> Padding:
    place = (r.ours.place if r.ours else None) or (r.theirs.place if r.theirs else None) or "place not known"
    return _padded(f"{_day(r) or 'no day'} · {place} · {more}", 2)


def _padded(line: str, by: int = 6) -> Padding:
    # As a text object: what is given as a string would be read as markup.
    return Padding(Text(words.safe(line)), (0, 0, 0, by))


def _figure(r: Row, *, mine: bool = False) -> str:
    bounds = (killed_of(r.ours) if r.ours else None) if mine else r.theirs.killed if r.theirs else None
    return f"killed {bounds.in_words()}" if bounds else "no figure"


def _ids(r: Row) -> str:
    return " / ".join(x for x in (r.ours.id if r.ours else "", r.theirs.id if r.theirs else "") if x)


def _day(r: Row) -> str | None:
    day = (r.ours.period.start or r.ours.period.end) if r.ours else r.theirs.start if r.theirs else None
    return day.isoformat() if day else None
