"""Four eyes: what waits for a second person, and who that may be.

Promise: where a second eye is wanted, nothing that changes what counts takes effect by one person's word, and whoever
proposed something never approves it. It holds for every way in to a ledger, because it is decided in the transaction
that appends. Notes, and accepting a claim as it was read, change no figure and need no second eye.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, select

from accordingto.model.judgement import ABOUT_PROPOSALS, Judgement, Verdict, same_person, waiting
from accordingto.store import tables as t
from accordingto.store.errors import bad_judgement, overtaken, own_proposal
from accordingto.store.loading import judgements
from accordingto.store.people import four_eyes


def second_eye(conn: Connection, j: Judgement, report: str | None, ledger: str) -> Judgement:
    """A judgement as it is to be kept: a proposal, where it changes what counts and a second eye is wanted.

    Args:
        conn: A writing transaction.
        j: What was decided; its subject is held.
        report: The report that it is about.
        ledger: Name of the ledger, for messages.

    Raises:
        LedgerError: What it decides about does not wait any more, is the person's own proposal, or is somebody
            else's to take back.
    """
    if j.verdict in (*ABOUT_PROPOSALS, Verdict.UNDO):
        made = [x for x, _ in judgements(conn, report=report)]
        open_ = next((x for x in waiting(made) if x.id == j.subject), None)
        if j.verdict in ABOUT_PROPOSALS:
            if open_ is None:
                raise overtaken(ledger)
            if same_person(open_.by, j.by):
                raise own_proposal(ledger, f"{open_.by} proposed this, so somebody else has to {j.verdict} it")
            return replace(j, proposed=False)
        if open_ is not None:
            if not same_person(open_.by, j.by):
                raise bad_judgement(ledger, f"{open_.by} proposed this and may take it back; others decline it")
            return replace(j, proposed=False)
        undone = next(x for x in made if x.id == j.subject)
        weighs = _weighs(conn, undone, report) or undone.proposed or undone.verdict is Verdict.APPROVE
    else:
        weighs = _weighs(conn, j, report)
    return replace(j, proposed=weighs and (j.proposed or four_eyes(conn)))


def _weighs(conn: Connection, j: Judgement, report: str | None) -> bool:
    """Whether a judgement changes what counts."""
    if j.verdict is Verdict.ACCEPT:
        # It would bring back what was rejected, or confirm over a correction that two have agreed on.
        c = t.claim.c
        status = conn.execute(select(c.status).where(c.report == report, c.anchor == j.subject)).scalar()
        return status in ("rejected", "edited")
    return j.verdict not in (Verdict.NOTE, *ABOUT_PROPOSALS)
