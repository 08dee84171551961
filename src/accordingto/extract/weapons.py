"""The means of an act of force, from the words that name it.

Promise: words inside a claim's own quote decide, whatever the network made of them; elsewhere in the sentence the
nearest weapon fills a means that is empty, and nothing outside the sentence does. "Kidnapped" is the means of a taking
only, and a weapon never is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from accordingto.extract.sentences import sentence_at
from accordingto.lang import LanguagePack, get
from accordingto.model.claim import Claim
from accordingto.model.text import Span

_FORCE = frozenset(("killed", "injured", "casualties", "destroyed", "damaged", "attack", "detained"))

Kinds = tuple[tuple[str, re.Pattern[str]], ...]


def name_means(claims: Sequence[Claim], text: str, sentences: Sequence[Span], *, pack: LanguagePack) -> list[Claim]:
    """Give claims the means that their words name.

    Args:
        claims: Claims in text order.
        text: The report.
        sentences: Its sentences.
        pack: Language pack with a ``weapons`` section.
    """
    kinds, taking = _kinds(pack.code)
    out = []
    for claim in claims:
        if claim.type in _FORCE:
            taken = claim.type == "detained"
            own = _first(claim.quote, kinds)
            if own is not None and (own[0] in taking if taken else own[0] != taking[0]):
                claim = _with(claim, own, "named in its own words")
            elif claim.means is None and not taken and sentences:
                start = claim.trigger_span.start
                near = _nearest(text, sentence_at(sentences, start), start, kinds)
                if near is not None and near[0] != taking[0]:
                    claim = _with(claim, near, "named in its sentence")
        out.append(claim)
    return out


def _with(claim: Claim, found: tuple[str, str], how: str) -> Claim:
    if claim.means == found[0]:
        return claim
    why = (*(w for w in claim.why if w[0] != "means"), ("means", f"{how}: “{found[1]}”"))
    return replace(claim, means=found[0], why=why)


def _first(words: str, kinds: Kinds) -> tuple[str, str] | None:
    """The kind highest in the list that the words name, with the word."""
    for kind, pattern in kinds:
        if m := pattern.search(words):
            return kind, m.group()
    return None


def _nearest(text: str, sentence: Span, at: int, kinds: Kinds) -> tuple[str, str] | None:
    """The weapon named nearest to a position, with the word; of one word the kind highest in the list."""
    found = [
        (min(abs(m.start() - at), abs(m.end() - at)), rank, kind, m.group())
        for rank, (kind, pattern) in enumerate(kinds)
        for m in pattern.finditer(text, sentence.start, sentence.end)
    ]
    return min(found)[2:] if found else None


@cache
def _kinds(code: str) -> tuple[Kinds, tuple[str, ...]]:
    data = get(code).section("weapons")
    kinds = tuple((str(k), re.compile(rf"\b(?:{'|'.join(forms)})\b", re.I)) for k, forms in data["kinds"])
    return kinds, tuple(str(k) for k in data["taking"])
