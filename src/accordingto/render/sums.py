"""Sums of the figures of different incidents, by measure and by kind of people.

Promise: an open upper end leaves the sum open; what gives no figure is counted and adds nothing; running totals are no
figures of incidents and are not in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accordingto.model.linked import LinkedIncident
from accordingto.model.values import Bounds

MEASURES = ("killed", "injured", "missing", "detained", "displaced")
KINDS = {None: "everybody", "civilian": "civilians", "combatant": "fighters"}


@dataclass(frozen=True, slots=True)
class Sum:
    """One line of a summary.

    Attributes:
        measure: ``killed``, ``injured``, ...
        kind: ``civilian``, ``combatant``, or None for everybody.
        bounds: The sum.
        figured: How many figures have a number; ``found`` how many there are.
    """

    measure: str
    kind: str | None
    bounds: Bounds
    figured: int
    found: int


def sums(incidents: Sequence[LinkedIncident]) -> list[Sum]:
    """The sums of every measure that any incident has, everybody first."""
    out = []
    for measure in MEASURES:
        for kind in KINDS:
            found = [
                e.bounds
                for i in incidents
                for e in i.estimates
                if (e.measure, e.kind, e.group) == (measure, kind, None) and (kind or e.party is None)
            ]
            figured = [b for b in found if b.numeric]
            if found:
                out.append(Sum(measure, kind, summed(figured), len(figured), len(found)))
    return out


def summed(found: Sequence[Bounds]) -> Bounds:
    """The sum of figures of different incidents: an open upper end leaves the sum open.

    Args:
        found: The figures.
    """
    if not found:
        return Bounds()
    low = sum(b.low or 0 for b in found)
    high = None if any(b.high is None for b in found) else sum(b.high or 0 for b in found)
    best = sum(b.best for b in found if b.best is not None)
    best = max(best, low) if high is None else min(max(best, low), high)
    return Bounds(low, best, high)


def in_short(total: Bounds) -> str:
    """A sum for a headline: "3", "3-52", "≥ 7", or "" where there is none."""
    if total.low is None:
        return ""
    if total.high is None:
        return f"≥ {total.low:,}"
    return f"{total.low:,}" if total.low == total.high else f"{total.low:,}-{total.high:,}"
