"""Predict with a network before it is exported (development only). Usage: predict.py NET [--part tuning|heldout]."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import data
import torch
from net import ClaimNet

from accordingto.extract import learned
from accordingto.extract.decode import Thresholds
from accordingto.extract.heads import Heads
from accordingto.extract.reader import read_report


def torch_reader(folder: Path, base: str, limits: Thresholds) -> learned.LearnedReader:
    net = ClaimNet.trained(folder, base)
    net.eval()

    def run(ids, features):  # type: ignore[no-untyped-def]
        with torch.no_grad():
            given = torch.tensor(ids)[None]
            hidden = net.encode(given, torch.tensor(features)[None], torch.ones_like(given))[0]
            return hidden.numpy(), net.ks(hidden).numpy()

    return learned.LearnedReader(
        run, Heads(net.head_arrays()), learned.load_tokenizer(Path(base) / "tokenizer.json"), limits, "dev"
    )


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("net", type=Path)
    ap.add_argument("--base", required=True)
    ap.add_argument("--part", default="tuning")
    ap.add_argument("--limits", default="{}")
    ap.add_argument("--out", default="pred.jsonl")
    a = ap.parse_args()
    torch.set_num_threads(1)
    reader = torch_reader(a.net, a.base, Thresholds(**json.loads(a.limits)))
    learned.load = lambda code, variant="default": reader  # type: ignore[assignment]
    heldout, tuning = data.split()
    want = tuning if a.part == "tuning" else heldout
    gold = {g["report"]: g for g in data.read_jsonl(data.BENCH / "dev/gold.jsonl")}
    with open(a.out, "w") as f, open(a.out + ".gold", "w") as g, open(a.out + ".docs", "w") as dd:
        for d in data.read_jsonl(data.BENCH / "dev/docs.jsonl"):
            if d["report"] in want:
                f.write(json.dumps(read_report(data.make_report(d)).to_dict(), ensure_ascii=False) + "\n")
                g.write(json.dumps(gold[d["report"]]) + "\n")
                dd.write(json.dumps(d) + "\n")
    sys.path.insert(0, str(data.BENCH))
    import score

    out, errors = score.run(score.load(a.out + ".gold"), score.load(a.out), score.load(a.out + ".docs"))
    score.show(a.part, out)


if __name__ == "__main__":
    main()
