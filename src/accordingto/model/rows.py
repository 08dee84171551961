"""A claim as one flat row: the columns of the CSV file and of the data frame, named once.

Promise: a number that the words do not give is empty, never zero; every row leads back to its quote and its place in
the text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from accordingto.model.claim import Claim
from accordingto.model.text import Span
from accordingto.model.values import Bounds, Period

if TYPE_CHECKING:
    from accordingto.model.reading import Reading

_PARAGRAPH = re.compile(r"\n\s*\n")
Cell = str | int | float | None

COLUMNS = (
    "report", "publisher", "published", "url", "claim", "type", "act", "stance", "scope", "incident",
    "count", "low", "best", "high", "vague", "target", "target_party", "target_kind", "target_tags",
    "actor", "actor_party", "means", "place", "place_path", "time", "time_start", "time_end", "edtf",
    "source", "source_kind", "via", "cue", "quote", "start", "end", "trigger", "confidence", "reader",
)  # fmt: skip


def claim_row(reading: Reading, claim: Claim) -> dict[str, Cell]:
    """One claim of a reading with the report's own fields beside it.

    Args:
        reading: What the claim belongs to.
        claim: One of its claims.

    Returns:
        A value, or None, for every column.
    """
    report = reading.report
    count, target, actor, place = claim.count, claim.target, claim.actor, claim.place
    bounds = count.bounds if count else Bounds()
    period = claim.time.period if claim.time else Period()
    return {
        "report": report.id,
        "publisher": report.publisher,
        "published": report.published.isoformat() if report.published else None,
        "url": report.url,
        "claim": claim.id,
        "type": claim.type,
        "act": claim.act,
        "stance": claim.stance,
        "scope": claim.scope,
        "incident": claim.incident,
        "count": count.text if count else None,
        "low": bounds.low,
        "best": bounds.best,
        "high": bounds.high,
        "vague": bounds.vague,
        "target": target.text if target else None,
        "target_party": target.party if target else None,
        "target_kind": target.kind if target else None,
        "target_tags": " ".join(target.tags) or None if target else None,
        "actor": actor.text if actor else None,
        "actor_party": actor.party if actor else None,
        "means": claim.means,
        "place": place.text if place else None,
        "place_path": place.path if place else None,
        "time": claim.time.text if claim.time else None,
        "time_start": period.start.isoformat() if period.start else None,
        "time_end": period.end.isoformat() if period.end else None,
        "edtf": period.edtf,
        "source": claim.source.text if claim.source else None,
        "source_kind": claim.source.kind if claim.source else None,
        "via": claim.via,
        "cue": claim.cue,
        "quote": claim.quote,
        "start": claim.span.start,
        "end": claim.span.end,
        "trigger": claim.trigger,
        "confidence": None if claim.confidence is None else round(claim.confidence, 3),
        "reader": reading.reader,
    }


def context(text: str, span: Span, width: int) -> tuple[str, str, str]:
    """The words before a span, at it, and after it, on one line.

    Args:
        text: The report.
        span: What is quoted.
        width: How many characters of context in all; cut at a word, with "…" where something is left out.
    """
    quote = span.of(text)
    side = max(0, (width - len(quote)) // 2)
    before = one_line(text[max(0, span.start - side - 20) : span.start])
    after = one_line(text[span.end : span.end + side + 20])
    if len(before) > side or span.start - side - 20 > 0:
        cut = before[-side:] if side else ""
        before = "… " + cut.partition(" ")[2] if " " in cut else "… "
    if len(after) > side or span.end + side + 20 < len(text):
        cut = after[:side]
        after = cut.rpartition(" ")[0] + " …" if " " in cut else " …"
    return before, one_line(quote), after


def one_line(s: str) -> str:
    """Text with its white space folded, paragraph breaks as "¶"; a space at either end is kept as one."""
    # A headline runs into the lead otherwise, and two sentences read as one.
    flat = " ¶ ".join(" ".join(part.split()) for part in _PARAGRAPH.split(s) if part.strip())
    if not flat:
        return ""
    return _edge(s[: len(s) - len(s.lstrip())]) + flat + _edge(s[len(s.rstrip()) :])


def _edge(space: str) -> str:
    if not space:
        return ""
    return " ¶ " if _PARAGRAPH.search(space) else " "
