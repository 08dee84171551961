"""Places of claims that are none: a sample of what the reader gave on development reports, judged by hand.

    python benchmarks/false_places.py [--sample N]

``judged/places.tsv`` holds report, start, end and the verdict, offsets only: ``place``; ``noun``, words for a place
without a name; ``false``, a person, an agency, a government called by its capital, a thing. Printed: the share of false
ones among the judged places that the reader still gives, and how many claims that name a place have a point or a
reason. ``--sample`` prints places not judged yet, in their words, to be judged and added. Says so and stops where the
development data are absent.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from pathlib import Path

from parties import load

from accordingto.extract.reader import read_report
from accordingto.model import Report
from accordingto.sources.published import parse

JUDGED = Path(__file__).parent / "judged" / "places.tsv"
REPORTS = 150


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sample", type=int, default=0)
    args = options.parse_args()
    rows = [line.split("\t") for line in JUDGED.read_text("utf-8").splitlines()] if JUDGED.is_file() else []
    judged = {(r, int(a), int(b)): verdict for r, a, b, verdict in rows}
    docs = sorted((doc for doc, _ in load()), key=lambda d: d["report"])
    docs = random.Random(11).sample(docs, min(REPORTS, len(docs)))
    tally: Counter[str] = Counter()
    fresh = []
    seen = set()
    for doc in docs:
        published = parse(doc["published"]) if doc.get("published") else None
        for claim in read_report(Report(doc["report"], doc["text"], published, doc.get("publisher"))).claims:
            place = claim.place
            if place is None or place.span is None:
                continue
            tally["named"] += 1
            tally["point"] += place.location is not None
            tally["told"] += place.location is not None or place.unplaced is not None
            key = (doc["report"], place.span.start, place.span.end)
            if key in seen:
                continue
            seen.add(key)
            verdict = judged.get(key)
            tally[verdict or "not judged"] += 1
            if verdict is None:
                fresh.append((key, doc["text"]))
    total = tally["place"] + tally["noun"] + tally["false"]
    print(f"{len(docs)} development reports, none of those kept aside; {len(seen)} different place phrases")
    print(
        f"judged ones given still     {total} ({tally['place']} places, {tally['noun']} nouns, {tally['false']} false)"
    )
    print(f"false among the judged      {tally['false'] / max(1, total):.3f}")
    print(f"claims that name a place    {tally['named']}: with a point {tally['point'] / max(1, tally['named']):.3f},")
    print(f"                            with a point or a stated reason {tally['told'] / max(1, tally['named']):.3f}")
    for (report, a, b), text in random.Random(5).sample(fresh, min(args.sample, len(fresh))):
        before, after = (t.replace("\n", " ") for t in (text[max(0, a - 20) : a], text[b : b + 14]))
        print(f"{report}\t{a}\t{b}\t{before}[{text[a:b]}]{after}")


if __name__ == "__main__":
    main()
