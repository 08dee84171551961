"""How well place phrases become paths, and whether the gold's place words are among the candidate toponyms.

    python benchmarks/places.py [--errors N]

Reads ../shared/bench relative to the repository root; without it, says so and stops. Reports kept aside are dropped.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter

from parties import BENCH, load, show

from accordingto.extract.places import find_toponyms, place_context, place_path
from accordingto.extract.toponyms import _of_report
from accordingto.lang import get


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("--errors", type=int, default=0)
    args = ap.parse_args()
    pairs = load()
    sys.path.insert(0, str(BENCH))
    from score import words  # type: ignore[import-not-found]  # the scorer's own notion of overlapping names

    pack = get("en")
    tally: Counter[str] = Counter()
    wrong: Counter[tuple[str, str, str]] = Counter()
    seconds = {"toponyms": 0.0, "context and paths": 0.0}
    began = time.perf_counter()
    place_path("x", report_text="x", context=place_context("x"))
    print(f"{(time.perf_counter() - began) * 1e3:.1f} ms to compile the lexicons and open the gazetteer")
    for doc, gold in pairs:
        text = doc["text"]
        find_toponyms(text, pack=pack)
        _of_report.cache_clear()
        began = time.perf_counter()
        spans = find_toponyms(text, pack=pack)
        seconds["toponyms"] += time.perf_counter() - began
        began = time.perf_counter()
        context = place_context(text)
        paths = [
            place_path(c["place"]["text"], report_text=text, context=context)
            if c["place"] and c["place"].get("text")
            else None
            for c in gold["claims"]
        ]
        seconds["context and paths"] += time.perf_counter() - began
        covered = " ".join(s.of(text) for s in spans)
        for claim, got in zip(gold["claims"], paths, strict=True):
            place = claim["place"]
            if not place or not place.get("text") or not place.get("path"):
                continue
            want = [p.strip() for p in place["path"].split(",")]
            have = [p.strip() for p in (got or "").split(",")]
            tally["n"] += 1
            head = bool(words(want[0]) & words(have[0]))
            tally["head equal"] += words(want[0]) == words(have[0])
            tally["head shares a word"] += head
            tally["head anywhere in path"] += bool(words(want[0]) & words(f"{got}"))
            tally["scorer"] += bool(words(want[0]) & words(f"{place['text']} {got}"))
            if len(want) > 2:
                tally["held"] += 1
                tally["holder"] += bool(words(" ".join(want[1:-1])) & words(" ".join(have[1:-1])))
            if len(have) > 2:
                tally["holders got"] += 1
                tally["holder right"] += bool(words(" ".join(want[1:])) & words(" ".join(have[1:-1])))
            tally["country"] += words(want[-1]) == words(have[-1])
            if words(want[0]) & words(place["text"]):
                tally["names"] += 1
                tally["found"] += bool(words(want[0]) & words(covered))
            if not head or words(want[-1]) != words(have[-1]):
                wrong[place["text"], place["path"], str(got)] += 1
    for name in ("head equal", "head shares a word", "head anywhere in path", "scorer", "country"):
        show(f"path: {name}", tally[name], tally["n"])
    show("path: middle shares a word, where gold has one", tally["holder"], tally["held"])
    show("path: middle is in the gold path", tally["holder right"], tally["holders got"])
    show("gold head names among the candidate toponyms", tally["found"], tally["names"])
    for name, spent in seconds.items():
        print(f"{spent / len(pairs) * 1e3:.2f} ms a report for {name}")
    for (text, want, got), n in wrong.most_common(args.errors):
        print(f"{n:4} {text!r}: gold {want!r}, got {got!r}")


if __name__ == "__main__":
    main()
