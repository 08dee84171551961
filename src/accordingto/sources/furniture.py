"""What stands in a page besides its article: text that is hidden, lines about the page itself, tables used for layout.

Promise: a line is left out only when the whole of it is known furniture ("2 min read", "Follow us on …"); a sentence of
the report is never cut. Works on pages only: a plain text is kept as it is.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from accordingto.lang import available, get
from accordingto.sources.markup import hidden

_MOST_WORDS, _LONGEST = 30, 300
_LAYOUT_CELL = 400
_NEVER_HIDDEN = ("html", "body", "main", "article")
_TABLE = ("table", "tbody", "thead", "tfoot", "tr", "td", "th", "center", "font")


def without_furniture(paragraphs: list[str]) -> list[str]:
    """Paragraphs without those that only speak of the page."""
    return [p for p in paragraphs if not _is_furniture(p)]


def _is_furniture(paragraph: str) -> bool:
    if len(paragraph) > _LONGEST or len(words := paragraph.split()) > _MOST_WORDS:
        return False
    return _furniture().fullmatch(" ".join(words).strip("- •|")) is not None


@cache
def _furniture() -> re.Pattern[str]:
    # A page may be in any language that there is a pack for, whatever its report is then read as.
    lines: list[str] = []
    for code in available():
        try:
            lines += get(code).section("boilerplate")["lines"]
        except FileNotFoundError:
            continue
    return re.compile("|".join(f"(?:{line})" for line in lines) or r"(?!)", re.IGNORECASE)


def cleaned(tree: Any) -> tuple[Any, int]:
    """A parsed page without what no reader sees, and with tables that only place things turned into blocks.

    Returns:
        The page, and how many words of its article were hidden: those of a dialog or a menu are no loss to report.
    """
    unseen = [
        el for el in tree.iter()
        if isinstance(el.tag, str) and el.tag not in _NEVER_HIDDEN and hidden(list(el.attrib.items()))
    ]  # fmt: skip
    lost = 0
    for el in unseen:
        if el.getparent() is not None:
            inside = next(el.iterancestors("article", "main"), None) is not None
            lost += len(el.text_content().split()) if inside else 0
            el.drop_tree()
    placing = {
        table
        for cell in tree.iter("td")
        if len(cell.text_content()) > _LAYOUT_CELL
        for table in cell.iterancestors("table")
    }
    parts = [el for el in tree.iter(*_TABLE) if el in placing or next(el.iterancestors("table"), None) in placing]
    for el in parts:
        el.tag = "span" if el.tag == "font" else "div"
    return tree, lost
