"""Figures of an evaluation: counts of right and wrong, and the shares that follow from them.

Promise: a measure keeps its counts, so that two of them can be added; shares are rounded nowhere but in ``to_dict``.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

Item = TypeVar("Item", bound=Hashable)


@dataclass(frozen=True, slots=True)
class F1:
    """Precision, recall and their harmonic mean over counted cases."""

    right: int = 0
    spurious: int = 0
    missed: int = 0

    def __add__(self, other: F1) -> F1:
        return F1(self.right + other.right, self.spurious + other.spurious, self.missed + other.missed)

    @property
    def n(self) -> int:
        """How many there were to find."""
        return self.right + self.missed

    @property
    def p(self) -> float:
        """Precision, 0 when nothing was predicted."""
        return self.right / (self.right + self.spurious) if self.right + self.spurious else 0.0

    @property
    def r(self) -> float:
        """Recall, 0 when there was nothing to find."""
        return self.right / self.n if self.n else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return harmonic(self.p, self.r)

    def to_dict(self) -> dict[str, Any]:
        """Rounded to three places."""
        return _rounded(self)


def _rounded(figure: F1 | BCubed) -> dict[str, Any]:
    return {"p": round(figure.p, 3), "r": round(figure.r, 3), "f1": round(figure.f1, 3), "n": figure.n}


@dataclass(frozen=True, slots=True)
class BCubed:
    """Agreement of two groupings, as sums over the grouped items of their precision and recall."""

    precision_sum: float = 0.0
    recall_sum: float = 0.0
    n: int = 0

    def __add__(self, other: BCubed) -> BCubed:
        return BCubed(self.precision_sum + other.precision_sum, self.recall_sum + other.recall_sum, self.n + other.n)

    @property
    def p(self) -> float:
        """Mean share of an item's predicted group that is in its gold group."""
        return self.precision_sum / (self.n or 1)

    @property
    def r(self) -> float:
        """Mean share of an item's gold group that is in its predicted group."""
        return self.recall_sum / (self.n or 1)

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        return harmonic(self.p, self.r)

    def to_dict(self) -> dict[str, Any]:
        """Rounded to three places."""
        return _rounded(self)


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the cases are exactly right."""

    right: int = 0
    n: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.right + other.right, self.n + other.n)

    @property
    def share(self) -> float:
        """Right ones of all, 0 when there is none."""
        return self.right / max(1, self.n)

    def to_dict(self) -> dict[str, Any]:
        """Rounded to three places."""
        return {"share": round(self.share, 3), "n": self.n}


@dataclass(frozen=True, slots=True)
class Fault:
    """One disagreement, for an error table."""

    report: str
    kind: str
    detail: Mapping[str, Any] = field(compare=False)


def harmonic(a: float, b: float) -> float:
    """Harmonic mean of two shares, 0 when both are 0."""
    return 2 * a * b / (a + b) if a + b else 0.0


def total(parts: Iterable[F1]) -> F1:
    """Sum of counts."""
    out = F1()
    for part in parts:
        out += part
    return out


def b_cubed(
    gold: Mapping[Item, str], predicted: Mapping[Item, str | None], *, over: Iterable[Item] | None = None
) -> BCubed:
    """B³ over gold items; one that was not found (None) counts, with nothing right about it.

    Args:
        gold: Item to gold group.
        predicted: Item to predicted group.
        over: The items to average over; all when None.
    """
    ours, theirs = members(gold), members(predicted)
    p = r = 0.0
    items = list(gold if over is None else over)
    for item in items:
        group, other = gold[item], predicted.get(item)
        if other is not None:
            common = len(ours[group] & theirs[other])
            p += common / len(theirs[other])
            r += common / len(ours[group])
    return BCubed(p, r, len(items))


def members(groups: Mapping[Item, str | None]) -> dict[str, set[Item]]:
    """The items of each group; one without a group is in none."""
    out: dict[str, set[Item]] = {}
    for item, group in groups.items():
        if group is not None:
            out.setdefault(group, set()).add(item)
    return out
