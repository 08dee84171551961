"""Write src/accordingto/lang/en/common_words.yaml: how seldom reports use each common word, for linking.

Counts the reports (of FA-KES, HRDsAttack and PITF World Atrocities, without those kept aside) that hold a word; only
words and counts are kept, so no text of a report can be read from the file.

Usage: python training/linking_words.py ../shared/bench/raw
"""

import gzip
import json
import math
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src/accordingto/lang/en/common_words.yaml"
WORD = re.compile(r"[^\W\d_][\w'’-]*[^\W_]")
POSSESSIVE = re.compile(r"['’]s?$")
FILES = ("fakes", "hrdsattack", "pitf_2013_2015")
LEAST = 8
"""Reports that must hold a word before it counts as common."""


def main(raw: Path) -> None:
    aside = set(json.loads((ROOT / "training/split.json").read_text(encoding="utf-8"))["heldout"])
    holding: Counter[str] = Counter()
    n = 0
    for name in FILES:
        with gzip.open(raw / f"{name}.jsonl.gz", "rt", encoding="utf-8") as f:
            for line in f:
                d = json.loads(line)
                if d.get("report", d.get("id")) in aside:
                    continue
                n += 1
                holding.update({POSSESSIVE.sub("", w).lower() for w in WORD.findall(d["text"])})
    common: dict[str, list[str]] = defaultdict(list)
    for word, k in holding.items():
        if k >= LEAST and len(word) > 2:
            common[f"{round(2 * math.log(n / k)) / 2:.1f}"].append(word)
    rare = round(2 * math.log(n / (LEAST / 2))) / 2
    head = (
        "# Weight of each common word: the logarithm of how seldom reports use it. Made by training/linking_words.py.\n"
    )
    body = {
        "reports": n,
        "rare": rare,
        "words": {k: " ".join(sorted(v)) for k, v in sorted(common.items(), key=lambda kv: float(kv[0]))},
    }
    OUT.write_text(head + yaml.safe_dump(body, sort_keys=False, width=150, allow_unicode=True), encoding="utf-8")
    print(f"{n} reports, {sum(map(len, common.values()))} common words -> {OUT.relative_to(ROOT)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
