"""Reports without gold, for distillation. Usage: python unlabelled.py OUT.pkl [--extra GOLD].

Raw development texts that are not annotated and share no passage with reports kept aside or for tuning.
"""

from __future__ import annotations

import argparse
import pickle
import random
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import data
import extra
from align import ELSEWHERE, NONE, Query
from tokenizers import Tokenizer

from accordingto.extract.dateline import find_dateline
from accordingto.extract.decode import RawClaim
from accordingto.extract.grammar import read_grammar
from accordingto.extract.learned import LearnedReader
from accordingto.extract.learned import load as shipped
from accordingto.extract.schema import SLOTS, TYPES
from accordingto.lang import get

# Of the corpora that seldom speak of armed conflict a sample is enough: they teach where there is no claim.
SHARE = {"geow-LGL": 0.35, "poln-": 0.25, "pitf-": 0.6}
_SHINGLE = 8
_LONGEST = 6000


def shingles(text: str) -> set[int]:
    words = text.lower().split()
    return {hash(tuple(words[i : i + _SHINGLE])) for i in range(max(1, len(words) - _SHINGLE + 1))}


def texts(seed: int, labelled: set[str]) -> list[dict[str, Any]]:
    """Raw reports, shuffled; none that is labelled, kept aside or for tuning, or shares a passage with one of these."""
    rng = random.Random(seed)
    heldout, tuning = data.split()
    shut: set[int] = set()
    for d in data.read_jsonl(data.BENCH / "dev/docs.jsonl"):
        if d["report"] in heldout | tuning:
            shut |= shingles(d["text"])
    out = []
    for d in extra.documents():
        keep = next((share for prefix, share in SHARE.items() if d["report"].startswith(prefix)), 1.0)
        if rng.random() > keep or d["report"] in labelled | heldout | tuning or shingles(d["text"]) & shut:
            continue
        out.append({**d, "text": d["text"][:_LONGEST]})
    rng.shuffle(out)
    return out


def load(rows: Iterable[dict[str, Any]], tokenizer: Tokenizer, reader: LearnedReader) -> list[data.Plain]:
    """Read with a teacher whose thresholds are low: near misses are questions worth asking, too."""
    out = []
    for d in rows:
        report = data.make_report(d)
        anchor, _ = find_dateline(report.text, report.published, pack=get("en"))
        grammar = read_grammar(report, anchor, pack=get("en"), tokenizer=tokenizer)
        found = reader.find(grammar.pieces, grammar.numbers)
        out.append(data.Plain(grammar, grammar.pieces, [query(c) for c in found]))
    return out


def query(c: RawClaim) -> Query:
    slots = {}
    for s in SLOTS:
        slot = c.slots.get(s)
        if slot is None:
            slots[s] = (NONE, NONE)
        elif slot.first is None or slot.last is None:
            slots[s] = (ELSEWHERE, ELSEWHERE)
        else:
            slots[s] = (slot.first, slot.last)
    return Query(TYPES.index(c.type), c.anchor, -1 if c.number is None else c.number, slots)


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("out", type=Path)
    ap.add_argument("--extra", type=Path, help="gold.jsonl made by extra.py unpack")
    ap.add_argument("--seed", type=int, default=5)
    ap.add_argument("--least", type=float, default=0.3, help="probability of a trigger worth asking about")
    a = ap.parse_args()
    labelled = {g["report"] for p in (data.BENCH / "dev/gold.jsonl", a.extra) if p for g in data.read_jsonl(p)}
    reader = shipped("en")
    reader = replace(reader, thresholds=replace(reader.thresholds, trigger={t: a.least for t in TYPES}))
    a.out.write_bytes(pickle.dumps(load(texts(a.seed, labelled), reader.tokenizer, reader)))


if __name__ == "__main__":
    main()
