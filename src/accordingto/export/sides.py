"""Who fights whom in an incident, as event datasets ask for it: two sides, or one side against civilians.

Promise: a doer on whom the sources differ is never chosen: the side then bears all their names, and says that it is
disputed. An incident that these datasets have no place for comes back as a reason in words.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from accordingto.export.actors import CIVILIAN, UNKNOWN, Actor, actor
from accordingto.export.counts import by_side
from accordingto.model.claim import Claim
from accordingto.model.linked import LinkedIncident

CIVILIANS = "Civilians"
STATE_BASED, NON_STATE, ONE_SIDED = 1, 2, 3
_ACTS = ("attack", "killed", "injured", "casualties", "missing", "detained", "displaced", "destroyed", "damaged")


@dataclass(frozen=True, slots=True)
class Side:
    """One side: a party, or several that are each held to have been the one.

    Attributes:
        actors: The one, or all that the sources name for it.
        disputed: Whether the sources differ on which of them it was.
    """

    actors: tuple[Actor, ...]
    disputed: bool = False

    @property
    def name(self) -> str:
        """Its name; of a disputed one all names, and that it is disputed."""
        names = " or ".join(a.name for a in self.actors)
        return f"{names} (disputed)" if self.disputed else names

    @property
    def official(self) -> bool:
        """Whether any of its parties is a state or a coalition of states."""
        return any(a.official for a in self.actors)

    @property
    def organised(self) -> bool:
        """Whether all of its parties are known to be organised actors."""
        return all(a.organised for a in self.actors)


CIVILIAN_SIDE = Side((Actor(CIVILIANS, CIVILIAN),))


@dataclass(frozen=True, slots=True)
class Sides:
    """Who did it to whom.

    Attributes:
        doer: Who acted, or None where nobody names anyone.
        other: The armed side that was hit or fought, or None.
        civilians: Whether civilians were hit.
    """

    doer: Side | None
    other: Side | None
    civilians: bool


@dataclass(frozen=True, slots=True)
class Dyad:
    """The sides in the order of UCDP, with its type of violence."""

    type: int
    side_a: Side
    side_b: Side | None
    """None stands for the civilians of type 3."""

    @property
    def name(self) -> str:
        """As UCDP writes it."""
        return f"{self.side_a.name} - {self.side_b.name if self.side_b else CIVILIANS}"


def sides(incident: LinkedIncident, lang: str = "en") -> Sides:
    """Who acted, who was fought, and whether civilians were hit.

    Args:
        incident: With its claims, figures and disputes.
        lang: Language of the names.
    """
    claims = [c for t in incident.tellings for c in t.claims if c.stance in ("asserted", "possible")]
    doers = Counter(c.actor.party for c in claims if c.actor and c.actor.party and c.type in (*_ACTS, "control"))
    for t in incident.tellings:
        doers.update(r.party for r in t.incident.responsible if r.stance in ("asserted", "possible"))
    hit = Counter(c.target.party for c in claims if _fighters(c) and c.target and c.target.party)
    for e in by_side(incident, "killed"):
        if e.kind == "combatant" and e.party:
            hit[e.party] += 1
    civilians = any(e.kind == "civilian" for m in ("killed", "injured") for e in by_side(incident, m))
    civilians = civilians or any(c.target is not None and c.target.kind in ("civilian", "mixed") for c in claims)
    blamed = _blamed(incident)
    if blamed:
        doer: Side | None = Side(tuple(actor(p, lang) for p in blamed), disputed=len(blamed) > 1)
    else:
        # In a clash both act; who acts most often and is not the one that is hit comes first, nobody known last.
        order = sorted(doers, key=lambda p: (actor(p, lang).kind == UNKNOWN, -doers[p] + hit[p], p))
        doer = Side((actor(order[0], lang),)) if order else None
    mine = {a.name for a in doer.actors} if doer else set()
    rest = hit + doers if not blamed else hit
    others = sorted((p for p in rest if p not in mine), key=lambda p: (-rest[p], p))
    other = next((Side((a,)) for p in others if (a := actor(p, lang)).kind != UNKNOWN), None)
    return Sides(doer, other, civilians)


def dyad(incident: LinkedIncident, lang: str = "en") -> Dyad | str:
    """The two sides as UCDP codes them, or the reason why it has no place for the incident.

    Args:
        incident: With its claims, figures and disputes.
        lang: Language of the names.
    """
    found = sides(incident, lang)
    doer, other = found.doer, found.other
    if other is None:
        if doer is None:
            return "no side that did it is named"
        if not doer.organised:
            return f"the side that did it is not an organised actor: {doer.name}"
        if not found.civilians:
            return "the victims are neither said to be civilians nor of a named side"
        return Dyad(ONE_SIDED, doer, None)
    if doer is None:
        return f"only one side is named: {other.name}"
    for side in (doer, other):
        if not side.organised:
            return f"not known to be an organised actor: {side.name}"
    types = {STATE_BASED if a.official or b.official else NON_STATE for a in doer.actors for b in other.actors}
    if len(types) > 1:
        return f"the type of violence depends on who did it, which is disputed: {doer.name}"
    (kind,) = types
    first, second = (other, doer) if other.official and not doer.official else (doer, other)
    return Dyad(kind, first, second)


def _fighters(claim: Claim) -> bool:
    return claim.target is not None and claim.target.kind == "combatant"


def _blamed(incident: LinkedIncident) -> tuple[str, ...]:
    """The parties between whom responsibility for the incident is open, most origins first; empty if it is not."""
    dispute = next((d for d in incident.disputes if d.question == "responsibility"), None)
    if dispute is None:
        return ()
    votes = Counter(p.answer for p in dispute.positions if p.stance != "denied" for _ in p.origins or ("",))
    return tuple(sorted(votes, key=lambda p: (-votes[p], p)))
