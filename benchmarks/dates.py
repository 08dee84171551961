"""Time expressions against the development gold: how many phrases are found, how many get the gold's days.

Reads ``../shared/bench`` beside the repository and the list of reports kept aside (which it drops); says so and stops
where the data are absent. ``python benchmarks/dates.py [--errors N]``.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

from accordingto import lang
from accordingto.extract.dates import find_dateline, find_dates
from accordingto.model import Span

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "bench" / "dev"


def _day(value: str | None) -> date | None:
    parts = [int(x) for x in (value or "").split("-") if x.isdigit()]
    return date(*parts) if len(parts) == 3 else None


def _place(text: str, words: str, quote: str) -> Span | None:
    """The occurrence of the time's words nearest to the claim's quote."""
    q = max(0, text.find(quote))
    middle = q + len(quote) // 2
    starts = [m.start() for m in re.finditer(re.escape(words), text)]
    if not starts:
        return None
    best = min(starts, key=lambda s: (not q <= s <= q + len(quote), abs(s - middle)))
    return Span(best, best + len(words))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--errors", type=int, default=0)
    args = options.parse_args()
    if not DATA.exists():
        print("development data absent: nothing measured")
        return
    held = set(json.loads((ROOT / "training" / "split.json").read_text())["heldout"])
    docs = {
        d["report"]: d for d in map(json.loads, (DATA / "docs.jsonl").open(encoding="utf-8")) if d["report"] not in held
    }
    gold = [g for g in map(json.loads, (DATA / "gold.jsonl").open(encoding="utf-8")) if g["report"] not in held]
    pack = lang.get("en")
    total = found = exact = right = dated = dated_right = 0
    missed: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for g in gold:
        doc = docs[g["report"]]
        anchor, _ = find_dateline(doc["text"], _day(doc["published"]), pack=pack)
        mentions = find_dates(doc["text"], anchor, pack=pack)
        for claim in g["claims"]:
            time = claim.get("time")
            if not time or not time["text"]:
                continue
            span = _place(doc["text"], time["text"], claim["quote"])
            if span is None:
                continue
            total += 1
            over = [m for m in mentions if m.span.overlaps(span)]
            if not over:
                missed[f"{time['text']!r}"] += 1
                continue
            found += 1
            best = max(over, key=lambda m: min(m.span.end, span.end) - max(m.span.start, span.start))
            exact += best.span == span
            got = (best.period.start and str(best.period.start), best.period.end and str(best.period.end))
            same = got == (time["start"], time["end"])
            right += same
            if time["start"]:
                dated += 1
                dated_right += same
            if not same:
                reading = f"{got[0]}..{got[1]} by {best.rule!r} at {best.span.of(doc['text'])!r}"
                wanted = f"{time['text']!r} anchor {anchor}: gold {time['start']}..{time['end']}"
                wrong[f"{wanted} got {reading} {g['report']}"] += 1
    print(f"gold time phrases        {total}")
    print(f"(a) found                {found / total:.3f}   with exactly its span {exact / total:.3f}")
    print(f"(b) same start and end   {right / found:.3f} of those found, {right / total:.3f} of all")
    share = dated_right / max(1, dated)
    print(f"    where gold has a start (what score.py compares by days) {dated_right}/{dated} = {share:.3f}")
    for title, counter in (("missed", missed), ("wrong", wrong)):
        if args.errors:
            print(f"\n{title}:")
        for line, n in counter.most_common(args.errors):
            print(f"{n:4} {line}")


if __name__ == "__main__":
    main()
