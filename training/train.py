"""Train the claim reader. Usage: python train.py OUT [--epochs 16] [--all] … (see docs/model-cards/reader.md)."""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator
from pathlib import Path

import data
import numpy as np
import torch
import torch.nn.functional as F
from align import ELSEWHERE, NONE
from net import ClaimNet
from steps import Learner
from wide import WideNet

from accordingto.extract.encoding import windows
from accordingto.extract.heads import CLASS_SIZES, KEY, LINK, bucket, sentence_step
from accordingto.extract.learned import load_tokenizer
from accordingto.extract.schema import COUNTED, SLOTS, TYPES

S = len(SLOTS)
COMMA, MASK = 1010, 103


class Window:
    """One training window with everything as tensors."""

    def __init__(self, doc: data.Doc, lo: int, hi: int, rng: random.Random) -> None:
        p = doc.pieces
        self.n = hi - lo
        self.clean = torch.tensor(np.concatenate([[101], p.ids[lo:hi], [102]]))
        ids = p.ids[lo:hi].copy()
        if rng.random() < 0.35:
            # Many archives have lost their commas: a blanked comma teaches the heads to do without.
            ids[ids == COMMA] = MASK
        ids[np.array([rng.random() < 0.04 for _ in range(self.n)], dtype=bool)] = MASK
        self.ids = torch.tensor(np.concatenate([[101], ids, [102]]))
        f = np.zeros((self.n + 2, p.features.shape[1]), dtype=np.float32)
        f[1:-1] = p.features[lo:hi]
        self.feats = torch.tensor(f)
        self.sentence = p.sentence[lo:hi]
        target = np.zeros((self.n, len(TYPES)), dtype=np.float32)
        weight = np.ones((self.n, len(TYPES)), dtype=np.float32)
        self.queries = [q for q in doc.queries if lo <= q.trigger < hi]
        for q in self.queries:
            a, b = q.slots["trigger"]
            weight[max(0, a - lo) : b + 1 - lo, q.type] = 0
        for q in self.queries:
            target[q.trigger - lo, q.type] = 1
            weight[q.trigger - lo, q.type] = 1
        self.target, self.weight = torch.tensor(target), torch.tensor(weight)
        numbers = []
        for x in doc.grammar.quantities:
            if x.counts:
                a, b = p.covering(x.number)
                if b > a and lo <= b - 1 < hi:
                    numbers.append(b - 1 - lo)
        self.numbers = np.array(sorted(set(numbers)), dtype=np.int64)
        pairs = sorted({(q.trigger - lo, q.type) for q in self.queries if TYPES[q.type] in COUNTED})
        linked = {(q.trigger - lo, q.type, q.number - lo) for q in self.queries if q.number >= 0}
        self.lt = np.array([t for t, _ in pairs], dtype=np.int64)
        self.ltype = np.array([k for _, k in pairs], dtype=np.int64)
        self.ly = (
            torch.tensor([[float((t, k, int(m)) in linked) for m in self.numbers] for t, k in pairs])
            if pairs and len(numbers)
            else None
        )
        seen, qs = set(), []
        for q in self.queries:
            key = (q.trigger, q.type, q.number)
            if key not in seen:
                seen.add(key)
                qs.append(q)
        self.qs = qs
        self.qt = np.array([q.trigger - lo for q in qs], dtype=np.int64)
        self.qtype = np.array([q.type for q in qs], dtype=np.int64)
        self.qn = np.array([q.number - lo if lo <= q.number < hi else -1 for q in qs], dtype=np.int64)
        st, en = [], []
        for q in qs:
            row_s, row_e = [], []
            for s in SLOTS:
                a, b = q.slots[s]
                if a == NONE:
                    a = b = self.n
                elif a == ELSEWHERE or not (lo <= a and b < hi):
                    a = b = self.n + 1
                else:
                    a, b = a - lo, b - lo
                row_s.append(a)
                row_e.append(b)
            st.append(row_s)
            en.append(row_e)
        self.ys, self.ye = torch.tensor(st).reshape(-1, S), torch.tensor(en).reshape(-1, S)
        cls = {k: torch.tensor([getattr(q, k) for q in qs], dtype=torch.long) for k in CLASS_SIZES if k != "tags"}
        tags = torch.zeros(len(qs), CLASS_SIZES["tags"])
        for i, q in enumerate(qs):
            tags[i, q.tags] = 1
        self.cls, self.tags = cls, tags


def answers(net: ClaimNet, h: torch.Tensor, w: Window) -> dict[str, torch.Tensor]:
    """What the heads say of one window, as logits. h: (n, D) hidden pieces (specials removed)."""
    out = {"trig": net.trig(h)}
    types = torch.eye(len(TYPES))
    if len(w.lt) and len(w.numbers):
        q = net.lq(torch.cat([h[w.lt], types[w.ltype]], 1))
        k = net.lk(h[w.numbers])
        s = q @ k.T / LINK**0.5 + net.ldist[bucket(w.numbers[None] - w.lt[:, None])] + net.lbias
        out["link"] = s + net.lstep[sentence_step(w.sentence[w.numbers][None] - w.sentence[w.lt][:, None])]
    if len(w.qs):
        has = torch.tensor(w.qn >= 0)
        nh = torch.where(has[:, None], h[np.maximum(w.qn, 0)], torch.zeros(1))
        x = torch.cat([h[w.qt], nh, has[:, None].float(), types[w.qtype]], 1)
        q = net.drop(F.gelu(net.query(x), approximate="tanh"))
        n = w.n
        queries = net.qs(q).reshape(-1, 2 * S, KEY).permute(1, 0, 2)
        keys = net.ks(h).reshape(n, 2 * S, KEY).permute(1, 2, 0)
        sc = (queries @ keys / KEY**0.5).permute(1, 0, 2)
        at = np.arange(n)
        sc = sc + net.dist_t[:, bucket(at[None] - w.qt[:, None])].permute(1, 0, 2)
        sc = sc + net.dist_n[:, bucket(at[None] - w.qn[:, None])].permute(1, 0, 2) * has[:, None, None]
        sc = sc + net.step[:, sentence_step(w.sentence[None] - w.sentence[w.qt][:, None])].permute(1, 0, 2)
        sp = net.special(q).reshape(-1, S, 2)
        both = sc.reshape(-1, 2, S, n)
        out["start"], out["end"] = torch.cat([both[:, 0], sp], 2), torch.cat([both[:, 1], sp], 2)
        out["cls"] = net.classes(q)
    return out


def losses(said: dict[str, torch.Tensor], w: Window) -> dict[str, torch.Tensor]:
    """Answers held against the gold."""
    out = {}
    bce = F.binary_cross_entropy_with_logits(said["trig"], w.target, reduction="none")
    out["trig"] = (bce * w.weight * (1 + 1.0 * w.target)).sum() / 3.0
    if "link" in said and w.ly is not None:
        out["link"] = F.binary_cross_entropy_with_logits(said["link"], w.ly, reduction="sum")
    if "cls" not in said:
        return out
    out["slots"] = 0.5 * (
        F.cross_entropy(said["start"].flatten(0, 1), w.ys.flatten(), reduction="sum")
        + F.cross_entropy(said["end"].flatten(0, 1), w.ye.flatten(), reduction="sum")
    )
    total = torch.zeros(())
    for name, part in class_parts(said["cls"]):
        if name == "tags":
            total = total + F.binary_cross_entropy_with_logits(part, w.tags, reduction="sum")
        elif name == "act":
            m = w.qtype == TYPES.index("act")
            if m.any():
                total = total + F.cross_entropy(part[m], w.cls["act"][m], reduction="sum")
        else:
            total = total + F.cross_entropy(part, w.cls[name], reduction="sum")
    out["cls"] = 0.7 * total
    return out


def class_parts(logits: torch.Tensor) -> Iterator[tuple[str, torch.Tensor]]:
    begin = 0
    for name, size in CLASS_SIZES.items():
        yield name, logits[:, begin : begin + size]
        begin += size


def batches(ws: list[Window], size: int, rng: random.Random) -> list[list[Window]]:
    order = sorted(ws, key=lambda w: w.n + rng.random() * 12)
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(groups)
    return groups


def hidden(net: ClaimNet, group: list[Window], *, clean: bool = False) -> list[torch.Tensor]:
    n = max(w.n for w in group) + 2
    ids = torch.zeros(len(group), n, dtype=torch.long)
    mask = torch.zeros(len(group), n, dtype=torch.long)
    feats = torch.zeros(len(group), n, group[0].feats.shape[1])
    for i, w in enumerate(group):
        ids[i, : w.n + 2], mask[i, : w.n + 2], feats[i, : w.n + 2] = w.clean if clean else w.ids, 1, w.feats
    h = net.encode(ids, feats, mask)
    return [h[i, 1 : w.n + 1] for i, w in enumerate(group)]


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("out", type=Path)
    ap.add_argument(
        "--base", required=True, help="folder with tokenizer.json and model.safetensors of all-MiniLM-L6-v2"
    )
    ap.add_argument("--layers", type=int, default=4)
    ap.add_argument("--keep", default="")
    ap.add_argument("--wide", type=Path, help="train a teacher instead, over the encoder in this folder (see wide.py)")
    ap.add_argument("--frozen", type=int, default=0, help="layers of the teacher that stay as they are")
    ap.add_argument("--averaged", type=int, default=3, help="last passes whose networks are averaged")
    ap.add_argument("--epochs", type=int, default=16)
    ap.add_argument("--lr", type=float, default=1.5e-4)
    ap.add_argument("--head-lr", type=float, default=1e-3)
    ap.add_argument("--batch", type=int, default=10)
    ap.add_argument("--all", action="store_true", help="train on the tuning part too (never on the kept-aside part)")
    ap.add_argument("--extra", nargs="*", default=[], help="more gold: DOCS:GOLD")
    ap.add_argument("--init", default="")
    ap.add_argument("--threads", type=int, default=2)
    ap.add_argument("--seed", type=int, default=7)
    a = ap.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    rng = random.Random(a.seed)
    tokenizer = load_tokenizer(Path(a.base) / "tokenizer.json")
    docs = data.gold(tokenizer, a.extra, tuning_too=a.all)
    print(len(docs), "reports", sum(len(d.queries) for d in docs), "claims", flush=True)
    if a.wide:
        net: ClaimNet = WideNet(a.wide, a.layers, tokenizer, a.frozen)
    else:
        keep = [int(i) for i in a.keep.split(",")] if a.keep else None
        net = ClaimNet(a.base + "/model.safetensors", a.layers, keep)
    if a.init:
        print("not in the initial network:", len(net.load_state_dict(torch.load(a.init), strict=False).missing_keys))
    learner: Learner | None = None
    for epoch in range(a.epochs):
        net.train()
        size = rng.choice([96, 128, 128, 160])
        ws = [Window(d, lo, hi, rng) for d in docs for lo, hi in windows(d.pieces, size=size) if hi > lo]
        groups = batches(ws, a.batch, rng)
        if learner is None:
            learner = Learner(net, lr=a.lr, head_lr=a.head_lr, steps=len(groups) * a.epochs, warm=0.06)
        t0, sums = time.time(), {}
        for group in groups:
            hs = hidden(net, group)
            loss = torch.zeros(())
            count = max(8, sum(len(w.qs) for w in group))
            for h, w in zip(hs, group, strict=True):
                for k, v in losses(answers(net, h, w), w).items():
                    loss = loss + v / count
                    sums[k] = sums.get(k, 0.0) + v.item()
            learner.step(loss, average=epoch >= a.epochs - a.averaged)
        nq = sum(len(w.qs) for w in ws)
        print(epoch, {k: round(v / nq, 3) for k, v in sums.items()}, f"{time.time() - t0:.0f}s", flush=True)
    if learner is not None:
        learner.save(a.out)


if __name__ == "__main__":
    main()
