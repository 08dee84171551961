"""Two readings of one report side by side: which claim of the one is which claim of the other, and what changed.

Promise: a claim is paired once at most, by the strictest ground that holds: the same words at the same place, then the
same words, then the same place, then words much alike. Pure functions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from accordingto.model.claim import Claim

_ALIKE = 0.75
_PASSING = ("id", "incident", "confidence", "slot_confidence", "quote", "span", "trigger_span")


@dataclass(frozen=True, slots=True)
class Change:
    """One claim in two readings.

    Attributes:
        slots: Name of a slot to its value before and after, where they differ.
    """

    before: Claim
    after: Claim
    slots: tuple[tuple[str, Any, Any], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What a newer reading says otherwise."""

    added: tuple[Claim, ...] = ()
    gone: tuple[Claim, ...] = ()
    changed: tuple[Change, ...] = ()
    same: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.gone or self.changed)


def difference(before: Sequence[Claim], after: Sequence[Claim], *, same_text: bool) -> Difference:
    """Say what changed between two readings of one report.

    Args:
        before: Claims of the older reading.
        after: Claims of the newer.
        same_text: Whether both read the same text, so that offsets mean the same in both.
    """
    pairs = paired(before, after, same_text=same_text)
    changed, same = [], 0
    for old, new in pairs:
        slots = changed_slots(before[old], after[new])
        if slots:
            changed.append(Change(before[old], after[new], slots))
        else:
            same += 1
    left, right = {old for old, _ in pairs}, {new for _, new in pairs}
    added = tuple(c for i, c in enumerate(after) if i not in right)
    gone = tuple(c for i, c in enumerate(before) if i not in left)
    return Difference(added, gone, tuple(changed), same)


def paired(before: Sequence[Claim], after: Sequence[Claim], *, same_text: bool) -> list[tuple[int, int]]:
    """Positions of claims that are one assertion, in the order of ``before``."""
    found: dict[int, int] = {}
    for key in (_exact, _trigger_place) if same_text else ():
        _match(before, after, found, key)
    for key in (_words, _core):
        _match(before, after, found, key)
    taken = set(found.values())
    for i, old in enumerate(before):
        if i in found:
            continue
        best = max(
            ((_likeness(old, new, same_text), -j) for j, new in enumerate(after) if j not in taken), default=(0.0, 0)
        )
        if best[0] >= _ALIKE:
            found[i] = -best[1]
            taken.add(-best[1])
    return sorted(found.items())


def changed_slots(before: Claim, after: Claim) -> tuple[tuple[str, Any, Any], ...]:
    """The slots in which two readings of one assertion differ; where the words stand does not count."""
    old, new = said(before), said(after)
    return tuple((k, old.get(k), new.get(k)) for k in {**old, **new} if old.get(k) != new.get(k))


def said(claim: Claim) -> dict[str, Any]:
    """What a claim says, apart from where its words stand and how sure the reader was."""
    slots = {k: v for k, v in claim.to_dict().items() if k not in _PASSING}
    return {k: {n: w for n, w in v.items() if n != "span"} if isinstance(v, dict) else v for k, v in slots.items()}


def _match(
    before: Sequence[Claim], after: Sequence[Claim], found: dict[int, int], key: Callable[[Claim], Hashable]
) -> None:
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    taken = set(found.values())
    for j, new in enumerate(after):
        if j not in taken:
            waiting[key(new)].append(j)
    for i, old in enumerate(before):
        if i not in found and waiting[key(old)]:
            found[i] = waiting[key(old)].pop(0)


def _exact(c: Claim) -> Hashable:
    spans = tuple(slot.span if slot else None for slot in (c.target, c.source, c.count))
    return c.type, c.trigger_span, spans


def _trigger_place(c: Claim) -> Hashable:
    return c.type, c.trigger_span


def _words(c: Claim) -> Hashable:
    return c.type, c.quote, c.source.text if c.source else None


def _core(c: Claim) -> Hashable:
    return c.type, c.trigger, c.target.text if c.target else None, c.count.text if c.count else None


def _likeness(old: Claim, new: Claim, same_text: bool) -> float:
    if old.type != new.type:
        return 0.0
    if same_text:
        return 1.0 if old.span.overlaps(new.span) else 0.0
    return SequenceMatcher(None, old.quote, new.quote, autojunk=False).ratio()
