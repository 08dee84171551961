"""The lexicon of sides: states, armed groups, bodies, leaders and the words for a side's organs, in one word tree.

Promise: one left-to-right pass finds the longest entry at each place; articles, "al-", hyphens, apostrophes, accents
and a possessive "s" (with or without its apostrophe) never hide an entry. An acronym entry in capitals ("IS") matches
capitals only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple

from accordingto.lang import LanguagePack, get
from accordingto.vocab.tables import table

# Letters and digits with inner apostrophes; joining marks and commas are tokens because they divide sides.
_TOKEN = re.compile(r"[A-Z](?:\.[A-Z])+\b\.?|[^\W_]+(?:['’`][^\W_]+)*|[&,;/()]")
_HYPHENS = "-\u2010\u2011"
_SILENT = frozenset(("al", "el", "the"))
_ACRONYM = 5
_PHRASE = 240
_ROLES = (
    "police", "security", "army", "forces", "aircraft", "government", "opposition", "kurds", "coalition", "protest",
    "militants", "terrorists", "nation", "group", "gunmen", "attackers", "bandits", "civilians",
)  # fmt: skip
# Where reports say otherwise than the dictionary: "US police", "Myanmar government".
_ADJECTIVES = {"US": "US", "MM": "Myanmar"}
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


class Token(NamedTuple):
    """A word as matched: folded form, as written, whether a hyphen ties it to the one before, where it stands."""

    norm: str
    raw: str
    tied: bool
    start: int
    end: int


class Found(NamedTuple):
    """An entry and the half-open range of tokens that it covers."""

    entry: Entry
    first: int
    end: int


@dataclass(frozen=True)
class Sides:
    """The compiled lexicon of one language."""

    code: str
    tree: Mapping[Any, Any]
    states: Mapping[str, tuple[str, str]]
    plain: frozenset[str]
    regular: frozenset[str]
    roles: Mapping[str, Mapping[str, str]]
    words: Mapping[str, frozenset[str]]
    proper_name: re.Pattern[str]
    spelled_acronym: re.Pattern[str]

    def find(self, tokens: Sequence[Token]) -> Iterator[Found]:
        """Yield the entries found in the tokens, longest first at each place, left to right."""
        i, n, root = 0, len(tokens), self.tree
        while i < n:
            token = tokens[i]
            # Most words begin no entry: turned away before any call.
            if token.norm not in root and token.raw not in root and token.norm[:-1] not in root:
                i += 1
                continue
            best, end = longest(root, tokens, i)
            if best is None:
                i += 1
            else:
                yield Found(best, i, end)
                i = end


def longest(tree: Mapping[Any, Any], tokens: Sequence[Token], i: int) -> tuple[Any, int]:
    """The value of the longest entry that begins at token ``i`` and the token after it, or (None, i)."""
    node, best, end, n = tree, None, i, len(tokens)
    while i < n:
        token = tokens[i]
        if token.norm in _SILENT and node is not tree:
            i += 1
            continue
        step = node.get(token.raw) if token.raw.isupper() else None
        if step is None:
            step = node.get(token.norm)
        if step is None and len(token.norm) > 3 and token.norm.endswith("s"):
            step = node.get(token.norm[:-1])
        if step is None:
            break
        node, i = step, i + 1
        if None in node:
            best, end = node[None], i
    return best, end


def grow(groups: Mapping[str, Iterable[str]]) -> dict[Any, Any]:
    """A word tree that tells the group of a word; words of several groups have a tuple of them."""
    tree: dict[Any, Any] = {}
    for group, forms in groups.items():
        for form in forms:
            _plant(tree, [form], group)
    return tree


@lru_cache(maxsize=20_000)
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
    out = []
    for m in _TOKEN.finditer(text):
        raw, start = m.group(), m.start()
        if "." in raw:
            raw = raw.replace(".", "")
        elif raw.endswith(("'s", "’s")):
            raw = raw[:-2]
        out.append(Token(fold(raw), raw, start > 0 and text[start - 1] in _HYPHENS, start, m.end()))
    return out


def scan(text: str, code: str) -> tuple[tuple[Token, ...], tuple[Found, ...]]:
    """The words of a text and the entries found in them; remembered, as several stages ask about the same words."""
    return _scan_phrase(text, code) if len(text) <= _PHRASE else _scan_report(text, code)


def _scan(text: str, code: str) -> tuple[tuple[Token, ...], tuple[Found, ...]]:
    tokens = tuple(tokens_of(text))
    return tokens, tuple(sides(code).find(tokens))


_scan_phrase = lru_cache(maxsize=2048)(_scan)
_scan_report = lru_cache(maxsize=2)(_scan)


@cache
def sides(code: str) -> Sides:
    """The lexicon of a language pack."""
    pack, vocabulary = get(code), table("parties")
    tree: dict[Any, Any] = {}
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
            # A state keeps its own meaning: "Russia" is no army because an army of its is listed.
            own = [] if group in ("persons", "state_forces") else [name]
            _plant(tree, [*forms, *own], Entry(name, group, "", tuple(where.split())))
    for group, names in vocabulary["own_names"].items():
        for line in names:
            name, _, where = str(line).rstrip(")").partition(" (")
            _plant(tree, [name], Entry(name, group, "", (where,) if where else ()))
    sets = {
        key: frozenset(fold(str(w)) for w in words[key])
        for key in ("possessives", "breaks", "attached", "against", "joins", "titles", "skip_first")
    }
    links, tails = ("|".join(map(re.escape, map(str, words[k]))) for k in ("name_links", "name_tails"))
    # Every repetition is bounded and starts at a capital, so that a text of capitals stays linear.
    links = rf"(?:(?:{links})[ ]){{0,2}}"
    name = (
        rf"(?:(?:\b[a-z]{{2,3}}-)?[A-Z][\w'’.-]*|\d{{1,4}}(?=[ ][A-Z]))(?:[ ]{links}(?:(?:[a-z]{{2,3}}-)?[A-Z][\w'’.-]*"
    )
    name += rf"|\d{{1,3}}\b|(?:{tails})\b))*"
    word = r"[A-Z][\w'’-]{1,24}"
    acronym = rf"(?<![\w'’-])((?:{word}[ ]{links}){{1,7}}{word})[ ]\(([A-Z]{{2,8}})\)"
    return Sides(
        code, tree, states, frozenset(vocabulary["plain_states"]),
        frozenset(vocabulary["regular"]), vocabulary["roles"], sets,
        re.compile(name), re.compile(acronym),
    )  # fmt: skip


def _plant_states(tree: dict[Any, Any], pack: LanguagePack) -> dict[str, tuple[str, str]]:
    states = {}
    rows = []
    for code, line in pack.section("countries").items():
        name, people, others, capitals, places = (
            [x.strip() for x in part.split(";") if x.strip()] for part in line.split("|")
        )
        adjective = people[0] if people else name[0]
        states[code] = (name[0], _ADJECTIVES.get(code, adjective))
        rows.append((code, name[0], people, others, capitals, places))
    for code, name, _, _, _, places in rows:
        _plant(tree, places, Entry(name, "clue", code, (code,)))
    # Later entries win: a capital is no mere place, and a state is no capital.
    for code, name, _, _, capitals, _ in rows:
        _plant(tree, capitals, Entry(name, "capital", code, (code,)))
    for code, name, people, others, _, _ in rows:
        plural = [f"{p}s" for p in people if not p.endswith(("ese", "ish", "s", "ch"))]
        _plant(tree, [*people, *plural, *others, name], Entry(name, "state", code, (code,)))
    return states


def _plant(tree: dict[Any, Any], forms: Iterable[str], value: Any) -> None:
    for form in forms:
        node = tree
        for token in tokens_of(str(form)):
            if token.norm in _SILENT:
                continue
            capitals = token.raw.isupper() and 1 < len(token.raw) <= _ACRONYM
            node = node.setdefault(token.raw if capitals else token.norm, {})
        if node is tree:
            continue
        # A word of two groups keeps both; a name keeps its latest meaning.
        old = node.get(None)
        both = isinstance(value, str) and old is not None and old != value
        node[None] = (*(old if isinstance(old, tuple) else (old,)), value) if both else value
