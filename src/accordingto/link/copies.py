"""Near-copies: reports that syndicate, copy, truncate or lightly rewrite another report, found and grouped.

Promise: groups and origins depend on the reports alone, never on the order in which they came. Two reports of one event
in words of their own are no copies, nor are two short reports that share a formula and differ in a name or number.
Candidates come from MinHash (Broder 1997) with locality-sensitive hashing and from sentences held in common; each
candidate is then compared whole. No text is kept: a report leaves a sketch of about four bytes a word.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from accordingto.lang import get
from accordingto.model.text import Report

_Hashes: TypeAlias = NDArray[np.uint32]
Order: TypeAlias = tuple[str, str]

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_NAME = re.compile(r"(?<=[a-z,] )(?:al-|el-)?([A-Z]\w+)")
_SENTENCE = re.compile(r"(?<=[.!?])[\"'”’]?\s+|\n+")
_ENDED = re.compile(r"[.!?…][\"'”’)]*$")
# Headlines, bylines, credits and share lines are short lines without a full stop; every outlet has its own.
_SHORT_LINE = 16
_SHINGLE = 4
_PERMUTATIONS, _ROWS = 128, 2
# A sentence this short may stand in unrelated reports; one that stands in this many is boilerplate.
_SENTENCE_WORDS = 8
_COMMON_SENTENCE = 64
# Shares of shingles, set on the development reports and on seeded edits (benchmarks/copies.py).
_ALIKE, _HELD = 0.35, 0.75
_LEAST_WORDS = 20
# An extended text copies a shorter one only where that makes at least this share of it.
_MOST_OF = 0.5


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is kept of a report.

    Attributes:
        order: Day of publication (a late one when unknown) and id: the first of a group is its origin.
        words: Number of words of its body.
        shingles: Sorted hashes of all runs of four words.
        facts: Hashes of its numbers and of the names inside its sentences.
        bands: Keys under which like texts meet.
        sentences: Keys under which texts with a sentence in common meet.
    """

    id: str
    order: Order
    words: int
    shingles: _Hashes
    facts: frozenset[int]
    bands: tuple[int, ...]
    sentences: tuple[int, ...]


def sketch(report: Report, *, lang: str = "en") -> Sketch:
    """The sketch of a report; a pure function of its text, day and id."""
    body = _body(report.text)
    words = [w.casefold() for w in _WORD.findall(body)]
    runs = [" ".join(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1)]
    numbers = _number_words(lang)
    told = {w for w in words if w in numbers or w[0].isdigit()} | {n.casefold() for n in _NAME.findall(body)}
    day = report.published.isoformat() if report.published else "9999"
    return Sketch(
        report.id, (day, report.id), len(words),
        np.unique(np.fromiter(map(_hash, runs), np.uint32, len(runs))),
        frozenset(map(_hash, told)), _bands(runs), tuple(sorted(set(_sentences(body)))),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two reports relate.

    Attributes:
        alike: Shared shingles of all shingles of both (Jaccard).
        held: Shared shingles of those of the shorter.
        ratio: Length of the shorter against the longer.
        substituted: Share of facts that each has and the other lacks, the smaller of the two.
    """

    alike: float
    held: float
    ratio: float
    substituted: float
    shorter: int

    @property
    def copy(self) -> bool:
        """Whether one was made from the other."""
        if self.shorter < _LEAST_WORDS:
            return False
        # A formula changes its names and numbers and nothing else; an editor changes few of many.
        tolerated = 0.0 if self.shorter < 80 else 0.1 if self.shorter < 160 else 0.25
        return self.substituted <= tolerated and (self.alike >= _ALIKE or self.held >= _HELD)

    @property
    def excerpt(self) -> bool:
        """Whether the shorter is a part of the longer rather than another wording of it."""
        return self.copy and self.ratio < _MOST_OF


def likeness(a: Sketch, b: Sketch) -> Likeness:
    """Compare two reports; the same in either order."""
    shared = int(np.intersect1d(a.shingles, b.shingles, assume_unique=True).size)
    small, large = sorted((a.shingles.size, b.shingles.size))
    only_a, only_b = len(a.facts - b.facts), len(b.facts - a.facts)
    swapped = min(only_a / max(1, len(a.facts)), only_b / max(1, len(b.facts)))
    return Likeness(
        shared / max(1, small + large - shared), shared / max(1, small), small / max(1, large), swapped,
        min(a.words, b.words),
    )  # fmt: skip


class Copies:
    """The near-copies among the reports added so far."""

    def __init__(self, reports: Iterable[Report] = (), *, lang: str = "en") -> None:
        self._lang = lang
        self._known: dict[str, Sketch] = {}
        self._by_band: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
        self._by_sentence: defaultdict[int, list[str]] = defaultdict(list)
        self._parent: dict[str, str] = {}
        self._excerpts: defaultdict[str, set[str]] = defaultdict(set)
        self._resolved: dict[str, str] | None = None
        for report in reports:
            self.add(report)

    def add(self, report: Report) -> str | None:
        """Take in a report.

        Args:
            report: One whose id is new; another text under a known id is another report and needs another id.

        Returns:
            Id of the report it goes back to, as known so far; None when it copies none.
        """
        if report.id in self._known:
            return self.origin(report.id)
        new = sketch(report, lang=self._lang)
        related = False
        for name in sorted(self._candidates(new)):
            found = likeness(new, self._known[name])
            if not found.copy:
                continue
            related = True
            if found.excerpt:
                whole, part = (name, new.id) if self._known[name].words >= new.words else (new.id, name)
                self._excerpts[whole].add(part)
            else:
                self._parent[self._find(new.id)] = self._find(name)
        self._known[new.id] = new
        for i, key in enumerate(new.bands):
            self._by_band[i, key].append(new.id)
        for key in new.sentences:
            if len(self._by_sentence[key]) < _COMMON_SENTENCE:
                self._by_sentence[key].append(new.id)
        self._resolved = None
        return self.origin(new.id) if related else None

    def origin(self, report: str) -> str | None:
        """Id of the report that this one goes back to; None when it is itself the first or copies none."""
        if self._resolved is None:
            self._resolved = self._resolve()
        found = self._resolved.get(report)
        return None if found == report else found

    def groups(self) -> list[tuple[str, ...]]:
        """The groups of two and more, each in order of publication, in the order of their origins."""
        members: defaultdict[str, list[str]] = defaultdict(list)
        for name in self._known:
            members[self.origin(name) or name].append(name)
        groups = [tuple(sorted(m, key=lambda n: self._known[n].order)) for m in members.values() if len(m) > 1]
        return sorted(groups, key=lambda g: self._known[g[0]].order)

    def _candidates(self, new: Sketch) -> set[str]:
        found: set[str] = set()
        for i, key in enumerate(new.bands):
            found.update(self._by_band.get((i, key), ()))
        for key in new.sentences:
            found.update(self._by_sentence.get(key, ()))
        return found

    def _find(self, name: str) -> str:
        while (up := self._parent.get(name, name)) != name:
            self._parent[name] = self._parent.get(up, up)
            name = up
        return name

    def _resolve(self) -> dict[str, str]:
        """Each report's origin: first of its component, after the excerpts have joined what they are taken from."""
        joined = {name: self._find(name) for name in self._known}

        def top(name: str) -> str:
            while joined[name] != name:
                name = joined[name]
            return name

        for whole, part in self._belonging():
            joined[top(part)] = top(whole)
        first: dict[str, str] = {}
        for name in sorted(self._known, key=lambda n: self._known[n].order):
            first.setdefault(top(name), name)
        return {name: first[top(name)] for name in self._known}

    def _belonging(self) -> Iterator[tuple[str, str]]:
        """Excerpts that belong to what holds them: a round-up that came later and holds several is no copy of any."""
        for whole, parts in self._excerpts.items():
            late = [p for p in parts if self._known[p].order[0] < self._known[whole].order[0]]
            if not late and (len({self._find(p) for p in parts}) == 1 or self._overlap(parts)):
                yield from ((whole, part) for part in parts)
            elif late:
                yield from ((whole, part) for part in parts if part not in late)

    def _overlap(self, parts: set[str]) -> bool:
        raise NotImplementedError
