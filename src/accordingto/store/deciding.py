"""Taking a judgement in: what it is about must be held, and what it says must be of the claim format.

Promise: a judgement about a claim is kept with the claim's fingerprint and words, so that it can be found again when
the report is read by a better reader; the rows of that report's claims follow at once.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from accordingto.model.judgement import ABOUT_PROPOSALS, Judgement, Verdict
from accordingto.model.parse import claim_from_dict
from accordingto.store import tables as t
from accordingto.store import views
from accordingto.store.errors import bad_judgement, overtaken, unknown
from accordingto.store.judging import ABOUT_CLAIMS, edited
from accordingto.store.loading import judgement_from, kept, payloads, reading_at, version_at
from accordingto.store.proposing import second_eye
from accordingto.store.writing import Draft


def decide(conn: Connection, now: datetime, j: Judgement, ledger: str, seen: str | None = None) -> Judgement:
    """Append a judgement.

    Args:
        conn: A writing transaction.
        now: The clock's time.
        j: What was decided.
        ledger: Name of the ledger, for messages.
        seen: What the person had before them of the claim, when it must not have changed since.

    Returns:
        It as it is kept: as a proposal where it changes what counts and a second eye is wanted.

    Raises:
        LedgerError: Its subject is not held, its value is not of the claim format, somebody else was quicker, or one
            person would be both eyes.
    """
    known = select(t.payload.c.body).join(t.judgement, t.judgement.c.seq == t.payload.c.seq)
    body = conn.execute(known.where(t.judgement.c.id == j.id)).scalar()
    if body is not None:
        return judgement_from(json.loads(body))[0]
    if not j.by.strip() or not j.reason.strip():
        raise bad_judgement(ledger, "a judgement says who made it and why")
    report, seq = None, None
    if j.verdict in ABOUT_CLAIMS or j.verdict is Verdict.NOTE:
        found = _claim(conn, j)
        if found is not None:
            j, report, seq = found
            _check_edit(conn, j, seq, ledger)
    if report is None:
        report = _subject(conn, j, ledger)
    if j.verdict is Verdict.ADD:
        _check_added(conn, j, ledger)
    if seen is not None and seen != _seen(conn, j, report):
        raise overtaken(ledger)
    j = second_eye(conn, j, report, ledger)
    draft = Draft(conn, now)
    draft.put("judgement", {**_value(j), "report": report, "claim": seq})
    draft.flush()
    views.project(conn, draft.entries)
    if report is not None:
        views.refresh(conn, report)
    return j


def _seen(conn: Connection, j: Judgement, report: str | None) -> str | None:
    """What stands of the claim that a judgement is about, or that the judgement it decides about is about."""
    now = kept(conn, report) if report is not None else None
    for s in now.standings if now is not None else ():
        if j.subject in (s.anchor, *(x.id for x in (*s.judgements, *s.proposals))):
            return s.seen
    return None


def _value(j: Judgement) -> dict[str, Any]:
    return {
        "id": j.id, "verdict": j.verdict.value, "subject": j.subject, "by": j.by, "at": j.at.isoformat(),
        "reason": j.reason, "other": j.other, "fingerprint": j.fingerprint, "value": j.value, "quote": j.quote,
        "proposed": j.proposed,
    }  # fmt: skip


def _claim(conn: Connection, j: Judgement) -> tuple[Judgement, str, int] | None:
    """The judgement with what was read at its anchor, the report, and the entry of the claim."""
    rows = conn.execute(select(t.claim.c.report).where(t.claim.c.anchor == j.subject)).scalars().all()
    for report in rows:
        v = version_at(conn, report, 2**62)
        r = reading_at(conn, v.seq, 2**62) if v is not None else None
        for place, (kind, value) in enumerate(payloads(conn, r.seq, r.last) if r is not None else ()):
            if r is not None and kind == "claim" and value["anchor"] == j.subject:
                full = replace(
                    j, fingerprint=j.fingerprint or value["fingerprint"], quote=j.quote or value["claim"]["quote"]
                )
                return full, report, r.seq + place
    return None


def _check_edit(conn: Connection, j: Judgement, seq: int | None, ledger: str) -> None:
    if j.verdict is not Verdict.EDIT:
        return
    body = conn.execute(select(t.payload.c.body).where(t.payload.c.seq == seq)).scalar()
    try:
        if not j.value:
            raise ValueError("an edit says which slots should be otherwise")
        edited(claim_from_dict(json.loads(body or "{}")["claim"]), j.value)
    except ValueError as e:
        raise bad_judgement(ledger, str(e)) from e


def _check_added(conn: Connection, j: Judgement, ledger: str) -> None:
    now = kept(conn, j.subject)
    try:
        claim = claim_from_dict(j.value or {})
        if now is None or claim.span.of(now.reading.report.text) != claim.quote:
            raise ValueError("the quote does not stand at its span in the report")
        if claim.id in {c.id for c in now.reading.claims}:
            raise ValueError(f"the report has a claim {claim.id} already")
    except ValueError as e:
        raise bad_judgement(ledger, str(e)) from e


def _subject(conn: Connection, j: Judgement, ledger: str) -> str | None:
    """The report that a judgement about anything but a claim is about.

    Raises:
        LedgerError: It is not held.
    """
    if j.verdict is Verdict.UNDO or j.verdict in ABOUT_PROPOSALS:
        row = conn.execute(select(t.judgement).where(t.judgement.c.id == j.subject)).first()
        if row is None:
            raise unknown(ledger, f"no judgement {j.subject} is held")
        return str(row.report) if row.report is not None else None
    if j.verdict in (Verdict.MERGE, Verdict.SPLIT):
        if j.other is None or j.other == j.subject:
            raise bad_judgement(ledger, f"to {j.verdict} takes two accounts of an incident")
        for key in (j.subject, j.other):
            _telling(conn, key, ledger)
        return j.subject.rpartition("#")[0]
    if j.verdict in (Verdict.ADD, Verdict.DUPLICATE, Verdict.NOTE):
        if j.verdict is Verdict.DUPLICATE and (j.other is None or j.other == j.subject):
            raise bad_judgement(ledger, "a duplicate names the report that it copies")
        for name in (j.subject, j.other) if j.other is not None else (j.subject,):
            report = name.rpartition("#")[0] if j.verdict is Verdict.NOTE and "#" in name else name
            if conn.execute(select(t.report.c.id).where(t.report.c.id == report)).first() is None:
                raise unknown(ledger, f"no report or claim {name} is held")
        return j.subject
    raise unknown(ledger, f"no claim {j.subject} stands in a current reading")


def _telling(conn: Connection, key: str, ledger: str) -> None:
    report, _, told = key.rpartition("#")
    now = kept(conn, report)
    if now is None or told not in {i.id for i in now.reading.incidents}:
        raise unknown(ledger, f"no report tells {key}")
