"""Tokens of a text as symbols of the time grammar: one character a token, so that rules are regular expressions.

Promise: linear in the text, holds no word of any language (they come from the pack's ``dates`` section), and every
symbol knows the code points it covers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: Kinds of token that no lexicon lists; each is also a class that rules may name.
_SHAPES = (
    *("other", "Other", "n12", "n31", "n99", "year4", "clock4", "bignum", "run", "ord31"),
    *("numdate", "clock", "dotclock", "decade", "poss", "break", "mark"),
)
_MARKS = ",.()[]-–—/'‘’:"
_PRIVATE = 0xE000


@dataclass(slots=True)
class Node:
    """A recognised phrase: the rule that built it and what its named parts matched."""

    rule: Any
    start: int
    end: int
    fields: dict[str, Any]


@dataclass(slots=True)
class Sym:
    """One symbol: a token, or a phrase found by an earlier level of the grammar."""

    char: str
    start: int
    end: int
    value: str | Node


@dataclass
class Lexicon:
    """The pack's words as symbols.

    Attributes:
        chars: Word to its symbol.
        classes: Class name to the symbols in it.
        values: Class name to word to value (a number or a name).
        capital: Words that count only when written with a capital ("May", "March").
        token: The tokeniser.
    """

    chars: dict[str, str] = field(default_factory=dict)
    classes: dict[str, set[str]] = field(default_factory=dict)
    values: dict[str, dict[str, Any]] = field(default_factory=dict)
    capital: frozenset[str] = frozenset()
    token: re.Pattern[str] = re.compile("")
    _next: int = _PRIVATE

    def fresh(self, name: str) -> str:
        """A new symbol in the class ``name``."""
        char = chr(self._next)
        self._next += 1
        self.classes.setdefault(name, set()).add(char)
        return char

    def word(self, word: str) -> str:
        """The symbol of a word, made on first use."""
        if word not in self.chars:
            self.chars[word] = self.fresh("word")
        return self.chars[word]

    def shape(self, name: str) -> str:
        """The symbol of a kind of token."""
        return next(iter(self.classes[name]))


def build(section: Mapping[str, Any]) -> Lexicon:
    """The lexicon of a pack's ``dates`` section (its rules add their own literal words as they are compiled)."""
    lex = Lexicon(capital=frozenset(section["capital"]))
    for shape in _SHAPES:
        lex.fresh(shape)
    for mark in _MARKS:
        lex.chars[mark] = lex.fresh("punct")
    for name, words in section["words"].items():
        pairs = words if isinstance(words, dict) else dict.fromkeys(words)
        lex.values[name] = {str(w): v for w, v in pairs.items()}
        lex.classes[name] = {lex.word(str(w)) for w in pairs}
    for name, parts in section["unions"].items():
        lex.classes[name] = set().union(*(lex.classes[p] for p in parts))
        lex.values[name] = {w: v for p in parts for w, v in lex.values.get(p, {}).items()}
    dotted = "|".join(re.escape(w) for w in sorted(section["dotted"], key=len, reverse=True))
    suffix = "|".join(section["ordinal_suffixes"])
    lex.token = re.compile(
        rf"""(?P<word>\b(?i:{dotted})|[^\W\d_]+)
        |(?P<numdate>(?<![0-9.,/-])(?:[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}(?:T[0-9:.]{{2,12}}Z?)?
               |[0-9]{{1,4}}(?P<sep>[-/.])[0-9]{{1,2}}(?P=sep)[0-9]{{2,4}})(?![0-9]))
        |(?P<decade>[12][0-9]{{2}}0['’]?s\b)
        |(?P<ord31>[0-9]{{1,2}}(?i:{suffix})(?!\w))
        |(?P<clock>[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?(?![0-9]))
        |(?P<dotclock>[0-9]{{1,2}}\.[0-9]{{2}}(?![0-9]))
        |(?P<num>[0-9]{{1,3}}(?:,[0-9]{{3}})+(?![0-9])|[0-9]+)
        |(?P<poss>['’]s\b)
        |(?P<break>\n)
        |(?P<mark>[^\w\s]|_)
        |(?P<other>\w)""",
        re.VERBOSE,
    )
    return lex


def symbols(text: str, lex: Lexicon) -> list[Sym]:
    """The tokens of ``text`` as symbols, in order."""
    out: list[Sym] = []
    chars, capital = lex.chars, lex.capital
    shape = {name: lex.shape(name) for name in _SHAPES}
    for m in lex.token.finditer(text):
        kind, word = m.lastgroup, m.group()
        if kind == "word":
            low = word.lower()
            char = chars.get(low, "")
            if not char or (low in capital and not word[0].isupper()):
                char = shape["Other" if word[0].isupper() else "other"]
            word = low
        elif kind == "num":
            char = shape[_number_shape(word)]
        elif kind == "mark":
            char = chars.get(word, shape["mark"])
        else:
            char = shape[kind or "other"]
        out.append(Sym(char, m.start(), m.end(), word))
    return out


def _number_shape(word: str) -> str:
    if len(word) > 4:  # "172015" after a month: a day that lost its comma before the year
        return "run" if len(word) < 7 and 1990 <= int(word[-4:].replace(",", "0")) < 2100 else "bignum"
    n = int(word)
    if len(word) == 4:
        return "year4" if 1500 <= n < 2100 else "clock4" if n < 2400 else "bignum"
    if len(word) == 3 or n == 0:
        return "bignum"
    return "n12" if n <= 12 else "n31" if n <= 31 else "n99"
