"""Names of persons in words, found from the other side: what is no place, body, side, month or ordinary word goes.

Promise: when in doubt a word is taken out. A list of names alone would miss every name that is not on it, so a
capitalised word stays only where something explains it. This is no recogniser of names for any other use.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from accordingto.lang import get
from accordingto.vocab.gazetteer import shipped
from accordingto.vocab.tables import table

NAME = "[name removed]"
SCRIPT = "[words in another script removed]"
_WORD = re.compile(r"[^\W\d_](?:[\w'’`-]*\w)?\.?")
_ARTICLE = re.compile(r"(?:al|el|as|ash|ad|adh|ar|an|at|az|ul|us)[-'’](?=\w)", re.IGNORECASE)
_SECTIONS = (
    "common_words", "kinds", "triggers", "quantities", "dates", "parties", "equipment", "cues", "voices", "places",
    "wording", "incidents", "reconciling", "linking", "sentences",
)  # fmt: skip
_LATIN = ("LATIN", "COMBINING", "MODIFIER", "FEMININE", "MASCULINE")
_ACRONYM = 6
_SHOUTED = 0.6


@dataclass(frozen=True, slots=True)
class Known:
    """What may stand in one text beside what may stand in all.

    Attributes:
        places: Names of places of the claim, as its path has them.
        speakers: Phrases that name somebody who speaks in office.
        victims: Phrases that name victims: a title does not keep a name in them.
        persons: Phrases that name others who are not to be named; of them and of victims no word that is not an
            ordinary one stays, capital or not.
        named: Names that may stand anyway.
    """

    places: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    victims: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Words:
    ordinary: frozenset[str]
    names: frozenset[str]
    lower: frozenset[str]
    particles: frozenset[str]
    offices: frozenset[str]
    bodies: frozenset[str]
    before_places: frozenset[str]
    kinds_of_places: frozenset[str]
    after_persons: frozenset[str]
    after_bodies: frozenset[str]
    introductions: re.Pattern[str]
    phrases: frozenset[str]


def listed(text: str, lang: str = "en") -> bool:
    """Whether a word of a text is on the list of names of persons."""
    names = _words(lang).names
    return any(_fold(w) in names for w in _WORD.findall(text))


@lru_cache(maxsize=8192)
def without_names(text: str, known: Known = Known(), lang: str = "en") -> tuple[str, dict[str, int]]:
    """A text without names of persons and without words in another script.

    Args:
        text: Any words.
        known: What may stand in it.
        lang: Language of the words.

    Returns:
        The text with a note in brackets where something stood, and how often: keys ``name`` and ``script``.
    """
    found: dict[str, int] = {}
    out, scripts = _without_scripts(text)
    spans = sorted({*_names(out, known, _words(lang))})
    parts, at, n = [], 0, 0
    for start, end in spans:
        if start < at:
            continue
        parts += [out[at:start], NAME]
        at, n = end, n + 1
    if n:
        found["name"] = n
    if scripts:
        found["script"] = scripts
    return "".join([*parts, out[at:]]), found


def _without_scripts(text: str) -> tuple[str, int]:
    if text.isascii():
        return text, 0
    parts: list[str] = []
    n, foreign = 0, False
    for c in text:
        letter = c.isalpha() or unicodedata.category(c).startswith("M")
        if letter and not unicodedata.name(c, "").startswith(
            ("LATIN", "COMBINING", "MODIFIER", "FEMININE", "MASCULINE")
        ):
            if not foreign:
                parts.append(SCRIPT)
                n += 1
            foreign = True
        elif not (foreign and c.isspace()):
            parts.append(" " if foreign and c.isalnum() else "")
            parts.append(c)
            foreign = False
    return "".join(parts).replace(SCRIPT + SCRIPT, SCRIPT), n


def _names(text: str, known: Known, words: _Words) -> Iterator[tuple[int, int]]:
    tokens = list(_WORD.finditer(text))
    letters = [c for c in text if c.isalpha()]
    shouted = sum(c.isupper() for c in letters) > _SHOUTED * len(letters) if letters else False
    own = {_fold(p) for p in (*known.places, *known.named)}
    for run in _runs(text, tokens, words):
        for segment in _unexplained(run, tokens, text, own, words, shouted):
            first, last = tokens[segment[0]], tokens[segment[-1]]
            phrase = _fold(text[first.start() : last.end()])
            before = _fold(tokens[segment[0] - 1][0]) if segment[0] else ""
            victim = any(phrase in _fold(v) for v in known.victims)
            speaks = before in words.offices or any(phrase in _fold(s) for s in known.speakers)
            if victim or not speaks:
                yield first.start(), last.end() - last[0].endswith(".")
    of_persons = {_fold(w) for p in (*known.victims, *known.persons) for w in _WORD.findall(p)}
    of_persons = {w for w in of_persons if len(w) > 3} - words.ordinary - words.phrases
    for t in tokens:
        if t[0][0].islower() and ((word := _fold(t[0])) in words.lower or word in of_persons) and word not in own:
            yield t.start(), t.end() - t[0].endswith(".")
    for m in words.introductions.finditer(text):
        if _fold(m[1]) in words.names or _fold(m[1]) not in words.ordinary:
            yield m.span(1)


def _runs(text: str, tokens: Sequence[re.Match[str]], words: _Words) -> Iterator[list[int]]:
    """Capitalised words in a row, small words that join names between them."""
    run: list[int] = []
    for i, t in enumerate(tokens):
        joined = bool(run) and text[tokens[run[-1]].end() : t.start()] in (" ", "-", "")
        if _capital(t[0]):
            if not joined:
                if run:
                    yield run
                run = []
            run.append(i)
        elif joined and _fold(t[0]) in words.particles and i + 1 < len(tokens) and _capital(tokens[i + 1][0]):
            run.append(i)
        else:
            if run:
                yield run
            run = []
    if run:
        yield run


def _unexplained(
    run: list[int], tokens: Sequence[re.Match[str]], text: str, own: set[str], words: _Words, shouted: bool
) -> Iterator[list[int]]:
    folded = {i: _fold(tokens[i][0]) for i in run}
    listed = any(folded[i] in words.names for i in run)
    if not shouted and not listed and any(folded[i] in words.bodies for i in run):
        return
    rest: list[int] = []
    at = 0
    while at < len(run):
        phrases = ((j, " ".join(folded[i] for i in run[at:j])) for j in range(len(run), at, -1))
        end = next((j for j, p in phrases if p in own or p in words.phrases), None)
        if end is None and _explained(tokens[run[at]][0], folded[run[at]], words, shouted):
            end = at + 1
        # "Hassan" of "Omar Hassan" is no place for being a town's name too.
        if end is None or (rest and all(folded[i] in words.names for i in run[at:end])):
            rest.append(run[at])
            at += 1
        else:
            yield from _persons(rest, tokens, text, words)
            rest, at = [], end
    yield from _persons(rest, tokens, text, words)


def _persons(rest: list[int], tokens: Sequence[re.Match[str]], text: str, words: _Words) -> Iterator[list[int]]:
    if not rest:
        return
    phrase = text[tokens[rest[0]].start() : tokens[rest[-1]].end()]
    word = [_fold(tokens[i][0]) if 0 <= i < len(tokens) else "" for i in (rest[0] - 2, rest[0] - 1, rest[-1] + 1)]
    place = word[1] in words.before_places or (word[1] == "of" and word[0] in words.kinds_of_places)
    named = word[2] in words.after_persons or any(_fold(tokens[i][0]) in words.names for i in rest)
    if len(rest) == 1 and word[2] in words.after_bodies:
        return
    if place and not named and any(k.exact for k in shipped().find(phrase.rstrip("."))):
        return
    yield rest


def _explained(word: str, folded: str, words: _Words, shouted: bool) -> bool:
    if folded in words.names:
        return False
    plain = word.rstrip(".")
    if any(c.isdigit() for c in plain) or (plain.isupper() and 1 < len(plain) <= _ACRONYM and not shouted):
        return True
    parts = [p for p in folded.split("-") if p]
    return folded in words.ordinary or (len(parts) > 1 and all(p in words.ordinary for p in parts))


def _capital(word: str) -> bool:
    article = _ARTICLE.match(word)
    return word[0].isupper() or (article is not None and word[article.end()].isupper())


def _fold(words: str) -> str:
    flat = " ".join(words.casefold().replace("’", "'").replace("`", "'").split()).strip(".")
    return flat.removesuffix("'s").removesuffix("'")


@cache
def _words(lang: str) -> _Words:
    pack = get(lang)
    said: Any = pack.section("persons")
    names = frozenset(map(_fold, said["names"]))
    ordinary = {w for name in _SECTIONS for w in _every_word(pack.section(name))}
    ordinary |= {*map(_fold, said["ordinary"]), *map(_fold, said["offices"]), *map(_fold, said["bodies"])}
    phrases = {_fold(p) for row in pack.section("countries").values() for p in re.split(r"[|;]", row) if p.strip()}
    phrases |= {f"{p}s" for p in phrases if " " not in p}  # "Turks" of "Turk"
    for name in ("parties", "agencies"):
        phrases |= {_fold(p) for p in _aliases(table(name)) if not names.issuperset(_fold(p).split())}
    introduced = "|".join(said["introductions"])
    return _Words(
        frozenset(ordinary), names,
        frozenset(w for w in names if len(w) > 3) - ordinary - phrases,
        frozenset(said["particles"]), frozenset(said["offices"]),
        frozenset(said["bodies"]), frozenset(said["before_places"]),
        frozenset(said["kinds_of_places"]), frozenset(said["after_persons"]),
        frozenset(said["after_bodies"]),
        re.compile(rf"\b(?:{introduced})\s+([^\W\d_][\w'’-]*)", re.IGNORECASE), frozenset(phrases - {""}),
    )  # fmt: skip


def _every_word(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for k, v in value.items():
            yield from _every_word(k)
            yield from _every_word(v)
    elif isinstance(value, list | tuple):
        for v in value:
            yield from _every_word(v)
    elif isinstance(value, str):
        yield from (_fold(w) for w in _WORD.findall(value))


def _aliases(value: Any) -> Iterator[str]:
    """Every name of a vocabulary: keys, and what stands after the countries of an entry."""
    if isinstance(value, dict):
        for k, v in value.items():
            yield str(k)
            yield from _aliases(v)
    elif isinstance(value, list | tuple):
        for v in value:
            yield from _aliases(v)
    elif isinstance(value, str):
        yield from (p.strip() for p in value.rpartition("|")[2].split(";"))
