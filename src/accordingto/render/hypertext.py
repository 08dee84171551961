"""Pieces of HTML that pages are put together from.

Promise: words are escaped, and their direction does not reach beyond them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape


def safe(text: str) -> str:
    """Words as words; "" for none."""
    return f"<bdi>{escape(text)}</bdi>" if text else ""


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: Sequence[int] = ()) -> str:
    """A table.

    Args:
        heads: Names of the columns; none for a table without a head.
        rows: Cells that are HTML already.
        numbers: Which columns are set flush right, the first being 0.
    """

    def cells(kind: str, some: Sequence[str]) -> str:
        marks = (' class="n"' if i in numbers else "" for i in range(len(some)))
        return "".join(f"<{kind}{mark}>{cell}</{kind}>" for cell, mark in zip(some, marks, strict=True))

    head = f"<thead><tr>{cells('th', heads)}</tr></thead>" if heads else ""
    body = "".join(f"<tr>{cells('td', row)}</tr>" for row in rows)
    return f"<table>{head}<tbody>{body}</tbody></table>"


def drawing(wide: float, high: float, label: str, parts: Iterable[str], look: str = "") -> str:
    """An SVG of that size with a name for those who cannot see it.

    Args:
        wide: Units across.
        high: Units from top to bottom.
        label: What it shows.
        parts: Its elements.
        look: Its class, or "".
    """
    kind = f' class="{look}"' if look else ""
    head = f'<svg{kind} viewBox="0 0 {wide} {high}" width="{wide}" role="img" aria-label="{escape(label, quote=True)}">'
    return head + "".join(parts) + "</svg>"
