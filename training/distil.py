"""Teach a smaller network what larger ones know, on gold and on unlabelled reports.

Usage: python distil.py OUT --base BASE --teachers A B --init A --layers 0,1,2,3 --width 768 …

The teachers' answers (averaged probabilities, on undisturbed text) are the student's targets; where there is gold, gold
counts as well. The student starts from one teacher, with the feed-forward neurons that move its output most.
"""

from __future__ import annotations

import argparse
import pickle
import random
import time
from pathlib import Path

import data
import numpy as np
import torch
import torch.nn.functional as F
from net import ClaimNet
from steps import Learner
from train import Window, answers, batches, class_parts, hidden, losses
from wide import teacher

from accordingto.extract import learned
from accordingto.extract.encoding import windows

Said = dict[str, torch.Tensor]


def likely(said: list[Said]) -> Said:
    """The teachers' answers as probabilities, averaged."""
    out: Said = {}
    for key in said[0]:
        parts = [s[key] for s in said]
        if key in ("trig", "link"):
            out[key] = torch.stack([p.sigmoid() for p in parts]).mean(0)
        elif key == "cls":
            shares = []
            for p in parts:
                shares.append(torch.cat([c.sigmoid() if n == "tags" else c.softmax(1) for n, c in class_parts(p)], 1))
            out[key] = torch.stack(shares).mean(0)
        else:
            out[key] = torch.stack([p.softmax(2) for p in parts]).mean(0)
    return out


def soft_losses(said: Said, wanted: Said) -> dict[str, torch.Tensor]:
    """Answers held against the teachers' probabilities."""
    bce = F.binary_cross_entropy_with_logits(said["trig"], wanted["trig"], reduction="none")
    out = {"trig": (bce * (1 + wanted["trig"])).sum() / 3.0}
    if "link" in said:
        out["link"] = F.binary_cross_entropy_with_logits(said["link"], wanted["link"], reduction="sum")
    if "cls" in said:
        out["slots"] = -0.5 * sum((wanted[k] * said[k].log_softmax(2)).sum() for k in ("start", "end"))  # type: ignore[assignment]
        total = torch.zeros(())
        for (name, part), (_, want) in zip(class_parts(said["cls"]), class_parts(wanted["cls"]), strict=True):
            if name == "tags":
                total = total + F.binary_cross_entropy_with_logits(part, want, reduction="sum")
            else:
                total = total - (want * part.log_softmax(1)).sum()
        out["cls"] = 0.7 * total
    return out


def important(net: ClaimNet, docs: list[data.Doc], width: int, rng: random.Random) -> list[torch.Tensor]:
    """Per layer, the neurons whose activation times outgoing weight is largest over some reports."""
    sums = [torch.zeros(layer.intermediate.dense.out_features) for layer in net.enc.encoder.layer]
    hooks = []
    for i, layer in enumerate(net.enc.encoder.layer):
        strength = layer.output.dense.weight.norm(dim=0)

        def note(_m: object, _i: object, out: torch.Tensor, i: int = i, strength: torch.Tensor = strength) -> None:
            sums[i] += (out.flatten(0, 1).abs() * strength).sum(0)

        hooks.append(layer.intermediate.register_forward_hook(note))
    net.eval()
    with torch.no_grad():
        for d in docs[:80]:
            for lo, hi in windows(d.pieces):
                hidden(net, [Window(d, lo, hi, rng)], clean=True)
    for h in hooks:
        h.remove()
    return [s.topk(width).indices.sort().values for s in sums]


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("out", type=Path)
    ap.add_argument("--base", required=True)
    ap.add_argument("--teachers", nargs="+", type=Path, required=True)
    ap.add_argument("--wide", type=Path, help="files of the wide teachers' encoder, where there is one (see wide.py)")
    ap.add_argument("--init", type=Path, required=True)
    ap.add_argument("--layers", default="0,1,2,3", help="which layers of the initial network the student keeps")
    ap.add_argument("--width", type=int, default=768, help="feed-forward neurons a layer")
    ap.add_argument("--epochs", type=float, default=3, help="passes over gold and unlabelled reports together")
    ap.add_argument("--lr", type=float, default=2e-4)
    ap.add_argument("--head-lr", type=float, default=5e-4)
    ap.add_argument("--batch", type=int, default=10)
    ap.add_argument("--gold", type=float, default=0.5, help="weight of the gold where there is gold")
    ap.add_argument("--soft", type=float, default=1.0, help="weight of the teachers' answers where there is gold")
    ap.add_argument(
        "--hidden",
        type=float,
        default=1.0,
        help="weight, falling to 0, of the first teacher's vectors; 0 if wide",
    )
    ap.add_argument("--repeat", type=int, default=2, help="times that each gold report is seen a pass")
    ap.add_argument("--extra", nargs="*", default=[], help="more gold: DOCS:GOLD")
    ap.add_argument("--unlabelled", type=Path, help="a file made by unlabelled.py; without it gold only")
    ap.add_argument("--threads", type=int, default=2)
    ap.add_argument("--seed", type=int, default=3)
    a = ap.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    rng = random.Random(a.seed)
    tok = learned.load_tokenizer(Path(a.base) / "tokenizer.json")
    gold = data.gold(tok, a.extra)
    plain = pickle.loads(a.unlabelled.read_bytes()) if a.unlabelled else []
    print(len(gold), "with gold,", len(plain), "without", flush=True)
    teachers = [teacher(t, a.base, a.wide, tok).eval() for t in a.teachers]
    net = ClaimNet.trained(a.init, a.base)
    if a.width < net.enc.encoder.layer[0].intermediate.dense.out_features:
        net.narrow(important(net, gold, a.width, rng))
    chosen = [int(i) for i in a.layers.split(",")]
    net.enc.encoder.layer = torch.nn.ModuleList([net.enc.encoder.layer[i] for i in chosen])
    # All readers of a language share one file of word vectors.
    net.enc.embeddings.word_embeddings.weight.requires_grad_(False)
    groups: list[list[Window]] = []
    has_gold: set[int] = set()
    # A report with gold comes back in other groups: what the teachers say of a stretch of it is worked out once.
    place: dict[int, tuple[int, int, int]] = {}
    known: dict[tuple[int, int, int], Said] = {}
    whole = int(np.ceil(a.epochs))
    for epoch in range(whole):
        size = rng.choice([96, 128, 128, 160])
        part = plain if epoch < int(a.epochs) else plain[: int(len(plain) * (a.epochs - int(a.epochs)))]
        ws = []
        for d in [*gold * a.repeat, *part]:
            for lo, hi in windows(d.pieces, size=size):
                w = Window(d, lo, hi, rng)
                ws.append(w)
                if isinstance(d, data.Doc):
                    has_gold.add(id(w))
                    place[id(w)] = (id(d), lo, hi)
        groups += batches(ws, a.batch, rng)
    steps = len(groups)
    learner = Learner(net, lr=a.lr, head_lr=a.head_lr, steps=steps, warm=0.04)
    t0, sums, seen = time.time(), {}, 0
    net.train()
    for step, group in enumerate(groups):
        views: list[list[torch.Tensor]] = []
        if a.hidden or not all(place.get(id(w)) in known for w in group):
            with torch.no_grad():
                views = [hidden(t, group, clean=True) for t in teachers]
                for i, w in enumerate(group):
                    key = place.setdefault(id(w), (id(w), 0, w.n))
                    known[key] = likely([answers(t, v[i], w) for t, v in zip(teachers, views, strict=True)])
        wanted = [known[place[id(w)]] for w in group]
        loss = torch.zeros(())
        count = max(8, sum(len(w.qs) for w in group))
        seen += count
        near = a.hidden * (1 - step / steps)
        for i, (h, w) in enumerate(zip(hidden(net, group), group, strict=True)):
            said = answers(net, h, w)
            for k, v in soft_losses(said, wanted[i]).items():
                loss = loss + v / count
                sums[k] = sums.get(k, 0.0) + v.item()
            if id(w) in has_gold:
                for part in losses(said, w).values():
                    loss = loss + a.gold * part / count
            if near:
                loss = loss + near * F.mse_loss(h, views[0][i]) * w.n / 100
            if id(w) not in has_gold:
                del known[place[id(w)]]
        learner.step(loss, average=step > 0.85 * steps)
        groups[step] = []
        if step % 100 == 99:
            words = {k: round(v / seen, 3) for k, v in sums.items()}
            print(step + 1, "of", steps, words, f"{time.time() - t0:.0f}s", flush=True)
            sums, seen = {}, 0
        if step % 500 == 499:
            learner.save(a.out)
    learner.save(a.out)


if __name__ == "__main__":
    main()
