"""Fit the weights by which claims are joined into incidents, from the development gold.

Pairs of gold claims of the training reports (neither kept aside nor for tuning), each report weighing the same in all
as the square root of its pairs; every report is seen as it is and again with slots dropped at random, so that the
weights do not lean on places and times that a reader may miss. Ridge-penalised logistic regression by Newton steps.

Usage: python training/incident_weights.py ../shared/bench/dev [--all]
"""

import argparse
import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import yaml

from accordingto.evaluate.gold import claims_of
from accordingto.extract.incidents import _belongs, candidate_pairs
from accordingto.extract.pairs import features, profile
from accordingto.extract.sentences import find_sentences
from accordingto.lang import get
from accordingto.model import Claim

SEED = 20200220
DROP = 0.3
RIDGE = 2.0
OUT = Path(__file__).parents[1] / "src/accordingto/lang/en/incident_weights.yaml"


def reports(dev: Path) -> Iterator[tuple[str, tuple[Claim, ...], str]]:
    """Development reports that are not kept aside."""
    aside = set(json.loads(Path(__file__).with_name("split.json").read_text(encoding="utf-8"))["heldout"])
    texts = {(d := json.loads(line))["report"]: d["text"] for line in (dev / "docs.jsonl").open(encoding="utf-8")}
    for line in (dev / "gold.jsonl").open(encoding="utf-8"):
        record = json.loads(line)
        if record["report"] not in aside:
            yield record["report"], claims_of(record, texts[record["report"]]), texts[record["report"]]


def thinned(claims: list[Claim], rng: random.Random, share: float = DROP) -> list[Claim]:
    """The same claims with some slots lost."""
    out = []
    for c in claims:
        lost = {s: None for s in ("place", "time", "actor", "target", "means") if rng.random() < share}
        out.append(replace(c, **lost))
    return out


def design(
    data: list[tuple[list[Claim], str]], rng: random.Random
) -> tuple[list[str], np.ndarray, np.ndarray, np.ndarray]:
    """Feature names, 0/1 matrix, labels and weights of all pairs."""
    rows, labels, mass = [], [], []
    for claims, text in data:
        for version in (claims, thinned(claims, rng)):
            profiles = profile(version, text, find_sentences(text, pack=get("en")), pack=get("en"))
            pairs = list(candidate_pairs(len(version)))
            for i, j in pairs:
                rows.append(features(profiles[i], profiles[j]))
                labels.append(version[i].incident == version[j].incident)
                mass.append(len(pairs) ** -0.5)
    names = sorted({f for r in rows for f in r})
    index = {f: k for k, f in enumerate(names)}
    x = np.zeros((len(rows), len(names)), dtype=np.float32)
    for r, row in enumerate(rows):
        x[r, [index[f] for f in row]] = 1.0
    return names, x, np.array(labels, dtype=np.float64), np.array(mass) / np.mean(mass)


def fit(x: np.ndarray, y: np.ndarray, mass: np.ndarray, ridge: float = RIDGE) -> np.ndarray:
    """Newton's method on the penalised log-likelihood."""
    w = np.zeros(x.shape[1])
    for _ in range(12):
        p = 1 / (1 + np.exp(-(x @ w)))
        gradient = x.T @ (mass * (y - p)) - ridge * w
        curve = (x * (mass * p * (1 - p))[:, None].astype(np.float32)).T @ x + ridge * np.eye(len(w))
        w = w + np.linalg.solve(curve, gradient)
    return w


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dev", type=Path)
    parser.add_argument("--all", action="store_true", help="fit on the tuning reports too")
    args = parser.parse_args()
    split = json.loads(Path(__file__).with_name("split.json").read_text(encoding="utf-8"))
    tuning = set() if args.all else set(split["tuning"])
    data = [
        ([c for c in claims if _belongs(c) and c.incident], text)
        for name, claims, text in reports(args.dev)
        if name not in tuning
    ]
    names, x, y, mass = design(data, random.Random(SEED))
    w = fit(x, y, mass)
    head = "# Log-odds that two claims tell one incident. Made by training/incident_weights.py; do not edit by hand.\n"
    body = {"pairs": len(y), "weights": {n: round(float(v), 3) for n, v in zip(names, w, strict=True)}}
    OUT.write_text(head + yaml.safe_dump(body, sort_keys=True), encoding="utf-8")
    print(f"{len(y)} pairs of {len(data)} reports, {len(names)} weights -> {OUT}")


if __name__ == "__main__":
    main()
