"""Which tellings are compared at all: those that share a key of place and time, a rare name, or a toll of one day.

Promise: the keys of a telling depend on it alone; whether two tellings are compared depends on their keys and on how
many others share them, never on the order of arrival. A block in which more than its limit of comparisons would be
made is left aside whole: such a key ("Syria, 2016, air strikes") tells nothing, and its tellings have other keys.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from accordingto.link.names import sound
from accordingto.link.profile import Grain, Profile

Key = tuple[str | int, ...]

LIMITS = {"day": 1_000_000, "toll": 250_000, "month": 40_000, "year": 40_000, "ever": 1_000, "name": 2_500}
"""Comparisons that one block of each sort may cause: a thousand accounts of one place and day, fifty of one name."""
_YEAR = 366


@dataclass(frozen=True, slots=True)
class Keys:
    """Under which keys a telling can be found, and under which it looks for others."""

    found: frozenset[Key]
    looks: frozenset[Key]


def keys(p: Profile) -> Keys:
    """The keys of one telling.

    A telling looks under its own place at its own precision of time, a day more on either side; it can be found under
    everything that a less exact telling of the same incident would look under.
    """
    heads = {sound(k) for k in p.place.all}
    wide = [*heads, f"={p.place.country}" if p.place.country else "=", "*"]
    own = [*heads] or wide[len(heads) : len(heads) + 1]
    sorts = {*p.families, *p.kinds, "any"}
    found: set[Key] = set()
    looks: set[Key] = set()
    first, last = p.start, p.end
    if p.grain is Grain.NONE:
        # An undated account is mostly of the days before it was published.
        first, last = p.published - 3, p.published
    if p.grain in (Grain.DAY, Grain.DAYS) or (p.grain is Grain.NONE and p.published):
        # "The convoy was hit near Qaminas" can be found under Qaminas though the incident's place is Idlib.
        named = [*wide, *(sound(k) for k in p.others)]
        found |= {("day", w, d) for w in named for d in range(first, last + 1)}
        looks |= {("day", w, d) for w in own for d in range(first - 1, last + 2)}
    if p.grain in (Grain.DAY, Grain.DAYS) and p.counts.get("killed", (0, 0, 0))[2] > 2 and p.place.country:
        toll = (p.place.country, p.counts["killed"][2])
        found |= {("toll", *toll, d) for d in range(first, last + 1)}
        looks |= {("toll", *toll, d) for d in range(first - 1, last + 2)}
    if p.grain is not Grain.NONE:
        months = {d // 31 for d in (first, last, *range(first, min(last, first + 3 * _YEAR), 31))}
        years = {d // _YEAR for d in (first, last, *range(first, min(last, first + 3 * _YEAR), _YEAR))}
        found |= {("month", w, m, s) for w in wide for m in months for s in sorts}
        found |= {("year", w, y, s) for w in wide for y in years for s in sorts}
        if p.grain is Grain.MONTH:
            looks |= {("month", w, m, s) for w in own for m in months for s in sorts}
        elif p.grain is Grain.LONG:
            looks |= {("year", w, y, s) for w in own for y in years for s in sorts}
    found |= {("ever", w, s) for w in wide[:-1] for s in sorts}
    if p.grain in (Grain.NONE, Grain.LONG):
        # Of all times, only what happened at the very place: its province would be the whole war.
        looks |= {("ever", w, s) for w in [sound(k) for k in p.place.heads] or own for s in sorts}
    names: set[Key] = {("name", n) for n in p.names}
    return Keys(frozenset(found | names), frozenset(looks | names))


@dataclass(slots=True)
class _Block:
    found: set[str] = field(default_factory=set)
    looks: set[str] = field(default_factory=set)

    @property
    def open(self) -> int:
        return len(self.found) * len(self.looks)


class Index:
    """The blocks of all tellings, kept up to date as they come and go."""

    def __init__(self) -> None:
        self._blocks: dict[Key, _Block] = {}
        self._keys: dict[str, Keys] = {}

    def add(self, name: str, own: Keys) -> set[str]:
        """Put a telling in.

        Returns:
            The tellings whose candidates may have changed by it: those that share a key.
        """
        self._keys[name] = own
        return self._change(name, own, add=True)

    def remove(self, name: str) -> set[str]:
        """Take a telling out; returns the tellings whose candidates may have changed by it."""
        return self._change(name, self._keys.pop(name), add=False)

    def _change(self, name: str, own: Keys, *, add: bool) -> set[str]:
        """Only a block that its limit opens or shuts changes the candidates of others."""
        touched: set[str] = set()
        for key in own.found | own.looks:
            block = self._blocks.setdefault(key, _Block())
            limit = LIMITS[str(key[0])]
            was = block.open <= limit
            for members, names in ((block.found, own.found), (block.looks, own.looks)):
                if key in names:
                    (members.add if add else members.discard)(name)
            if (block.open <= limit) is not was:
                touched |= block.found | block.looks
            if not block.found and not block.looks:
                del self._blocks[key]
        touched.discard(name)
        return touched

    def candidates(self, name: str) -> set[str]:
        """The tellings that ``name`` is compared with."""
        out: set[str] = set()
        own = self._keys[name]
        for key, blocks in self._open(own.looks):
            out |= blocks.found
            if key in own.found:
                out |= blocks.looks
        for _, blocks in self._open(own.found - own.looks):
            out |= blocks.looks
        out.discard(name)
        return out

    def _open(self, some: Iterable[Key]) -> Iterator[tuple[Key, _Block]]:
        for key in some:
            block = self._blocks[key]
            if block.open <= LIMITS[str(key[0])]:
                yield key, block
