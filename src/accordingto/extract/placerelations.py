"""How the words around a name put an event: in the place, near it, so far from it, in a part of it, between two.

Promise: pure look-ups over a short stretch before and after a name, compiled once per language; bounded repetition,
so that any text takes linear time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from accordingto.lang import get

# How far before and after a name the words that relate to it may stand.
_BEFORE = 72
_AFTER = 34


@dataclass(frozen=True, slots=True)
class Relation:
    """Where an event is, seen from a named place.

    Attributes:
        kind: ``in`` the place, ``near`` it, ``off`` it by a distance or in a direction, in a ``part`` of it,
            ``around`` it (its countryside), on a ``line`` that it names (its border, the road to it).
        km: Distance, if one is stated.
        bearing: Degrees from north, if a direction is stated.
        words: The words that say so.
    """

    kind: str = "in"
    km: float | None = None
    bearing: float | None = None
    words: str = ""


IN = Relation()


@dataclass(frozen=True)
class RelationWords:
    """The patterns of a language."""

    off: re.Pattern[str]
    near: re.Pattern[str]
    part: re.Pattern[str]
    after: re.Pattern[str]
    line_before: re.Pattern[str]
    line_after: re.Pattern[str]
    lengths: dict[str, float]
    numbers: dict[str, float]
    directions: dict[str, float]

    def before(self, text: str) -> Relation | None:
        """What the words that end right before a name say."""
        m = self.off.search(text)
        if m is not None and (m["n"] or m["dir"]):
            km = self._number(m["n"]) if m["n"] else None
            bearing = self._bearing(m["dir"])
            if km is None and bearing is None:  # "in the centre of"
                return None
            if km is not None:
                km = (km + self._number(m["n2"])) / 2 if m["n2"] else km
                km *= self.lengths[m["unit"].lower()]
            return Relation("off", km, bearing, m.group().strip())
        for pattern, kind in ((self.line_before, "line"), (self.near, "near"), (self.part, "part")):
            m = pattern.search(text)
            if m is not None:
                return Relation(kind, None, self._bearing(m.groupdict().get("dir")), m.group().strip())
        return None

    def behind(self, text: str) -> Relation | None:
        """What the words that begin right after a name say."""
        for pattern, kind in ((self.after, "around"), (self.line_after, "line")):
            m = pattern.match(text)
            if m is not None:
                return Relation(kind, None, self._bearing(m.groupdict().get("dir")), m.group().strip())
        return None

    def _bearing(self, word: str | None) -> float | None:
        degrees = self.directions.get((word or "").lower(), -1)
        return None if degrees < 0 else degrees

    def _number(self, word: str) -> float:
        word = word.lower()
        return self.numbers[word] if word in self.numbers else float(word.replace(",", "."))


def relation(text: str, start: int, end: int, *, code: str = "en") -> Relation:
    """How the words beside the name at ``[start, end)`` put an event; ``IN`` where they say nothing else."""
    words = relation_words(code)
    before = text[max(0, start - _BEFORE) : start]
    cut = max(before.rfind("\n"), before.rfind(". "), before.rfind("; "))
    found = words.before(before[cut + 1 :])
    if found is not None and found.kind in ("off", "near"):
        return found
    return words.behind(text[end : end + _AFTER]) or found or IN


@cache
def relation_words(code: str) -> RelationWords:
    """The compiled patterns of a language pack."""
    data = get(code).section("places")
    lengths, numbers, directions = (
        {str(k): float(v) for k, v in data[n].items()} for n in ("lengths", "numbers", "directions")
    )

    def any_of(words: object) -> str:
        return "|".join(re.escape(str(w)) for w in sorted(words, key=len, reverse=True))  # type: ignore[call-overload]

    classes = any_of({w for forms in data["classes"].values() for w in forms})
    number = rf"(?:\d{{1,3}}(?:[.,]\d{{1,3}})?|{any_of(numbers)})"
    way = rf"(?:{any_of(directions)})"
    # "the besieged town of ", "the ", "" - what may stand between the relation and the name.
    article = r"(?:(?:the|its|their|a)\s+)?"
    noun = rf"(?:(?:[a-z][\w-]{{1,20}}\s+){{0,2}}(?:{classes})\s+(?:of\s+)?)?"
    lead = article + noun + article
    off = (
        rf"(?i:(?:(?P<n>{number})(?:\s*(?:-|–|to|or)\s*(?P<n2>\d{{1,3}}))?(?:\s|-)?(?P<unit>{any_of(lengths)})\b"
        rf"(?:\s?\([^)]{{1,24}}\))?,?\s*)?(?:(?:to|in)\s+)?(?:the\s+)?(?:far\s+)?(?:(?P<dir>{way})\s*)?"
        rf"(?:{any_of(data['away'])})\s+){lead}$"
    )
    return RelationWords(
        re.compile(rf"(?<![\w-]){off}"),
        re.compile(rf"(?<![\w-])(?i:(?:(?P<dir>{way})\s+)?(?:{any_of(data['near'])})\s+){lead}$"),
        re.compile(
            rf"(?<![\w-])(?i:(?P<dir>{way})(?:\s+(?:part|parts|half|side|areas?|districts?|tip|edge)\s+of)?\s+){lead}$"
        ),
        re.compile(rf"(?i:(?:['’]s?)?\s+(?:(?P<dir>{way})\s+)?(?:{any_of(data['surroundings'])})\b)"),
        re.compile(rf"(?<![\w-])(?:{any_of(data['lines'])})\s+(?:{any_of(data['linking'])}|with|to)\s+{lead}$"),
        re.compile(rf"(?:['’]s?)?\s+(?:{any_of(data['lines'])})\b"),
        lengths, numbers, directions,
    )  # fmt: skip
