"""Reads gold and documents, runs the grammar, aligns, and yields windows for training."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from align import Query, align, anchor_words
from tokenizers import Tokenizer

from accordingto.extract.dateline import find_dateline
from accordingto.extract.encoding import Pieces
from accordingto.extract.grammar import Grammar, read_grammar
from accordingto.lang import get
from accordingto.model.text import Report

ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = ROOT / "src" / "accordingto" / "lang" / "en" / "weights"
BENCH = ROOT / ".." / "shared" / "bench"


@dataclass
class Doc:
    """A report, its gold and what the grammar found in it."""

    report: dict[str, Any]
    gold: dict[str, Any]
    grammar: Grammar
    pieces: Pieces
    queries: list[Query]


@dataclass
class Plain:
    """A report with what the grammar found in it and the questions that a teacher would ask of it."""

    grammar: Grammar
    pieces: Pieces
    queries: list[Query]


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.open(encoding="utf-8") if line.strip()]


def load(
    docs_path: Path,
    gold_path: Path,
    tokenizer: Tokenizer,
    seen: Any = None,
    exclude: set[str] = frozenset(),
    most: int = 10**9,
) -> list[Doc]:  # type: ignore[assignment]
    gold = {g["report"]: g for g in read_jsonl(gold_path)}
    seen = seen or anchor_words(list(gold.values()))
    out = []
    for d in read_jsonl(docs_path):
        if d["report"] not in gold or d["report"] in exclude or len(out) >= most:
            continue
        g = gold[d["report"]]
        report = make_report(d)
        anchor, _ = find_dateline(report.text, report.published, pack=get("en"))
        grammar = read_grammar(report, anchor, pack=get("en"), tokenizer=tokenizer)
        queries = align(g["claims"], report.text, grammar.pieces, grammar.sentences, grammar.quantities, seen)
        out.append(Doc(d, g, grammar, grammar.pieces, queries))
    return out


def make_report(d: dict[str, Any]) -> Report:
    from datetime import date

    try:
        published = date.fromisoformat(d["published"][:10]) if d.get("published") else None
    except ValueError:
        published = None
    return Report(d["report"], d["text"], published=published, publisher=d.get("publisher"))


def split() -> tuple[set[str], set[str]]:
    s = json.loads((ROOT / "training" / "split.json").read_text())
    return set(s["heldout"]), set(s["tuning"])


def gold(tokenizer: Tokenizer, extra: list[str], *, tuning_too: bool = False) -> list[Doc]:
    """The annotated reports to learn from: never those kept aside, and those for tuning only on request.

    Args:
        tokenizer: Word-piece tokenizer of the encoder.
        extra: More annotated reports, each ``DOCS:GOLD``.
        tuning_too: Whether the tuning reports are learned from as well.
    """
    heldout, tuning = split()
    dev = BENCH / "dev"
    exclude = heldout if tuning_too else heldout | tuning
    docs = load(dev / "docs.jsonl", dev / "gold.jsonl", tokenizer, exclude=exclude)
    for pair in extra:
        texts, claims = pair.split(":")
        docs += load(Path(texts), Path(claims), tokenizer, exclude=heldout)
    return docs
