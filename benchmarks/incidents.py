"""Incidents within a report, measured apart from the reader: gold claims, stripped of their incidents, grouped anew.

Prints grouping (B-cubed), exact tolls and attributions of responsibility on the reports that the weights were fitted
on, on the tuning reports, and on the kept-aside ones as bare figures; then the same with slots dropped at random.

Usage: python benchmarks/incidents.py [../shared/bench/dev]
"""

import json
import random
import sys
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from accordingto.evaluate.gold import claims_of
from accordingto.evaluate.score import score
from accordingto.extract.incidents import group_claims

ROOT = Path(__file__).parents[1]
DEFAULT = ROOT.parent / "shared/bench/dev"
DROP = 0.3


def lines(path: Path) -> dict[str, dict[str, Any]]:
    return {(d := json.loads(line))["report"]: d for line in path.open(encoding="utf-8") if line.strip()}


def grouped(
    gold: dict[str, Any], docs: dict[str, Any], ids: Iterable[str], drop: float
) -> tuple[dict[str, Any], float]:
    """Gold claims with predicted incidents, and the milliseconds it took for each report."""
    rng, out, spent, n = random.Random(1), {}, 0.0, 0
    for name in ids:
        n += 1
        text = docs[name]["text"]
        claims = list(claims_of(gold[name], text))
        for k, c in enumerate(claims):
            lost = {s: None for s in ("place", "time", "actor", "target", "means") if rng.random() < drop}
            claims[k] = replace(c, incident=None, **lost)
        begin = time.perf_counter()
        with_ids, incidents = group_claims(claims, text)
        spent += time.perf_counter() - begin
        out[name] = {
            "report": name,
            "claims": [c.to_dict() for c in with_ids],
            "incidents": [i.to_dict() for i in incidents],
        }
    return out, 1000 * spent / max(1, n)


def main() -> None:
    dev = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    if not (dev / "gold.jsonl").is_file():
        print(f"No development data at {dev}: nothing measured.")
        return
    gold, docs = lines(dev / "gold.jsonl"), lines(dev / "docs.jsonl")
    split = json.loads((ROOT / "training/split.json").read_text(encoding="utf-8"))
    tuning, aside = split["tuning"], split["heldout"]
    train = [r for r in gold if r not in {*tuning, *aside}]
    for drop in (0.0, DROP):
        print(f"slots dropped at random: {drop:.0%}")
        for label, ids in (("fitted on", train), ("tuning", tuning), ("kept aside", aside)):
            if drop and label == "kept aside":
                continue
            predicted, cost = grouped(gold, docs, ids, drop)
            r = score({i: gold[i] for i in ids}, predicted, docs)
            print(
                f"  {label:10} {len(predicted):3} reports  B3 {r.b3.f1:.3f} (p {r.b3.p:.3f} r {r.b3.r:.3f})"
                f"  toll {r.toll.share:.3f} of {r.toll.n}  blame {r.blame.f1:.3f}  {cost:.2f} ms/report"
            )


if __name__ == "__main__":
    main()
