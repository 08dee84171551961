"""How sure a claim and each of its slots are, as probabilities that mean what they say.

Promise: the network's own probabilities are bent by curves fitted on reports that it was not trained on
(``training/calibrate.py``), so that of all claims rated .8 about four in five stand; a slot filled by a rule from
another sentence has the rate at which that rule was right there. How well it holds: docs/reading-quality.md.
Method: Platt scaling by kind of claim and by slot (Platt 1999; Guo et al. 2017).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from accordingto.extract.decode import RawClaim
from accordingto.extract.schema import HARM, LOSS, MEANS, SCOPES, STANCES
from accordingto.model.claim import Claim

Curve = tuple[float, float]
"""Slope and offset on the log-odds."""

RATED = ("count", "target", "actor", "means", "place", "time", "source", "stance", "scope")
_CEILING = 0.995
_CLASSES = {"means": MEANS, "stance": STANCES, "scope": SCOPES}


@dataclass(frozen=True)
class Calibration:
    """Curves of one reader; what is missing leaves a probability as it is.

    Attributes:
        claim: By ``kind_of`` a claim.
        slot: By slot, for words that the network pointed at or classes that it chose.
        carried: By slot, how often a rule that filled it from elsewhere was right.
    """

    claim: Mapping[str, Curve] = field(default_factory=dict)
    slot: Mapping[str, Curve] = field(default_factory=dict)
    carried: Mapping[str, float] = field(default_factory=dict)


def kind_of(type_: str) -> str:
    """The kind of claim that shares a curve: harm, loss, attack, control or act."""
    return "harm" if type_ in HARM else "loss" if type_ in LOSS else type_


def rate(claims: Sequence[Claim], raws: Sequence[RawClaim], calibration: Calibration) -> list[Claim]:
    """Give claims their confidence and that of each filled slot.

    Args:
        claims: Claims of one report, finished.
        raws: The raw claim of each.
        calibration: The reader's curves.
    """
    out = []
    for claim, raw in zip(claims, raws, strict=True):
        sure = bend(raw.probability, calibration.claim.get(kind_of(claim.type)))
        slots = []
        for slot in RATED:
            p = given(claim, raw, slot)
            if p is not None:
                slots.append((slot, bend(p, calibration.slot.get(slot))))
            elif getattr(claim, slot) is not None and slot in calibration.carried:
                slots.append((slot, calibration.carried[slot]))
        out.append(replace(claim, confidence=sure, slot_confidence=tuple(slots)))
    return out


def given(claim: Claim, raw: RawClaim, slot: str) -> float | None:
    """The network's own probability of a slot's value; None where it is empty or a rule filled it."""
    value = getattr(claim, slot)
    if value is None:
        return None
    if slot in _CLASSES:
        index, p = raw.classes[slot]
        return p if _CLASSES[slot][index] == value else None
    if slot == "count":
        return raw.linked if raw.number is not None else raw.classes["implied"][1]
    pointed = raw.slots.get(slot)
    own = pointed is not None and pointed.first is not None and value.text is not None
    return pointed.probability if own and pointed is not None else None


def bend(p: float, curve: Curve | None) -> float:
    """A probability moved along a curve; never certain."""
    if curve is None:
        return min(p, _CEILING)
    p = min(max(p, 1e-4), 1 - 1e-4)
    slope, offset = curve
    return min(_CEILING, 1 / (1 + math.exp(-(slope * math.log(p / (1 - p)) + offset))))
