"""Write split.json: which development reports are kept aside from all tuning and training.

Reports whose incidents are linked in cross.json stay on one side, so that near-duplicates never cross the split.
Usage: python training/split.py ../shared/bench/dev
"""

import json
import random
import sys
from collections import defaultdict
from pathlib import Path

HELDOUT = {"fakes": 38, "hrds": 24, "pitf": 16}
TUNING = {"fakes": 26, "hrds": 16, "pitf": 10}


def main(dev: Path) -> None:
    ids = [json.loads(line)["report"] for line in (dev / "docs.jsonl").open(encoding="utf-8")]
    parent = {r: r for r in ids}

    def find(r: str) -> str:
        while parent[r] != r:
            r = parent[r]
        return r

    for cluster in json.loads((dev / "cross.json").read_text(encoding="utf-8"))["clusters"]:
        members = [m.split("#")[0] for m in cluster["members"]]
        for other in members[1:]:
            parent[find(other)] = find(members[0])
    groups: dict[str, list[str]] = defaultdict(list)
    for r in ids:
        groups[find(r)].append(r)
    order = sorted(groups.values(), key=lambda g: g[0])
    random.Random(20200220).shuffle(order)
    taken: dict[str, list[str]] = {"heldout": [], "tuning": []}
    for name, quota in (("heldout", dict(HELDOUT)), ("tuning", dict(TUNING))):
        for group in order:
            kinds = [r.split("-")[0] for r in group]
            if len(group) > 6 or any(
                r in taken["heldout"] or k not in quota for r, k in zip(group, kinds, strict=True)
            ):
                continue
            if all(quota[k] >= kinds.count(k) for k in set(kinds)):
                taken[name] += group
                for k in kinds:
                    quota[k] -= 1
    out = {name: sorted(reports) for name, reports in taken.items()}
    Path(__file__).with_name("split.json").write_text(json.dumps(out, indent=1) + "\n", encoding="utf-8")
    print({name: len(reports) for name, reports in out.items()}, "of", len(ids))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
