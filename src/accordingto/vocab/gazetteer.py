"""The gazetteer: which places bear a name, where they are, how big, and in which division and country.

Promise: the shipped file is opened read-only and in place (nothing is loaded ahead); files that a user added stand
beside it and are asked in the same way. Names are compared by the keys of ``placekeys``. What it is built from:
docs/model-cards/gazetteer.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from accordingto.vocab.placefile import PlaceFile
from accordingto.vocab.placekeys import place_key, without_articles

__all__ = ["Gazetteer", "Known", "Namesakes", "namesakes", "place_key", "shipped"]

_FILE = Path(__file__).parent / "gazetteer.bin"
_MOST_COUNTRIES = 12


@dataclass(frozen=True, slots=True)
class Namesakes:
    """Places of one name: country codes with the largest population of each, biggest first."""

    countries: tuple[tuple[str, int], ...]

    @property
    def codes(self) -> frozenset[str]:
        """Countries that have such a place."""
        return frozenset(code for code, _ in self.countries)


@dataclass(frozen=True, slots=True)
class Known:
    """One place of the gazetteer.

    Attributes:
        id: File and number: the same place has the same id, within one state of the gazetteer.
        kind: country | admin1 | admin2 | region | water | town.
        country: Two-letter code, or "" for what no single country holds.
        size: People; 0 for regions and waters.
        reach: Kilometres within which nearly all of it lies; 0 for towns.
        parents: Ids of the divisions that hold it, nearest first.
        exact: Whether the name asked for is one of its names, and not only sounds like one.
        own: Whether a file of the user's gives it.
    """

    id: tuple[int, int]
    kind: str
    country: str
    lat: float
    lon: float
    size: int
    reach: int = 0
    parents: tuple[tuple[int, int], ...] = ()
    exact: bool = True
    own: bool = False


class Gazetteer:
    """The shipped file and the user's own; compared and pickled by the files' paths, so it can travel to workers."""

    def __init__(self, own: Sequence[Path] = ()) -> None:
        self._paths = tuple(own)
        self._files = (_shipped_file(), *(PlaceFile(p) for p in own))
        self._find = lru_cache(maxsize=4096)(self._look_up)
        self._above = lru_cache(maxsize=4096)(self._chain)
        self._nations: dict[str, Known] = {}

    def __reduce__(self) -> tuple[type[Gazetteer], tuple[tuple[Path, ...]]]:
        return Gazetteer, (self._paths,)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Gazetteer) and self._paths == other._paths

    def __hash__(self) -> int:
        return hash(self._paths)

    def find(self, name: str) -> tuple[Known, ...]:
        """Every place that bears a name or one that sounds like it, in no order; ``exact`` tells them apart."""
        return self._find(name)

    def _look_up(self, name: str) -> tuple[Known, ...]:
        keys = {k for k in (place_key(name), place_key(without_articles(name))) if k}
        found: dict[tuple[int, int], bool] = {}
        for f, file in enumerate(self._files):
            for key in keys:
                for number, exact, _ in file.hits(key):
                    found[f, number] = found.get((f, number), False) or exact
        return tuple(self.known(id_, exact=exact) for id_, exact in sorted(found.items()))

    def known(self, id_: tuple[int, int], *, exact: bool = True) -> Known:
        """The place of an id."""
        f, number = id_
        file = self._files[f]
        lat, lon = file.point(number)
        at = file.parent(number)
        parents = self._above((f, at)) if at is not None else ()
        country, kind, size = file.country(number), file.kind(number), file.size(number)
        return Known(id_, kind, country, lat, lon, size, file.reach(number), parents, exact, f > 0)

    def _chain(self, id_: tuple[int, int]) -> tuple[tuple[int, int], ...]:
        """A division and those above it."""
        above = self._files[id_[0]].parent(id_[1])
        return (id_, *(self._chain((id_[0], above)) if above is not None and above < id_[1] else ()))

    def name(self, id_: tuple[int, int]) -> str:
        """The name to show for a place."""
        return self._files[id_[0]].name(id_[1])

    def nation(self, code: str) -> Known | None:
        """The country of a code."""
        if not self._nations:
            file = self._files[0]
            self._nations.update((file.country(n), self.known((0, n))) for n in file.numbers("country"))
        return self._nations.get(code)

    def towns_of(self, code: str) -> Iterator[tuple[float, float]]:
        """Points of all towns of a country, as the shipped file has them."""
        return (self._files[0].point(n) for n in self._files[0].towns_of(code))

    def namesakes(self, names: Iterable[str]) -> dict[str, Namesakes]:
        """Look up many names at once, as they are looked for in running text.

        Args:
            names: Place names as written.

        Returns:
            Folded key to the places of that name, for the names that mean a place without further words.
        """
        out = {}
        for key in {key for name in names if (key := place_key(name))}:
            found = self._namesakes(key)
            if found is not None:
                out[key] = found
        return out

    def _namesakes(self, key: str) -> Namesakes | None:
        sizes: dict[str, int] = {}
        for file in self._files:
            for number in file.spotted(key):
                code = file.country(number)
                sizes[code] = max(sizes.get(code, 0), file.size(number))
        if not sizes:
            return None
        return Namesakes(tuple(sorted(sizes.items(), key=lambda x: (-x[1], x[0]))[:_MOST_COUNTRIES]))


@cache
def _shipped_file() -> PlaceFile:
    return PlaceFile(_FILE)


@cache
def shipped() -> Gazetteer:
    """The gazetteer that comes with the package."""
    return Gazetteer()


def namesakes(names: Iterable[str]) -> dict[str, Namesakes]:
    """``Gazetteer.namesakes`` of the shipped gazetteer."""
    return shipped().namesakes(names)
