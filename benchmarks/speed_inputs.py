"""What speed is measured on: pinned reports, the same as heavy pages, as one long text, and never twice the same.

Promise: all of it follows from the pinned reports and a seed, so that two runs measure the same input.
"""

from __future__ import annotations

import hashlib
import html
import json
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import count, cycle, islice
from pathlib import Path

from accordingto.model import Reading, Report
from accordingto.sources.published import parse

ROOT = Path(__file__).parents[1]
DEV = ROOT.parent / "shared/bench/dev/docs.jsonl"
LEAST = 200
SEED = 9
_WORD = re.compile(r"\b[A-Z][a-z]{3,}\b|\d+")


def pinned_reports() -> tuple[str, list[Report]]:
    """Name of the input and its reports: the development reports beside the repository, else the examples repeated."""
    if DEV.is_file():
        docs = [json.loads(line) for line in DEV.open(encoding="utf-8") if line.strip()]
        return "development reports", [
            Report(d["report"], d["text"], parse(d["published"]) if d.get("published") else None,
                   d.get("publisher"))
            for d in docs
        ]  # fmt: skip
    return "examples, repeated", from_examples()


def from_examples() -> list[Report]:
    """The bundled reports, repeated under other names until there are enough."""
    texts = [p.read_text(encoding="utf-8") for p in sorted((ROOT / "examples").rglob("*.txt"))]
    for path in sorted((ROOT / "examples").rglob("*.jsonl")):
        lines = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
        texts += [d["text"] for d in lines if d.get("text")]
    return [Report(f"r{n}", t) for n, t in enumerate(islice(cycle(texts), LEAST))]


def write(path: Path, reports: list[Report], rounds: int = 1) -> Path:
    """Reports as JSON Lines, gone through so many times under other names."""
    with path.open("w", encoding="utf-8") as out:
        for k in range(rounds):
            for r in reports:
                d = {"report": f"{r.id}-{k}", "publisher": r.publisher, "text": r.text,
                     "published": r.published and r.published.isoformat()}  # fmt: skip
                out.write(json.dumps(d, ensure_ascii=False) + "\n")
    return path


def digest(reports: list[Report]) -> str:
    """The name of an input: figures of different ones are not to be compared."""
    return hashlib.sha256("\0".join(r.id + r.text for r in reports).encode()).hexdigest()[:16]


def one_text(reports: list[Report], characters: int) -> Report:
    """One report of about so many characters, made of others from the first on."""
    texts = cycle(r.text for r in reports)
    parts: list[str] = []
    while sum(map(len, parts)) < characters:
        parts.append(next(texts))
    return Report(f"{characters}", "\n\n".join(parts)[:characters], date(2020, 2, 20))


def endless(reports: list[Report], seed: int = SEED) -> Iterator[Report]:
    """Reports without end, never one twice: numbers and one name in three of each are others every time.

    Names nobody has met before are what a cache that forgets nothing would grow by.
    """
    dice = random.Random(seed)

    def other(word: re.Match[str]) -> str:
        if word[0].isdigit():
            return str(dice.randrange(1, 10 ** len(word[0][:4])))
        if dice.random() < 2 / 3:
            return word[0]
        return "".join(dice.choice("bdfgklmnrst") + dice.choice("aeiou") for _ in range(dice.randint(2, 4))).title()

    for n, report in zip(count(), cycle(reports), strict=False):
        yield replace(report, id=f"{report.id}-{n}", text=_WORD.sub(other, report.text))


def nothing(report: Report, *, lang: str = "en") -> Reading:
    """A reader that reads nothing, to see what else a report takes."""
    return Reading(report, (), (), (), lang=lang, reader="nothing")


def page(report: Report, seed: int = SEED) -> bytes:
    """A report as the page of an outlet: some 70 kB with the usual metadata, of which the article is a few."""
    dice = random.Random(f"{seed}{report.id}")
    words = [w for w in report.text.split() if w.isalpha()] or ["news"]

    def headline() -> str:
        return html.escape(" ".join(dice.choice(words) for _ in range(dice.randint(5, 11))).capitalize())

    def link(kind: str) -> str:
        n = dice.randrange(10**6)
        return (f'<li class="{kind}__item"><a class="{kind}__link" href="/{kind}/{n}?ref=page" '
                f'data-track="{kind}-{n}"><span class="{kind}__label">{headline()}</span></a></li>')  # fmt: skip

    def card() -> str:
        n = dice.randrange(10**6)
        sizes = ", ".join(f"/img/{n}-{w}.jpg {w}w" for w in (320, 480, 640, 800, 1200))
        return (f'<article class="card card--teaser"><a href="/story/{n}"><img loading="lazy" src="/img/{n}.jpg" '
                f'srcset="{sizes}" alt="{headline()}"><h3>{headline()}</h3></a><p>{headline()}.</p>'
                f'<time datetime="2020-02-20">{dice.randint(2, 23)} hours ago</time></article>')  # fmt: skip

    script = json.dumps({f"slot-{n}": {"size": [300, 250], "path": f"/1/{dice.randrange(10**9)}"} for n in range(120)})
    paragraphs = "\n".join(f"<p>{html.escape(p)}</p>" for p in report.text.split("\n") if p.strip())
    menu = "".join(link("menu") for _ in range(80))
    related = "".join(card() for _ in range(40))
    footer = "".join(link("footer") for _ in range(60))
    title = headline()
    about = json.dumps({
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": html.unescape(title),
        "datePublished": "2020-02-20T10:00:00+00:00", "author": [{"@type": "Person", "name": "Ada Berg"}],
        "publisher": {"@type": "NewsMediaOrganization", "name": "The Daily"},
    })  # fmt: skip
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} | The Daily</title>'
        f'<meta property="og:title" content="{title}"><meta property="og:site_name" content="The Daily">'
        f'<meta name="author" content="Ada Berg"><meta property="article:published_time" content="2020-02-20">'
        f'<script type="application/ld+json">{about}</script>'
        f"<style>{'.card{{margin:0;padding:4px}}' * 200}</style><script>window.ads = {script};</script></head>"
        f'<body><header><nav><ul>{menu}</ul></nav></header><main><article class="story"><h1>{title}</h1>'
        f'<div class="story__body">{paragraphs}</div></article><aside><h2>Read more</h2>{related}</aside></main>'
        f"<footer><ul>{footer}</ul><p>All rights reserved.</p></footer><script>{script}</script></body></html>"
    ).encode()
