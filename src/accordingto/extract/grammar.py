"""Everything the grammar knows about a report before any learned part runs.

Promise: a pure function of the report and the language pack; each list is in text order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tokenizers import Tokenizer

from accordingto.extract.dates import DateMention, find_dates
from accordingto.extract.encoding import Pieces, encode, mark
from accordingto.extract.lexicon import find_lexicon
from accordingto.extract.places import find_toponyms
from accordingto.extract.quantities import Quantity, find_quantities
from accordingto.extract.sentences import find_sentences
from accordingto.lang import LanguagePack
from accordingto.model.text import Report, Span


@dataclass(frozen=True)
class Grammar:
    """Sentences, mentions and pieces of one report.

    Attributes:
        words: Lexicon group to the spans of its words.
        pieces: Word pieces with the features that the mentions give them.
        numbers: Index of the last piece of each counting number, ascending.
    """

    sentences: list[Span]
    quantities: list[Quantity]
    dates: list[DateMention]
    words: Mapping[str, Sequence[Span]]
    pieces: Pieces
    numbers: list[int]


def read_grammar(report: Report, anchor: date | None, *, pack: LanguagePack, tokenizer: Tokenizer) -> Grammar:
    """Run all grammar stages over a report.

    Args:
        report: The report.
        anchor: Its day, from its dateline or metadata.
        pack: The language pack.
        tokenizer: Word-piece tokenizer of the learned reader.
    """
    text = report.text
    sentences = find_sentences(text, pack=pack)
    quantities = find_quantities(text, pack=pack)
    dates = find_dates(text, anchor, pack=pack)
    words = find_lexicon(text, pack=pack)
    pieces = encode(text, sentences, tokenizer=tokenizer)
    numbers = set()
    for q in quantities:
        mark(pieces, q.kind if q.counts else "no_count", [q.span])
        first, last = pieces.covering(q.number)
        if q.counts and last > first:
            numbers.add(last - 1)
    mark(pieces, "date", [d.span for d in dates])
    mark(pieces, "toponym", find_toponyms(text, pack=pack))
    for group, spans in words.items():
        mark(pieces, group, spans)
    return Grammar(sentences, quantities, dates, words, pieces, sorted(numbers))
