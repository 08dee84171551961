"""How sure the reader was of a claim, and which claims a person should look at first.

Promise: a claim that somebody has judged is in no queue; a doubt names the slot it is about.
"""

from __future__ import annotations

from dataclasses import dataclass

from accordingto.model.claim import Claim
from accordingto.store import Standing
from accordingto.store.loading import Kept

DOUBTFUL = 0.6
"""Below this chance of being right, a claim or a slot is put before a person."""
_WHERE_WHEN = ("place", "time")
_OPEN = ("unjudged", "reopened")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A claim that nobody has looked at yet.

    Attributes:
        slot: What is least certain: ``claim`` for whether there is one at all, or a slot.
        chance: How likely that is right.
        reason: ``reopened``, ``claim``, ``place`` (place or day) or ``open`` (nothing in particular).
    """

    report: str
    claim: str
    type: str
    quote: str
    slot: str
    chance: float
    reason: str


def certainty(claim: Claim) -> float:
    """How likely it is that the claim stands and that its weakest slot is right, in [0, 1]."""
    stands = 1.0 if claim.confidence is None else claim.confidence
    return stands * min((p for _, p in claim.slot_confidence), default=1.0)


def doubts_of(kept: Kept) -> tuple[Doubt, ...]:
    """The claims of a report that nobody has judged, the most doubtful first."""
    found = [_doubt(kept.reading.report.id, s) for s in kept.standings if s.status in _OPEN]
    return tuple(sorted(found, key=lambda d: d.chance))


def _doubt(report: str, s: Standing) -> Doubt:
    c = s.claim
    slots = dict(c.slot_confidence)
    slots["claim"] = 1.0 if c.confidence is None else c.confidence
    slot = min(slots, key=lambda name: slots[name])
    where_when = min((n for n in _WHERE_WHEN if n in slots), key=lambda n: slots[n], default=None)
    if s.status == "reopened":
        reason = "reopened"
    elif slots["claim"] < DOUBTFUL:
        reason, slot = "claim", "claim"
    elif where_when is not None and slots[where_when] < DOUBTFUL:
        reason, slot = "place", where_when
    else:
        reason = "open"
    return Doubt(report, c.id, c.type, c.quote, slot, slots[slot], reason)
