"""Average-link clustering with constraints: what is joined, and what cannot be.

Promise: two groups are joined while the mean score over *all* their pairs is above zero, best first, a pair that was
not compared counting as unlike: one chance likeness chains nothing. Two groups that hold accounts of one report, or a
pair that a reviewer split, are never joined by likeness; what a reviewer merged is joined whatever it is like. The
result depends on the set of items only, not on their order.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Mapping, Sequence

FLOOR = -5.0
"""Score of a pair that was not compared, and the least that any pair counts: beyond it, unlike is unlike."""
NEVER = float("-inf")
Scores = Mapping[str, Mapping[str, float]]
"""Item to the items it was compared with, and the score; symmetric, scores at the floor left out."""


def cluster(
    items: Collection[str],
    scores: Scores,
    report_of: Mapping[str, str],
    *,
    together: Sequence[Collection[str]] = (),
    apart: Collection[frozenset[str]] = (),
) -> list[tuple[str, ...]]:
    """Cluster the items of one connected component.

    Args:
        items: Keys of tellings.
        scores: Scores of the compared pairs.
        report_of: Report of each item.
        together: Groups that a reviewer merged; they do not overlap.
        apart: Pairs that a reviewer split, none inside a group of ``together``.

    Returns:
        Groups of items, each sorted, in order of their first item.
    """
    inside = set(items)
    groups = {n: [k] for n, k in enumerate(sorted(inside))}
    home = {group[0]: n for n, group in groups.items()}
    link: dict[int, dict[int, float]] = {n: {} for n in groups}
    for one, a in home.items():
        for other, score in scores.get(one, {}).items():
            b = home.get(other)
            # What lies above the floor is summed; the floor of all pairs is added when a mean is taken.
            if b is not None:
                link[a][b] = score - FLOOR
    split = [pair for pair in apart if pair <= inside]
    for a, b in (tuple(home[k] for k in pair) for pair in split):
        link[a][b] = link[b][a] = NEVER
    merged = _merge(groups, link, report_of)
    for group in together:
        merged = _join(merged, inside.intersection(group), split)
    return sorted(tuple(g) for g in merged)


def _join(clusters: list[list[str]], group: set[str], split: Sequence[frozenset[str]]) -> list[list[str]]:
    """Join the clusters of what a reviewer merged: the whole incidents, where no split stands against it."""
    rest = [c for c in clusters if group.isdisjoint(c)]
    held = [c for c in clusters if not group.isdisjoint(c)]
    whole = {k for c in held for k in c}
    if not any(pair <= whole for pair in split):
        return [*rest, sorted(whole)] if whole else rest
    # A split keeps the incidents apart: then only the merged accounts themselves come together.
    left = [[k for k in c if k not in group] for c in held]
    return [*rest, *(c for c in left if c), sorted(group)]


def _merge(
    groups: dict[int, list[str]], link: dict[int, dict[int, float]], report_of: Mapping[str, str]
) -> list[list[str]]:
    reports = {n: {report_of[k] for k in group} for n, group in groups.items()}
    heap: list[tuple[float, str, str, int, int]] = []

    def offer(a: int, b: int) -> None:
        mean = link[a][b] / (len(groups[a]) * len(groups[b])) + FLOOR
        if mean > 0:
            first, second = sorted((groups[a][0], groups[b][0]))
            # Ties are broken by names, so that order of arrival cannot show.
            heapq.heappush(heap, (-round(mean, 9), first, second, a, b))

    for a in groups:
        for b in link[a]:
            if a < b:
                offer(a, b)
    fresh = len(groups)
    while heap:
        *_, a, b = heapq.heappop(heap)
        if a not in groups or b not in groups or not reports[a].isdisjoint(reports[b]):
            continue
        groups[fresh] = sorted(groups.pop(a) + groups.pop(b))
        reports[fresh] = reports.pop(a) | reports.pop(b)
        joined = link.pop(a)
        for other, total in link.pop(b).items():
            joined[other] = joined.get(other, 0.0) + total
        joined.pop(a, None)
        joined.pop(b, None)
        link[fresh] = joined
        for other, total in joined.items():
            link[other].pop(a, None)
            link[other].pop(b, None)
            link[other][fresh] = total
            offer(other, fresh)
        fresh += 1
    return list(groups.values())
