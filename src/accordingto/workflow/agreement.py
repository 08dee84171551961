"""How far two people agreed who coded claims blind, slot by slot, and with what the reader had read.

Promise: a round that is still open shows nothing of what anybody coded; every disagreement is listed with what each
said, so that a number can be looked behind. An empty slot is a value: that one gives a place and the other none is a
disagreement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from accordingto.model.claim import Claim
from accordingto.reconcile.reliability import Alpha, alpha
from accordingto.store import Ledger
from accordingto.store.coding import Coded, Round, Unit
from accordingto.store.views import plain

SLOTS: dict[str, str | None] = {
    "type": None, "stance": None, "scope": None, "means": None, "act": None,
    "count.low": "ratio", "count.best": "ratio", "count.high": "ratio",
    "target.party": None, "target.kind": None, "actor.party": None, "place.path": None,
    "time.start": "interval", "time.end": "interval", "source.kind": None,
}  # fmt: skip
"""What is asked of each claim, and how far apart two values of it are, where that can be told (``reliability``)."""
_WORDS = ("target.party", "actor.party", "place.path")
"""Written freely: case and white space are no disagreement."""
_EMPTY = ""


def agreement(ledger: Ledger, found: Round) -> dict[str, Any]:
    """What a round shows, JSON-ready.

    Args:
        ledger: The ledger.
        found: A round; of an open one only how far it is.

    Returns:
        ``slots``, each with how often all coders said the same, alpha over all values (an empty one among them), alpha
        by distance where both gave one, and how often each coder said what the reader had read; and
        ``disagreements``.
    """
    out: dict[str, Any] = {
        "id": found.id, "coders": list(found.coders), "by": found.by, "at": found.at.isoformat(timespec="minutes"),
        "seed": found.seed, "claims": len(found.units), "open": found.open, "closed": found.closed,
        "left": {c: len(found.left(c)) for c in found.coders}, "compared": 0, "slots": [], "disagreements": [],
    }  # fmt: skip
    if found.open:
        return out
    units = [u for u in found.units if all((u.id, c) in found.coded for c in found.coders)]
    said = [[_compared(found.coded[u.id, c]) for c in found.coders] for u in units]
    read = [_compared(_as_read(ledger, u)) for u in units]
    slots = [_slot(name, [[s.get(name) for s in unit] for unit in said], [r.get(name) for r in read], found.coders)
             for name in ("claim", *SLOTS)]  # fmt: skip
    differing = [_difference(u, unit, r, found.coders) for u, unit, r in zip(units, said, read, strict=True)]
    return out | {"compared": len(units), "slots": slots, "disagreements": [d for d in differing if d["slots"]]}


def coded_from(claim: Claim) -> dict[str, str | int | None]:
    """A claim as somebody would code it: a value for each of ``SLOTS``."""
    said = claim.to_dict()
    out = {}
    for name in SLOTS:
        slot, _, inner = name.partition(".")
        value = said.get(slot)
        out[name] = (value or {}).get(inner) if inner else value
    return out


def _as_read(ledger: Ledger, unit: Unit) -> Coded | None:
    kept = ledger.reading(unit.report)
    read = next((s.read for s in kept.standings if s.anchor == unit.anchor), None) if kept is not None else None
    return coded_from(read) if read is not None else None


def _compared(coded: Coded | None) -> dict[str, Any]:
    """What was coded, as it is compared; slots of what is no claim are not there."""
    if coded is None:
        return {"claim": "no"}
    out: dict[str, Any] = {"claim": "yes"}
    for name in SLOTS:
        value = coded.get(name)
        out[name] = _EMPTY if value is None else plain(str(value)) if name in _WORDS else value
    return out


def _slot(name: str, said: Sequence[Sequence[Any]], read: Sequence[Any], coders: Sequence[str]) -> dict[str, Any]:
    both = [unit for unit in said if None not in unit]
    metric = SLOTS.get(name)
    with_reader = {
        coder: _share([(unit[n], r) for unit, r in zip(said, read, strict=True) if None not in (unit[n], r)])
        for n, coder in enumerate(coders)
    }
    return {
        "slot": name,
        "same": _share(both),
        "alpha": _rounded(alpha([[str(v) if v is not None else None for v in unit] for unit in said])),
        "metric": metric,
        "distance": _rounded(alpha([[_number(v) for v in unit] for unit in said], metric)) if metric else None,
        "with_reader": with_reader,
    }


def _number(value: Any) -> float | None:
    if value is None or value == _EMPTY:
        return None
    return float(date.fromisoformat(value).toordinal()) if isinstance(value, str) else float(value)


def _share(rows: Sequence[Sequence[Any]]) -> float | None:
    return round(sum(len(set(row)) == 1 for row in rows) / len(rows), 3) if rows else None


def _rounded(found: Alpha) -> dict[str, Any]:
    return {k: round(v, 3) if isinstance(v, float) else v for k, v in asdict(found).items()}


def _difference(
    unit: Unit, said: Sequence[Mapping[str, Any]], read: Mapping[str, Any], coders: Sequence[str]
) -> dict[str, Any]:
    slots = [
        {
            "slot": name,
            "said": {c: s.get(name) for c, s in zip(coders, said, strict=True)},
            "read": read.get(name),
        }
        for name in ("claim", *SLOTS)
        if len({s.get(name) for s in said}) > 1 and None not in (s.get(name) for s in said)
    ]
    return {"unit": unit.id, "report": unit.report, "anchor": unit.anchor, "slots": slots}
