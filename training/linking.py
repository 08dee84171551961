"""Fit the weights of linking (src/accordingto/link/weights.json), and compare ways to weigh by cross-validation.

Pairs of tellings of different reports that share a block, from the gold claims and from what the reader makes of the
same reports; those kept aside are never read. Folds keep reports together that tell one incident.

Usage: python training/linking.py ../shared/bench/dev READ.jsonl [--try]
READ.jsonl: accordingto read ../shared/bench/dev/docs.jsonl --format jsonl -o READ.jsonl
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from accordingto.evaluate.linking import align, cluster_of, pairwise, tellings_of
from accordingto.evaluate.measures import F1, BCubed, b_cubed
from accordingto.link import link
from accordingto.link.blocking import Index, keys
from accordingto.link.compare import observe
from accordingto.link.profile import Profile, profile
from accordingto.link.weights import Weights

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src/accordingto/link/weights.json"
RIDGE = 2.0
SHIFT = 1.4
"""Added to the fitted bias: found by cross-validation, as a large cluster weighs little in the fit."""
FOLDS = 5
STRANGERS, STRANGER_MASS = 20_000, 3.0
"""Random pairs that share no block, of each kind, and their weight: in blocks alone, days apart are never seen."""
CAPS = {"place: another country": -2.5, "time: months apart": -4.0, "time: 11-60 days apart": -3.0,
        "time: 4-10 days apart": -1.5, "time: 2-3 days apart": -0.8}  # fmt: skip
"""Known beforehand: such evidence speaks at least so much against, however few pairs of it the reports have."""
NEUTRAL = {
    "time": "not told, publication unknown", "place": "one names the country alone", "means": "one names none",
    "kind": "one tells no harm or loss", "actor": "one names none", "victims": "one names none",
}  # fmt: skip
"""Of each slot that is always observed, what tells nothing: it weighs 0, and the bias takes up the difference."""
VICTIMS = {f"victims: {x}" for x in ("same", "akin", "other", "one names none", "none")}
HAND = {"distance: under 10 km": 0.5, "distance: under 60 km": 0.0, "distance: over 60 km": -1.0,
        "reports: one copies the other": 1.5}  # fmt: skip
"""Set by hand: the development reports have too few such pairs, or none, to learn from."""


@dataclass
class Pair:
    kind: str
    a: str
    b: str
    observed: list[str]
    same: bool
    mass: float


def lines(path: Path, aside: set[str]) -> dict[str, dict[str, Any]]:
    rows = (json.loads(line) for line in path.open(encoding="utf-8") if line.strip())
    return {d["report"]: d for d in rows if d["report"] not in aside}


class Material:
    """Gold and read tellings of the reports that may be looked at, and their true clusters."""

    def __init__(self, dev: Path, read: Path) -> None:
        aside = set(json.loads((ROOT / "training/split.json").read_text(encoding="utf-8"))["heldout"])
        self.docs, self.gold = lines(dev / "docs.jsonl", aside), lines(dev / "gold.jsonl", aside)
        self.read = lines(read, aside)
        cross = json.loads((dev / "cross.json").read_text(encoding="utf-8"))
        named = {m: c["id"] for c in cross["clusters"] for m in c["members"]} | {m: m for m in cross["singletons"]}
        self.truth = {k: c for k, c in named.items() if k.split("#")[0] in self.gold}
        self.size = Counter(self.truth.values())
        self.aligned = {
            f"{r}#{ours}": f"{r}#{theirs}"
            for r in self.gold
            for ours, theirs in align(self.gold[r], self.read[r], self.docs[r]["text"]).items()
        }
        self.clusters_of: dict[str, set[str]] = defaultdict(set)
        for ours, theirs in self.aligned.items():
            self.clusters_of[theirs].add(self.truth[ours])
        self.tellings = {
            kind: [t for r in rows for t in tellings_of(rows[r], self.docs[r])]
            for kind, rows in (("gold", self.gold), ("read", self.read))
        }
        self.profiles = {kind: {t.key: profile(t) for t in told} for kind, told in self.tellings.items()}
        self.fold = self._folds()

    def _folds(self) -> dict[str, int]:
        parent = {r: r for r in self.gold}

        def find(r: str) -> str:
            while parent[r] != r:
                r = parent[r]
            return r

        first: dict[str, str] = {}
        for key, name in self.truth.items():
            report = key.split("#")[0]
            parent[find(report)] = find(first.setdefault(name, report))
        size = Counter(find(r) for r in self.gold)
        roots = sorted(size)
        random.Random(5).shuffle(roots)
        roots.sort(key=lambda r: -size[r])
        number = {r: n % FOLDS for n, r in enumerate(roots)}
        return {r: number[find(r)] for r in self.gold}

    def pairs(self, kind: str) -> list[Pair]:
        own: dict[str, Profile] = self.profiles[kind]
        index = Index()
        for k, p in own.items():
            index.add(k, keys(p))
        found = {(min(a, b), max(a, b)) for a in own for b in index.candidates(a)}
        out = []
        for a, b in sorted(found):
            if own[a].report == own[b].report:
                continue
            both = self._names(kind, a) & self._names(kind, b)
            # Each incident weighs as its number of tellings, not as its number of pairs.
            mass = 2 / max(self.size[c] for c in both) if both else 1.0
            out.append(Pair(kind, a, b, observe(own[a], own[b]), bool(both), mass))
        return out

    def strangers(self, kind: str) -> list[Pair]:
        """Random pairs of two incidents, for fitting only."""
        own, rng, out = self.profiles[kind], random.Random(7), []
        names = sorted(own)
        while len(out) < STRANGERS:
            a, b = sorted(rng.sample(names, 2))
            if own[a].report != own[b].report and not self._names(kind, a) & self._names(kind, b):
                out.append(Pair(kind, a, b, observe(own[a], own[b]), False, STRANGER_MASS))
        return out

    def _names(self, kind: str, key: str) -> set[str]:
        return {self.truth[key]} if kind == "gold" else self.clusters_of.get(key, set())


def fit(pairs: list[Pair], ridge: float = RIDGE) -> dict[str, float]:
    """Logistic regression by Newton's method: log-odds of each observation, capped where more is known."""
    names = sorted({o for p in pairs for o in p.observed})
    column = {n: i for i, n in enumerate(names)}
    x = np.zeros((len(pairs), len(names) + 1))
    x[:, -1] = 1
    for i, p in enumerate(pairs):
        x[i, [column[o] for o in p.observed]] = 1
    y, mass = np.array([p.same for p in pairs], float), np.array([p.mass for p in pairs])
    w = np.zeros(x.shape[1])
    for _ in range(15):
        p = 1 / (1 + np.exp(-(x @ w)))
        curve = (x * (mass * p * (1 - p))[:, None]).T @ x + ridge * np.eye(len(w))
        w = w + np.linalg.solve(curve, x.T @ (mass * (y - p)) - ridge * w)
    fitted = {n: float(v) for n, v in zip(names, w, strict=False)}
    bias = float(w[-1])
    for slot, what in NEUTRAL.items():
        base = fitted.get(f"{slot}: {what}", 0.0)
        bias += base
        for n in fitted:
            if n in VICTIMS if slot == "victims" else n.startswith(f"{slot}: "):
                fitted[n] -= base
    capped = {n: min(fitted.get(n, 0.0), most) for n, most in CAPS.items()}
    return {**fitted, **capped, "bias": bias}


def simple(observed: str) -> float:
    """Hand weights to compare with: +2 for an agreeing slot, +1 for a near one, -2 for one that speaks against."""
    for sign, words in (
        (-2.0, ("other", "far", "differ", "outside", "long before", "after", "apart", "another", "unlike", "swapped")),
        (2.0, ("same", "close", "several", "most")),
        (1.0, ("akin", "agree", "near", "inside", "overlap", "alike", "half", "just before", "one shared")),
        (-0.5, ("none", "little", "few", "alone")),
    ):
        if any(w in observed for w in words):
            return sign
    return 0.0


def measure(m: Material, kind: str, weights: list[dict[str, float]]) -> str:
    """Link everything with the weights of each fold; each fold's incidents count under weights that never saw them."""
    several = {k for k, c in m.truth.items() if m.size[c] > 1}
    b3, pairs = BCubed(), F1()
    for fold, w in enumerate(weights):
        home = cluster_of(link(m.tellings[kind], weights=Weights("trial", w)).clusters)
        got = {k: home.get(k if kind == "gold" else m.aligned.get(k, "")) for k in m.truth}
        own = [k for k in m.truth if m.fold[k.split("#")[0]] == fold]
        b3 += b_cubed(m.truth, got, over=own)
        pairs += pairwise(m.truth, got, among=several.intersection(own))
    return f"{kind}: B3 {b3.f1:.3f}  pairs {pairs.f1:.3f} (p {pairs.p:.2f} r {pairs.r:.2f})"


def cross_validate(m: Material, sources: tuple[str, ...], ridge: float, shifts: tuple[float, ...]) -> None:
    learn = [p for kind in sources for p in (*m.pairs(kind), *m.strangers(kind))]
    fitted = [
        fit([p for p in learn if k not in (m.fold[x.split("#")[0]] for x in (p.a, p.b))], ridge) for k in range(FOLDS)
    ]
    for shift in shifts:
        weights = [{**w, **HAND, "bias": w["bias"] + shift} for w in fitted]
        parts = [measure(m, kind, weights) for kind in ("gold", "read")]
        print(f"  fitted on {'+'.join(sources):9} ridge {ridge:3} shift {shift:3}  {'   '.join(parts)}", flush=True)


def by_hand(m: Material) -> None:
    every = {o for kind in ("gold", "read") for p in (*m.pairs(kind), *m.strangers(kind)) for o in p.observed}
    for bias in (-8.0, -6.0, -4.0, -2.0):
        weights = [{**{o: simple(o) for o in every}, "bias": bias}] * FOLDS
        parts = [measure(m, kind, weights) for kind in ("gold", "read")]
        print(f"  weights by hand, bias {bias:4}                {'   '.join(parts)}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dev", type=Path)
    parser.add_argument("read", type=Path, help="what the reader makes of the development reports")
    parser.add_argument("--try", dest="attempt", action="store_true", help="cross-validate instead of writing weights")
    args = parser.parse_args()
    m = Material(args.dev, args.read)
    if args.attempt:
        by_hand(m)
        for sources in (("gold",), ("read",), ("gold", "read")):
            for ridge in (1.0, RIDGE, 4.0) if len(sources) > 1 else (RIDGE,):
                cross_validate(m, sources, ridge, (0.0, 0.7, SHIFT, 2.1))
        return
    pairs = m.pairs("gold") + m.pairs("read")
    w = fit(pairs + m.strangers("gold") + m.strangers("read"))
    w["bias"] += SHIFT
    body = {
        "name": "link-1",
        "made": "training/linking.py; weights are log-odds; see docs/model-cards/linking.md",
        "pairs": len(pairs),
        "same": sum(p.same for p in pairs),
        "ridge": RIDGE,
        "shift": SHIFT,
        "strangers": 2 * STRANGERS,
        "by_hand": sorted(HAND),
        "capped": CAPS,
        "weights": {k: round(v, 3) for k, v in sorted({**w, **HAND}.items())},
    }
    OUT.write_text(json.dumps(body, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{len(pairs)} pairs, {body['same']} of one incident, {len(w)} weights -> {OUT.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
