"""Where a linker keeps what it knows of tellings: their profiles, their blocks, and the clusters they stand in.

Promise: a linker asks for what it needs and no more, so the same code links in memory and against the tables of a
ledger; ``InMemory`` is the first, ``accordingto.workflow.keeping`` the second.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Protocol

from accordingto.link.blocking import Index, keys
from accordingto.link.profile import Profile


class Memory(Protocol):
    """What a linker asks of it. Tellings are known by their keys."""

    def names(self) -> Collection[str]:
        """All tellings."""

    def known(self, names: Iterable[str]) -> set[str]:
        """Those of some names that are tellings held here."""

    def profiles(self, names: Iterable[str]) -> Mapping[str, Profile]:
        """The profiles of tellings held here; others may be in it."""

    def candidates(self, name: str) -> set[str]:
        """The tellings that share an open block with this one (``blocking.Index``)."""

    def put(self, name: str, profile: Profile) -> set[str]:
        """Take a new telling in, alone in its cluster; returns those whose candidates it may have changed."""

    def drop(self, name: str) -> set[str]:
        """Take a telling out; returns as ``put`` does."""

    def cluster(self, name: str) -> tuple[str, ...]:
        """The tellings of one incident with this one, sorted, as they were joined last."""

    def join(self, members: tuple[str, ...]) -> None:
        """Note that these are one incident."""


class InMemory:
    """Everything in dictionaries, for as long as the process runs."""

    def __init__(self) -> None:
        self._index = Index()
        self._profiles: dict[str, Profile] = {}
        self._cluster: dict[str, tuple[str, ...]] = {}

    def names(self) -> Collection[str]:
        """All tellings."""
        return self._profiles.keys()

    def known(self, names: Iterable[str]) -> set[str]:
        """See ``Memory``; likewise below."""
        return {n for n in names if n in self._profiles}

    def profiles(self, names: Iterable[str]) -> Mapping[str, Profile]:
        """All of them: they are at hand."""
        return self._profiles

    def candidates(self, name: str) -> set[str]:
        """From the index."""
        return self._index.candidates(name)

    def put(self, name: str, profile: Profile) -> set[str]:
        """Into the index."""
        self._profiles[name], self._cluster[name] = profile, (name,)
        return self._index.add(name, keys(profile))

    def drop(self, name: str) -> set[str]:
        """Out of the index."""
        del self._profiles[name], self._cluster[name]
        return self._index.remove(name)

    def cluster(self, name: str) -> tuple[str, ...]:
        """As it was joined last."""
        return self._cluster[name]

    def join(self, members: tuple[str, ...]) -> None:
        """Every member knows all of them."""
        self._cluster.update(dict.fromkeys(members, members))


class Compared(InMemory):
    """Tellings that were compared elsewhere: their candidates are those that they are like at all."""

    def __init__(self, profiles: Mapping[str, Profile], scores: Mapping[str, Mapping[str, float]]) -> None:
        """Each of them alone, to be clustered.

        Args:
            profiles: All of them.
            scores: As ``Linker`` takes them.
        """
        super().__init__()
        self._profiles = dict(profiles)
        self._cluster = {name: (name,) for name in profiles}
        self._like = scores

    def candidates(self, name: str) -> set[str]:
        """From the scores."""
        return set(self._like[name])
