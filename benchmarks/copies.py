"""Near-copies against seeded edits of real reports and against reports that are known to be no copies.

    python benchmarks/copies.py [--natural]

Edits are made of reports in ../shared/bench (those kept aside are dropped): new headline with byline and credit,
truncation, an excerpt from the middle, single words changed, sentences dropped or swapped, a foreword put in front.
Strangers are: all pairs of different reports of one event as people linked them (dev/cross.json), all one-paragraph
reports, and short reports made from another by changing one number and one name. ``--natural`` lists the near-copies
that are found in the raw corpora by themselves, for reading.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import time
from collections.abc import Callable
from datetime import date
from itertools import combinations
from pathlib import Path

from accordingto.link.copies import Copies
from accordingto.link.sketch import likeness, sketch
from accordingto.model import Report

ROOT = Path(__file__).resolve().parent.parent
BENCH = ROOT.parent / "shared" / "bench"
Edit = Callable[[str, random.Random], str]


def _headline(text: str, rng: random.Random) -> str:
    return f"News in brief\n\nBy our staff and agencies\n\n{text.partition(chr(10))[2] or text}\n\n(AFP)"


def _truncated(share: float) -> Edit:
    def cut(text: str, rng: random.Random) -> str:
        words = text.split(" ")
        return " ".join(words[: max(60, int(len(words) * share))]) + " ..."

    return cut


def _words(share: float) -> Edit:
    def change(text: str, rng: random.Random) -> str:
        words = text.split(" ")
        return " ".join(rng.choice(words).lower() if rng.random() < share else w for w in words)

    return change


def _sentences(text: str, rng: random.Random) -> str:
    parts = re.split(r"(?<=[.!?]) ", text)
    kept = [p for p in parts if rng.random() > 0.2] or parts
    i = rng.randrange(len(kept))
    return " ".join([*kept[:i], *reversed(kept[i : i + 2]), *kept[i + 2 :]])


def _middle(text: str, rng: random.Random) -> str:
    words = text.split(" ")
    start = rng.randrange(len(words) // 4, len(words) // 2)
    return " ".join(words[start : start + max(60, len(words) // 4)])


def _foreword(text: str, rng: random.Random) -> str:
    return "This account reached us late in the evening and we print it here as we had it from our partner. " * 2 + text


EDITS: dict[str, Edit] = {
    "headline, byline, credit": _headline,
    "first 60%": _truncated(0.6),
    "first 30%": _truncated(0.3),
    "5% of words": _words(0.05),
    "15% of words": _words(0.15),
    "sentences dropped, swapped": _sentences,
    "excerpt from the middle": _middle,
    "foreword": _foreword,
}


def reports() -> list[Report]:
    """The full-length reports that may be looked at."""
    aside = set(json.loads((ROOT / "training" / "split.json").read_text(encoding="utf-8"))["heldout"])
    found = {}
    with gzip.open(BENCH / "raw" / "fakes.jsonl.gz", "rt", encoding="utf-8") as f:
        rows = [*map(json.loads, f), *map(json.loads, (BENCH / "dev" / "docs.jsonl").open(encoding="utf-8"))]
    for row in rows:
        if row["report"] not in aside:
            found[row["report"]] = Report(row["report"], row["text"], _day(row["published"]), row["publisher"])
    with gzip.open(BENCH / "raw" / "airwars_gaza.jsonl.gz", "rt", encoding="utf-8") as f:
        for row in map(json.loads, f):
            found[row["file"]] = Report(row["file"], row["narrative"])
    return list(found.values())


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value and re.fullmatch(r"\d{4}-\d\d-\d\d", value) else None


def edited(whole: list[Report]) -> None:
    """Print how many edits of each kind are found, among all reports, and how many strangers with them."""
    rng = random.Random(7)
    long = [r for r in whole if len(r.text.split()) >= 120]
    originals = {r.id for r in whole}
    groups = Copies(whole).groups()
    natural = {n: g for g in groups for n in g}
    print(f"{'edit':28} {'recall':>7} {'precision':>10}   (of {len(long)} reports each)")
    for name, edit in EDITS.items():
        copies = Copies(whole)
        right = wrong = 0
        for r in long:
            made = Report(f"{r.id}~", edit(r.text, rng), r.published)
            copies.add(made)
        for group in copies.groups():
            members = set(group)
            for m in members - originals:
                family = {m, m[:-1], *natural.get(m[:-1], ()), *(f"{n}~" for n in natural.get(m[:-1], ()))}
                right += m[:-1] in members
                wrong += bool(members - family)
        print(f"{name:28} {right / len(long):7.3f} {right / max(1, right + wrong):10.3f}")


def strangers(whole: list[Report]) -> None:
    """Print how many pairs of reports that are no copies are taken for copies."""
    by_id = {r.id: r for r in whole}
    cross = json.loads((BENCH / "dev" / "cross.json").read_text(encoding="utf-8"))
    members = [sorted({name.partition("#")[0] for name in c["members"]}) for c in cross["clusters"]]
    pairs = {p for m in members for p in combinations([n for n in m if n in by_id], 2)}
    sketches = {n: sketch(by_id[n]) for p in pairs for n in p}
    found = sorted(p for p in pairs if likeness(sketches[p[0]], sketches[p[1]]).copy)
    print(f"\nreports of one event, pairs: {len(pairs)}; taken for copies: {len(found)} (to be read: --natural)")
    rng = random.Random(11)
    short = [r for r in whole if 25 <= len(r.text.split()) <= 90]
    changed = tried = 0
    for r in short:
        numbers = re.findall(r"\b\d+\b|\b(?:two|three|four|five|six|seven|eight|nine|ten)\b", r.text)
        names = re.findall(r"(?<=[a-z] )[A-Z][a-z]{3,}", r.text)
        if not numbers or not names:
            continue
        other = r.text.replace(rng.choice(numbers), "23").replace(rng.choice(names), "Ostra")
        tried += 1
        changed += likeness(sketch(r), sketch(Report("x", other))).copy
    print(f"one paragraph with another number and name: {tried}; taken for copies: {changed}")


def one_paragraph(natural: bool) -> None:
    """Print what is grouped among thousands of one-paragraph reports."""
    aside = set(json.loads((ROOT / "training" / "split.json").read_text(encoding="utf-8"))["heldout"])
    with gzip.open(BENCH / "raw" / "pitf_2013_2015.jsonl.gz", "rt", encoding="utf-8") as f:
        rows = [r for r in map(json.loads, f) if r["id"] not in aside]
    found = Copies([Report(f"{r['id']}/{i}", r["text"]) for i, r in enumerate(rows)]).groups()
    print(f"one-paragraph reports: {len(rows)}; groups found: {len(found)}")
    for group in found if natural else ():
        print("  ", *group)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--natural", action="store_true", help="list what is found without edits")
    natural = options.parse_args().natural
    if not BENCH.is_dir():
        print("development data absent: nothing measured")
        return
    whole = reports()
    begin = time.perf_counter()
    groups = Copies(whole).groups()
    spent = 1000 * (time.perf_counter() - begin) / len(whole)
    print(f"{len(whole)} reports, {spent:.2f} ms each; natural near-copies: {len(groups)} groups\n")
    for group in groups if natural else ():
        first = sketch(next(r for r in whole if r.id == group[0]))
        for other in group[1:]:
            like = likeness(first, sketch(next(r for r in whole if r.id == other)))
            print(f"  {like.alike:.2f} alike, {like.held:.2f} held, {like.lead:.2f} of the lead: {group[0]}  {other}")
    edited(whole)
    strangers(whole)
    one_paragraph(natural)


if __name__ == "__main__":
    main()
