"""Proposals that wait for a second eye, each with what it would change.

Promise: nobody is offered to approve what they proposed; what a proposal would make of a claim stands beside what the
claim is now. That it cannot be done otherwise is seen to by the ledger (``store.proposing``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accordingto.model.claim import Claim
from accordingto.model.judgement import Judgement, Verdict, same_person
from accordingto.model.parse import claim_from_dict
from accordingto.store import Standing
from accordingto.store.judging import edited
from accordingto.store.loading import Kept
from accordingto.store.people import Role
from accordingto.web.asking import PER_PAGE, address, page_of, pages_of
from accordingto.web.seat import Seat
from accordingto.web.views import values


def second_eye_page(seat: Seat, asked: Mapping[str, str]) -> dict[str, Any]:
    """What waits for somebody else's approval, the oldest first.

    Args:
        seat: Who looks.
        asked: ``page``.

    Raises:
        PageError: There is no such page.
    """
    page = page_of(asked)
    found = [(j, report) for j, report in seat.ledger.waiting() if report not in seat.blind]
    some = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    return {
        "count": len(found),
        "page": page,
        "pages": pages_of(len(found)),
        "four_eyes": seat.ledger.four_eyes(),
        "proposals": [proposal(seat, j, report) for j, report in some],
    }


def proposal(seat: Seat, j: Judgement, report: str | None) -> dict[str, Any]:
    """One proposal, as it is shown to whoever may approve it."""
    kept = seat.kept(report) if report is not None else None
    s = _claim(kept, j)
    mine = same_person(j.by, seat.reviewer)
    number = f"#{s.claim.id}" if s is not None else ""
    return {
        "id": j.id, "verdict": j.verdict.value, "by": j.by, "at": j.at.isoformat(timespec="minutes"),
        "reason": j.reason, "report": report, "quote": j.quote or (s.claim.quote if s is not None else None),
        "link": f"{address('/report', id=report)}{number}" if report is not None else None,
        "seen": s.seen if s is not None else "", "status": s.status if s is not None else None,
        "changes": _changes(j, s), "accounts": _accounts(seat, j), "undoes": _undone(kept, j),
        "mine": mine, "may": not mine and seat.person.role.may(Role.REVIEWER),
    }  # fmt: skip


def _claim(kept: Kept | None, j: Judgement) -> Standing | None:
    some = kept.standings if kept is not None else ()
    return next((s for s in some if j.id in {p.id for p in s.proposals}), None)


def _changes(j: Judgement, s: Standing | None) -> list[dict[str, str | None]]:
    """Each slot that would be otherwise: now, and then."""
    if j.verdict is Verdict.ADD:
        return _compared(None, claim_from_dict(j.value or {}))
    if j.verdict is Verdict.EDIT and s is not None:
        return _compared(s.claim, edited(s.claim, j.value or {}))
    return []


def _compared(now: Claim | None, then: Claim) -> list[dict[str, str | None]]:
    before = _in_words(now) if now is not None else {}
    after = _in_words(then)
    names = dict.fromkeys((*before, *after))
    return [
        {"slot": n, "now": before.get(n), "then": after.get(n)} for n in names if before.get(n) != after.get(n)
    ]  # fmt: skip


def _in_words(claim: Claim) -> dict[str, str]:
    said = {n: " = ".join(x for x in (words, value) if x) for n, (words, value, _) in values(claim).items()}
    return {"type": claim.type, "incident": claim.incident or "none", **said}


def _accounts(seat: Seat, j: Judgement) -> list[dict[str, Any]]:
    """The accounts that would be joined or parted, or the reports of which one copies the other."""
    if j.other is None:
        return []
    return [
        {"name": key, "incident": seat.ledger.incident_of(key), "report": key.rpartition("#")[0] or key}
        for key in (j.subject, j.other)
    ]


def _undone(kept: Kept | None, j: Judgement) -> str | None:
    """What an undo would take back, in words."""
    if j.verdict is not Verdict.UNDO or kept is None:
        return None
    held = next((x for s in kept.standings for x in s.judgements if x.id == j.subject), None)
    return f"{held.verdict} by {held.by}: {held.reason}" if held is not None else j.subject
