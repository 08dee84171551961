"""What became of every number in a report: consumed by a claim, ignored for a reason, or unexplained.

Promise: every number-like token (digits or number words, articles aside) is listed exactly once, in text order. A
number that could count people or things near a word of harm or loss and that no claim took is raised as an Issue.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence

from accordingto.extract.dates import DateMention
from accordingto.extract.quantities import Quantity
from accordingto.model.claim import Claim
from accordingto.model.issue import Issue, Severity
from accordingto.model.reading import NumberUse
from accordingto.model.text import Span

_DIGITS = re.compile(r"\d+")
_REASONS = {
    "year": "a year", "measure": "a measure or a sum of money", "age": "an age", "designation": "part of a name",
    "decimal": "an ordinal, a clock time or a fraction",
}  # fmt: skip


def audit_numbers(
    text: str, claims: Sequence[Claim], quantities: Sequence[Quantity], dates: Sequence[DateMention],
    words: Mapping[str, Sequence[Span]], sentences: Sequence[Span],
) -> tuple[list[NumberUse], list[Issue]]:  # fmt: skip
    """Account for every number of a report.

    Args:
        text: The report.
        claims: Its claims.
        quantities: Its number phrases.
        dates: Its time expressions.
        words: Lexicon groups; ``harm`` and ``loss`` tell which sentences speak of harm.
        sentences: Its sentences.

    Returns:
        The uses, and an Issue ``unexplained-number`` for each unexplained one.
    """
    counts = _owners((c.count.span, c.id) for c in claims if c.count is not None)
    slots = _owners((s, c.id) for c in claims for s in _slot_spans(c))
    dated = {i for d in dates for i in range(d.span.start, d.span.end)}
    starts = [s.start for s in sentences]
    harmful = {_sentence(s, starts) for group in ("harm", "loss") for s in words.get(group, ())}
    uses: list[NumberUse] = []
    for span, quantity in _numbers(text, quantities):
        takers = sorted({i for at in range(span.start, span.end) for i in counts.get(at, ())}, key=lambda i: int(i[1:]))
        if takers:
            status, reason = "consumed", ", ".join(takers)
        elif span.start in dated or span.end - 1 in dated:
            status, reason = "ignored", "part of a date or a span of time"
        elif quantity is not None and quantity.kind in _REASONS:
            status, reason = "ignored", _REASONS[quantity.kind]
        elif span.start in slots:
            status, reason = "ignored", f"part of a name or phrase of {slots[span.start][0]}"
        elif quantity is None:
            status, reason = "ignored", "glued to letters or signs: a name, an address or a code"
        elif _sentence(span, starts) in harmful:
            status, reason = "unexplained", "its sentence speaks of harm or loss"
        else:
            status, reason = "ignored", "its sentence speaks of no harm or loss"
        uses.append(NumberUse(span, span.of(text), status, reason))
    issues = [
        Issue(
            "unexplained-number", f"No claim took the number “{u.text}”: {u.reason}.", Severity.NOTE, span=u.span,
            hint="Look at the sentence: a count may have been missed.",
        )
        for u in uses if u.status == "unexplained"
    ]  # fmt: skip
    return uses, issues


def _numbers(text: str, quantities: Sequence[Quantity]) -> list[tuple[Span, Quantity | None]]:
    """Every number phrase except articles, and every digit string that no phrase covers."""
    phrases = [q for q in quantities if q.kind not in ("article", "vague")]
    starts = [q.span.start for q in phrases]
    out: list[tuple[Span, Quantity | None]] = [(q.span, q) for q in phrases]
    for m in _DIGITS.finditer(text):
        i = bisect_left(starts, m.end()) - 1
        if i < 0 or phrases[i].span.end <= m.start():
            out.append((Span(*m.span()), None))
    return sorted(out, key=lambda e: e[0])


def _owners(spans: Iterable[tuple[Span, str]]) -> dict[int, list[str]]:
    """Code point to the ids of the claims whose span covers it."""
    out: dict[int, list[str]] = {}
    for span, owner in spans:
        for at in range(span.start, span.end):
            out.setdefault(at, []).append(owner)
    return out


def _sentence(span: Span, starts: Sequence[int]) -> int:
    return bisect_right(starts, span.start) - 1


def _slot_spans(claim: Claim) -> Iterable[Span]:
    for slot in (claim.target, claim.actor, claim.place, claim.time, claim.source):
        if slot is not None and slot.span is not None:
            yield slot.span
