"""Who is speaking: the many names of one ministry, monitor or agency as one name.

Promise: a name is given only where the words hold one; an anonymous source stays nobody. Nothing is taken from the
report but the phrase and, for "the health ministry", the country of the claim's own place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple

from accordingto.lang import get
from accordingto.vocab.tables import table

_WORD = re.compile(r"[A-Z](?:\.[A-Z])+\b\.?|[^\W_]+(?:['’`/][^\W_]+)*")
_SILENT = frozenset(("the", "al", "el", "so-called"))
_ACRONYM = 5
# Sections of the vocabulary whose entries speak under their own name, wherever a state stands beside them.
_BODIES = ("monitors", "aid", "rescue", "activists", "bodies")
_PRESS = ("agencies", "outlets")
_SIDES = ("armed", "coalitions")
_ALLIED = frozenset(("backed", "led", "based", "linked", "allied", "held", "run", "born", "sponsored", "controlled"))


class Word(NamedTuple):
    """A word as matched and as written."""

    norm: str
    raw: str


class Name(NamedTuple):
    """What a phrase of the vocabulary stands for: its section, its plain name, its country's code."""

    section: str
    name: str
    country: str = ""


@dataclass(frozen=True)
class Voices:
    """The compiled names of one language."""

    names: Mapping[str, tuple[tuple[tuple[str, ...], Name], ...]]
    states: Mapping[str, str]
    codes: Mapping[str, str]
    organs: Sequence[tuple[str, tuple[str, ...], tuple[str, ...]]]
    nobody: frozenset[str]
    local: frozenset[str]
    ends: frozenset[str]
    offices: frozenset[str]
    titles: frozenset[str]
    against: frozenset[str]
    lesser: frozenset[str]
    common: frozenset[str]

    def find(self, words: Sequence[Word]) -> list[tuple[int, int, Name]]:
        """The names that stand in a phrase, longest first at each word, each with its range of words."""
        found = []
        i = 0
        while i < len(words):
            size, name = self._longest(words, i)
            if name is not None:
                found.append((i, i + size, name))
            i += max(1, size)
        return found

    def _longest(self, words: Sequence[Word], i: int) -> tuple[int, Name | None]:
        best: tuple[int, Name | None] = (0, None)
        for key in {words[i].raw, words[i].norm}:
            for form, name in self.names.get(key, ()):
                n = len(form)
                if n > best[0] and len(words) >= i + n and all(f in words[i + k] for k, f in enumerate(form)):
                    best = (n, name)
        return best


@lru_cache(maxsize=4096)
def voice(phrase: str, country: str | None = None, code: str = "en") -> str | None:
    """The plain name of who speaks, or None when the phrase names nobody.

    Args:
        phrase: A source as a claim gives it: "Turkey's defence ministry", "SOHR chief Rami Abdel Rahman".
        country: Country of the claim's place, as the path writes it; whose ministry a bare "the health ministry" is.
        code: The language.

    >>> voice("Turkey's defence ministry") == voice("the Turkish Ministry of National Defence")
    True
    """
    known = voices(code)
    words = words_of(phrase)
    # "Iran-backed" and "Britain-based" say with whom and where, not who.
    aside = {
        i
        for start, end, _ in known.find(words)
        if end < len(words) and words[end].norm in _ALLIED
        for i in range(start, end + 1)
    }
    words = tuple(w for i, w in enumerate(words) if i not in aside)
    found = known.find(words)
    for section in (_BODIES, _PRESS, _SIDES):
        spoken = [n for _, _, n in found if n.section in section]
        if spoken:
            return spoken[0].name
    organ = _organ(known, words)
    return _official(known, words, found, organ, country) or _own_name(known, phrase, found, organ)


def _official(
    known: Voices, words: Sequence[Word], found: Sequence[tuple[int, int, Name]], organ: str | None, country: str | None
) -> str | None:
    for start, end, name in found:
        after = words[end] if end < len(words) else Word("", "")
        before = words[start - 1].norm if start else ""
        # "Niger state police" are Nigeria's, and "in Syria" is where.
        if after.norm == "state" or (before in known.ends and before != "of"):
            continue
        if name.section == "house":
            return name.name
        state = known.states.get(name.country, name.name)
        others = [w for i, w in enumerate(words) if not start <= i < end]
        # "American Bar Association" is no government, "Nigerian media" neither.
        named_body = name.section == "state" and after.raw[:1].isupper() and after.norm not in known.common
        if named_body:
            continue
        if organ is not None:
            return f"{state}: {organ}"
        if name.section == "force":
            return f"{state}: {'police' if 'police' in name.name.casefold() else 'military'}"
        in_office = any(w.norm in known.offices for w in others)
        if not others or name.section == "person" or in_office:
            return f"{state}: government"
    home = known.codes.get((country or "").casefold())
    if organ is None or home is None:
        return None
    if organ in known.local:
        return f"{known.states[home]}: {organ}"
    named = any(w.raw[:1].isupper() and w.norm not in known.common for w in words)
    nobody = (known.nobody | known.lesser) & {w.norm for w in words}
    return None if named or nobody else f"{known.states[home]}: {organ}"


def _organ(known: Voices, words: Sequence[Word]) -> str | None:
    line = f" {' '.join(w.norm for w in words)} "
    for label, forms, more in known.organs:
        found = [f for f in forms if f" {f} " in line and not any(f" {a} {f} " in line for a in known.against)]
        if found and (not more or any(f" {m} " in line for m in more)):
            return label
    return None


def _own_name(known: Voices, phrase: str, found: Sequence[tuple[int, int, Name]], organ: str | None) -> str | None:
    """The longest run of capitals that is no title: a person or a body that the vocabulary does not list."""
    best: list[str] = []
    count = 0
    for part in re.split(r"[,;()]", phrase):
        run: list[str] = []
        for word in words_of(part):
            if word.norm in known.ends:
                break
            count += word.norm not in known.common
            if word.raw[:1].isupper() and word.norm not in known.common:
                run.append(word.raw)
                best = run if len(run) > len(best) else best
            else:
                run = []
    if len(best) > 1:
        return " ".join(best)
    # One capital among other words is a place or an adjective, unless it names a body: "Elathur police".
    if best and not found and (count == 1 or organ):
        return f"{best[0]}: {organ}" if organ else best[0]
    return None


@lru_cache(maxsize=4096)
def words_of(phrase: str) -> tuple[Word, ...]:
    """The words of a phrase without articles, accents and possessive endings; a hyphen divides words."""
    out = []
    for m in _WORD.finditer(phrase):
        raw = m[0].replace(".", "")
        raw = re.sub(r"['’`]s$", "", raw)
        norm = fold(raw)
        if norm not in _SILENT:
            out.append(Word(norm, raw))
    return tuple(out)


def fold(word: str) -> str:
    """Lower case, without accents and apostrophes."""
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return re.sub(r"['’`]", "", word).casefold()


@cache
def voices(code: str) -> Voices:
    """The names of a language pack and of the vocabulary."""
    pack = get(code)
    words, parties, press = pack.section("voices"), table("parties"), table("agencies")
    names: dict[tuple[str, ...], Name] = {}
    states = {}
    codes: dict[str, str] = {}
    for key, line in pack.section("countries").items():
        own, people, others, capitals, _ = ([x.strip() for x in p.split(";") if x.strip()] for p in line.split("|"))
        states[key] = own[0]
        codes |= {form.casefold(): key for form in (*own, *others)}
        _put(names, capitals, Name("capital", own[0], key))
        # With an "s" for people, and for possessives whose apostrophe got lost on the way.
        plain = [*people, *own]
        _put(names, [*plain, *(f"{p}s" for p in plain), *others], Name("state", own[0], key))
    for section, line in _entries(parties, ("state_forces", "persons")):
        name, where, aliases = line
        kind = "force" if section == "state_forces" else "person"
        whose = where.split()[0] if where.split() else ""
        # A person may lead a side that is no state: then the side speaks.
        side = next((s for s in _SIDES if name in parties[s]), None)
        _put(names, aliases, Name(side, name) if side else Name(kind, name, whose))
    for section, line in _entries(parties, (*_SIDES, *_BODIES)):
        name, _, aliases = line
        _put(names, [*aliases, name], Name(section, name))
    for section in ("agencies", "outlets"):
        for name, aliases in press[section].items():
            _put(names, [*aliases.split(";"), name], Name(section, name))
    for house, line in words["houses"].items():
        where, _, organ = line.partition(" ")
        _put(names, [house], Name("house", f"{states[where]}: {organ}", where))
    by_first: dict[str, list[tuple[tuple[str, ...], Name]]] = {}
    for form, what in names.items():
        by_first.setdefault(form[0], []).append((form, what))
    organs = [(o["label"], tuple(o["words"]), tuple(o.get("with", ()))) for o in words["organs"]]
    sets = {
        k: frozenset(map(str, words[k])) for k in ("nobody", "local", "ends", "offices", "titles", "against", "lesser")
    }
    # Words of titles and organs, capitals or not, name no person: "the Health Ministry".
    bodies = {word for _, forms, more in organs for form in (*forms, *more) for word in form.split()}
    first = {key: tuple(forms) for key, forms in by_first.items()}
    return Voices(first, states, codes, organs, **sets, common=sets["titles"] | bodies)


def _entries(
    vocabulary: Mapping[str, Any], sections: Iterable[str]
) -> Iterable[tuple[str, tuple[str, str, list[str]]]]:
    for section in sections:
        for name, line in vocabulary[section].items():
            where, _, aliases = str(line).partition("|")
            yield section, (name, where, aliases.split(";"))
        for line in vocabulary["own_names"].get(section, ()):
            name, _, where = str(line).rstrip(")").partition(" (")
            yield section, (name, where, [])


def _put(names: dict[tuple[str, ...], Name], forms: Iterable[str], what: Name) -> None:
    for form in forms:
        words = words_of(form)
        key = tuple(w.raw if w.raw.isupper() and 1 < len(w.raw) <= _ACRONYM else w.norm for w in words)
        if key:
            names[key] = what
