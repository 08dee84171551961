"""What somebody says they know it from: footage, imagery, witnesses, documents, by the words around a claim.

Promise: a kind of evidence is named only where the claim's own sentence names it; nothing says how good it is.
"""

from __future__ import annotations

import re
from functools import cache

from accordingto.lang import get
from accordingto.model.claim import Claim
from accordingto.reconcile.figures import sentence_of, words_re


def evidence(claim: Claim, around: str, *, lang: str = "en") -> tuple[str, ...]:
    """The kinds of evidence that a claim's sentence names.

    Args:
        claim: What is said.
        around: The words around it.
        lang: Their language.

    Returns:
        ``footage``, ``imagery``, ``witness``, ``document``, ``forensic``, ``intercept``: those named, in that order.
    """
    words = sentence_of(claim, around)
    found = [kind for kind, pattern in _patterns(lang).items() if pattern.search(words)]
    own = get(lang).section("reconciling")["evidence_of_kind"].get(claim.source.kind if claim.source else "")
    return tuple(found) if own is None or own in found else (*found, own)


@cache
def _patterns(lang: str) -> dict[str, re.Pattern[str]]:
    return {kind: words_re(words) for kind, words in get(lang).section("reconciling")["evidence"].items()}
