"""What a person decided about a claim, an incident or a report: appended, never changed.

Promise: a judgement names what it was made about by anchor and fingerprint (``model.identity``) so that it survives a
re-reading; undoing is another judgement. Who, when and why are never missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """What was decided."""

    ACCEPT = "accept"
    REJECT = "reject"
    EDIT = "edit"
    ADD = "add"
    MERGE = "merge"
    SPLIT = "split"
    DUPLICATE = "duplicate"
    NOTE = "note"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision.

    Attributes:
        id: Its name in the ledger.
        verdict: What was decided.
        subject: What about: a claim's anchor (accept, reject, edit, note), a telling's key (merge, split), a report id
            (duplicate, add, note), or a judgement's id (undo).
        other: The second subject: the telling merged with or split from, or the report copied.
        fingerprint: What had been read when it was decided (claims only).
        value: For ``edit`` the slots as they should be, for ``add`` the whole claim, in the published claim format.
        reason: Why, in the person's words.
        by: Who.
        at: When, with its offset from UTC.
        quote: Words of the report it is about, to find it again when offsets moved.
    """

    id: str
    verdict: Verdict
    subject: str
    by: str
    at: datetime
    reason: str
    other: str | None = None
    fingerprint: str | None = None
    value: dict[str, Any] | None = None
    quote: str | None = None
