"""What can be wrong with a text before it is read: nothing in it, too much, the wrong language, no date.

Promise: each problem is an Issue with a remedy; none stops the batch.
"""

from __future__ import annotations

import re
from functools import cache

from accordingto.lang import LanguagePack, available, get
from accordingto.model.issue import Issue, Severity
from accordingto.model.text import Report, Span

# A report of more code points than this is an archive, not a report; what follows is not read, and an Issue says so.
MAX_TEXT = 200_000
_SAMPLE = 20_000
_WORD = re.compile(r"[^\W\d_]+")
_FEWEST_WORDS = 12
_LEAST_SHARE = 0.12


def check_text(report: Report, *, pack: LanguagePack) -> list[Issue]:
    """Look at a report before reading it.

    Args:
        report: The report.
        pack: The pack it is to be read with.

    Returns:
        Issues ``empty-input``, ``no-words``, ``text-truncated``, ``other-language`` where they hold.
    """
    text, where = report.text, report.origin or report.id
    if not text.strip():
        return [
            Issue("empty-input", "The report has no text.", Severity.ERROR, where, hint="Check the file or the page.")
        ]
    words = [w.lower() for w in _WORD.findall(text[:_SAMPLE])]
    if not words:
        return [Issue("no-words", "The report holds no words.", Severity.ERROR, where, hint="Check its encoding.")]
    issues = []
    if len(text) > MAX_TEXT:
        message = f"Only the first {MAX_TEXT:,} of {len(text):,} characters were read."
        hint = "Split the file: one report a file, or one a line in JSONL."
        issues.append(Issue("text-truncated", message, Severity.WARNING, where, Span(MAX_TEXT, len(text)), hint))
    share = sum(w in _function_words(pack.code) for w in words) / len(words)
    if len(words) >= _FEWEST_WORDS and share < _LEAST_SHARE:
        name = pack.section("pack")["name"]
        message = f"This does not look like {name}: only {share:.0%} of its words are {name} function words."
        hint = f"Languages read so far: {', '.join(available())}. Translate it first, or expect little."
        issues.append(Issue("other-language", message, Severity.WARNING, where, hint=hint))
    return issues


@cache
def _function_words(code: str) -> frozenset[str]:
    # YAML reads a bare `on` or `no` as a truth value; the pack quotes them, and str() keeps a slip from crashing.
    return frozenset(str(w).lower() for w in get(code).section("pack")["function_words"])
