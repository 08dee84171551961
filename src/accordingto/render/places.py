"""Candidates of a place name as a table for the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from accordingto.model import Candidate

Row = tuple[Candidate, tuple[str, ...], bool, bool, float | None]


def show_places(rows: Sequence[Row], console: Console) -> None:
    """Print candidates, likeliest first.

    Args:
        rows: Candidate, divisions that hold it, whether it is the user's own, whether the name is one of its names,
            and kilometres from where one looked.
        console: Where to print.
    """
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name, side in (("score", "right"), ("place", "left"), ("kind", "left"), ("within", "left"), ("country", "left"),
                       ("people", "right"), ("lat, lon", "right")):  # fmt: skip
        table.add_column(name, justify="right" if side == "right" else "left", overflow="fold")
    far = any(km is not None for *_, km in rows)
    if far:
        table.add_column("km away", justify="right")
    for c, holders, own, exact, km in rows:
        mark = (" (your own)" if own else "") + ("" if exact else " (sounds alike)")
        cells = [
            f"{c.score:.2f}", c.name + mark, c.kind, ", ".join(holders), c.country,
            f"{c.population:,}" if c.population else "", f"{c.lat:.4f}, {c.lon:.4f}",
        ]  # fmt: skip
        cells += [f"{km:,.0f}" if km is not None else ""] if far else []
        table.add_row(*(Text(cell) for cell in cells))
    console.print(table)
