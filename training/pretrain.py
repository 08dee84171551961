"""Teach the encoder attribution first: cue, source and content on PolNeAR. Usage: pretrain.py OUT [--epochs 2]."""

from __future__ import annotations

import argparse
import gzip
import json
import random
import time
from pathlib import Path

import data
import numpy as np
import torch
import torch.nn.functional as F
from net import ClaimNet
from tokenizers import Tokenizer
from train import hidden

from accordingto.extract.encoding import windows
from accordingto.extract.grammar import read_grammar
from accordingto.extract.heads import KEY
from accordingto.lang import get
from accordingto.model.text import Report, Span


class Window:
    """A window with its attributions."""

    def __init__(self, pieces, lo, hi, attributions):  # type: ignore[no-untyped-def]
        self.n = hi - lo
        self.ids = torch.tensor(np.concatenate([[101], pieces.ids[lo:hi], [102]]))
        f = np.zeros((self.n + 2, pieces.features.shape[1]), dtype=np.float32)
        f[1:-1] = pieces.features[lo:hi]
        self.feats = torch.tensor(f)
        cue, self.at, ys = torch.zeros(self.n), [], []
        for c, source, content in attributions:
            if not lo <= c < hi:
                continue
            cue[c - lo] = 1
            row = []
            for span in (source, content):
                if span is None or span[1] < lo or span[0] >= hi:
                    row += [self.n, self.n]
                else:
                    row += [max(span[0], lo) - lo, min(span[1], hi - 1) - lo]
            self.at.append(c - lo)
            ys.append(row)
        self.cue, self.y = cue, torch.tensor(ys).reshape(-1, 4)


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("out", type=Path)
    ap.add_argument("--base", required=True)
    ap.add_argument("--layers", type=int, default=4)
    ap.add_argument("--keep", default="")
    ap.add_argument("--epochs", type=int, default=2)
    ap.add_argument("--lr", type=float, default=1.5e-4)
    ap.add_argument(
        "--stop", type=int, default=0, help="stop after so many steps (the learning rate still falls over all)"
    )
    a = ap.parse_args()
    torch.manual_seed(3)
    rng = random.Random(3)
    torch.set_num_threads(2)
    tok = Tokenizer.from_file(a.base + "/tokenizer.json")
    tok.no_padding()
    tok.no_truncation()
    ws = []
    pack = get("en")
    for line in gzip.open(data.BENCH / "raw/polnear_train.jsonl.gz", "rt"):
        d = json.loads(line)
        g = read_grammar(Report(d["id"], d["text"]), None, pack=pack, tokenizer=tok)
        rows = []
        for x in d["attributions"]:
            if not x.get("cue") or not x.get("content"):
                continue
            c0, c1 = g.pieces.covering(Span(*x["cue"][0]))
            if c1 <= c0:
                continue

            def pc(spans):  # type: ignore[no-untyped-def]
                if not spans:
                    return None
                p, q = g.pieces.covering(Span(min(s for s, _ in spans), max(e for _, e in spans)))
                return (p, q - 1) if q > p else None

            rows.append((c0, pc(x.get("source")), pc(x["content"])))
        ws += [Window(g.pieces, lo, hi, rows) for lo, hi in windows(g.pieces, size=112)]
    print(len(ws), "windows", sum(len(w.at) for w in ws), "attributions", flush=True)
    net = ClaimNet(a.base + "/model.safetensors", a.layers, [int(i) for i in a.keep.split(",")] if a.keep else None)
    enc = [p for n, p in net.named_parameters() if n.startswith("enc.") and p.requires_grad]
    rest = [p for n, p in net.named_parameters() if not n.startswith("enc.")]
    opt = torch.optim.AdamW([{"params": enc, "lr": a.lr}, {"params": rest, "lr": 1e-3}], weight_decay=0.01)
    total = a.epochs * (len(ws) // 16 + 1)
    sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda s: min(1.0, s / (0.06 * total)) * max(0.05, 1 - s / total))
    done = 0
    for epoch in range(a.epochs):
        net.train()
        order = sorted(ws, key=lambda w: w.n + rng.random() * 12)
        groups = [order[i : i + 16] for i in range(0, len(order), 16)]
        rng.shuffle(groups)
        t0, sums = time.time(), np.zeros(2)
        for step, group in enumerate(groups):
            if a.stop and done >= a.stop:
                break
            done += 1
            loss = torch.zeros(())
            for h, w in zip(hidden(net, group), group, strict=True):
                lc = F.binary_cross_entropy_with_logits(net.auxcue(h)[:, 0], w.cue, reduction="sum")
                loss = loss + lc
                sums[0] += lc.item()
                if w.at:
                    q = net.aux(h[w.at]).reshape(-1, 4, KEY).permute(1, 0, 2)
                    k = net.auxk(h).reshape(w.n, 4, KEY).permute(1, 2, 0)
                    sc = (q @ k / KEY**0.5).permute(1, 0, 2)
                    sc = torch.cat([sc, net.auxnone[None, :, None].expand(len(w.at), 4, 1)], 2)
                    ls = F.cross_entropy(sc.flatten(0, 1), w.y.flatten(), reduction="sum")
                    loss = loss + ls
                    sums[1] += ls.item()
            loss = loss / max(8, sum(len(w.at) for w in group))
            opt.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            opt.step()
            sched.step()
            if step % 50 == 0:
                print(
                    epoch, step, len(groups), (sums / (step + 1) / 16).round(3), f"{time.time() - t0:.0f}s", flush=True
                )
    a.out.mkdir(parents=True, exist_ok=True)
    torch.save(net.state_dict(), a.out / "net.pt")


if __name__ == "__main__":
    main()
