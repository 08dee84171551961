"""Whether the reader's confidence means what it says: reliability on the reports kept aside.

Prints the expected calibration error of claims (is there such a claim?) and of slots (is the value right, the claim
given) over ten bins of equal width, and with --plot draws docs/reliability.svg. Aggregate figures only, never a text.

Usage: python benchmarks/calibration.py [--plot]
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
DEV = ROOT.parent / "shared/bench/dev"
BINS = 10

Rated = list[tuple[float, bool]]
Bin = tuple[float, float, int]


def bins(rated: Sequence[tuple[float, bool]]) -> list[Bin]:
    """Mean confidence, share that is right, and number, of each bin that holds anything."""
    out = []
    for b in range(BINS):
        inside = [(p, y) for p, y in rated if min(int(p * BINS), BINS - 1) == b]
        if inside:
            n = len(inside)
            out.append((sum(p for p, _ in inside) / n, sum(y for _, y in inside) / n, n))
    return out


def error(rated: Sequence[tuple[float, bool]]) -> float:
    """Expected calibration error: mean distance of confidence and share right, weighted by the bins' sizes."""
    return sum(abs(p - y) * n for p, y, n in bins(rated)) / max(1, len(rated))


def measure() -> tuple[Rated, dict[str, Rated]]:
    """Confidences of the kept-aside reports' claims and slots, with whether they are right."""
    from accordingto.evaluate.agree import agrees, value_of
    from accordingto.evaluate.pairing import pair_claims
    from accordingto.evaluate.score import load
    from accordingto.extract.reader import read_report
    from accordingto.model import Report
    from accordingto.sources.published import parse

    gold, docs = load(DEV / "gold.jsonl"), load(DEV / "docs.jsonl")
    claims: Rated = []
    slots: dict[str, Rated] = defaultdict(list)
    for name in json.loads((ROOT / "training/split.json").read_text(encoding="utf-8"))["heldout"]:
        doc, wanted = docs[name], gold[name]["claims"]
        day = parse(doc["published"]) if doc.get("published") else None
        said = read_report(Report(name, doc["text"], day, doc.get("publisher"))).to_dict()["claims"]
        home = {j: i for i, j in pair_claims(doc["text"], wanted, said)}
        for j, claim in enumerate(said):
            claims.append((claim["confidence"], j in home))
            for slot, p in claim.get("slot_confidence", {}).items() if j in home else ():
                have, want = value_of(claim, slot), value_of(wanted[home[j]], slot)
                if have is not None:
                    slots[slot].append((p, want is not None and agrees(slot, want, have)))
    return claims, slots


def draw(claims: Rated, slots: Rated) -> str:
    """The two reliability curves as SVG, discs as large as their bins."""
    side, pad = 300, 46
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * (side + 2 * pad)} {side + 2 * pad}" '
        'font-family="sans-serif" font-size="13">'
    ]
    for k, (name, rated, colour) in enumerate(
        (("claims", claims, "#1d5b79"), ("slots of claims that stand", slots, "#a8432f"))
    ):
        left = k * (side + 2 * pad) + pad
        out.append(f'<text x="{left}" y="{pad - 16}">{name}: error {error(rated):.3f}, {len(rated):,} rated</text>')
        out.append(f'<rect x="{left}" y="{pad}" width="{side}" height="{side}" fill="#fafafa" stroke="#999"/>')
        out.append(
            f'<line x1="{left}" y1="{pad + side}" x2="{left + side}" y2="{pad}" stroke="#999" stroke-dasharray="4"/>'
        )
        out.append(f'<text x="{left}" y="{pad + side + 20}">confidence 0 to 1 →   ↑ share that is right</text>')
        for p, y, n in bins(rated):
            size = 3 + 22 * (n / len(rated)) ** 0.5
            out.append(
                f'<circle cx="{left + p * side:.1f}" cy="{pad + side - y * side:.1f}" r="{size:.1f}" '
                f'fill="{colour}" fill-opacity="0.6"><title>{n} rated {p:.2f}, right {y:.2f}</title></circle>'
            )
    return "\n".join([*out, "</svg>", ""])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plot", action="store_true", help="draw docs/reliability.svg")
    args = parser.parse_args()
    if not (DEV / "gold.jsonl").is_file():
        print("No development data beside the repository (shared/bench/dev): calibration was not measured.")
        return 0
    claims, slots = measure()
    every = [x for rated in slots.values() for x in rated]
    print("confidence  right   number   (claims of the reports kept aside)")
    for p, y, n in bins(claims):
        print(f"   {p:.2f}      {y:.2f}    {n:5d}")
    print(f"expected calibration error of claims {error(claims):.3f} over {len(claims)} claims")
    print(f"expected calibration error of slots  {error(every):.3f} over {len(every)} slots: ", end="")
    print(", ".join(f"{s} {error(r):.3f}" for s, r in sorted(slots.items())))
    if args.plot:
        (ROOT / "docs" / "reliability.svg").write_text(draw(claims, every), encoding="utf-8")
        print("drew docs/reliability.svg")
    return 0


if __name__ == "__main__":
    sys.exit(main())
