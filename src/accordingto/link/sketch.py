"""What is kept of a report to tell its copies: a sketch, and how two sketches relate.

Promise: a pure function of text, day and id, the same in every process and on every machine; about six bytes a word.
MinHash (Broder 1997) with locality-sensitive hashing gives the keys under which like texts meet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
_BANDS, _ROWS = 96, 3
# Odd numbers that spread the bits of a sum of products (Knuth's multiplicative hashing); one for each word of a run.
_SPREAD = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], np.uint64)
# A sentence this short may stand in unrelated reports.
_SENTENCE_WORDS = 8
# What an outlet says under all its reports stands at their end: copies share how the body begins.
_LEAD_WORDS = 60
# The MinHash is of this much of it: a truncated copy is all there, and what stands under all reports is not.
_HEAD_WORDS = 200
LEAD_HELD = 0.4
# Shares of shingles, set on the development reports and on seeded edits (benchmarks/copies.py).
_ALIKE, _HELD = 0.2, 0.45
_LEAST_WORDS = 20
# Above this ratio of lengths two likes are one text.
_MOST_OF = 0.7
# A formula changes its names and numbers and nothing else; an editor changes few of many: words, share tolerated.
_TOLERATED = ((100, 0.0), (160, 0.15), (200, 0.3))
_TOLERATED_LONG = 0.45


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """What is kept of a report.

    Attributes:
        order: Day of publication (a late one when unknown) and id: the first of a group is its origin.
        words: Number of words of its body.
        shingles: Sorted hashes of all runs of four words.
        lead: Those of the first words of the body.
        facts: Hashes of its numbers and of the names inside its sentences.
        bands: Keys under which like texts meet (bands of a MinHash).
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
    words = _WORD.findall(body.casefold())
    runs = _runs(words)
    numbers = _number_words(lang)
    told = {w for w in words if w in numbers or w[0].isdigit()} | {n.casefold() for n in _NAME.findall(body)}
    day = report.published.isoformat() if report.published else "9999"
    hashes = (runs >> np.uint64(32)).astype(np.uint32)
    return Sketch(
        report.id, (day, report.id), len(words), np.unique(hashes), np.unique(hashes[:_LEAD_WORDS]),
        frozenset(map(_hash, told)), _bands(runs[:_HEAD_WORDS]), tuple(sorted(set(_sentences(body)))),
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
        if self.shorter < _LEAST_WORDS or self.lead < LEAD_HELD:
            return False
        tolerated = next((share for words, share in _TOLERATED if self.shorter < words), _TOLERATED_LONG)
        return self.substituted <= tolerated and (self.alike >= _ALIKE or self.held >= _HELD)

    @property
    def excerpt(self) -> bool:
        """Whether the shorter is a part of the longer rather than another wording of it."""
        return self.copy and self.ratio < _MOST_OF


def likeness(a: Sketch, b: Sketch) -> Likeness:
    """Compare two reports; the same in either order."""
    small, large = sorted((a.shingles.size, b.shingles.size))
    shared = _common(*sorted((a.shingles, b.shingles), key=len))
    only_a, only_b = len(a.facts - b.facts), len(b.facts - a.facts)
    swapped = min(only_a / max(1, len(a.facts)), only_b / max(1, len(b.facts)))
    return Likeness(
        alike=shared / max(1, small + large - shared),
        held=shared / max(1, small),
        lead=lead_held(a, b),
        ratio=small / max(1, large),
        substituted=swapped,
        shorter=min(a.words, b.words),
    )


def lead_held(a: Sketch, b: Sketch) -> float:
    """Share of the beginning of one that stands in the other, the larger of the two."""
    return max(_common(a.lead, b.shingles) / max(1, a.lead.size), _common(b.lead, a.shingles) / max(1, b.lead.size))


def _common(part: _Hashes, whole: _Hashes) -> int:
    """How many of some sorted hashes stand among others."""
    if not part.size or not whole.size:
        return 0
    at = np.minimum(np.searchsorted(whole, part), whole.size - 1)
    return int(np.count_nonzero(whole[at] == part))


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


def _runs(words: Sequence[str]) -> NDArray[np.uint64]:
    """A 64-bit hash of each run of four words."""
    n = len(words) - _SHINGLE + 1
    codes = np.fromiter(map(_hash, words), np.uint64, len(words))
    runs = np.zeros(max(0, n), np.uint64)
    for i, factor in enumerate(_SPREAD if n > 0 else ()):
        runs += codes[i : i + n] * factor
    mixed: NDArray[np.uint64] = (runs ^ (runs >> np.uint64(29))) * _SPREAD[0]
    return mixed


def _bands(runs: NDArray[np.uint64]) -> tuple[int, ...]:
    if not runs.size:
        return ()
    minhash = RMinHash(num_perm=_BANDS * _ROWS, seed=1)
    # As byte strings of fixed order, so that every machine makes the same sketch.
    minhash.update(runs.astype("<u8").view("S8").tolist())
    digest: list[int] = minhash.digest()
    rows = np.array(digest, np.uint64).reshape(_BANDS, _ROWS)
    # The number of the band is part of its key.
    mixed = (rows * _SPREAD[:_ROWS]).sum(axis=1, dtype=np.uint64) + np.arange(_BANDS, dtype=np.uint64) * _SPREAD[3]
    return tuple(mixed.tolist())


def _hash(s: str) -> int:
    # The same in every process, which Python's own hash is not.
    return crc32(s.encode("utf-8", "surrogatepass"))


@cache
def _number_words(lang: str) -> frozenset[str]:
    section = get(lang).section("quantities")
    return frozenset(w for key in ("units", "tens", "scales", "multiples") for w in section[key])
