"""How far people agree who code the same things: Krippendorff's alpha, with the range that so small a sample leaves.

Promise: any number of coders, any of them missing for a unit; no agreement is counted that chance alone would give.
After K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), tested against the examples given there.
Written here because the package of that name is under the GPL, and the formula is a page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Value = str | float
_Array = NDArray[np.float64]
_DRAWS = 1000
_SEED = 20140
"""Fixed, so that the same codings always give the same range."""


def _nominal(values: Sequence[Value]) -> _Array:
    return 1.0 - np.eye(len(values))


def _interval(values: Sequence[Value]) -> _Array:
    v = np.array(values, dtype=float)
    return np.asarray((v[:, None] - v[None, :]) ** 2)


def _ratio(values: Sequence[Value]) -> _Array:
    v = np.array(values, dtype=float)
    total = v[:, None] + v[None, :]
    return np.asarray(np.divide(v[:, None] - v[None, :], total, out=np.zeros_like(total), where=total != 0) ** 2)


METRICS: dict[str, Callable[[Sequence[Value]], _Array]] = {
    "nominal": _nominal, "interval": _interval, "ratio": _ratio,
}  # fmt: skip
"""How far two values lie apart: the same or not; their difference; their difference as a part of their sum."""


@dataclass(frozen=True, slots=True)
class Alpha:
    """Agreement beyond chance.

    Attributes:
        units: How many units two or more people gave a value for.
        value: 1 is perfect, 0 what chance gives, below 0 worse; None where nothing varies, so nothing can be said.
        low: Lower end of the range in which 95 % of samples of so many units fall, drawn from these with repetition.
        high: Its upper end; None, as ``low``, where there is no value.
    """

    units: int
    value: float | None
    low: float | None = None
    high: float | None = None


def alpha(units: Sequence[Sequence[Value | None]], metric: str = "nominal") -> Alpha:
    """Krippendorff's alpha.

    Args:
        units: For each unit the value that each coder gave, None for none.
        metric: One of ``METRICS``; for all but ``nominal`` values are numbers.
    """
    paired = [given for unit in units if len(given := [v for v in unit if v is not None]) > 1]
    values = sorted({v for given in paired for v in given}, key=lambda v: (isinstance(v, str), v))
    if len(values) < 2:
        return Alpha(len(paired), None)
    place = {v: n for n, v in enumerate(values)}
    counts = np.zeros((len(paired), len(values)))
    for row, given in zip(counts, paired, strict=True):
        for v in given:
            row[place[v]] += 1
    apart = METRICS[metric](values)
    # What each unit adds to the observed disagreement: its pairs, weighted so that every value counts once.
    within = ((counts @ apart) * counts).sum(axis=1) / (counts.sum(axis=1) - 1)
    drawn = np.random.default_rng(_SEED).multinomial(len(paired), [1 / len(paired)] * len(paired), size=_DRAWS)
    (found,) = _alphas(np.ones((1, len(paired))), counts, within, apart)
    spread = _alphas(drawn.astype(float), counts, within, apart)
    low, high = np.nanquantile(spread, (0.025, 0.975))
    return Alpha(len(paired), float(found), float(low), float(high))


def _alphas(weights: _Array, counts: _Array, within: _Array, apart: _Array) -> _Array:
    """Alpha for each row of weights of units; not a number where only one value is left."""
    totals = weights @ counts
    chance = ((totals @ apart) * totals).sum(axis=1)
    observed = (totals.sum(axis=1) - 1) * (weights @ within)
    found: _Array = 1 - np.divide(observed, chance, out=np.full_like(chance, np.nan), where=chance > 0)
    return found
