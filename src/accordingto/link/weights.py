"""The weights of the evidence, read from ``weights.json`` once.

Promise: every observation that ``compare`` can make has a weight or weighs nothing; the file names how it was made.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import exp
from pathlib import Path

_FILE = Path(__file__).with_name("weights.json")


@dataclass(frozen=True, slots=True)
class Weights:
    """Log-odds of each observation, and the name of this set."""

    name: str
    of: Mapping[str, float]

    def score(self, observed: Iterable[str]) -> float:
        """Sum of the weights of what was observed, the bias included."""
        of = self.of
        return of.get("bias", 0.0) + sum(of.get(o, 0.0) for o in observed)


@cache
def default_weights() -> Weights:
    """The set that ships with the package: fitted by ``training/linking.py``, see docs/model-cards/linking.md."""
    data = json.loads(_FILE.read_text(encoding="utf-8"))
    return Weights(data["name"], {str(k): float(v) for k, v in data["weights"].items()})


def chance(score: float) -> float:
    """A score in log-odds as a probability."""
    return 1 / (1 + exp(-max(-500.0, min(500.0, score))))
