"""Names of claims that outlive a re-reading.

Promise: the anchor of a claim says *which assertion of which text* it is; its fingerprint says *what was read there*.
A judgement keeps both: same fingerprint, it holds; same anchor with another fingerprint, review re-opens; anchor gone,
it is shown as orphaned, never dropped. Both depend on the text's words and offsets only, never on ids or order.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from accordingto.model.claim import Claim
from accordingto.model.text import Span

_SPELLING = json.JSONEncoder(sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def text_id(text: str) -> str:
    """The name of a text: the first 32 hexadecimal digits of SHA-256 over its UTF-8 bytes."""
    # A lone surrogate can stand in a text that came as JSON; it must have a name too.
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def anchor(claim: Claim, text: str) -> str:
    """The name of the assertion that ``claim`` reads in the text named ``text`` (see ``text_id``)."""
    target, source = claim.target, claim.source
    return _digest(
        text, claim.type, _pair(claim.trigger_span), _pair(target.span if target else None),
        _pair(source.span if source else None), _pair(claim.count.span if claim.count else None),
    )  # fmt: skip


def fingerprint(claim: Claim, text: str) -> str:
    """The name of what was read at the claim's anchor: it changes with any slot that a reviewer would look at."""
    return names(claim, text, claim.to_dict())[1]


def names(claim: Claim, text: str, said: Mapping[str, Any]) -> tuple[str, str]:
    """Anchor and fingerprint of a claim whose mapping is at hand, for who needs all three of many claims.

    Args:
        claim: The claim.
        text: Name of its text.
        said: What ``claim.to_dict()`` gives.
    """
    said = dict(said)
    for key in ("id", "incident", "confidence", "slot_confidence", "quote", "span"):
        said.pop(key, None)
    name = anchor(claim, text)
    return name, _digest(name, said)


def _pair(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def _digest(*parts: object) -> str:
    return hashlib.sha256(_SPELLING.encode(parts).encode("ascii")).hexdigest()[:32]
