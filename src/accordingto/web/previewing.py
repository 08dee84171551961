"""What joining two accounts, or parting them, would make of incidents: looked at before anything is decided.

Promise: worked out by the code that works incidents out, from the accounts of the incidents concerned and every
judgement in force; nothing is stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accordingto.model.judgement import Judgement, Verdict
from accordingto.model.linked import LinkedIncident
from accordingto.web.asking import address
from accordingto.web.desk import ABOUT_INCIDENTS, Desk, about_incidents
from accordingto.web.faults import missing, unreadable
from accordingto.web.incident import disputed, estimated, in_order
from accordingto.workflow.across import reconcile_tellings

_NAMES = tuple(v.value for v in ABOUT_INCIDENTS)


def preview_page(desk: Desk, asked: Mapping[str, str]) -> dict[str, Any]:
    """The incidents as they are, and as they would be.

    Args:
        desk: The desk.
        asked: ``name`` of the incident; ``verdict``, merge or split; ``subject``, an account of it (the oldest unless
            given); ``other``, the other account, or for merge an incident, of which the oldest account is meant.

    Raises:
        PageError: There is no such incident or account, or one cannot be joined with, or parted from, the other.
    """
    here = desk.incident(asked["name"])
    if here is None:
        raise missing(f"incident {asked['name']!r}")
    if (said := asked.get("verdict")) not in _NAMES:
        raise unreadable("verdict", f"choose from {', '.join(_NAMES)}")
    verdict = Verdict(said)
    keys = [t.key for t in in_order(here)]
    subject = asked.get("subject") or keys[0]
    if subject not in keys:
        raise unreadable("subject", "this incident has no such account")
    if verdict is Verdict.SPLIT:
        there, other = here, asked.get("other") or next((k for k in keys if k != subject), "")
        if other == subject or other not in keys:
            raise unreadable("other", "name another account of this incident to part it from")
    else:
        there, other = _elsewhere(desk, here, (asked.get("other") or "").strip())
    before = [here] if there is here else [here, there]
    thought = Judgement("preview", verdict, subject, desk.reviewer, desk.ledger.now, "preview", other=other)
    after = reconcile_tellings(
        [t for i in before for t in i.tellings], judgements=(*about_incidents(desk), thought)
    ).incidents  # fmt: skip
    return {
        "incident": here.id, "what": here.what, "verdict": verdict.value, "subject": subject, "other": other,
        "before": [_summary(i) for i in before], "after": [_summary(i) for i in after],
        "changes": {frozenset(t.key for t in i.tellings) for i in before}
        != {frozenset(t.key for t in i.tellings) for i in after},
    }  # fmt: skip


def _elsewhere(desk: Desk, here: LinkedIncident, name: str) -> tuple[LinkedIncident, str]:
    """Another incident and the account of it that is meant."""
    if not name:
        raise unreadable("other", "name the incident or the account to join with")
    there = desk.incident(name)
    if there is None:
        raise missing(f"incident or account {name!r}")
    if there.id == here.id:
        raise unreadable("other", "that is this incident")
    keys = [t.key for t in in_order(there)]
    return there, name if name in keys else keys[0]


def _summary(i: LinkedIncident) -> dict[str, Any]:
    return {
        "id": i.id, "what": i.what, "type": i.type, "place": i.place, "edtf": i.period.edtf,
        "start": i.period.start.isoformat() if i.period.start else None,
        "end": i.period.end.isoformat() if i.period.end else None,
        "estimates": [e for e in estimated(i) if e["whole"]],
        "disputes": [disputed(d, i) for d in i.disputes],
        "tellings": [
            {
                "key": t.key, "what": t.incident.what, "name": t.outlet.name,
                "published": t.outlet.published.isoformat() if t.outlet.published else None,
                "link": address("/report", id=t.outlet.report), "claims": len(t.claims),
            }
            for t in in_order(i)
        ],
    }  # fmt: skip
