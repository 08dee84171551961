"""Sentences of a text: line breaks first, then sentence-final punctuation.

Promise: sentences are in order, do not overlap, hold no leading or trailing white space, and everything outside them
is white space. None is longer than ``MAX_SENTENCE`` code points (a text without punctuation is cut at a space).
Splitting on line breaks first is what helps most on web text, where titles and captions carry no full stop.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from accordingto.lang import LanguagePack
from accordingto.model.text import Span

MAX_SENTENCE = 600
_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c]+")
# A stop, closing quotes or brackets, white space, then something that can begin a sentence.
_STOP = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s+[\"'“‘«(\[]*[^\W_])|[。！？]+")
_WORD_BEFORE = re.compile(r"([^\W\d_][\w.'’-]{0,30})$")


def find_sentences(text: str, *, pack: LanguagePack) -> list[Span]:
    """Split a text into sentences.

    Args:
        text: The whole report.
        pack: Language pack with a ``sentences`` section (``abbreviations``, lower case, without the final stop).

    Returns:
        Spans in text order.
    """
    abbreviations = _abbreviations(pack.code)
    found: list[Span] = []
    for line in _LINE.finditer(text):
        begin = line.start()
        for stop in _STOP.finditer(text, line.start(), line.end()):
            if _ends_sentence(text, begin, stop, abbreviations):
                found += _pieces(text, begin, stop.end())
                begin = stop.end()
        found += _pieces(text, begin, line.end())
    return found


def _ends_sentence(text: str, begin: int, stop: re.Match[str], abbreviations: frozenset[str]) -> bool:
    if stop.group()[0] != "." or stop.group().startswith(".."):
        return True
    after = text[stop.end() : stop.end() + 40].lstrip()
    first = after.lstrip("\"'“‘«([")[:1]
    if first.islower():
        return False
    word = _WORD_BEFORE.search(text[max(begin, stop.start() - 32) : stop.start()])
    if word is None:
        return True
    bare = word.group(1).lower()
    # "U.S. President", "J. Smith": an initial or an abbreviation never ends a sentence before a capital.
    return not (bare in abbreviations or (len(bare) == 1 and word.group(1).isupper()) or re.search(r"\.\w$", bare))


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > MAX_SENTENCE:
        cut = text.rfind(" ", start + MAX_SENTENCE // 2, start + MAX_SENTENCE)
        cut = start + MAX_SENTENCE if cut < 0 else cut
        yield Span(start, cut)
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield Span(start, end)


@cache
def _abbreviations(code: str) -> frozenset[str]:
    from accordingto.lang import get

    return frozenset(get(code).section("sentences")["abbreviations"])


def sentence_index(sentences: Sequence[Span], at: int) -> int:
    """Number of the sentence that a position stands in or follows; 0 before the first."""
    return max(0, bisect_right(sentences, at, key=_start) - 1)


def sentence_at(sentences: Sequence[Span], at: int) -> Span:
    """The sentence that a position stands in or follows; the first one before it begins.

    Raises:
        IndexError: There are no sentences.
    """
    return sentences[sentence_index(sentences, at)]


def _start(sentence: Span) -> int:
    return sentence.start
