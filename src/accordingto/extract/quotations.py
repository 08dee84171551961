"""Direct quotations: where somebody's own words begin and end.

Promise: spans in text order that never overlap, each from the opening mark to just after the closing one. A quotation
that runs over paragraphs (each opened by a mark, only the last one closed, as newspapers set it) is one span; a mark
that is never closed ends with its paragraph. Apostrophes and single quotes open nothing. Linear in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from accordingto.model.text import Span

_MARK = re.compile(r'[“”"„«»]|\n\s*')
_OPENS, _CLOSES, _PLAIN = "“„«", "”»", '"'


def find_quotations(text: str) -> list[Span]:
    """All direct quotations of a text."""
    out: list[Span] = []
    begin: int | None = None
    again = False
    for m in _MARK.finditer(text):
        mark = m.group()
        if mark[0] == "\n":
            # The next paragraph must open with a mark of its own for the speech to go on.
            following = text[m.end() : m.end() + 1]
            again = begin is not None and following != "" and following in _OPENS + _PLAIN
            if begin is not None and not again:
                out.append(Span(begin, m.start()))
                begin = None
        elif begin is None:
            if mark not in _CLOSES:
                begin = m.start()
        elif again:
            again = False
        elif mark not in _OPENS:
            out.append(Span(begin, m.end()))
            begin = None
    if begin is not None:
        out.append(Span(begin, len(text)))
    return out


def quotation_at(quotations: Sequence[Span], at: int) -> Span | None:
    """The quotation that a position stands in."""
    i = bisect_right(quotations, at, key=lambda q: q.start) - 1
    return quotations[i] if i >= 0 and quotations[i].start < at < quotations[i].end else None
