"""How well phrases become parties, source kinds, target kinds and tags: measured on the development gold.

    python benchmarks/parties.py [--errors N]

Reads ../shared/bench relative to the repository root; without it, says so and stops. Reports kept aside are dropped.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BENCH = ROOT.parent / "shared" / "bench"


def load() -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Development reports with their gold, without those kept aside."""
    dev = BENCH / "dev"
    if not dev.is_dir():
        sys.exit(f"skipped: {dev} is absent")
    aside = set(json.loads((ROOT / "training" / "split.json").read_text())["heldout"])
    docs = {d["report"]: d for d in map(json.loads, (dev / "docs.jsonl").open(encoding="utf-8"))}
    gold = map(json.loads, (dev / "gold.jsonl").open(encoding="utf-8"))
    return [(docs[g["report"]], g) for g in gold if g["report"] not in aside]


def show(name: str, good: int, total: int) -> None:
    print(f"{name:46} {good / max(1, total):6.3f}  of {total}")


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("--errors", type=int, default=0)
    ap.add_argument("--kinds", type=int, default=0)
    args = ap.parse_args()
    sys.path.insert(0, str(BENCH))
    from score import words  # type: ignore[import-not-found]  # the scorer's own notion of overlapping names

    from accordingto.extract.kinds import source_kind, target_kind, target_tags
    from accordingto.extract.parties import party_context, party_of
    from accordingto.lang import get

    pack = get("en")
    tally: Counter[str] = Counter()
    wrong: Counter[tuple[str, str, str]] = Counter()
    wrong_kinds: Counter[tuple[str, str, str]] = Counter()
    spent = spent_kinds = 0.0
    pairs = load()
    party_of("x", pack=pack, context=party_context("x", pack=pack))
    pronoun = re.compile(r"(?i)(he|she|it|they|we|i|his|its|their|her|him|them|us)\b")
    for doc, gold in pairs:
        began = time.perf_counter()
        context = party_context(doc["text"], pack=pack)
        spent += time.perf_counter() - began
        for claim in gold["claims"]:
            began = time.perf_counter()
            source, target = claim["source"], claim["target"]
            if source:
                got = source_kind(source["text"], pack=pack)
                tally["source"] += 1
                tally["source ok"] += got == source["kind"]
                if got != source["kind"]:
                    wrong_kinds[source["text"], source["kind"], got] += 1
            if target and target.get("text"):
                got = target_kind(target["text"], claim_type=claim["type"], party=target["party"], pack=pack)
                tally["kind"] += 1
                tally["kind ok"] += got == target["kind"]
                if got != target["kind"]:
                    wrong_kinds[f"{claim['type']} {target['text']}", str(target["kind"]), got] += 1
                tags, want_tags = set(target_tags(target["text"], pack=pack)), set(target.get("tags") or ())
                tally["tags hit"] += len(tags & want_tags)
                tally["tags got"] += len(tags)
                tally["tags gold"] += len(want_tags)
            spent_kinds += time.perf_counter() - began
            for slot in ("actor", "target"):
                value = claim[slot]
                if not value or not value.get("text"):
                    continue
                began = time.perf_counter()
                got = party_of(value["text"], pack=pack, context=context)
                spent += time.perf_counter() - began
                want = value["party"]
                if pronoun.match(value["text"]) and got is None:
                    tally[f"{slot} pronoun"] += 1
                    continue
                if want is None:
                    tally[f"{slot} null"] += 1
                    tally[f"{slot} null ok"] += got is None
                    continue
                tally[slot] += 1
                tally[f"{slot} equal"] += got == want
                near = bool(words(got) & words(want))
                tally[f"{slot} near"] += near
                if slot == "actor" and not near:
                    wrong[value["text"], str(want), str(got)] += 1
    for slot in ("actor", "target"):
        show(f"{slot} party equal", tally[f"{slot} equal"], tally[slot])
        show(f"{slot} party shares a word", tally[f"{slot} near"], tally[slot])
        show(f"{slot} party null stays null", tally[f"{slot} null ok"], tally[f"{slot} null"])
    print(f"{spent / len(pairs) * 1e3:.2f} ms a report for context and all parties")
    show("source kind", tally["source ok"], tally["source"])
    show("target kind", tally["kind ok"], tally["kind"])
    show("tags precision", tally["tags hit"], tally["tags got"])
    show("tags recall (words of the target alone)", tally["tags hit"], tally["tags gold"])
    print(f"{spent_kinds / len(pairs) * 1e3:.2f} ms a report for kinds and tags")
    for (text, want, got), n in wrong_kinds.most_common(args.kinds):
        print(f"{n:4} {text!r}: gold {want!r}, got {got!r}")
    for (text, want, got), n in wrong.most_common(args.errors):
        print(f"{n:4} {text!r}: gold {want!r}, got {got!r}")


if __name__ == "__main__":
    main()
