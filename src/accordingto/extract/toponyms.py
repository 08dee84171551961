"""Candidate toponyms: runs of capitalised words that the gazetteer knows or that stand where a place would.

Promise: linear time; recall matters more than precision, since these are features and raw material. A span never
holds the class noun beside it ("province") nor the article before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from accordingto.extract.placewords import PlaceWords, place_words
from accordingto.extract.sides import scan
from accordingto.lang import LanguagePack
from accordingto.model.text import Span
from accordingto.vocab.gazetteer import Namesakes, namesakes, place_key

_HYPHEN = r"[-‐‑]"
# A capitalised word with its tied articles and parts: "al-Bab", "Deir ez-Zor" (as two), "Mazar-i-Sharif", "N'Djamena".
_WORD = rf"(?:[a-z]{{2,4}}{_HYPHEN})?[^\W\d_a-z][^\W\d_]*(?:(?:{_HYPHEN}|['’`])[^\W\d_]{{1,24}}){{0,4}}"
_RUN = re.compile(rf"(?<![^\W_]){_WORD}(?:[ ]{_WORD}){{0,5}}")
_PART = re.compile(r"[^ ]+")
_LAST_WORDS = re.compile(r"[^\W\d_]+")
_LOOK_BACK = 24
_MOST_PARTS = 4


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place name in a text.

    Attributes:
        span: Where it stands.
        name: As written, without a possessive ending, even one that lost its apostrophe ("Aleppos").
        country: Code of the state when it names one or its people.
        sort: How it is known: ``major`` (a capital, province or well-known city), ``listed`` in the gazetteer, or
            ``guess`` from its surroundings.
        owns: Whether it is a possessive, which makes the next name a part of it.
    """

    span: Span
    name: str
    country: str | None = None
    sort: str = "major"
    owns: bool = False


def find_toponyms(text: str, *, pack: LanguagePack) -> list[Span]:
    """Find candidate toponyms.

    Args:
        text: The whole report, or a part of it.
        pack: Language pack with ``places`` and ``countries`` sections.

    Returns:
        Spans in text order that do not overlap.
    """
    return [t.span for t in toponyms(text, pack=pack)]


def toponyms(text: str, *, pack: LanguagePack, loose: bool = False) -> list[Toponym]:
    """Candidate toponyms with their names and, for states, their code.

    Args:
        text: The whole report, or a place phrase.
        pack: Language pack with ``places`` and ``countries`` sections.
        loose: Whether every capitalised run counts, as in a phrase that is known to name a place.
    """
    return list(_read(text, pack.code, True) if loose else _of_report(text, pack.code))


# The same report is asked about by several stages in a row.
@lru_cache(maxsize=4)
def _of_report(text: str, code: str) -> tuple[Toponym, ...]:
    return _read(text, code, False)


def _read(text: str, code: str, loose: bool) -> tuple[Toponym, ...]:
    runs = [_parts(m) for m in _RUN.finditer(text)]
    if not runs:
        return ()
    reader = _Reader(
        text, place_words(code), namesakes(_grams(text, runs)), _states(text, code, place_words(code)), loose
    )
    return tuple(t for run in runs for t in reader.read(run))


def _parts(match: re.Match[str]) -> list[Span]:
    base = match.start()
    return [Span(base + m.start(), base + m.end()) for m in _PART.finditer(match.group())]


def _grams(text: str, runs: list[list[Span]]) -> set[str]:
    grams = set()
    for run in runs:
        for i, part in enumerate(run):
            for j in range(i, min(len(run), i + _MOST_PARTS)):
                gram = text[part.start : run[j].end]
                grams.add(gram)
                if gram[-1] == "s":
                    grams.add(_bare(gram))
    return grams


def _bare(name: str) -> str:
    """The name without its possessive ending, whose apostrophe may be lost."""
    return name[:-2] if name.endswith(("'s", "’s")) else name[:-1] if name.endswith("s") else name


def _states(text: str, code: str, words: PlaceWords) -> dict[int, tuple[int, str, str]]:
    """Start offset to end, kind and state code of what the lexicon of sides finds; a side is no place."""
    tokens, entries = scan(text, code)
    found: dict[int, tuple[int, str, str]] = {}
    for f in entries:
        first = tokens[f.first - 1] if tokens[f.first].tied and f.first else tokens[f.first]
        if f.first and tokens[f.first - 1].norm in words.waters:
            continue
        if f.entry.kind not in ("role", "named"):
            found[first.start] = (tokens[f.end - 1].end, f.entry.kind, f.entry.detail)
    return found


@dataclass(frozen=True)
class _Reader:
    """Reads runs of capitalised words of one text."""

    text: str
    words: PlaceWords
    known: Mapping[str, Namesakes]
    states: Mapping[int, tuple[int, str, str]]
    loose: bool

    def read(self, run: list[Span]) -> Iterator[Toponym]:
        """Yield the toponyms of a run, longest first at each place."""
        text, i = self.text, 0
        while i < len(run):
            start = run[i].start
            end, kind, code = self.states.get(start, (start, "", ""))
            after = next((k for k in range(i + 1, len(run)) if run[k].start >= end), len(run))
            if kind == "state":
                yield Toponym(Span(start, end), text[start:end], code)
                i = after
                continue
            if kind in ("capital", "clue"):
                stop: int | None = after
            elif kind:
                i = after
                continue
            else:
                stop = self._longest(run, i)
                kind = "listed" if stop is not None else "guess"
                stop = stop or self._guess(run, i)
            if stop is None:
                i += 1
                continue
            sort = kind if kind in ("listed", "guess") else "major"
            yield self._toponym(Span(start, run[stop - 1].end), sort)
            i = stop

    def _toponym(self, span: Span, sort: str) -> Toponym:
        name = span.of(self.text)
        bare = _bare(name)
        if bare != name and ("'" in name[-2:] or "’" in name[-2:] or self._possessive(name, bare)):
            return Toponym(Span(span.start, span.start + len(bare)), bare, None, sort, owns=True)
        return Toponym(span, name, None, sort)

    def _possessive(self, name: str, bare: str) -> bool:
        if place_key(name) in self.known:
            return False
        return place_key(bare) in self.known

    def _longest(self, run: list[Span], i: int) -> int | None:
        """The end of the longest known name from part ``i``; a lost apostrophe ("Aleppos") is looked through."""
        for j in range(min(len(run), i + _MOST_PARTS), i, -1):
            if j == i + 1 and self._stop(run[i]):
                return None
            name = self.text[run[i].start : run[j - 1].end]
            if len(place_key(name)) > 2 and (place_key(name) in self.known or place_key(_bare(name)) in self.known):
                return j
        return None

    def _guess(self, run: list[Span], i: int) -> int | None:
        """The end of an unknown name that stands where a place would."""
        if self._stop(run[i]) or not (self.loose or self._expected(run, i)):
            return None
        end = i + 1
        while end < len(run) and run[end].start not in self.states and not self._stop(run[end]):
            end += 1
        return end

    def _stop(self, part: Span) -> bool:
        word = part.of(self.text).lower().removesuffix("'s").removesuffix("’s")
        return word in self.words.not_places or word in self.words.classes

    def _expected(self, run: list[Span], i: int) -> bool:
        """Whether a place word stands before the name ("the town of X", "in X") or after its run ("X province")."""
        if i == 0:
            before = _LAST_WORDS.findall(self.text[max(0, run[0].start - _LOOK_BACK) : run[0].start])
            if before and (before[-1] in self.words.prepositions or before[-1].lower() in self.words.classes):
                return True
        after = _LAST_WORDS.match(self.text, run[-1].end + 1)
        return after is not None and after.group() in self.words.classes
