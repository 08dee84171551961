"""What of a running total the known incidents explain: those inside its place, its days and its side.

Promise: an incident counts once, whatever order they come in; sums are taken over arrays, so that a country's total of
many years costs no more than a look at each of its incidents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from accordingto.model.linked import Estimate, LinkedIncident
from accordingto.model.telling import TollTelling
from accordingto.model.values import Bounds
from accordingto.reconcile.sides import plain, side_key

NAMED = 50
"""So many of the incidents that explain a total are named, those of the largest figures: a list of all is no answer."""


@dataclass(frozen=True, slots=True)
class Of:
    """What a total counts: measure, side, group, where, since when."""

    measure: str
    party: str | None
    kind: str | None
    group: str | None
    place: tuple[str, ...]
    since: date | None


@dataclass(frozen=True, slots=True)
class _Fitting:
    """The incidents of one place with a figure of one side: day numbers, and bounds (NaN where a bound is open)."""

    names: Sequence[str]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    bounds: NDArray[np.float64]


class Explaining:
    """The known incidents, asked what of a total they explain."""

    def __init__(self, incidents: Sequence[LinkedIncident], lang: str) -> None:
        self._lang = lang
        dated = [i for i in incidents if i.period.known]
        self._dated = sorted(dated, key=lambda i: (i.period.start or i.period.end or date.min, i.id))
        self._by_part: dict[str, list[LinkedIncident]] = {}
        for i in self._dated:
            for part in {plain(x) for x in (i.place or "").split(",")}:
                self._by_part.setdefault(part, []).append(i)
        self._fitting: dict[tuple[str | None, ...], _Fitting] = {}

    def part(self, of: Of, t: TollTelling) -> tuple[Bounds | None, int, tuple[str, ...]]:
        """What of a total the incidents come to.

        Args:
            of: What it counts.
            t: The total as one report states it.

        Returns:
            Their sum, or None when there is none; how many they are; the ids of those with the largest figures, the
            earliest first.
        """
        fitting = self._fits(of)
        last = t.claim.time.period.end if t.claim.time is not None else None
        known = min((d for d in (last, t.outlet.published) if d is not None), default=date.max)
        first = of.since.toordinal() if of.since is not None else 0
        inside = np.flatnonzero((fitting.end >= first) & (fitting.start <= known.toordinal()))
        if not inside.size:
            return None, 0, ()
        bounds = fitting.bounds[inside]
        largest = inside
        if inside.size > NAMED:
            figures = np.nan_to_num(bounds[:, 1], nan=-1.0)
            # A stable sort, so that of equal figures the earlier incidents are named.
            largest = np.sort(inside[np.argsort(-figures, kind="stable")[:NAMED]])
        return _sum(bounds), int(inside.size), tuple(fitting.names[n] for n in largest.tolist())

    def _fits(self, of: Of) -> _Fitting:
        key = (of.place[0] if of.place else None, of.measure, of.party, of.kind, of.group)
        if key not in self._fitting:
            there = self._by_part.get(of.place[0], []) if of.place else self._dated
            found = [(i, e.bounds) for i in there if (e := self._figure(i, of)) is not None and e.bounds.numeric]
            self._fitting[key] = _Fitting(
                [i.id for i, _ in found],
                np.array([(i.period.start or date.min).toordinal() for i, _ in found], np.int64),
                np.array([(i.period.end or date.max).toordinal() for i, _ in found], np.int64),
                np.array([(b.low, b.best, b.high) for _, b in found], np.float64).reshape(-1, 3),
            )
        return self._fitting[key]

    def _figure(self, i: LinkedIncident, of: Of) -> Estimate | None:
        own = (e for e in i.estimates if e.measure == of.measure and e.group == of.group)
        return next((e for e in own if self._side_fits(e, of)), None)

    def _side_fits(self, e: Estimate, of: Of) -> bool:
        if of.party is None and of.kind is None:
            return e.party is None and e.kind is None
        if of.party is not None and side_key(e.party, self._lang) != of.party:
            return False
        return of.kind is None or e.kind == of.kind


def _sum(bounds: NDArray[np.float64]) -> Bounds:
    """Sums of bounds: an end that an incident lacks below adds nothing, above it leaves the sum open."""

    def total(column: NDArray[np.float64]) -> int | None:
        return None if np.isnan(column).all() else int(np.nansum(column))

    low, best = total(bounds[:, 0]), total(bounds[:, 1])
    high = None if np.isnan(bounds[:, 2]).any() else int(bounds[:, 2].sum())
    return Bounds(low, max(low, best) if low is not None and best is not None else best, high)
