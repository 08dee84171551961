"""Fit the weights by which a name's candidates are judged, on the tuning halves of GeoWebNews and LGL.

    python training/place_weights.py

Conditional logit: the belief in the candidates within 161 km of the annotated point is made as large as can be, the
weights being held near those that were set by hand (``ALONE``), which speak where the two sets hold no cases:
sound-alike names, class words, names of a user's own gazetteer. Writes ``src/accordingto/vocab/place_weights.yaml``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from scipy.optimize import minimize

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))
from geo import NEAR, SETS, reports  # noqa: E402

from accordingto.extract import placescore  # noqa: E402
from accordingto.extract.placemap import place_map  # noqa: E402
from accordingto.extract.places import place_context  # noqa: E402
from accordingto.model.text import Span  # noqa: E402
from accordingto.model.where import distance  # noqa: E402
from accordingto.vocab.gazetteer import place_key  # noqa: E402

OUT = ROOT / "src" / "accordingto" / "vocab" / "place_weights.yaml"
ALONE = {
    "size town": 1.2, "size admin1": 0.5, "size admin2": 0.8, "size country": 0.3, "kind country": 4.0,
    "kind admin1": 3.5, "kind admin2": -0.5, "kind town": 0.0, "kind region": 5.0, "kind water": 5.0, "share": 3.0,
    "home": 0.5, "held": 4.0, "sound": -3.0, "own": 1.0, "unspoken": -2.0, "state": 2.0, "level": 2.0, "biggest": 0.3,
    "capital": 2.0,
}  # fmt: skip
TOGETHER = ALONE | {"company country": 1.0, "company division": 2.0, "company near": 2.0}
PULL = 2.0

Case = list[tuple[dict[str, float], bool]]


def cases(weigh: Callable[[], None]) -> list[Case]:
    """The candidates of every toponym with their features, and whether each is right."""
    weigh()
    out: list[Case] = []
    for name in SETS:
        for doc in reports(name, "tuning"):
            spans = [Span(t["start"], t["end"]) for t in doc["toponyms"]]
            known = place_map(doc["text"], place_context(doc["text"]), spans=spans)
            for t in doc["toponyms"]:
                options = known.options.get(place_key(t["name"]), ())
                gold = (t["lat"], t["lon"])
                case = [(dict(o.features), distance((o.place.lat, o.place.lon), gold) <= NEAR) for o in options]
                if any(r for _, r in case) and not all(r for _, r in case):
                    out.append(case)
    return out


def fit(found: list[Case], prior: dict[str, float]) -> dict[str, float]:
    """The weights of most belief in the right candidates."""
    names = list(prior)
    start = np.array([prior[n] for n in names])
    data = [(np.array([[f.get(n, 0.0) for n in names] for f, _ in c]), np.array([r for _, r in c])) for c in found]

    def loss(w: Any) -> tuple[float, Any]:
        total, slope = PULL * float(((w - start) ** 2).sum()), 2 * PULL * (w - start)
        for x, right in data:
            s = x @ w
            e = np.exp(s - s.max())
            p, q = e / e.sum(), e * right / (e * right).sum()
            total -= float(np.log((e * right).sum() / e.sum()))
            slope += x.T @ (p - q)
        return total, slope

    best = minimize(loss, start, jac=True, method="L-BFGS-B")
    hits = sum(bool(right[(x @ best.x).argmax()]) for x, right in data)
    print(f"{len(data)} toponyms with a choice, right {hits / len(data):.3f}, loss {best.fun / len(data):.3f}")
    return {n: round(float(v), 2) for n, v in zip(names, best.x, strict=True)}


def use(alone: dict[str, float], together: dict[str, float]) -> None:
    placescore.weights = lambda: (alone, together)


def main() -> None:
    alone = fit(cases(lambda: use(ALONE, ALONE)), ALONE)
    together = fit(cases(lambda: use(alone, TOGETHER)), TOGETHER)
    text = "# Made by training/place_weights.py on the tuning halves of GeoWebNews and LGL; see docs/model-cards.\n"
    OUT.write_text(text + yaml.safe_dump({"alone": alone, "together": together}, sort_keys=False), "utf-8")
    print(OUT.read_text("utf-8"))


if __name__ == "__main__":
    main()
