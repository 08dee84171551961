"""The lexicon of sides: states, armed groups, bodies, leaders and the words for a side's organs, in one word tree.

Promise: one left-to-right pass finds the longest entry at each place; articles, "al-", hyphens, apostrophes, accents
and a possessive "s" (with or without its apostrophe) never hide an entry. An acronym entry in capitals ("IS") matches
capitals only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from accordingto.lang import LanguagePack, get
from accordingto.vocab.tables import table

# Letters and digits with inner apostrophes; joining marks and commas are tokens because they divide sides.
_TOKEN = re.compile(r"[^\W_]+(?:['’`][^\W_]+)*|[&,;/()]")
_DOTTED = re.compile(r"\b([A-Z])\.\s?(?=[A-Z]\b)")
_SILENT = frozenset(("al", "el", "the"))
_ACRONYM = 5
_ROLES = (
    "police", "security", "army", "forces", "aircraft", "government", "opposition", "kurds", "coalition", "protest",
    "militants", "group", "gunmen", "attackers", "bandits", "civilians",
)  # fmt: skip
_GROUPS = ("armed", "coalitions", "bodies", "monitors", "aid", "rescue", "activists", "state_forces", "persons")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a phrase of the lexicon stands for.

    Attributes:
        name: Short plain name of the side, or the role word itself.
        kind: ``state``, ``clue`` (a place that tells the country), ``role``, ``named`` or a section of the vocabulary.
        detail: Role name of a role; state code of a state or clue; else "".
        countries: State codes where the side is at home.
    """

    name: str
    kind: str
    detail: str = ""
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Token:
    """A word as matched: folded form, as written, whether a hyphen ties it to the one before, where it starts."""

    norm: str
    raw: str
    tied: bool
    start: int


@dataclass(frozen=True, slots=True)
class Found:
    """An entry and the half-open range of tokens that it covers."""

    entry: Entry
    first: int
    end: int


@dataclass(frozen=True)
class Sides:
    """The compiled lexicon of one language."""

    tree: Mapping[str, Any]
    states: Mapping[str, tuple[str, str]]
    plain: frozenset[str]
    roles: Mapping[str, Mapping[str, str]]
    words: Mapping[str, frozenset[str]]

    def find(self, tokens: list[Token]) -> Iterator[Found]:
        """Yield the entries found in the tokens, longest first at each place, left to right."""
        i, n = 0, len(tokens)
        while i < n:
            best, end = self._longest(tokens, i, n)
            if best is None:
                i += 1
            else:
                yield Found(best, i, end)
                i = end

    def _longest(self, tokens: list[Token], i: int, n: int) -> tuple[Entry | None, int]:
        node, best, end = self.tree, None, i
        while i < n:
            token = tokens[i]
            if token.norm in _SILENT and node is not self.tree:
                i += 1
                continue
            step = node.get(token.raw) if token.raw.isupper() else None
            if step is None:
                step = node.get(token.norm)
            if step is None and token.norm.endswith("s"):
                step = node.get(token.norm[:-1])
            if step is None:
                break
            node, i = step, i + 1
            if "" in node:
                best, end = node[""], i
        return best, end


def fold(word: str) -> str:
    """Lower case, without accents, apostrophes or a possessive ending."""
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
        word = word.replace("’", "'")
    word = word.lower().replace("`", "'")
    if word.endswith("'s"):
        word = word[:-2]
    return word.replace("'", "")


def tokens_of(text: str) -> list[Token]:
    """The words of a text with what the lexicon needs to know of each; "U.S." is one word."""
    if "." in text:
        # The dots become nothing, yet offsets stay right: a zero-width filler is put behind the letters.
        text = _DOTTED.sub(lambda m: m.group(1) + "\u200b" * (len(m.group()) - 1), text) if _DOTTED.search(text) else text
    out = []
    for m in _TOKEN.finditer(_close(text)):
        start = m.start()
        raw = m.group()
        if raw.endswith(("'s", "’s")):
            raw = raw[:-2]
        out.append(Token(fold(raw), raw, start > 0 and text[start - 1] in "-‑–", start))
    return out


def _close(text: str) -> str:
    return re.sub("([A-Z])\u200b+(?=[A-Z])", r"\1", text) if "\u200b" in text else text


@cache
def sides(code: str) -> Sides:
    """The lexicon of a language pack."""
    pack, vocabulary = get(code), table("parties")
    tree: dict[str, Any] = {}
    words = pack.section("parties")
    for role in _ROLES:
        _plant(tree, words[role], Entry(role, "role", role))
    for name, forms in words["named"].items():
        _plant(tree, forms, Entry(name, "named"))
    states = _plant_states(tree, pack)
    for group in _GROUPS:
        for name, line in vocabulary[group].items():
            where, _, aliases = str(line).partition("|")
            forms = [a.strip() for a in aliases.split(";")]
            _plant(tree, [*forms, name] if group != "persons" else forms, Entry(name, group, "", tuple(where.split())))
    sets = {
        key: frozenset(fold(str(w)) for w in words[key])
        for key in ("pronouns", "articles", "breaks", "attached", "against", "joins", "loyal", "name_words", "titles")
    }
    return Sides(tree, states, frozenset(vocabulary["plain_states"]), vocabulary["roles"], sets)


def _plant_states(tree: dict[str, Any], pack: LanguagePack) -> dict[str, tuple[str, str]]:
    states = {}
    rows = []
    for code, line in pack.section("countries").items():
        name, people, others, capitals, places = ([x.strip() for x in part.split(";") if x.strip()] for part in line.split("|"))
        adjective = people[0] if people else name[0]
        states[code] = (name[0], adjective if code != "US" else "US")
        rows.append((code, name[0], people, others, capitals, places))
    for code, name, _, _, _, places in rows:
        _plant(tree, places, Entry(name, "clue", code, (code,)))
    # Later entries win: a capital is no mere place, and a state is no capital.
    for code, name, people, others, capitals, _ in rows:
        _plant(tree, capitals, Entry(name, "capital", code, (code,)))
    for code, name, people, others, _, _ in rows:
        plural = [f"{p}s" for p in people if not p.endswith(("ese", "ish", "s", "ch"))]
        _plant(tree, [*people, *plural, *others, name], Entry(name, "state", code, (code,)))
    return states


def _plant(tree: dict[str, Any], forms: Iterable[str], entry: Entry) -> None:
    for form in forms:
        node = tree
        for token in tokens_of(str(form)):
            if token.norm in _SILENT:
                continue
            capitals = token.raw.isupper() and 1 < len(token.raw) <= _ACRONYM
            node = node.setdefault(token.raw if capitals else token.norm, {})
        if node is not tree:
            node[""] = entry
