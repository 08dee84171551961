"""The little Markdown that our own statement of method is written in, as HTML.

Promise: headings, lists, tables, paragraphs, code and our backslash escapes; everything else is shown as it stands, and
nothing in it can act as markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby

_ESCAPED = re.compile(r"\\([\\`*_{}\[\]<>()#+!|~])")
_CODE = re.compile(r"`([^`]+)`")


def to_html(text: str, *, below: int = 1) -> str:
    """Markdown as HTML.

    Args:
        text: The Markdown.
        below: How many levels its headings are lowered.
    """
    return "\n".join(_blocks(text.splitlines(), below))


def _blocks(lines: list[str], below: int) -> Iterator[str]:
    for kind, group in groupby(lines, _kind):
        some = list(group)
        if kind == "head":
            for line in some:
                marks, _, words = line.partition(" ")
                level = min(len(marks) + below, 6)
                yield f"<h{level}>{_inline(words)}</h{level}>"
        elif kind == "item":
            yield "<ul>" + "".join(f"<li>{_inline(x[2:])}</li>" for x in some) + "</ul>"
        elif kind == "row":
            yield _table(some)
        elif kind == "text":
            yield f"<p>{_inline(' '.join(some))}</p>"


def _kind(line: str) -> str:
    if not line.strip():
        return "gap"
    if re.match(r"#{1,6} ", line):
        return "head"
    return "item" if line.startswith("- ") else "row" if line.startswith("|") else "text"


def _table(lines: list[str]) -> str:
    rows = [
        [_inline(c.strip()) for c in re.split(r"(?<!\\)\|", x.strip()[1:-1])]
        for x in lines
        if not re.fullmatch(r"[|\s:-]+", x)
    ]
    head, *body = rows
    cells = "".join(f"<th>{c}</th>" for c in head)
    return (
        f"<table><thead><tr>{cells}</tr></thead><tbody>"
        + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in r) + "</tr>" for r in body)
        + "</tbody></table>"
    )


def _inline(words: str) -> str:
    # What was escaped is hidden from the search for code, in characters that no text may hold.
    hidden = _ESCAPED.sub(lambda m: f"\x00{ord(m[1]):x}\x01", words.replace("\x00", "").replace("\x01", ""))
    out = _CODE.sub(lambda m: f"<code>{m[1]}</code>", escape(hidden))
    return re.sub(r"\x00([0-9a-f]+)\x01", lambda m: escape(chr(int(m[1], 16))), out)
