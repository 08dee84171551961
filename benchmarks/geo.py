"""Resolution of given toponyms on GeoWebNews and LGL: how far off, and why.

    python benchmarks/geo.py [--half tuning|reporting|all] [--errors N] [--dump FILE]

Reads ../shared/bench/raw beside the repository; says so and stops where it is absent. Each set is split in halves by a
hash of the report's id: weights were fitted on the tuning half, figures count on the reporting half. ``--dump`` adds a
GeoNames dump (allCountries.txt, or the files of some countries), as other systems use in full.
"""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from accordingto.extract.locate import resolve_places
from accordingto.model.where import distance
from accordingto.vocab.gazetteer import Gazetteer, shipped

RAW = Path(__file__).resolve().parent.parent.parent / "shared" / "bench" / "raw"
SETS = ("geowebnews", "lgl")
NEAR = 161.0


def reports(name: str, half: str) -> Iterator[dict[str, Any]]:
    """The reports of a set in one of its halves."""
    with gzip.open(RAW / f"geo_{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for doc in map(json.loads, lines):
            tuning = zlib.crc32(doc["id"].encode()) % 2 == 0
            if half == "all" or tuning == (half == "tuning"):
                yield doc


def cause(toponym: dict[str, Any], got: Any, gazetteer: Gazetteer) -> str:
    """Why a toponym was missed."""
    gold = (toponym["lat"], toponym["lon"])
    places = gazetteer.find(toponym["name"])
    if got is None and not places:
        return "name not in the gazetteer"
    if not any(distance((p.lat, p.lon), gold) <= NEAR for p in places):
        return "gazetteer has the name elsewhere only" if places else "name not in the gazetteer, placed by its words"
    if got is None:
        return "left without a point"
    return "another namesake chosen" + (f" ({got.candidates[0].kind})" if got.candidates else "")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--half", choices=("tuning", "reporting", "all"), default="reporting")
    options.add_argument("--errors", type=int, default=0)
    options.add_argument("--dump", type=Path)
    args = options.parse_args()
    if not RAW.is_dir():
        print("no geocoding data beside the repository (shared/bench/raw): nothing measured")
        return
    gazetteer = shipped()
    with tempfile.TemporaryDirectory() as folder:
        if args.dump:
            from accordingto.sources.gazetteers import compile_dump

            wanted = {t["name"] for name in SETS for doc in reports(name, args.half) for t in doc["toponyms"]}
            gazetteer = Gazetteer([compile_dump(args.dump, Path(folder) / "dump.bin", wanted)])
        for name in SETS:
            measure(name, args.half, args.errors, gazetteer)


def measure(name: str, half: str, errors: int, gazetteer: Gazetteer) -> None:
    far: list[float] = []
    causes: Counter[str] = Counter()
    shown: Counter[str] = Counter()
    asked = right = 0
    spent = 0.0
    for doc in reports(name, half):
        spans = [(t["start"], t["end"]) for t in doc["toponyms"]]
        began = time.perf_counter()
        found = resolve_places(doc["text"], spans, gazetteer=gazetteer)
        spent += time.perf_counter() - began
        for t, got in zip(doc["toponyms"], found, strict=True):
            asked += 1
            if got is not None:
                far.append(distance((got.lat, got.lon), (t["lat"], t["lon"])))
            if got is not None and far[-1] <= NEAR:
                right += 1
                continue
            why = cause(t, got, gazetteer)
            causes[why] += 1
            to = f"{got.name} {got.country}" if got else "-"
            shown[f"{t['name']!r} at {t['lat']:.1f} {t['lon']:.1f}: {to} [{why}] {doc['id']}"] += 1
    print(f"{name}, {half} half: {asked} toponyms")
    print(f"  within 161 km      {right / asked:.3f} of all, {right / len(far):.3f} of those given a point")
    given = len(far) / asked
    print(f"  median error       {statistics.median(far):.1f} km of those given a point ({given:.3f} of all)")
    print(f"  time               {spent / asked * 1e3:.2f} ms a toponym")
    for why, n in causes.most_common():
        print(f"  {n:5} {n / asked:.3f}  {why}")
    for line, n in shown.most_common(errors):
        print(f"  {n:4} {line}")


if __name__ == "__main__":
    main()
