"""From pieces back to words: spans that begin and end at word borders and carry no stray punctuation."""

from __future__ import annotations

import re

from accordingto.extract.encoding import Pieces
from accordingto.model.text import Span

_OPEN, _CLOSE = " \t\n\r\u00a0\"'“”‘’«»,;:.–—-(", ' \t\n\r\u00a0"“”‘«»,;:–—-('
_JOIN = re.compile(r"\s+(?:and|&)\s+|\s*,\s*(?:and\s+)?|\s+as well as\s+|\s+along with\s+", re.I)


def phrase(text: str, pieces: Pieces, first: int, last: int) -> Span:
    """The words that pieces ``first..last`` belong to.

    Args:
        text: The report.
        pieces: Its pieces.
        first: Index of the first piece.
        last: Index of the last piece, at least ``first``.

    Returns:
        A span that covers at least one piece, widened to whole words and stripped of outer punctuation.
    """
    start, end = int(pieces.starts[first]), int(pieces.ends[last])
    while start > 0 and _in_word(text, start):
        start -= 1
    while end < len(text) and _in_word(text, end):
        end += 1
    return trim(text, Span(start, end))


def _in_word(text: str, at: int) -> bool:
    """Whether a border at this position would cut a word in two."""
    return text[at - 1].isalnum() and text[at].isalnum()


def trim(text: str, span: Span) -> Span:
    """Strip outer quotation marks, commas and white space; an unmatched bracket or trailing stop goes too."""
    start, end = span.start, span.end
    while start < end - 1 and text[start] in _OPEN:
        start += 1
    while end - 1 > start and text[end - 1] in _CLOSE:
        end -= 1
    if end - 1 > start and text[end - 1] == "." and text.count(".", start, end) == 1:
        end -= 1
    if end - 1 > start and text[end - 1] == ")" and "(" not in text[start:end]:
        end -= 1
    if end - 1 > start and text[end - 1] in "'’" and text[end - 2] != "s":
        end -= 1
    return Span(start, end)


def members(text: str, span: Span) -> list[Span]:
    """The members of a coordination: "a man, his wife and two sons" gives three spans; a single phrase gives itself."""
    out, begin = [], span.start
    for joint in _JOIN.finditer(text, span.start, span.end):
        if joint.start() > begin:
            out.append(Span(begin, joint.start()))
        begin = joint.end()
    if begin < span.end:
        out.append(Span(begin, span.end))
    return out


def evidence(text: str, trigger: Span, others: list[Span], *, limit: int = 220) -> Span:
    """The shortest stretch that carries trigger and the other spans, as far as it stays within ``limit`` code points.

    The nearest spans are taken first, so that a far one never costs a near one.
    """
    hull = trigger
    for other in sorted(others, key=lambda s: max(trigger.start - s.end, s.start - trigger.end, 0)):
        wider = hull.hull(other)
        if wider.end - wider.start <= limit and "\n" not in text[wider.start : wider.end]:
            hull = wider
    return hull
