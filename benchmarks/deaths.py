"""Deaths read from one-paragraph descriptions, against the number that coders recorded (PITF World Atrocities).

Only descriptions whose coders saw a single number reported count. The figure read is the toll of the description's
incidents (their best figures added; where there is none, the bound that is stated). Exact agreement is the share that
is printed, as in Zhong, Dhuliawala and Stoehr (EACL 2023). Aggregate figures only, never a text; descriptions that are
among the gold claims to learn from are left out.

Usage: python benchmarks/deaths.py [--most N]
"""

import argparse
import gzip
import json
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
RAW = ROOT.parent / "shared/bench/raw/pitf_2013_2015.jsonl.gz"


def learned_from() -> set[str]:
    """Ids of descriptions with gold claims that a reader may have learned from."""
    extra = (ROOT / "training/extra.jsonl").read_text(encoding="utf-8").splitlines()
    dev = (ROOT.parent / "shared/bench/dev/docs.jsonl").read_text(encoding="utf-8").splitlines()
    return {json.loads(line)["report"] for line in (*extra, *dev)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=int, default=600, help="descriptions to read, evenly drawn (default 600)")
    parser.add_argument("--reader", default="default")
    args = parser.parse_args()
    if not RAW.is_file():
        print("No development data beside the repository (shared/bench/raw): deaths were not measured.")
        return 0
    import accordingto

    known = learned_from()
    with gzip.open(RAW, "rt", encoding="utf-8") as lines:
        rows = [r for r in map(json.loads, lines) if r["ambiguity"] == "Single Number Reported"]
    rows = [r for r in rows if r["id"] not in known and str(r["deaths"]).isdigit()]
    rows = rows[:: max(1, len(rows) // args.most)]
    outcome: Counter[str] = Counter()
    for row in rows:
        reading = accordingto.read(row["text"], published=row["date"], reader=args.reader)
        tolls = [i.killed for i in reading.incidents if i.killed is not None]
        figures = [next((v for v in (t.best, t.high, t.low) if v is not None), None) for t in tolls]
        known_figures = [f for f in figures if f is not None]
        want = int(row["deaths"])
        if not known_figures:
            outcome["no deaths read" if want else "right"] += 1
        elif sum(known_figures) == want:
            outcome["right"] += 1
        elif want in known_figures:
            outcome["right figure on one of several incidents"] += 1
        else:
            outcome["more read" if sum(known_figures) > want else "fewer read"] += 1
    print(f"deaths exactly right: {outcome['right'] / len(rows):.3f} of {len(rows)} descriptions")
    for what, n in outcome.most_common():
        print(f"  {what}: {n}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
