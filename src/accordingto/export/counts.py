"""Figures as formats want them: three whole numbers in order, and the dead of each side.

Promise: a format that must have a number where the words give none gets the one that the words allow least: an upper
bound alone is best 0, a range without a figure its lower end. Which it was is said in words beside it.
"""

from __future__ import annotations

from dataclasses import dataclass

from accordingto.model.linked import Estimate, LinkedIncident
from accordingto.model.values import Bounds

EVERYBODY = (None, None, None)


@dataclass(frozen=True, slots=True)
class Whole:
    """Low, best and high as whole numbers, low <= best <= high.

    Attributes:
        how: What was filled in for an end that the words leave open, or "".
    """

    low: int
    best: int
    high: int
    how: str = ""


def whole(bounds: Bounds | None) -> Whole | None:
    """Bounds as three numbers; None without any figure.

    UCDP codes what interested parties claim and what is vague into the high estimate, and takes the lower of two
    figures as best (UCDP GED codebook, section on fatality estimates).
    """
    if bounds is None or not bounds.numeric:
        return None
    b = bounds
    if b.best is None and b.low is None and b.high is not None:
        return Whole(0, 0, b.high, f"only an upper bound is claimed ({b.in_words()}): best and low are 0")
    best = b.best if b.best is not None else b.low or 0
    low = b.low if b.low is not None else best
    high = b.high if b.high is not None else best
    open_ends = [n for n, v in (("low", b.low), ("best", b.best), ("high", b.high)) if v is None]
    how = f"the sources leave {' and '.join(open_ends)} open ({b.in_words()})" if open_ends else ""
    return Whole(min(low, best), best, max(high, best), how)


def bounds_of(incident: LinkedIncident, measure: str) -> Bounds | None:
    """The estimate of everybody, as bounds."""
    found = incident.estimate(measure)
    return None if found is None else found.bounds


def by_side(incident: LinkedIncident, measure: str) -> list[Estimate]:
    """The estimates of each side (not of groups within it), with a figure."""
    return [
        e
        for e in incident.estimates
        if e.measure == measure and e.group is None and (e.party, e.kind, e.group) != EVERYBODY and e.bounds.numeric
    ]


def figure(bounds: Bounds) -> int:
    """The figure to add up of one side."""
    counted = whole(bounds)
    return 0 if counted is None else counted.best
