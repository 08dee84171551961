"""The queue: what needs a person, by reason, who is at what, and what was put off.

Promise: every count leads to what it counts; taking or putting off decides nothing about a claim and is seen by
everybody; where somebody else was quicker, the second is told.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Row

from accordingto.model.doubt import DOUBTFUL
from accordingto.model.telling import file_name
from accordingto.store.queue import SNOOZED, TAKEN, Hold
from accordingto.web.asking import PER_PAGE, address, day, page_of, pages_of
from accordingto.web.desk import Desk
from accordingto.web.faults import overtaken, unreadable
from accordingto.web.lists import FLAGS, questions

_FIRST = 6
"""How many entries of each reason the start page shows."""
_LONGEST = 1000
REASONS = {
    "disputes": ("Sources differ", "Incidents with a question that is answered differently. That may stay so."),
    "tolls": ("Totals that do not add up", "They fell, were counted anew, or known incidents come to more."),
    "claims": ("Doubtful claims", f"Not looked at yet, and less than {DOUBTFUL:.0%} likely to be one."),
    "places": ("Doubtful place or day", f"Where or when is less than {DOUBTFUL:.0%} likely to be right."),
    "pairs": ("One incident or two?", "Accounts in two reports that may tell the same incident."),
    "second": ("A second eye is wanted", "Decisions that count once somebody else agrees."),
    "reopened": ("Read anew since", "Judged claims that are read otherwise now."),
    "changed": ("Changed at the source", "Reports whose text changed after it was kept, not looked through since."),
    "unread": ("Reports not looked through", "Reports with claims that nobody has judged."),
}
"""Why something is in the queue: its heading and what it means."""


def start_page(desk: Desk, asked: Mapping[str, str]) -> dict[str, Any]:
    """What needs a person, by reason, each with its count.

    Args:
        desk: The desk.
        asked: ``reason`` to see all entries of one, and which ``page`` of them.

    Raises:
        PageError: There is no such reason or page.
    """
    only = asked.get("reason") or None
    if only is not None and only not in REASONS:
        raise unreadable("reason", f"choose from {', '.join(REASONS)}")
    page = page_of(asked) if only else 1
    most = PER_PAGE if only else _FIRST
    holds = desk.ledger.holds()
    taken = {(h.reason, h.subject): h for h in holds if h.kind == TAKEN}
    reasons = [_reason(desk, r, most, (page - 1) * most, taken) for r in REASONS if only in (None, r)]
    statuses = desk.of_entries("statuses", desk.ledger.judged_counts)
    return {
        "reasons": reasons,
        "only": only,
        "page": page,
        "pages": pages_of(reasons[0]["count"]) if only else 1,
        "put_off": [_held(h) for h in holds if h.kind == SNOOZED and only in (None, h.reason)],
        "today": desk.ledger.now.date().isoformat(),
        "held": {
            "reports": desk.of_entries("reports", lambda: len(desk.ledger.reports())),
            "claims": sum(statuses.values()),
            "judged": sum(n for s, n in statuses.items() if s not in ("unjudged", "reopened")),
            "incidents": desk.of_views("incidents", desk.ledger.count_incidents),
        },
    }


def _reason(desk: Desk, reason: str, most: int, offset: int, taken: Mapping[tuple[str, str], Hold]) -> dict[str, Any]:
    count, entries = _second(desk, most, offset) if reason == "second" else _asked(desk, reason, most, offset)
    for e in entries:
        at = taken.get((reason, e["subject"]))
        e["taken"] = {"by": at.by, "until": at.until} if at else None
    return {
        "reason": reason,
        "name": REASONS[reason][0],
        "says": REASONS[reason][1],
        "count": count,
        "entries": entries,
    }


def _asked(desk: Desk, reason: str, most: int, offset: int) -> tuple[int, list[dict[str, Any]]]:
    count, rows = desk.ledger.waiting_for(reason, limit=most, offset=offset)
    shown = (row for row in rows if getattr(row, "report", None) not in desk.blind)
    return count, [{"subject": row.subject, **_ENTRIES[reason](row)} for row in shown]


def _second(desk: Desk, most: int, offset: int) -> tuple[int, list[dict[str, Any]]]:
    found = [(j, r) for j, r in desk.of_entries("waiting", desk.ledger.waiting) if r not in desk.blind]
    entries = []
    for j, report in found[offset : offset + most]:
        said = f"{j.verdict.value} proposed by {j.by}: {j.reason}"
        link = f"/second-eye#{j.id}"
        entries.append({"subject": j.id, **_entry(j.quote or j.subject, said, link, report=report)})
    return len(found), entries


def _entry(
    what: str, detail: str, link: str, place: str | None = None, when: str | None = None, report: str | None = None
) -> dict[str, Any]:
    return {"what": what, "detail": detail, "link": link, "place": place, "when": when, "report": report}


def _dispute(r: Row[Any]) -> dict[str, Any]:
    d = json.loads(r.payload)
    return _entry(r.what, ", ".join(questions(d)), f"/incident/{r.id}", r.place, d.get("edtf"))


def _toll(r: Row[Any]) -> dict[str, Any]:
    flags = sorted({f for p in json.loads(r.payload)["points"] for f in p["flags"]})
    return _entry(
        f"{r.measure}, counted by {r.counter}",
        ", ".join(FLAGS.get(f, f) for f in flags),
        address("/tolls", id=r.id),
        r.place,
    )


def _claim(r: Row[Any]) -> dict[str, Any]:
    asked = {"claim": "whether there is a claim", "time": "the day"}.get(r.slot, f"the {r.slot}")
    link = f"{address('/report', id=r.report)}#{r.id}"
    return _entry(r.quote, f"{r.type}: {asked}, {r.chance:.0%}", link, report=r.report)


def _pair(r: Row[Any]) -> dict[str, Any]:
    a, b = (
        f"{what} ({publisher or file_name(key.rpartition('#')[0])})"
        for what, publisher, key in ((r.what, r.publisher, r.a), (r.other_what, r.other_publisher, r.b))
    )
    chance = json.loads(r.detail).get("chance", 0)
    link = f"{address(f'/incident/{r.incident}')}#pairs"
    return _entry(f"{a} / {b}", f"chance that they are one {chance:.0%}", link)


def _report(r: Row[Any]) -> dict[str, Any]:
    claims = f"{r.open:,} claim{'' if r.open == 1 else 's'} to look at"
    return _entry(r.title or file_name(r.id), claims, address("/report", id=r.id), when=r.published, report=r.publisher)


_ENTRIES: dict[str, Callable[[Row[Any]], dict[str, Any]]] = {
    "disputes": _dispute, "tolls": _toll, "claims": _claim, "places": _claim, "reopened": _claim, "pairs": _pair,
    "changed": _report, "unread": _report,
}  # fmt: skip


def _held(h: Hold) -> dict[str, Any]:
    return {"reason": h.reason, "subject": h.subject, "by": h.by, "until": h.until}


def hold(desk: Desk, given: Mapping[str, Any]) -> dict[str, Any]:
    """Take an entry of the queue, give it back, put it off until a day, or wake it.

    Args:
        desk: The desk.
        given: ``do`` (take, over, release, snooze, wake), ``reason``, ``subject``, and ``until`` for snooze.

    Raises:
        PageError: It cannot be understood, or somebody else has taken it.
    """
    reason, subject = (str(given.get(k) or "") for k in ("reason", "subject"))
    if reason not in REASONS:
        raise unreadable("reason", f"choose from {', '.join(REASONS)}")
    if not subject or len(subject) > _LONGEST or "\0" in subject:
        raise unreadable("subject", f"a name of {_LONGEST} characters at most is needed")
    do = str(given.get("do") or "")
    if do in ("take", "over"):
        held = desk.ledger.take(reason, subject, by=desk.reviewer, over=do == "over")
        if held.by != desk.reviewer:
            raise overtaken(f"{held.by} is at it until {held.until}.")
    elif do == "snooze":
        desk.ledger.snooze(reason, subject, _until(given, desk), by=desk.reviewer)
    elif do in ("release", "wake"):
        desk.ledger.release(reason, subject, TAKEN if do == "release" else SNOOZED)
    else:
        raise unreadable("do", "choose from take, over, release, snooze, wake")
    return {"reason": reason, "subject": subject, "do": do}


def at_it(desk: Desk, report: str) -> dict[str, str] | None:
    """Who has taken a report to look through it, and until when."""
    held = next((h for h in desk.ledger.holds("unread") if h.kind == TAKEN and h.subject == report), None)
    return {"by": held.by, "until": held.until} if held else None


def _until(given: Mapping[str, Any], desk: Desk) -> date:
    until = day({"until": str(given.get("until") or "")}, "until")
    if until is None or until <= desk.ledger.now.date():
        raise unreadable("until", "a day after today")
    return until
