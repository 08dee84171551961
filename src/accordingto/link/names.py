"""Names and words of tellings, folded so that spellings of one thing agree.

Promise: folding and weighing look at one name or word alone, never at what else a ledger holds: a comparison of two
tellings gives the same score whatever arrived before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.fuzz import ratio

from accordingto.lang import get
from accordingto.vocab.placekeys import place_key, sound_key, without_articles

_WORD = re.compile(r"[^\W\d_][\w'’-]*[^\W_]")
_PART = re.compile(r"[\w'’.-]+")
_VOWELS = re.compile(r"(?<!^)[aeiouywh]")
_POSSESSIVE = re.compile(r"['’]s?$")
LIKE = 84.0
"""Likeness of two folded names (rapidfuzz ratio) from which they count as spellings of one name."""
LIKE_SOUND = 60.0
"""The same where the consonants agree, as vowels vary most between Latin spellings."""


@dataclass(frozen=True, slots=True)
class Words:
    """What one language pack knows about words when tellings are compared.

    Attributes:
        rarity: Weight of each common word: the logarithm of how seldom reports use it.
        rare: Weight of a word that is not among them.
        qualifiers: Words of places that are no part of their names.
        unknown: Words for a side that is not known.
        countries: Folded name of a state to its code.
        several: What divides two places or sides that are named together.
    """

    rarity: Mapping[str, float]
    rare: float
    qualifiers: frozenset[str]
    unknown: frozenset[str]
    countries: Mapping[str, str]
    several: re.Pattern[str]


@cache
def words_of(lang: str) -> Words:
    """The words of a language pack, read once."""
    pack = get(lang)
    own, common = pack.section("linking"), pack.section("common_words")
    rarity = {w: float(weight) for weight, line in common["words"].items() for w in line.split()}
    countries: dict[str, str] = {}
    for code, line in pack.section("countries").items():
        name, _, others, *_ = (part.strip() for part in line.split("|"))
        for one in (name, *others.split(";")):
            if one.strip():
                countries[place_key(one)] = str(code)
    joiners = "|".join(map(re.escape, own["joiners"]))
    return Words(
        rarity, float(common["rare"]), frozenset(own["place_qualifiers"]), frozenset(own["unknown_parties"]), countries,
        re.compile(rf" ?/ ?| (?:{joiners}) ", re.IGNORECASE),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Path:
    """A place path, folded: names of its most specific part, of all parts below the country, and the country."""

    heads: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    country: str | None = None
    depth: int = 0


@lru_cache(maxsize=100_000)
def fold_path(path: str, lang: str) -> Path:
    """Fold "Inkhil, Daraa, Syria": heads ("inkhil",), all ("inkhil", "dara"), country "SY".

    Words that only qualify ("northern", "city", "countryside") go; "Foua and Kafraya" has two heads.
    """
    words = words_of(lang)
    parts = [folded for p in path.split(",") if (folded := " ".join(p.split()))]
    country = words.countries.get(_bare(parts[-1], words.qualifiers)) if parts else None
    if country is not None:
        parts = [p for p in parts[:-1] if words.countries.get(_bare(p, words.qualifiers)) != country]
    named = [[k for n in words.several.split(p) if (k := _bare(n, words.qualifiers))] for p in parts]
    named = [n for n in named if n]
    if len(named) > 1 and named[-1] == named[-2]:
        named.pop()
    return Path(
        tuple(named[0]) if named else (), tuple(dict.fromkeys(k for n in named for k in n)), country, len(named)
    )


def _bare(name: str, qualifiers: frozenset[str]) -> str:
    kept = [w for w in _PART.findall(name) if w.lower() not in qualifiers]
    return place_key(without_articles(" ".join(kept)))


@lru_cache(maxsize=100_000)
def sound(key: str) -> str:
    """The consonants of how a folded name sounds: "Kobane" and "Kobani", "Raqqa" and "Rakka" agree."""
    return _VOWELS.sub("", sound_key(key)) if len(key) > 3 else key


@lru_cache(maxsize=200_000)
def same_name(a: str, b: str) -> bool:
    """Whether two folded names are likely spellings of one name."""
    if a == b:
        return True
    if min(len(a), len(b)) < 5:
        return False
    like = ratio(a, b)
    if like >= LIKE or (like >= LIKE_SOUND and sound(a) == sound(b) and len(sound(a)) > 2):
        return True
    # "Qasr el-Breij" and "al-Bureij": the shorter name as the end of the longer one.
    short, long = sorted((a, b), key=len)
    return len(short) > 4 and len(long) > len(short) + 2 and ratio(short, long[-len(short) :]) >= LIKE - 4


def any_same(ours: Iterable[str], theirs: Iterable[str]) -> bool:
    """Whether one of the names of either side is a spelling of one of the other's."""
    return any(same_name(a, b) for a in ours for b in theirs)


def weigh(quotes: Iterable[str], words: Words) -> tuple[dict[str, float], frozenset[str]]:
    """The words of quotes with their squared weights, and the rare capitalised ones among them (names).

    Returns:
        Folded word to squared weight, and the names.
    """
    weights: dict[str, float] = {}
    names: set[str] = set()
    for quote in quotes:
        for match in _WORD.finditer(quote):
            word = _POSSESSIVE.sub("", match[0])
            low = word.lower()
            if len(low) < 3:
                continue
            weight = words.rarity.get(low, words.rare)
            weights[low] = weight * weight
            if weight >= words.rare and word[0].isupper() and len(low) > 3:
                names.add(place_key(low))
    return weights, frozenset(n for n in names if len(n) > 3)
