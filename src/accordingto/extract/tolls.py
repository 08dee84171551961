"""Running totals as balance assertions: what a report's own incidents explain of them.

Promise: a total never becomes an event, is never added to anything and is never shared out; incidents that the words
exclude (another side, another place, another time) explain nothing of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from accordingto.model.claim import Claim
from accordingto.model.incident import Incident, TollCheck
from accordingto.model.values import Bounds

KINDS = ("killed", "injured")


def toll_checks(claims: Sequence[Claim], incidents: Sequence[Incident]) -> tuple[TollCheck, ...]:
    """Hold every numbered running total of a report against its incidents.

    Args:
        claims: All claims of the report, with ``incident`` filled.
        incidents: Its incidents, as ``group_claims`` gave them.

    Returns:
        One check for each cumulative claim of killed or injured that states a figure, in text order.
    """
    by_id = {c.id: c for c in claims}
    out = []
    for c in claims:
        if c.scope != "cumulative" or c.type not in KINDS or c.count is None or not c.count.bounds.numeric:
            continue
        if c.stance in ("denied", "planned"):
            continue
        parts = [(i, b) for i in incidents if (b := _bounds(i, c.type)) is not None and _inside(i, c, by_id)]
        explained: Bounds | None = None
        for _, b in parts:
            explained = b if explained is None else explained.plus(b)
        party = c.target.party if c.target is not None else None
        out.append(TollCheck(c.id, c.type, party, c.count.bounds, explained, tuple(i.id for i, _ in parts)))
    return tuple(out)


def _bounds(incident: Incident, kind: str) -> Bounds | None:
    return incident.killed if kind == "killed" else incident.injured


def _inside(incident: Incident, total: Claim, by_id: dict[str, Claim]) -> bool:
    return _same_side(incident, total, by_id) and _same_place(incident, total) and _same_time(incident, total)


def _same_side(incident: Incident, total: Claim, by_id: dict[str, Claim]) -> bool:
    """Party and kind of the victims must not differ; a side that only one of the two names is no match."""
    ids = incident.killed_from if total.type == "killed" else incident.injured_from
    victims = [by_id[i].target for i in ids if i in by_id]
    parties = {v.party for v in victims if v is not None and v.party}
    kinds = {v.kind for v in victims if v is not None and v.kind in ("civilian", "combatant")}
    party = total.target.party if total.target is not None else None
    kind = total.target.kind if total.target is not None else None
    if (parties != {party}) if party else bool(parties):
        return False
    return kind not in ("civilian", "combatant") or not kinds or kinds == {kind}


def _same_place(incident: Incident, total: Claim) -> bool:
    """The incident must not lie outside the place of the total."""
    path = total.place.path if total.place is not None else None
    return not path or not incident.place or incident.place == path or incident.place.endswith(", " + path)


def _same_time(incident: Incident, total: Claim) -> bool:
    """The incident must not lie outside the period of the total."""
    if total.time is None or not total.time.period.known or not incident.period.known:
        return True
    mine, whole = incident.period, total.time.period
    begins_early = whole.start is not None and mine.end is not None and mine.end < whole.start
    ends_late = whole.end is not None and mine.start is not None and mine.start > whole.end
    return not (begins_early or ends_late)
