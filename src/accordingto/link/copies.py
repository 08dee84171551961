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
# What an outlet says under all its reports stands at their end: copies share how the body begins.
_LEAD_WORDS, _LEAD_HELD = 60, 0.4
# Shares of shingles, set on the development reports and on seeded edits (benchmarks/copies.py).
_ALIKE, _HELD = 0.2, 0.45
_LEAST_WORDS = 20
# Above the first ratio of lengths two likes are one text; below the second a later text only quotes an earlier.
_MOST_OF, _QUOTED = 0.7, 0.4
# A formula changes its names and numbers and nothing else; an editor changes few of many: words, share tolerated.
_TOLERATED = ((100, 0.0), (160, 0.15), (200, 0.3))
_TOLERATED_LONG = 0.45


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is kept of a report.

    Attributes:
        order: Day of publication (a late one when unknown) and id: the first of a group is its origin.
        words: Number of words of its body.
        shingles: Sorted hashes of all runs of four words.
        lead: Those of the first words of the body.
        facts: Hashes of its numbers and of the names inside its sentences.
        bands: Keys under which like texts meet.
        sentences: Keys under which texts with a sentence in common meet.
    """

    id: str
    order: Order
    words: int
    shingles: _Hashes
    lead: _Hashes
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
    hashes = np.fromiter(map(_hash, runs), np.uint32, len(runs))
    return Sketch(
        report.id, (day, report.id), len(words), np.unique(hashes), np.unique(hashes[:_LEAD_WORDS]),
        frozenset(map(_hash, told)), _bands(runs), tuple(sorted(set(_sentences(body)))),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two reports relate.

    Attributes:
        alike: Shared shingles of all shingles of both (Jaccard).
        held: Shared shingles of those of the shorter.
        lead: Share of the beginning of one that stands in the other, the larger of the two.
        ratio: Length of the shorter against the longer.
        substituted: Share of facts that each has and the other lacks, the smaller of the two.
    """

    alike: float
    held: float
    lead: float
    ratio: float
    substituted: float
    shorter: int

    @property
    def copy(self) -> bool:
        """Whether one was made from the other."""
        if self.shorter < _LEAST_WORDS or self.lead < _LEAD_HELD:
            return False
        tolerated = next((share for words, share in _TOLERATED if self.shorter < words), _TOLERATED_LONG)
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
    lead = max(_share(a.lead, b.shingles), _share(b.lead, a.shingles))
    return Likeness(
        shared / max(1, small + large - shared), shared / max(1, small), lead, small / max(1, large), swapped,
        min(a.words, b.words),
    )  # fmt: skip


def _share(part: _Hashes, whole: _Hashes) -> float:
    return int(np.intersect1d(part, whole, assume_unique=True).size) / max(1, part.size)


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
                whole, part = (name, new.id) if self._known[name].shingles.size > new.shingles.size else (new.id, name)
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

    def _ratio(self, part: str, whole: str) -> float:
        return self._known[part].shingles.size / max(1, self._known[whole].shingles.size)

    def _resolve(self) -> dict[str, str]:
        """Each report's origin: the first of its group, after the excerpts have joined what they are taken from."""
        whole_of: dict[str, str] = {}
        for whole, parts in self._excerpts.items():
            day = self._known[whole].order[0]
            later = {p for p in parts if self._known[p].order[0] > day}
            others = {p for p in parts - later if self._known[p].order[0] == day or self._ratio(p, whole) >= _QUOTED}
            # What holds several strangers of its own day or before is a round-up, and no copy of any.
            if len({self._find(p) for p in others}) > 1:
                others = set()
            for part in later | others:
                # A part of several goes to the first, or it would join reports that are strangers.
                rivals = [whole] if part not in whole_of else [whole, whole_of[part]]
                whole_of[part] = min(rivals, key=lambda n: self._known[n].order)
        joined = dict(self._parent)

        def top(name: str) -> str:
            while (up := joined.get(name, name)) != name:
                name = up
            return name

        for part, whole in whole_of.items():
            if (a := top(part)) != (b := top(whole)):
                joined[a] = b
        first: dict[str, str] = {}
        for name in sorted(self._known, key=lambda n: self._known[n].order):
            first.setdefault(top(name), name)
        return {name: first[top(name)] for name in self._known}


def _body(text: str) -> str:
    """The text without headlines, bylines and credit lines, unless that is all there is."""
    lines = text.split("\n")
    kept = [s for s in lines if _ENDED.search(s.strip()) or len(s.split()) >= _SHORT_LINE]
    body = "\n".join(kept)
    return body if 2 * len(body) >= len(text) else text


def _sentences(body: str) -> Iterator[int]:
    for sentence in _SENTENCE.split(body):
        words = [w.casefold() for w in _WORD.findall(sentence)]
        if len(words) >= _SENTENCE_WORDS:
            yield _hash(" ".join(words))


def _bands(runs: Sequence[str]) -> tuple[int, ...]:
    if not runs:
        return ()
    minhash = RMinHash(num_perm=_PERMUTATIONS, seed=1)
    minhash.update(runs)
    digest: list[int] = minhash.digest()
    return tuple(_hash(str(digest[i : i + _ROWS])) for i in range(0, _PERMUTATIONS, _ROWS))


def _hash(s: str) -> int:
    # The same in every process, which Python's own hash is not.
    return crc32(s.encode("utf-8", "surrogatepass"))


@cache
def _number_words(lang: str) -> frozenset[str]:
    section = get(lang).section("quantities")
    return frozenset(w for key in ("units", "tens", "scales", "multiples") for w in section[key])
