"""Which predicted claim answers which gold claim.

Promise: one to one; only claims of one type whose evidence overlaps; best first by agreeing slots, then by overlap.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from accordingto.evaluate.agree import SLOTS, agrees, value_of

LEAST_OVERLAP = 1 / 3
"""Share of the shorter quote that two claims must have in common."""
COUNT_BONUS = 2
"""An agreeing count weighs as two further slots: it tells claims of one sentence apart."""

Range = tuple[int, int]


def pair_claims(
    text: str, gold: Sequence[Mapping[str, Any]], predicted: Sequence[Mapping[str, Any]]
) -> list[tuple[int, int]]:
    """Pair gold and predicted claims of one report.

    Args:
        text: The report's text, for claims that give no span.
        gold: Gold claims.
        predicted: Predicted claims.

    Returns:
        Pairs of positions ``(gold, predicted)``, best first.
    """
    ours = [_ranges(text, c) for c in gold]
    theirs = [_ranges(text, c) for c in predicted]
    candidates = []
    for i, g in enumerate(gold):
        for j, p in enumerate(predicted):
            if g["type"] == p.get("type"):
                common = _overlap(ours[i], theirs[j])
                if common >= LEAST_OVERLAP:
                    candidates.append((-(_likeness(g, p) + common), i, j))
    out: list[tuple[int, int]] = []
    taken_gold: set[int] = set()
    taken_predicted: set[int] = set()
    for _, i, j in sorted(candidates):
        if i not in taken_gold and j not in taken_predicted:
            taken_gold.add(i)
            taken_predicted.add(j)
            out.append((i, j))
    return out


def _likeness(g: Mapping[str, Any], p: Mapping[str, Any]) -> int:
    n = 0
    for slot in SLOTS:
        a, b = value_of(g, slot), value_of(p, slot)
        if a is not None and b is not None and agrees(slot, a, b):
            n += 1 + (COUNT_BONUS if slot == "count" else 0)
    return n


def _ranges(text: str, claim: Mapping[str, Any]) -> list[Range]:
    """The stated span, or else every place where the quote stands."""
    span = claim.get("span")
    if span:
        return [(span[0], span[1])]
    quote = claim.get("quote") or ""
    out: list[Range] = []
    at = text.find(quote) if quote else -1
    while at >= 0:
        out.append((at, at + len(quote)))
        at = text.find(quote, at + 1)
    return out


def _overlap(a: Sequence[Range], b: Sequence[Range]) -> float:
    """Largest share of the shorter range that two of the ranges have in common."""
    best = 0.0
    for start, end in a:
        for other_start, other_end in b:
            common = min(end, other_end) - max(start, other_start)
            if common > 0:
                best = max(best, common / max(1, min(end - start, other_end - other_start)))
    return best
