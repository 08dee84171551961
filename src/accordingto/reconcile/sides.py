"""Which side is meant: of a victim, of whoever speaks, of whoever is blamed.

Promise: "Turkish soldiers", "Turkey" and "Turkey: military" are one side, "Syrian government" and "Damascus" another; a
name that the vocabulary does not hold is a side of its own. Pure functions of the words.
"""

from __future__ import annotations

import re
from functools import lru_cache

from accordingto.lang import get
from accordingto.reconcile.voices import fold, voices, words_of

_STATES = frozenset(("state", "force", "person", "house", "capital"))
_GROUPS = frozenset(("armed", "coalitions"))


@lru_cache(maxsize=8192)
def side_key(name: str | None, lang: str = "en") -> str | None:
    """The side that a name stands for, the same for every spelling; None for nobody in particular.

    Args:
        name: A party, an origin or the words of a source.
        lang: Language of the words.
    """
    if not name or not name.strip():
        return None
    # "Northland: military" is Northland, though no vocabulary holds it.
    words = words_of(name.partition(": ")[0])
    found = voices(lang).find(words)
    for _, _, n in found:
        if n.section in _GROUPS:
            return n.name.casefold()
    pack = get(lang)
    norms = [w.norm for w in words]
    # "Somali gunmen" are not Somalia's, and nobody that could be told from others.
    if any(n in pack.section("reconciling")["no_side"] for n in norms):
        return None
    for _, _, n in found:
        if n.section in _STATES and n.country:
            return f"state {n.country.split()[0]}"
    unknown = pack.section("linking")["unknown_parties"]
    return None if not norms or any(n in unknown for n in norms) else " ".join(norms)


@lru_cache(maxsize=8192)
def side_keys(name: str | None, lang: str = "en") -> frozenset[str]:
    """The sides that a name stands for: "the Syrian government or Russia" are two.

    Args:
        name: A party.
        lang: Language of the words.
    """
    joiners = "|".join(re.escape(w) for w in get(lang).section("linking")["joiners"])
    parts = re.split(rf"\s(?:{joiners})\s|, ", name or "")
    return frozenset(k for p in parts if (k := side_key(p, lang)) is not None)


@lru_cache(maxsize=8192)
def names_side(words: str | None, lang: str = "en") -> bool:
    """Whether the words themselves name a side: "Turkish soldiers" do, "its soldiers" do not."""
    if not words:
        return False
    found = voices(lang).find(words_of(words))
    return any(n.section in _STATES | _GROUPS for _, _, n in found)


@lru_cache(maxsize=8192)
def is_name(words: str | None) -> bool:
    """Whether words are capitals throughout, as a person's name is; no words are no description of a side either."""
    return all(w.raw[:1].isupper() for w in words_of(words or ""))


@lru_cache(maxsize=8192)
def plain(words: str) -> str:
    """Words without case, accents and articles, to be compared."""
    return " ".join(fold(w.raw) for w in words_of(words))
