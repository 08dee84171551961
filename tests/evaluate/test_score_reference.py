"""Our scorer against the reference one on the development data, which is not part of the repository."""

import copy
import importlib.util
import json
import random
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from accordingto.evaluate.score import load, score

BENCH = Path(__file__).parents[3] / "shared/bench"
pytestmark = pytest.mark.skipif(not (BENCH / "score.py").is_file(), reason="no development data beside the repository")


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference_score", BENCH / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def data() -> tuple[dict[str, Any], dict[str, Any]]:
    return load(BENCH / "dev/gold.jsonl"), load(BENCH / "dev/docs.jsonl")


def perturbed(gold: dict[str, Any]) -> dict[str, Any]:
    """Gold with claims lost and doubled, slots emptied and exchanged, incidents shuffled."""
    rng = random.Random(7)
    out = copy.deepcopy(gold)
    for record in out.values():
        kept = [c for c in record["claims"] if rng.random() > 0.15]
        kept += copy.deepcopy([c for c in kept if rng.random() < 0.1])
        for c in kept:
            for slot in ("count", "target", "actor", "means", "place", "time", "source"):
                dice = rng.random()
                if dice < 0.1:
                    c[slot] = None
                elif dice < 0.2 and kept:
                    c[slot] = rng.choice(kept)[slot]
            if rng.random() < 0.1:
                c["stance"] = rng.choice(["possible", "denied", None])
            if rng.random() < 0.1:
                c["scope"] = "cumulative"
            if record["incidents"] and rng.random() < 0.2:
                c["incident"] = rng.choice(record["incidents"])["id"]
        rng.shuffle(kept)
        record["claims"] = kept
        for incident in record["incidents"]:
            if rng.random() < 0.3:
                incident["killed"] = None
            if rng.random() < 0.3:
                incident["responsible"] = incident["responsible"][:1] * 2
    return out


def test_same_figures_on_the_regular_expression_baseline(
    reference: ModuleType, data: tuple[dict[str, Any], dict[str, Any]], tmp_path: Path
) -> None:
    command = [sys.executable, str(BENCH / "regex_baseline.py"), str(BENCH / "dev/docs.jsonl")]
    lines = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
    predicted = {(r := json.loads(line))["report"]: r for line in lines.splitlines()}
    gold, docs = data
    theirs, faults = reference.run(gold, predicted, docs)
    ours = score(gold, predicted, docs)
    assert ours.to_dict() == theirs
    assert len(ours.faults) == len(faults)


def test_same_figures_on_perturbed_gold(reference: ModuleType, data: tuple[dict[str, Any], dict[str, Any]]) -> None:
    gold, docs = data
    predicted = perturbed(gold)
    theirs, faults = reference.run(gold, predicted, docs)
    ours = score(gold, predicted, docs)
    assert ours.to_dict() == theirs
    assert [(f.report, f.kind) for f in ours.faults] == [(report, kind) for report, kind, _ in faults]
    assert theirs["strict"]["f1"] < 0.95, "the perturbation must be felt"


def test_same_figures_on_a_part(reference: ModuleType, data: tuple[dict[str, Any], dict[str, Any]]) -> None:
    gold, docs = data
    predicted = perturbed(gold)
    theirs, _ = reference.run(gold, predicted, docs, lambda r: r.startswith("pitf-"))
    ours = score(gold, predicted, docs, lambda r: r.startswith("pitf-")).to_dict()
    # The reference leaves out the groups that occur on neither side.
    assert all(ours["found"].pop(g)["n"] == 0 for g in set(ours["found"]) - set(theirs["found"]))
    assert ours == theirs
