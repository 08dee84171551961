"""Scores of the real reader on the development reports, and the gate on those kept aside from all tuning.

Prints aggregate figures only, never a text. Without the development data beside the repository it says so and passes.

Usage: python benchmarks/quality.py [--update [--allow-regression]] [--predictions FILE] [--errors] [--reader NAME]
"""

import argparse
import json
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from accordingto.evaluate.gate import Corpus, RegressionRefusedError, check, load_floors, save_floors, update
from accordingto.evaluate.report import corpora, fault_counts, table
from accordingto.evaluate.score import by_corpus, load, score

ROOT = Path(__file__).parents[1]
DEV = ROOT.parent / "shared/bench/dev"
FLOORS = Path(__file__).with_name("floors.json")


def read_all(docs: Mapping[str, Mapping[str, Any]], reader: str) -> dict[str, dict[str, Any]]:
    """Read every report with one of the readers that the product has."""
    from accordingto.extract.reader import read_report
    from accordingto.model import Report
    from accordingto.sources.published import parse

    out = {}
    begin = time.perf_counter()
    for name, doc in docs.items():
        published = parse(doc["published"]) if doc.get("published") else None
        out[name] = read_report(Report(name, doc["text"], published, doc.get("publisher")), variant=reader).to_dict()
    print(f"read {len(out)} reports in {time.perf_counter() - begin:.1f} s, one process\n")
    return out


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true", help="pin the floors anew at the present figures")
    parser.add_argument("--allow-regression", action="store_true", help="with --update: floors may be lowered")
    parser.add_argument("--predictions", type=Path, help="score this file of claims instead of running the reader")
    parser.add_argument(
        "--errors", action="store_true", help="count the kinds of errors outside the kept-aside reports"
    )
    parser.add_argument("--reader", default="default", help="look at another reader; the floors are the default's")
    args = parser.parse_args()
    if not (DEV / "gold.jsonl").is_file():
        print("No development data beside the repository (shared/bench/dev): quality was not measured.")
        return 0
    gold, docs = load(DEV / "gold.jsonl"), load(DEV / "docs.jsonl")
    aside = set(json.loads((ROOT / "training/split.json").read_text(encoding="utf-8"))["heldout"])
    predicted = load(args.predictions) if args.predictions else read_all(docs, args.reader)

    apart = score(gold, predicted, docs, aside.__contains__)
    print(table("KEPT ASIDE from tuning and training (what the gate judges)", apart))
    print(corpora(by_corpus({r: g for r, g in gold.items() if r in aside}, predicted, docs)), end="\n\n")
    print(
        table(
            "ALL development reports (most were trained or tuned on: not a measure of quality)",
            score(gold, predicted, docs),
        )
    )
    print(corpora(by_corpus(gold, predicted, docs)), end="\n\n")
    if args.errors:
        print(
            "errors outside the kept-aside reports\n"
            + fault_counts(score(gold, predicted, docs, lambda r: r not in aside))
        )

    corpus = Corpus.of((DEV / "gold.jsonl", DEV / "docs.jsonl"), aside)
    pinned = load_floors(FLOORS) if FLOORS.is_file() else None
    if args.update:
        try:
            save_floors(FLOORS, update(apart.metrics(), corpus, pinned, allow_regression=args.allow_regression))
        except RegressionRefusedError as refusal:
            print(f"Floors not changed: {refusal}", file=sys.stderr)
            return 1
        print(f"Floors pinned in {FLOORS.relative_to(ROOT)}.")
        return 0
    if pinned is None:
        print("No floors pinned yet: run with --update.")
        return 0
    failures = check(apart.metrics(), corpus, pinned)
    print("\n".join(f"GATE: {f}" for f in failures) or "GATE: passed.")
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
