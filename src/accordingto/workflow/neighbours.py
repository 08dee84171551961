"""The bridge between linking and what a ledger keeps of it: tellings, blocks and sketches, looked up when asked for.

Promise: a linker that stands on ``LedgerMemory`` gives what one that holds everything in memory would give.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from accordingto.link.blocking import LIMITS, Key, Keys, keys
from accordingto.link.copies import COMMON_SENTENCE, Relations, related, relations_around
from accordingto.link.memory import InMemory
from accordingto.link.profile import Profile
from accordingto.link.sketch import Sketch, sketch
from accordingto.link.stored import (
    band_number,
    key_number,
    profile_as_json,
    profile_from_json,
    sketch_as_bytes,
    sketch_from_bytes,
)
from accordingto.model.text import Report
from accordingto.store import KeptSketch, KeptTelling, Neighbours


class LedgerMemory:
    """A linker's memory in the tables of a ledger; see ``link.memory.Memory`` for what each of its functions gives."""

    def __init__(self, kept: Neighbours, lang: str) -> None:
        """Over what is kept, in one transaction.

        Args:
            kept: The tables.
            lang: Language pack with which profiles are made.
        """
        self._kept, self._lang = kept, lang
        self._profiles: dict[str, Profile] = {}
        self._keys: dict[str, Keys] = {}
        self._cluster: dict[str, tuple[str, ...]] = {}

    def names(self) -> Collection[str]:
        """All tellings."""
        return self._kept.tellings()

    def known(self, names: Iterable[str]) -> set[str]:
        """Looked up where they were not before."""
        names = set(names)
        return names & self.profiles(names).keys()

    def profiles(self, names: Iterable[str]) -> Mapping[str, Profile]:
        """Those asked for so far."""
        missing = [n for n in names if n not in self._profiles]
        if missing:
            found = self._kept.profiles(missing)
            self._profiles |= {n: profile_from_json(body, lang=self._lang) for n, body in found.items()}
        return self._profiles

    def candidates(self, name: str) -> set[str]:
        """From the blocks that are open."""
        own = self._keys_of(name)
        sizes = self._sizes(own)
        open_ = {k for k, (found, looks) in sizes.items() if found * looks <= LIMITS[str(k[0])]}
        out = self._kept.sharing(map(key_number, own.looks & open_), looks=False)
        out |= self._kept.sharing((key_number(k) for k in own.found & open_ if sizes[k][1]), looks=True)
        out.discard(name)
        return out

    def put(self, name: str, profile: Profile) -> set[str]:
        """Into its blocks."""
        self._profiles[name], self._cluster[name] = profile, (name,)
        return self._change(name, 1)

    def drop(self, name: str) -> set[str]:
        """Out of its blocks."""
        touched = self._change(name, -1)
        del self._profiles[name], self._keys[name]
        self._cluster.pop(name, None)
        return touched

    def cluster(self, name: str) -> tuple[str, ...]:
        """As the views have it, unless it was joined anew since."""
        if name not in self._cluster:
            self.join(tuple(sorted(self._kept.cluster(name))) or (name,))
        return self._cluster[name]

    def join(self, members: tuple[str, ...]) -> None:
        """Every member knows all of them."""
        self._cluster.update(dict.fromkeys(members, members))

    def _change(self, name: str, by: int) -> set[str]:
        """Only a block that its limit opens or shuts changes the candidates of others."""
        own = self._keys_of(name)
        before = self._sizes(own)
        if by > 0:
            self._kept.put([kept_telling(name, self._profiles[name])])
        touched: set[str] = set()
        for key in own.found | own.looks:
            limit = LIMITS[str(key[0])]
            found, looks = before.get(key, (0, 0))
            now = (found + by * (key in own.found)) * (looks + by * (key in own.looks))
            if (found * looks <= limit) is not (now <= limit):
                for side in (True, False):
                    touched |= self._kept.sharing([key_number(key)], looks=side)
        if by < 0:
            self._kept.drop(name, map(key_number, own.found | own.looks))
        touched.discard(name)
        return touched

    def _keys_of(self, name: str) -> Keys:
        if name not in self._keys:
            self._keys[name] = keys(self.profiles((name,))[name])
        return self._keys[name]

    def _sizes(self, own: Keys) -> dict[Key, tuple[int, int]]:
        by_number = {key_number(k): k for k in own.found | own.looks}
        return {by_number[n]: size for n, size in self._kept.sizes(by_number).items()}


class LedgerSketches:
    """The sketches of a ledger's reports, to find the copies that new ones bring."""

    def __init__(self, kept: Neighbours) -> None:
        """Over what is kept, in one transaction."""
        self._kept = kept
        self._known: dict[str, Sketch] = {}

    def follow(self, reports: Iterable[Report], before: Iterable[str], *, lang: str = "en") -> Relations:
        """Take reports in whose text or day is new, and say what goes back to what around them.

        Args:
            reports: With their texts.
            before: Further reports around which something may have changed.
            lang: Language of the reports.
        """
        fresh = {r.id: sketch(r, lang=lang) for r in reports}
        around = {*fresh, *before}
        for name in fresh:
            if self._of([name]):
                around |= related(self._of([name])[name], self._candidates(name))
        self._kept.put_sketches(kept_sketch(s) for s in fresh.values())
        self._known |= fresh
        return relations_around(around, self._candidates, lambda name: self._of([name])[name])

    def _candidates(self, name: str) -> Mapping[str, Sketch]:
        own = self._of([name])[name]
        bands = map(band_number, own.bands)
        return self._of(self._kept.sharing_text(name, bands, own.sentences, COMMON_SENTENCE))

    def _of(self, names: Iterable[str]) -> dict[str, Sketch]:
        names = list(names)
        missing = [n for n in names if n not in self._known]
        self._known |= {n: sketch_from_bytes(n, body) for n, body in self._kept.sketches(missing).items()}
        return {n: self._known[n] for n in names if n in self._known}


def keep_all(kept: Neighbours, memory: InMemory, sketches: Iterable[Sketch]) -> None:
    """Put everything that linking a whole ledger has worked out into its tables."""
    kept.clear()
    kept.put(kept_telling(name, own) for name, own in memory.profiles(()).items())
    kept.put_sketches(map(kept_sketch, sketches))


def kept_telling(name: str, own: Profile) -> KeptTelling:
    """A telling as it is kept."""
    k = keys(own)
    found, looks = ({key_number(x) for x in some} for some in (k.found, k.looks))
    return KeptTelling(name, own.report, profile_as_json(own), found, looks)


def kept_sketch(s: Sketch) -> KeptSketch:
    """A sketch as it is kept."""
    return KeptSketch(s.id, sketch_as_bytes(s), set(map(band_number, s.bands)), set(s.sentences))
