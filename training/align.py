"""Gold claims as training examples: where each slot's words stand among the pieces of the text.

A gold claim gives texts without positions. Its quote is looked for in text order; each slot's words are looked for in
the quote, then in the sentence, then nearest before and after within the window. A slot whose words (or, for times,
whose day) come from outside the window is marked ELSEWHERE.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from accordingto.extract.encoding import Pieces
from accordingto.extract.quantities import Quantity
from accordingto.extract.schema import ACTS, COUNTED, KINDS, MEANS, SCOPES, SLOTS, STANCES, TAGS, TYPES
from accordingto.model.text import Span

NONE, ELSEWHERE = -1, -2


@dataclass
class Query:
    """One gold claim as a question to the heads: this trigger, this number, which slots?"""

    type: int
    trigger: int  # piece index in the document
    number: int  # piece index of the counting quantity's number, or -1
    slots: dict[str, tuple[int, int]] = field(
        default_factory=dict
    )  # slot -> (first, last) piece, or (NONE, NONE) / (ELSEWHERE, ELSEWHERE)
    means: int = 0
    stance: int = 0
    scope: int = 0
    act: int = 0
    kind: int = 0
    implied: int = 0
    tags: list[int] = field(default_factory=list)
    claim: dict[str, Any] = field(default_factory=dict)


def occurrences(needle: str, text: str, start: int = 0, end: int | None = None) -> Iterator[int]:
    end = len(text) if end is None else end
    i = text.find(needle, start, end)
    while i >= 0:
        before = text[i - 1] if i else " "
        after = text[i + len(needle)] if i + len(needle) < len(text) else " "
        if not (needle[:1].isalnum() and before.isalnum()) and not (needle[-1:].isalnum() and after.isalnum()):
            yield i
        i = text.find(needle, i + 1, end)


def anchor_words(gold: list[dict[str, Any]]) -> Counter[str]:
    """How often each word is a whole trigger: in a longer trigger the likeliest such word is its anchor."""
    seen: Counter[str] = Counter()
    for g in gold:
        for c in g["claims"]:
            words = c["trigger"].lower().split()
            if len(words) == 1:
                seen[words[0]] += 1
    return seen


def align(
    claims: list[dict[str, Any]],
    text: str,
    pieces: Pieces,
    sentences: list[Span],
    quantities: list[Quantity],
    seen: Counter[str],
) -> list[Query]:
    out: list[Query] = []
    cursor = 0
    for c in claims:
        places = list(occurrences(c["quote"], text)) or [i for i in [text.find(c["quote"])] if i >= 0]
        if not places:
            continue
        at = min(places, key=lambda i: (0 if i >= cursor - 200 else 1, abs(i - cursor)))
        cursor = max(cursor, at)
        quote = Span(at, at + len(c["quote"]))
        count = c.get("count")
        num_at = None
        if count:
            hits = list(occurrences(count["text"], text, quote.start, quote.end))
            num_at = hits[0] if hits else None
        triggers = list(occurrences(c["trigger"], text, quote.start, quote.end)) or [
            text.find(c["trigger"], quote.start)
        ]
        t0 = min(triggers, key=lambda i: abs(i - (num_at if num_at is not None else quote.start)))
        words = [(m.group().lower(), t0 + m.start()) for m in re.finditer(r"\S+", c["trigger"])]
        anchor = max(enumerate(words), key=lambda e: (seen[e[1][0].strip("\"'.,")], e[0]))[1][1]
        first, last = pieces.covering(Span(anchor, anchor + 1))
        if last <= first:
            continue
        q = Query(TYPES.index(c["type"]), first, -1, claim=c)
        ta, tb = pieces.covering(Span(t0, t0 + len(c["trigger"])))
        q.slots["trigger"] = (ta, tb - 1)
        sent = int(pieces.sentence[first])
        sentence = sentences[sent] if sent >= 0 else quote
        if count and c["type"] in COUNTED:
            number = find_number(count, text, quote, sentence, quantities, Span(t0, t0 + 1))
            if number is not None:
                a, b = pieces.covering(number.number)
                if b > a:
                    q.number = b - 1
            if q.number < 0:
                low, high = count.get("low"), count.get("high")
                q.implied = 1 if low == high == 1 else 2 if low or high else 0
        for slot in SLOTS:
            if slot == "trigger":
                continue
            q.slots[slot] = find_slot(c, slot, text, quote, sentence, pieces, anchor)
        q.means = MEANS.index(c["means"]) if c.get("means") else 0
        q.stance, q.scope = STANCES.index(c.get("stance") or "asserted"), SCOPES.index(c.get("scope") or "incident")
        q.act = ACTS.index(c["act"]) if c.get("act") else 0
        target = c.get("target") or {}
        q.kind = KINDS.index(target["kind"]) if target.get("kind") in KINDS else 0
        q.tags = [TAGS.index(t) for t in target.get("tags") or [] if t in TAGS]
        out.append(q)
    return out


def find_number(
    count: dict[str, Any], text: str, quote: Span, sentence: Span, quantities: list[Quantity], trigger: Span
) -> Quantity | None:
    best = None
    want = tuple(count.get(k) for k in ("low", "best", "high"))
    for x in quantities:
        if not x.counts or not x.span.overlaps(quote.hull(sentence)):
            continue
        words = x.span.of(text)
        same = (x.bounds.low, x.bounds.best, x.bounds.high) == want and (
            x.bounds.vague is None or x.bounds.vague.lower().split()[0] in (count.get("vague") or count["text"]).lower()
        )
        near = words.lower() in count["text"].lower() or count["text"].lower() in words.lower()
        if not (same and near):
            continue
        rank = (not x.span.overlaps(quote), abs(x.span.start - trigger.start))
        if best is None or rank < best[0]:
            best = (rank, x)
    return best[1] if best else None


def find_slot(
    c: dict[str, Any], slot: str, text: str, quote: Span, sentence: Span, pieces: Pieces, anchor: int
) -> tuple[int, int]:
    value = c.get(slot)
    if not value:
        return NONE, NONE
    words = value if isinstance(value, str) else value.get("text")
    if isinstance(value, dict) and not words:
        known = value.get("start") or value.get("end") or value.get("path") or value.get("party")
        return (ELSEWHERE, ELSEWHERE) if known and slot in ("time", "place") else (NONE, NONE)
    hits = list(occurrences(words, text)) or [i for i in [text.find(words)] if i >= 0]
    if not hits:
        return ELSEWHERE, ELSEWHERE

    def rank(i: int) -> tuple[int, int]:
        span = Span(i, i + len(words))
        if span.overlaps(quote) or span.overlaps(sentence):
            return 0, abs(i - anchor) if slot != "source" else abs(i - anchor)
        return (1, anchor - i) if i < anchor else (2, i - anchor)

    at = min(hits, key=rank)
    first, last = pieces.covering(Span(at, at + len(words)))
    return (first, last - 1) if last > first else (ELSEWHERE, ELSEWHERE)
