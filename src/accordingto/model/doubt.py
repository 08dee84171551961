"""How sure the reader was of a claim, and what of it a person should look at first."""

from __future__ import annotations

from dataclasses import dataclass

from accordingto.model.claim import Claim

DOUBTFUL = 0.6
"""Below this chance of being right, a claim or a slot is put before a person."""
_WHERE_WHEN = ("place", "time")


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is least certain of a claim.

    Attributes:
        kind: ``claim`` (there may be none), ``place`` (its place or day) or ``open`` (nothing in particular).
        slot: What is least certain: ``claim`` for whether there is one at all, or a slot.
        chance: How likely that is right, in [0, 1].
    """

    kind: str
    slot: str
    chance: float


def certainty(claim: Claim) -> float:
    """How likely it is that the claim stands and that its weakest slot is right, in [0, 1]."""
    return _stands(claim) * min((p for _, p in claim.slot_confidence), default=1.0)


def doubt_of(claim: Claim) -> Doubt:
    """What of a claim is least certain; a claim that may be none comes before a slot that may be wrong."""
    chances = {**dict(claim.slot_confidence), "claim": _stands(claim)}
    weakest = min(chances, key=lambda slot: chances[slot])
    where_when = min((n for n in _WHERE_WHEN if n in chances), key=lambda n: chances[n], default="claim")
    if chances["claim"] < DOUBTFUL:
        return Doubt("claim", "claim", chances["claim"])
    if chances[where_when] < DOUBTFUL:
        return Doubt("place", where_when, chances[where_when])
    return Doubt("open", weakest, chances[weakest])


def _stands(claim: Claim) -> float:
    return 1.0 if claim.confidence is None else claim.confidence
