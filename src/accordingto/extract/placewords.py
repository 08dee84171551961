"""Words around toponyms: what class of place they name and how two names hang together.

Promise: small pure look-ups over short stretches of text, compiled once per language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from accordingto.lang import get
from accordingto.model.text import Span

_WORD = re.compile(r"[^\W\d_]+")
# How far before and after a name its class noun may stand: "the besieged town of X", "X province".
_BEFORE = 34
_AFTER = 18
_MOST_WORDS = 9
_PLAIN_WORDS = 6


@dataclass(frozen=True)
class PlaceWords:
    """The ``places`` section of a language, compiled."""

    classes: dict[str, str]
    prepositions: frozenset[str]
    contains: frozenset[str]
    beside: frozenset[str]
    not_places: frozenset[str]
    borders: frozenset[str]
    parts: frozenset[str]
    waters: frozenset[str]
    definite: frozenset[str]
    capitals: frozenset[str]

    def link(self, gap: str) -> str | None:
        """How two names hang together: ``holds`` (second holds first), ``held``, ``joined`` or None."""
        words = [w.lower() for w in _WORD.findall(gap)]
        if len(words) > _MOST_WORDS or any(c in gap for c in ".;:!?\n"):
            return None
        if words[:1] in (["s"],) or gap.startswith(("'", "’")):
            return "held"
        if not words:
            return "holds" if "," in gap or not gap.strip() else ("joined" if "&" in gap else None)
        if words[0] in self.beside and words[0] in ("and", "or"):
            return "joined"
        if any(w in self.contains for w in words):
            last = [w for w in words if w in self.contains or w in self.beside][-1:]
            if last and last[0] not in self.contains:
                return None
            # "the Damascus suburb of X": the class noun right after the first name says that X is the part.
            return "held" if words[0] in self.parts and last == ["of"] and "in" not in words else "holds"
        return None

    def states_holder(self, gap: str) -> bool:
        """Whether the text between two names plainly puts the first into the second: "X in Y", "X district of the Y".

        Bare commas do not, since lists of places look the same.
        """
        words = [w.lower() for w in _WORD.findall(gap)]
        plain = words[:1] and (words[0] in self.contains or words[0] in self.classes) and len(words) <= _PLAIN_WORDS
        return bool(plain) and self.link(gap) == "holds"

    def class_beside(self, text: str, span: Span) -> str | None:
        """The class noun right after a name ("X province") or before it ("the town of X")."""
        after = _WORD.findall(text[span.end : span.end + _AFTER])[:1]
        if after and text[span.end : span.end + 1] == " " and after[0].lower() in self.classes:
            return self.classes[after[0].lower()]
        before = [w.lower() for w in _WORD.findall(text[max(0, span.start - _BEFORE) : span.start])][-2:]
        if len(before) == 2 and before[1] in self.contains and before[0] in self.classes:
            return self.classes[before[0]]
        if before and before[-1] in self.classes:
            return self.classes[before[-1]]
        return None

    def borders_on(self, rest: str) -> bool:
        """Whether a state's name is followed by a word that makes it a neighbour ("Turkish border")."""
        after = _WORD.match(rest.lstrip())
        return after is not None and after.group().lower() in self.borders

    def begins_with_class(self, gap: str) -> bool:
        """Whether a class noun stands first in the text between two names ("X district of Y")."""
        first = _WORD.search(gap)
        return first is not None and first.group().lower() in self.classes

    def meant_classes(self, phrase: str) -> list[str]:
        """Classes of the singular nouns that a phrase means as known ("the city"), the largest settlement first."""
        words = [w.lower() for w in _WORD.findall(phrase)]
        first = next((i for i, w in enumerate(words) if w in self.definite), len(words))
        kinds = [self.classes[w] for w in words[first:] if w in self.classes and not w.endswith("s")]
        return sorted(kinds, key=list(dict.fromkeys(self.classes.values())).index)

    def names_capital(self, phrase: str) -> bool:
        """Whether a phrase speaks of a capital ("the Kenyan capital")."""
        return any(w.lower() in self.capitals for w in _WORD.findall(phrase))

    def common(self, word: str) -> bool:
        """Whether a capitalised word is a common noun or another word that by itself is no place."""
        return word.lower() in self.not_places or word.lower() in self.classes

    def classes_in(self, phrase: str) -> list[str]:
        """Classes of the nouns of a phrase, in order."""
        return [self.classes[w] for x in _WORD.findall(phrase) if (w := x.lower()) in self.classes]


@cache
def place_words(code: str) -> PlaceWords:
    """The compiled words of a language pack."""
    data = get(code).section("places")

    classes = {str(w): kind for kind, forms in data["classes"].items() for w in forms}
    names = ("prepositions", "contains", "beside", "not_places", "borders", "parts", "waters", "definite", "capitals")
    return PlaceWords(classes, *(frozenset(str(w).lower() for w in data[name]) for name in names))
