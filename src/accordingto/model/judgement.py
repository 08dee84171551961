"""What a person decided about a claim, an incident or a report: appended, never changed.

Promise: a judgement names what it was made about by anchor and fingerprint (``model.identity``) so that it survives a
re-reading; undoing is another judgement. Who, when and why are never missing. A proposal counts only once somebody else
has approved it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
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
    APPROVE = "approve"
    DECLINE = "decline"


ABOUT_PROPOSALS = (Verdict.APPROVE, Verdict.DECLINE)


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision.

    Attributes:
        id: Its name in the ledger.
        verdict: What was decided.
        subject: What about: a claim's anchor (accept, reject, edit, note), a telling's key (merge, split), a report id
            (duplicate, add, note), or a judgement's id (undo, approve, decline).
        other: The second subject: the telling merged with or split from, or the report copied.
        fingerprint: What had been read when it was decided (claims only).
        value: For ``edit`` the slots as they should be, for ``add`` the whole claim, in the published claim format.
        reason: Why, in the person's words.
        by: Who.
        at: When, with its offset from UTC.
        quote: Words of the report it is about, to find it again when offsets moved.
        proposed: Whether it counts only once somebody else has approved it.
        approved_by: Who did (set by ``in_force``); ``approved_at`` is when.
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
    proposed: bool = False
    approved_by: str | None = None
    approved_at: datetime | None = None

    @property
    def since(self) -> datetime:
        """From when it counts."""
        return self.approved_at or self.at


def in_force(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """The judgements that count, in the order in which they began to: not undone, and approved where proposed.

    An undo that was undone undoes nothing.

    Args:
        judgements: All of them, in the order in which they were made.
    """
    return _resolved(judgements)[0]


def waiting(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """The proposals that nobody has approved, declined or taken back; order as for ``in_force``."""
    return _resolved(judgements)[1]


def _resolved(judgements: Iterable[Judgement]) -> tuple[tuple[Judgement, ...], tuple[Judgement, ...]]:
    undone, declined = set[str](), set[str]()
    approvals = dict[str, tuple[int, Judgement]]()
    counting, open_ = list[tuple[int, Judgement]](), list[Judgement]()
    # Youngest first: whatever was said about a judgement stands behind it.
    for place, j in reversed(list(enumerate(judgements))):
        if j.id in undone:
            continue
        since = place
        if j.proposed:
            since, second = approvals.get(j.id, (place, j))
            if same_person(second.by, j.by):
                if j.id not in declined:
                    open_.append(j)
                continue
            j = replace(j, approved_by=second.by, approved_at=second.at)
        match j.verdict:
            case Verdict.UNDO:
                undone.add(j.subject)
            case Verdict.DECLINE:
                declined.add(j.subject)
            case Verdict.APPROVE:
                approvals.setdefault(j.subject, (place, j))
            case _:
                counting.append((since, j))
    counting.sort(key=lambda row: row[0])
    return tuple(j for _, j in counting), tuple(reversed(open_))


def same_person(one: str, other: str) -> bool:
    """Whether two names are one person's: case, and how letters are composed, make no other."""
    return person_key(one) == person_key(other)


def person_key(name: str) -> str:
    """A person's name as it is compared."""
    return unicodedata.normalize("NFKC", " ".join(name.split())).casefold()
