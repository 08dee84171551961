"""The state of the evidence for an incident of harm to civilians, by the grades that Airwars publishes.

Promise: a grade follows from who says what alone; it says how an incident is attested, never whether it was right or
wrong. Grades: https://airwars.org/research/methodology (civilian harm status).
"""

from __future__ import annotations

from collections.abc import Sequence

from accordingto.model.linked import Dispute
from accordingto.model.telling import Telling
from accordingto.reconcile.estimates import Figured
from accordingto.reconcile.figures import Side, heard
from accordingto.reconcile.sides import side_key
from accordingto.reconcile.standing import voice_group


def grade(tellings: Sequence[Telling], figured: Figured, found: Sequence[Dispute], *, lang: str = "en") -> str:
    """The grade of one incident.

    Args:
        tellings: Its tellings, as ``figures.ordered`` gives them.
        figured: Its figures.
        found: Its disputes.
        lang: Language of the reports.

    Returns:
        ``confirmed`` where a side says itself that it harmed civilians, ``discounted`` where only fighters were harmed,
        ``contested`` where the sources differ on who did it, ``fair`` where two independent sources tell of harm and of
        who did it, else ``weak``.
    """
    harm = [f for f in figured.figures if f.measure in ("killed", "injured", "casualties")]
    if harm and all(f.side.kind == "combatant" for f in harm):
        return "discounted"
    if any(d.question == "responsibility" for d in found):
        return "contested"
    for f in harm:
        actor = side_key(f.claim.actor.party, lang) if f.claim.actor is not None else None
        if f.claim.stance == "asserted" and actor is not None and side_key(f.origin, lang) == actor:
            return "confirmed"
    own, _ = heard(tellings)
    blamed = any(
        c.actor is not None and side_key(c.actor.party, lang) and c.stance in ("asserted", "possible")
        for t in own
        for c in t.claims
    )
    sources = {voice_group(f.origin) for f in harm if f.side != Side(None, "combatant")}
    return "fair" if blamed and len(sources) > 1 else "weak"
