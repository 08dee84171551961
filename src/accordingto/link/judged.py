"""What reviewers decided about pairs of tellings: together, apart, and what of it contradicts.

Promise: the latest judgement about a pair holds; an older one that contradicts younger ones (two accounts merged
through a third, though split) is set aside and named, never half applied; undoing one gives what was before it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from accordingto.model.judgement import Judgement, Verdict


@dataclass(frozen=True, slots=True)
class Judged:
    """The judgements in force.

    Attributes:
        together: Groups of tellings that are one incident; each telling in one group at most.
        apart: Pairs that are two incidents.
        by_pair: The judgement in force about each pair.
        aside: Merges and splits that contradict younger ones.
    """

    together: tuple[frozenset[str], ...] = ()
    apart: frozenset[frozenset[str]] = frozenset()
    by_pair: dict[frozenset[str], Judgement] = field(default_factory=dict)
    aside: tuple[Judgement, ...] = ()

    @property
    def keys(self) -> frozenset[str]:
        """Tellings that any judgement in force is about."""
        return frozenset().union(*self.together, *self.apart)


def weigh_judgements(judgements: Iterable[Judgement]) -> Judged:
    """Work out which merges and splits are in force.

    Args:
        judgements: Judgements of a ledger, in any order; those about other things are passed over, and so are
            proposals that nobody has approved.
    """
    undone: set[str] = set()
    group: dict[str, set[str]] = {}
    apart: set[frozenset[str]] = set()
    by_pair: dict[frozenset[str], Judgement] = {}
    aside: list[Judgement] = []
    # Youngest first: what comes later in this loop may not contradict what stands already.
    for j in sorted(judgements, key=lambda j: (j.since, j.id), reverse=True):
        if j.id in undone or (j.proposed and j.approved_by is None):
            continue
        if j.verdict is Verdict.UNDO:
            undone.add(j.subject)
        if j.verdict not in (Verdict.MERGE, Verdict.SPLIT) or j.other is None or j.other == j.subject:
            continue
        pair = frozenset((j.subject, j.other))
        if pair in by_pair:
            continue
        ours, theirs = (group.get(k, {k}) for k in (j.subject, j.other))
        if j.verdict is Verdict.MERGE:
            both = ours | theirs
            if any(p <= both for p in apart):
                aside.append(j)
                continue
            group.update(dict.fromkeys(both, both))
        elif ours is theirs:
            aside.append(j)
            continue
        else:
            apart.add(pair)
        by_pair[pair] = j
    together = {frozenset(g) for g in group.values()}
    return Judged(tuple(sorted(together, key=sorted)), frozenset(apart), by_pair, tuple(aside))
