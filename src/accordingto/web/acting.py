"""What a person decides on a page becomes a judgement in the ledger; looking and selecting never do.

Promise: a decision about a claim is taken only on what the person had before them: where somebody else has decided in
between, it is refused and says who. A selection becomes exactly the words of the report that it covers.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from accordingto.extract.schema import ACTS, COUNTED, KINDS, MEANS, SCOPES, STANCES, TYPES
from accordingto.model.judgement import ABOUT_PROPOSALS, Judgement, Verdict
from accordingto.model.text import Span
from accordingto.store import LedgerError, Standing
from accordingto.store.loading import Kept
from accordingto.web.desk import ABOUT_INCIDENTS, Desk, about_incidents
from accordingto.web.faults import PageError, missing, overtaken, unreadable
from accordingto.web.views import selected
from accordingto.web.wording import PARTS, part, whole

_REASONS = {
    Verdict.ACCEPT: "accepted on the review page",
    Verdict.EDIT: "corrected on the review page",
    Verdict.ADD: "missed by the reader",
    Verdict.UNDO: "undone on the review page",
    Verdict.APPROVE: "seen by a second person",
}
"""What is written where a person gives no reason; a rejection, a note, a merger and a split must have one."""
_STATUS = {"overtaken": 409, "four-eyes": 403}
_LONGEST = 2000
CHOICES: dict[str, tuple[str, ...]] = {
    "type": TYPES, "means": MEANS[1:], "stance": STANCES, "scope": SCOPES, "act": ACTS[1:],
}  # fmt: skip
CLOSED = {
    **CHOICES,
    "target.kind": KINDS[1:],
    "source.kind": (
        "government", "military", "armed-group", "opposition", "monitor", "rescue-medic", "aid-un", "witness",
        "activist", "local-official", "media", "analyst", "court-police", "unnamed", "other",
    ),
}  # fmt: skip


def act(desk: Desk, given: Mapping[str, Any], *, proposes: bool = False) -> dict[str, Any]:
    """Take one decision in.

    Args:
        desk: The desk.
        given: ``verdict``, ``reason`` and, by verdict, ``report``, ``anchor`` with ``seen``, ``slots``, ``at``,
            ``judgement``, or ``subject`` and ``other``.
        proposes: Whether what the person decides takes somebody else's approval, whatever the ledger asks for.

    Returns:
        The judgement's id, whether it ``waits`` for a second eye, the ``report``, and the ``anchor`` or ``telling``
        that it is about.

    Raises:
        PageError: It cannot be taken: unknown, unreadable, or overtaken by somebody else.
    """
    try:
        verdict = Verdict(str(given.get("verdict")))
    except ValueError:
        raise unreadable("verdict", f"choose from {', '.join(v.value for v in Verdict)}") from None
    reason = str(given.get("reason") or "").strip() or _REASONS.get(verdict, "")
    if not reason:
        raise unreadable("reason", f"to {verdict.value} needs a reason in a few words")
    if len(reason) > _LONGEST:
        raise unreadable("reason", f"{_LONGEST} characters at most")
    with desk.judging:
        try:
            made, report, anchor, telling = _decide(desk, verdict, reason, given, proposes)
        except LedgerError as e:
            status = _STATUS.get(e.issue.code, 400)
            raise PageError(status, e.issue.message.capitalize() + ".", e.issue.hint or "") from e
    return {"judgement": made.id, "waits": made.proposed, "report": report, "anchor": anchor, "telling": telling}


_Made = tuple[Judgement, str, str | None, str | None]


def _decide(desk: Desk, verdict: Verdict, reason: str, given: Mapping[str, Any], proposes: bool) -> _Made:
    def decide(subject: str, **more: Any) -> Judgement:
        return desk.ledger.decide(verdict, subject, by=desk.reviewer, reason=reason, proposed=proposes, **more)

    if verdict in ABOUT_INCIDENTS:
        subject, other = str(given.get("subject") or ""), str(given.get("other") or "")
        return decide(subject, other=other), subject.rpartition("#")[0], None, subject
    if verdict is Verdict.UNDO and not given.get("report"):
        which = str(given.get("judgement") or "")
        joined = next((j for j in about_incidents(desk) if j.id == which), None)
        if joined is None:
            raise overtaken("That judgement is not in force any more.")
        return decide(which), joined.subject.rpartition("#")[0], None, joined.subject
    name = str(given.get("report") or "")
    kept = desk.kept(name)
    if kept is None:
        raise missing(f"report {name!r}")
    if verdict is Verdict.ADD:
        return decide(name, value=added(kept, given)), name, None, None
    return *_about_claim(kept, verdict, given, decide), None


def _about_claim(
    kept: Kept, verdict: Verdict, given: Mapping[str, Any], decide: Callable[..., Judgement]
) -> tuple[Judgement, str, str | None]:
    name = kept.reading.report.id
    if verdict is Verdict.UNDO or verdict in ABOUT_PROPOSALS:
        return _about_judgement(kept, verdict, given, decide)
    anchor = str(given.get("anchor") or "")
    s = next((s for s in kept.standings if s.anchor == anchor), None)
    if s is None:
        raise missing("such claim in the current reading")
    if str(given.get("seen") or "") != s.seen:
        raise overtaken(_who(s))
    if s.read is None:
        raise PageError(
            400, "A claim that a person added is taken back by undoing it.", "Undo it and add it otherwise."
        )
    value = edited_slots(kept, given.get("slots"), s) if verdict is Verdict.EDIT else None
    return decide(anchor, value=value, seen=s.seen), name, anchor


def _about_judgement(
    kept: Kept, verdict: Verdict, given: Mapping[str, Any], decide: Callable[..., Judgement]
) -> tuple[Judgement, str, str | None]:
    name, which = kept.reading.report.id, str(given.get("judgement") or "")
    s = next((s for s in kept.standings if which in {j.id for j in (*s.judgements, *s.proposals)}), None)
    if s is None and which not in {j.id for j in kept.waiting}:
        raise overtaken("That judgement is not in force any more, or was approved or declined.")
    if verdict is Verdict.UNDO or s is None:
        return decide(which), name, s.anchor if s else None
    if str(given.get("seen") or "") != s.seen:
        raise overtaken(_who(s))
    return decide(which, seen=s.seen), name, s.anchor


def _who(s: Standing) -> str:
    j = max((*s.judgements, *s.proposals), key=lambda j: j.since, default=None)
    if j is None:
        return "What was decided about this claim has been undone since, or it was read anew."
    done = {"accept": "accepted", "reject": "rejected", "edit": "edited", "note": "commented on"}
    said = done.get(j.verdict.value, "decided about")
    if j.approved_by is not None:
        did = f"{j.approved_by} approved what {j.by} proposed about"
    else:
        did = f"{j.by} {f'proposed to {j.verdict}' if j.proposed else said}"
    return f"{did} this claim at {j.since:%H:%M} UTC, while you were looking at it: {j.reason}"


def edited_slots(kept: Kept, given: Any, s: Standing | None) -> dict[str, Any]:
    """Slots as a person says they should be, in the claim format.

    Args:
        kept: The report.
        given: Slot to a value of a closed list, or to its parts, with the selection as ``at``; null empties it. JSON
            text is read too, for forms.
        s: The claim; None for a new one.

    Raises:
        PageError: A slot or value that there is not.
    """
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except ValueError:
            raise unreadable("slots", "not JSON") from None
    if not isinstance(given, Mapping) or not given:
        raise unreadable("slots", "nothing is changed")
    text, out = kept.reading.report.text, dict[str, Any]()
    for name, value in given.items():
        if name in CHOICES:
            if value is not None and value not in CHOICES[name]:
                raise unreadable(name, f"choose from {', '.join(CHOICES[name])}")
            out[name] = value
        elif name == "incident":
            if value is not None and value not in {i.id for i in kept.reading.incidents}:
                raise unreadable(name, "this report tells no such incident")
            out[name] = value
        elif name in ("via", "cue"):
            out[name] = selected(text, value["at"]).of(text) if isinstance(value, Mapping) and "at" in value else None
        elif name == "trigger":
            span = selected(text, value.get("at") if isinstance(value, Mapping) else None)
            out |= {"trigger": span.of(text), "trigger_span": [span.start, span.end]}
        else:
            out[name] = None if value is None else part(name, value, text, CLOSED)
    if out.get("count") is not None and out.get("type", s.claim.type if s else None) not in COUNTED:
        raise unreadable("count", "a claim of this type has no count")
    return out


def added(kept: Kept, given: Mapping[str, Any]) -> dict[str, Any]:
    """A whole claim that the reader missed.

    Args:
        kept: The report.
        given: ``at``, the selection of its quote, and ``slots`` with at least ``type``.

    Raises:
        PageError: Its words or its type are missing, or a slot cannot be read.
    """
    text = kept.reading.report.text
    quote = selected(text, given.get("at"))
    slots = edited_slots(kept, given.get("slots"), None)
    if slots.get("type") is None:
        raise unreadable("type", "a claim needs one")
    named = [c.id for c in kept.reading.claims] + [str((j.value or {}).get("id")) for j in kept.waiting]
    numbers = [int(n[1:]) for n in named if n[:1] == "m" and n[1:].isdecimal()]
    claim: dict[str, Any] = {
        "id": f"m{max(numbers, default=0) + 1}", "quote": quote.of(text), "span": [quote.start, quote.end],
        "trigger": quote.of(text), "trigger_span": [quote.start, quote.end],
        **dict.fromkeys(("count", "target", "actor", "means", "place", "time", "source", "via", "cue", "incident")),
        "stance": "asserted", "scope": "incident",
    }  # fmt: skip
    claim |= {k: whole(k, v) if k in PARTS else v for k, v in slots.items() if v is not None}
    inner = Span(*claim["trigger_span"])
    if not (quote.start <= inner.start and inner.end <= quote.end):
        raise unreadable("trigger", "its words must stand inside the quote")
    return claim
