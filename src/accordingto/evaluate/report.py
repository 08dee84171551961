"""Scores as tables of plain text.

Promise: the same score gives the same text; nothing is printed here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from accordingto.evaluate.measures import F1, total
from accordingto.evaluate.score import Score


def table(name: str, score: Score) -> str:
    """One score in full.

    Args:
        name: What was scored, for the heading.
        score: The measures.

    Returns:
        Lines of text without a final line break.
    """
    rows = [
        f"{name}: {score.reports} reports",
        f"  {'':22}   P     R     F1     n",
        _row("strict harm+loss", score.strict),
    ]
    rows.append(_row("found all", total(score.found.values())))
    rows.append(_row("found harm+loss", score.found["harm"] + score.found["loss"]))
    rows += [_row(f"found {g}", f) for g, f in score.found.items()]
    rows.append(_row("slots all", total(score.slots.values())))
    rows += [_row(f"slot {s}", f) for s, f in score.slots.items()]
    b = score.b3
    rows.append(f"  {'incidents B3':22} {b.p:5.3f} {b.r:5.3f} {b.f1:5.3f} {b.n:6}")
    rows.append(f"  {'toll exactly right':22} {'':11} {score.toll.share:5.3f} {score.toll.n:6}")
    rows.append(_row("blame", score.blame))
    return "\n".join(rows)


def corpora(scores: Mapping[str, Score]) -> str:
    """The headline figures of several corpora side by side."""
    names = ("strict", "found", "slots", "incidents B3", "toll", "blame")
    rows = [f"  {'corpus':12} {'reports':>7} " + " ".join(f"{n:>12}" for n in names)]
    for corpus, score in scores.items():
        figures = score.metrics()
        rows.append(f"  {corpus:12} {score.reports:7} " + " ".join(f"{figures[n]:12.3f}" for n in names))
    return "\n".join(rows)


def fault_counts(score: Score) -> str:
    """How often each kind of disagreement occurs, most frequent first."""
    counted = Counter(f.kind for f in score.faults)
    return "\n".join(f"  {n:6} {kind}" for kind, n in counted.most_common())


def _row(name: str, f: F1) -> str:
    return f"  {name:22} {f.p:5.3f} {f.r:5.3f} {f.f1:5.3f} {f.n:6}"
