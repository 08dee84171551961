"""The quality gate: floors pinned on a known corpus, below which no change may fall.

Promise: floors are judged only on the very data they were pinned on (hashes and counts say so); a floor is lowered only
with leave given in so many words; a metric without a floor or a floor without a metric is a failure, not a pass.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

EPSILON = 0.002
"""Noise: the most a figure may move through rounding of model arithmetic on other processors."""
PLACES = 4


class RegressionRefusedError(ValueError):
    """Pinning anew would lower a floor and no leave was given."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """What the figures were taken on."""

    data_sha256: str
    ids_sha256: str
    reports: int

    @classmethod
    def of(cls, files: Iterable[Path], ids: Iterable[str]) -> Corpus:
        """Hash the data files, in the given order, and the ids of the reports that are scored.

        Raises:
            OSError: A file cannot be read.
        """
        digest = hashlib.sha256()
        for path in files:
            digest.update(hashlib.sha256(path.read_bytes()).digest())
        names = sorted(ids)
        return cls(digest.hexdigest(), hashlib.sha256("\n".join(names).encode()).hexdigest(), len(names))


@dataclass(frozen=True, slots=True)
class Floors:
    """Pinned floors: metric name to the least value, on one corpus."""

    corpus: Corpus
    epsilon: float
    floors: Mapping[str, float]

    def to_dict(self) -> dict[str, Any]:
        """As ``floors.json`` holds them."""
        return {
            "epsilon": self.epsilon,
            "corpus": {
                "data_sha256": self.corpus.data_sha256,
                "ids_sha256": self.corpus.ids_sha256,
                "reports": self.corpus.reports,
            },
            "floors": dict(self.floors),
        }


def load_floors(path: Path) -> Floors:
    """Read pinned floors.

    Raises:
        ValueError: The file is not of this form.
        OSError: It cannot be read.
    """
    data = json.loads(path.read_text(encoding="utf-8"))
    try:
        floors = {str(k): float(v) for k, v in data["floors"].items()}
        return Floors(Corpus(**data["corpus"]), float(data["epsilon"]), floors)
    except (KeyError, TypeError, AttributeError) as problem:
        raise ValueError(f"{path}: not a file of floors: {problem}") from problem


def save_floors(path: Path, floors: Floors) -> None:
    """Write floors so that a change reads well as a diff."""
    path.write_text(json.dumps(floors.to_dict(), indent=2) + "\n", encoding="utf-8")


def check(metrics: Mapping[str, float], corpus: Corpus, pinned: Floors) -> list[str]:
    """Judge figures against their floors.

    Args:
        metrics: Metric name to value.
        corpus: What they were taken on.
        pinned: The floors.

    Returns:
        One sentence for each failure; empty when the gate is passed.
    """
    failures = []
    if corpus != pinned.corpus:
        failures.append(
            f"the data are not those of the floors ({corpus.reports} reports, pinned {pinned.corpus.reports}); pin anew"
        )
    for name in sorted({*metrics, *pinned.floors}):
        if name not in pinned.floors:
            failures.append(f"{name}: has no floor; pin anew")
        elif name not in metrics:
            failures.append(f"{name}: was not measured")
        # A figure that is not a number compares false with everything: it must fail, so ask for the good case.
        elif not metrics[name] >= pinned.floors[name] - pinned.epsilon:
            failures.append(f"{name}: {metrics[name]:.4f} is below its floor {pinned.floors[name]:.4f}")
    return failures


def update(
    metrics: Mapping[str, float],
    corpus: Corpus,
    pinned: Floors | None,
    *,
    allow_regression: bool = False,
    epsilon: float = EPSILON,
) -> Floors:
    """Pin new floors at the present figures.

    Args:
        metrics: Metric name to value.
        corpus: What they were taken on.
        pinned: The floors so far, or None at the first pinning.
        allow_regression: Leave to lower or drop a floor.
        epsilon: Noise to allow below a floor.

    Returns:
        The new floors: the present figures, where not lower than before by noise alone (those keep their floor).

    Raises:
        RegressionRefusedError: A floor would be lowered or dropped, and there is no leave.
    """
    old = pinned.floors if pinned is not None else {}
    worse = [n for n, floor in old.items() if not metrics.get(n, float("nan")) >= floor - epsilon]
    if worse and not allow_regression:
        told = ", ".join(f"{n} {old[n]:.4f} -> {metrics.get(n, float('nan')):.4f}" for n in sorted(worse))
        raise RegressionRefusedError(f"would lower {told}; say --allow-regression if that is meant")
    new = {n: (v if n in worse else max(v, old.get(n, v))) for n, v in metrics.items()}
    return Floors(corpus, epsilon, {n: round(v, PLACES) for n, v in sorted(new.items())})
