"""Which event and sub-event type of ACLED an incident is, and which type of actor a side.

Promise: only what the claims say decides; an incident that fits none is left out with its reason.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

from accordingto.export.actors import ARMED, CIVILIAN, COALITION, STATE, UNKNOWN, Actor
from accordingto.export.sides import Side, Sides
from accordingto.model.linked import LinkedIncident
from accordingto.vocab.tables import table

_BATTLES, _REMOTE, _VAC, _STRATEGIC = (
    "Battles", "Explosions/Remote violence", "Violence against civilians", "Strategic developments",
)  # fmt: skip
_REMOTE_MEANS = {
    "chemical": "Chemical weapon",
    "airstrike": "Air/drone strike",
    "drone": "Air/drone strike",
    "suicide-bomb": "Suicide bomb",
    "missile": "Shelling/artillery/missile attack",
    "rocket": "Shelling/artillery/missile attack",
    "shelling": "Shelling/artillery/missile attack",
    "ied": "Remote explosive/landmine/IED",
    "car-bomb": "Remote explosive/landmine/IED",
    "landmine": "Remote explosive/landmine/IED",
    "explosion": "Remote explosive/landmine/IED",
    "grenade": "Grenade",
}
_HARM = ("killed", "injured", "casualties", "attack", "missing")
_THINGS = ("destroyed", "damaged", "seized")


def event_types(incident: LinkedIncident, found: Sides) -> tuple[str, str] | str:
    """The event and sub-event type of an incident, or why ACLED has none for it.

    Args:
        incident: With its claims.
        found: Its sides.
    """
    claims = [c for t in incident.tellings for c in t.claims if c.stance != "denied"]
    kinds = {c.type for c in claims}
    means = Counter(c.means for c in claims if c.means and c.means != "other")
    most = min(means, key=lambda m: (-means[m], m), default="")
    if most in _REMOTE_MEANS:
        return _REMOTE, _REMOTE_MEANS[most]
    if found.doer is not None and found.other is not None and "control" in kinds and not means:
        return (
            _BATTLES,
            "Government regains territory" if found.doer.official else "Non-state actor overtakes territory",
        )
    if "clash" in means and (found.other is not None or not found.civilians):
        return _BATTLES, "Armed clash"
    if means.get("abduction") or (kinds <= {"detained", "released", "missing"} and "detained" in kinds):
        if found.civilians and found.other is None:
            return _arrest_or_abduction(found, bool(means.get("abduction")))
        return "people taken are neither said to be civilians, nor is it a fight"
    if kinds & set(_HARM):
        if found.other is not None and found.doer is not None:
            return _BATTLES, "Armed clash"
        if found.civilians:
            return _VAC, "Attack"
        return "neither two armed sides nor civilians as victims are named"
    if kinds & set(_THINGS):
        return _STRATEGIC, "Looting/property destruction"
    if "control" in kinds and found.doer is not None:
        return _STRATEGIC, "Non-violent transfer of territory"
    return f"no event type of ACLED for claims of: {', '.join(sorted(kinds)) or 'nothing'}"


def _arrest_or_abduction(found: Sides, abducted: bool) -> tuple[str, str]:
    if not abducted and found.doer is not None and all(a.kind == STATE for a in found.doer.actors):
        return _STRATEGIC, "Arrests"
    return _VAC, "Abduction/forced disappearance"


def actor_type(side: Side, country: str) -> int | None:
    """ACLED's code of a side's type; None where the vocabulary does not tell.

    Rival doers of several types are coded as ACLED codes unidentified forces: military ones 8, others 3.

    Args:
        side: The side.
        country: Code of the state in which it happened: forces of another state are of a type of their own.
    """
    types = {_one(a, country) for a in side.actors}
    if None in types or len(types) == 1:
        return None if None in types else types.pop()
    return 8 if all(a.official for a in side.actors) else 3


def _one(a: Actor, country: str) -> int | None:
    if a.kind == STATE:
        return 1 if a.country == country else 8
    if a.kind == COALITION:
        return 8
    if a.kind == CIVILIAN:
        return 7
    if a.kind == ARMED:
        return _listed().get(a.name.casefold(), 2)
    # ACLED codes an unidentified armed group as a political militia.
    return 3 if a.kind == UNKNOWN else None


@cache
def _listed() -> dict[str, int]:
    names = table("sides")
    codes = {"political_militias": 3, "identity_militias": 4, "external": 8}
    return {name.casefold(): code for key, code in codes.items() for name in names[key]}
