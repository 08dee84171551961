"""Scores as a table for people: what was found, which slots are right, and the errors with their words.

Promise: every share stands beside the number of cases that it is a share of.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from accordingto.render.words import safe

Figures = Mapping[str, Any]
_NAMES = {
    "strict": "strict (harm and loss: count, source, stance and scope all right)",
    "B3": "grouping into incidents (B³)",
    "toll": "killed toll of an incident exactly right",
    "blame": "who is held responsible, with stance",
}


def show_scores(name: str, figures: Figures, console: Console) -> None:
    """Print one set of measures.

    Args:
        name: Of which reports.
        figures: As ``Score.to_dict()`` gives them.
        console: Where.
    """
    table = Table(title=Text(name, style="bold"), title_justify="left", box=None, pad_edge=False)
    table.add_column("")
    for head in ("precision", "recall", "F1", "cases"):
        table.add_column(head, justify="right")
    _row(table, _NAMES["strict"], figures["strict"], "bold")
    for group in ("found", "slots"):
        for key, value in figures[group].items():
            label = {"found": f"found: {key}", "slots": f"slot: {key}"}[group]
            _row(table, label, value, "bold" if key in ("all", "harm+loss") else "")
    for key in ("B3", "blame"):
        _row(table, _NAMES[key], figures[key])
    toll = figures["toll"]
    table.add_row(_NAMES["toll"], "", "", f"{toll['share']:.3f}", f"{toll['n']:,}")
    console.print(table)


def show_faults(faults: Sequence[tuple[str, str, Mapping[str, Any]]], console: Console) -> None:
    """Print disagreements, one a line.

    Args:
        faults: Report, kind and details of each.
        console: Where.
    """
    for report, kind, detail in faults:
        line = Text(f"{report} ", style="dim")
        line.append(kind, style="bold")
        line.append(f" {safe(json.dumps(detail, ensure_ascii=False))[:400]}")
        console.print(line, soft_wrap=True)


def _row(table: Table, label: str, value: Figures, style: str = "") -> None:
    cells = (f"{value[k]:.3f}" for k in ("p", "r", "f1"))
    table.add_row(label, *cells, f"{value['n']:,}", style=style)
