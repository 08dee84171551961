"""Fit the curves of ``extract/confidence.py`` on the tuning reports and write them to the reader's card.

Usage: python training/calibrate.py [--variant default|fast]. Judge them on kept-aside reports with
benchmarks/calibration.py.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from dataclasses import replace

import data
import numpy as np

from accordingto.evaluate.agree import agrees, value_of
from accordingto.evaluate.pairing import pair_claims
from accordingto.extract import learned
from accordingto.extract.confidence import Calibration, kind_of
from accordingto.extract.reader import read_report

CARRIED = ("means", "place", "time", "source", "stance", "scope")


def curve(p: list[float], right: list[bool]) -> tuple[float, float]:
    """Slope and offset by Newton steps on the log-loss, held a little towards leaving probabilities as they are."""
    x = np.log(np.clip(p, 1e-4, 1 - 1e-4) / (1 - np.clip(p, 1e-4, 1 - 1e-4)))
    design = np.stack([x, np.ones_like(x)], 1)
    y, w, start, hold = np.array(right, float), np.array([1.0, 0.0]), np.array([1.0, 0.0]), np.diag([2.0, 1.0])

    def loss(w: np.ndarray) -> float:
        z = design @ w
        return float((np.logaddexp(0, z) - y * z).sum() + 0.5 * (w - start) @ hold @ (w - start))

    for _ in range(50):
        q = 1 / (1 + np.exp(-design @ w))
        slope = design.T @ (q - y) + hold @ (w - start)
        step = np.linalg.solve(design.T @ (design * (q * (1 - q))[:, None]) + hold, slope)
        while loss(w - step) > loss(w) and np.abs(step).max() > 1e-7:
            step /= 2
        w = w - step
    return round(float(w[0]), 4), round(float(w[1]), 4)


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("--variant", default="default")
    a = ap.parse_args()
    bare = replace(learned.load("en", a.variant), calibration=Calibration(carried={s: 0.5 for s in CARRIED}))
    learned.load = lambda code, variant="default": bare  # type: ignore[assignment]
    _, tuning = data.split()
    gold = {g["report"]: g for g in data.read_jsonl(data.BENCH / "dev/gold.jsonl") if g["report"] in tuning}
    stands: dict[str, tuple[list[float], list[bool]]] = defaultdict(lambda: ([], []))
    slots: dict[str, tuple[list[float], list[bool]]] = defaultdict(lambda: ([], []))
    carried: dict[str, list[bool]] = defaultdict(list)
    for d in data.read_jsonl(data.BENCH / "dev/docs.jsonl"):
        if d["report"] not in tuning:
            continue
        claims = read_report(data.make_report(d)).claims
        said, wanted = [c.to_dict() for c in claims], gold[d["report"]]["claims"]
        home = {j: i for i, j in pair_claims(d["text"], wanted, said)}
        for j, c in enumerate(claims):
            stands[kind_of(c.type)][0].append(c.confidence or 0.5)
            stands[kind_of(c.type)][1].append(j in home)
            if j not in home:
                continue
            for slot, p in c.slot_confidence:
                want, have = value_of(wanted[home[j]], slot), value_of(said[j], slot)
                right = want is not None and have is not None and agrees(slot, want, have)
                if p == 0.5 and slot in CARRIED:
                    carried[slot].append(right)
                elif have is not None:
                    slots[slot][0].append(p)
                    slots[slot][1].append(right)
    fitted = {
        "claim": {k: curve(*v) for k, v in sorted(stands.items())},
        "slot": {k: curve(*v) for k, v in sorted(slots.items())},
        "carried": {k: round((sum(v) + 1) / (len(v) + 2), 3) for k, v in sorted(carried.items())},
    }
    path = data.WEIGHTS / a.variant / "reader.json"
    card = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**card, "calibration": fitted}, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(fitted))


if __name__ == "__main__":
    main()
