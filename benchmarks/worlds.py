"""Constructed worlds in which the truth is known: how often it lies inside the estimates, by rule set.

Usage: python benchmarks/worlds.py [number of worlds]
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.reconcile.worlds import CIVILIANS, World, worlds

from accordingto.model.values import Bounds
from accordingto.reconcile.incident import reconcile
from accordingto.reconcile.rules import available, built_in


def inside(b: Bounds | None, n: int) -> bool:
    return b is not None and (b.low or 0) <= n and (b.high is None or n <= b.high)


def independent(w: World) -> bool:
    """Whether an independent source counted every side that lost people."""
    return set(w.truth) <= w.counted


def measure(rules: str, some: list[World]) -> None:
    sides = [0, 0]
    whole = [0, 0]
    best = [0, 0]
    for w in some:
        found = reconcile("inc", w.tellings, built_in(rules))
        for side, n in w.truth.items():
            if side not in w.counted:
                continue
            civil = side == CIVILIANS
            e = found.estimate("killed", party=None if civil else side, kind="civilian" if civil else "combatant")
            sides[0] += inside(e.bounds if e else None, n)
            sides[1] += 1
            best[0] += e is not None and e.bounds.best == n
            best[1] += 1
        if independent(w):
            total = found.estimate("killed")
            whole[0] += inside(total.bounds if total else None, w.killed)
            whole[1] += 1
    print(
        f"{rules:8} truth inside: everybody {whole[0] / whole[1]:.3f} of {whole[1]} worlds, "
        f"one side {sides[0] / sides[1]:.3f} of {sides[1]}; best figure exactly right {best[0] / best[1]:.3f}"
    )


def main() -> None:
    some = worlds(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
    for rules in available():
        measure(rules, some)


if __name__ == "__main__":
    main()
