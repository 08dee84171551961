"""The time grammar: rules over symbols, applied level by level until phrases stand where tokens stood.

Rules come from the language pack in a readable notation (see ``lang/en/dates.yaml``); this module compiles them once.
A rule is a regular expression whose letters are symbols, so matching is linear and a phrase found at one level is a
single letter for the next: ``since <TIME>`` need not know what a time is made of.

Promise: within a level the leftmost, then longest, then first-listed match wins; matches never overlap.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from accordingto.extract import datelex
from accordingto.extract.datelex import Lexicon, Node, Sym
from accordingto.extract.dateneeds import Need, needed
from accordingto.lang import LanguagePack

_PIECE = re.compile(
    r"""\s*(?:(?:(?P<mname>[a-z]\w*):)?(?P<macro>@\w+|\()
    |(?:(?P<name>[a-z]\w*):)?<(?P<cls>\w+)>
    |(?:(?P<wname>[a-z]\w*):)?(?P<word>[^\W\d_]+)
    |"(?P<mark>.)"
    |(?P<op>(?:!<?|<<|>>)\(|\)|\||\?\??|\{\d,\d+\}\??|\*))""",
    re.VERBOSE,
)


_LOOK = {"!(": "(?!", "!<(": "(?<!", ">>(": "(?=", "<<(": "(?<="}
_DIGITS = re.compile(r"[0-9]{1,4}(?![0-9])")


@dataclass(frozen=True)
class Rule:
    """One rule: what it matches, which handler resolves it, what it yields.

    Attributes:
        name: Shown to the user by ``--explain``.
        kind: Name of the handler in ``datevalues``.
        gives: The class of symbol that the phrase becomes; a leading underscore marks a phrase that is no time
            expression until a later rule takes it up (a bare year, a clock time).
        need: What no match can do without.
        classes: Named part to the class that gives its value.
        args: The rule's further keys, constants for the handler.
    """

    name: str
    kind: str
    gives: str
    symbol: str
    regex: re.Pattern[str]
    need: Need
    classes: Mapping[str, str]
    args: Mapping[str, Any]


@dataclass(frozen=True)
class Grammar:
    """A pack's lexicon, its rules by level, and the settings of its section."""

    lex: Lexicon
    levels: tuple[tuple[Rule, ...], ...]
    settings: Mapping[str, Any]


@cache
def grammar(pack: LanguagePack) -> Grammar:
    """The compiled grammar of a pack.

    Args:
        pack: A language pack with a ``dates`` section.

    Raises:
        ValueError: A rule of the pack does not parse.
    """
    section = pack.section("dates")
    lex = datelex.build(section)
    levels = [[r | {"match": m} for r in rules for m in _several(r["match"])] for rules in section["levels"]]
    for rules in levels:
        for rule in rules:
            if rule["gives"] not in lex.classes:
                lex.fresh(rule["gives"])
    for name, parts in section["groups"].items():
        lex.classes[name] = set().union(*(lex.classes[p] for p in parts))
    # Literal words get their symbols first, so that classes of "any word" can include them all.
    compiled = [[_translate(r["match"], section["macros"], lex) for r in rules] for rules in levels]
    lex.classes["any"] = {lex.shape(s) for s in ("other", "Other", "poss", "n12", "n31", "n99", "bignum")}
    lex.classes["any"] |= {lex.chars["-"]} | {c for w, c in lex.chars.items() if w[0].isalpha()}
    out = []
    for rules, sources in zip(levels, compiled, strict=True):
        level = []
        for rule, (source, classes) in zip(rules, sources, strict=True):
            args = {k: v for k, v in rule.items() if k not in ("name", "match", "kind", "gives")}
            symbol = lex.shape(rule["gives"])
            try:
                regex = re.compile(re.sub(r"(?<!P)<(\w+)>", lambda m: _set(lex, m.group(1)), source))
            except re.error as e:
                raise ValueError(f"dates.yaml: rule {rule['name']!r} {rule['match']!r}: {e}") from e
            level.append(
                Rule(rule["name"], rule["kind"], rule["gives"], symbol, regex, needed(regex.pattern), classes, args)
            )
        out.append(tuple(level))
    return Grammar(lex, tuple(out), section)


def _several(match: str | list[str]) -> list[str]:
    return [match] if isinstance(match, str) else match


def _set(lex: Lexicon, name: str) -> str:
    if name not in lex.classes:
        raise ValueError(f"dates.yaml: no class {name!r}")
    return "[" + "".join(sorted(map(re.escape, lex.classes[name]))) + "]"


def _translate(match: str, macros: Mapping[str, str], lex: Lexicon) -> tuple[str, dict[str, str]]:
    """A rule's notation as a regular expression with ``<class>`` still to be filled in."""
    out: list[str] = []
    classes: dict[str, str] = {}
    pos = 0
    match = match.rstrip()
    while pos < len(match):
        m = _PIECE.match(match, pos)
        if m is None:
            raise ValueError(f"dates.yaml: cannot read {match[pos:]!r} in {match!r}")
        pos = m.end()
        if m["macro"] == "(":
            if m["mname"]:
                classes[m["mname"]] = ""
            out.append(f"(?P<{m['mname']}>" if m["mname"] else "(?:")
        elif m["macro"]:
            source, inner = _translate(macros[m["macro"][1:]], macros, lex)
            if m["mname"]:
                classes[m["mname"]] = ""
            out.append(f"(?P<{m['mname']}>{source})" if m["mname"] else f"(?:{source})")
            classes |= inner
        elif m["cls"]:
            body = f"<{m['cls']}>"
            if m["name"]:
                classes[m["name"]] = m["cls"]
            out.append(f"(?P<{m['name']}>{body})" if m["name"] else body)
        elif m["word"]:
            body = re.escape(lex.word(m["word"].lower()))
            if m["wname"]:
                classes[m["wname"]] = ""
            out.append(f"(?P<{m['wname']}>{body})" if m["wname"] else body)
        elif m["mark"]:
            out.append(re.escape(lex.chars[m["mark"]]))
        else:
            out.append(_LOOK.get(m["op"], m["op"]))
    return "".join(out), classes


def parse(text: str, g: Grammar) -> list[Node]:
    """The time phrases of a text, in order, before they are resolved to days."""
    syms = datelex.symbols(text, g.lex)
    for level in g.levels:
        syms = _apply(level, syms, g.lex)
    return [s.value for s in syms if isinstance(s.value, Node) and not s.value.rule.gives.startswith("_")]


def _apply(level: tuple[Rule, ...], syms: list[Sym], lex: Lexicon) -> list[Sym]:
    line = "".join([s.char for s in syms])
    where: dict[str, list[int]] = {}
    for i, char in enumerate(line):
        where.setdefault(char, []).append(i)
    found = [
        (m.start(), -m.end(), order, rule, m)
        for order, rule in enumerate(level)
        for start, stop in _windows(rule.need, where, len(line))
        for m in rule.regex.finditer(line, start, stop)
        if m.end() > m.start()
    ]
    if not found:
        return syms
    found.sort(key=lambda f: f[:3])
    out: list[Sym] = []
    at = 0
    for start, minus_end, _, rule, m in found:
        if start < at:
            continue
        out += syms[at:start]
        at = -minus_end
        fields = {k: _value(syms[m.start(k)], rule.classes[k], lex) for k in rule.classes if m.start(k) >= 0}
        node = Node(rule, syms[start].start, syms[at - 1].end, fields)
        out.append(Sym(rule.symbol, node.start, node.end, node))
    return out + syms[at:]


def _windows(need: Need, where: Mapping[str, list[int]], length: int) -> list[tuple[int, int]]:
    """The stretches of a line in which a rule can match at all; one symbol wider, for looking ahead."""
    if need.symbols is None:
        return [(0, length)]
    spots = [where[c] for c in need.symbols if c in where]
    if not spots:
        return []
    out: list[tuple[int, int]] = []
    reach = need.width
    for i in spots[0] if len(spots) == 1 else sorted([i for s in spots for i in s]):
        if out and i - reach <= out[-1][1]:
            out[-1] = (out[-1][0], i + reach + 1)
        else:
            out.append((max(0, i - reach), i + reach + 1))
    return out


def _value(sym: Sym, cls: str, lex: Lexicon) -> Any:
    if isinstance(sym.value, Node):
        return sym.value
    values = lex.values.get(cls, {})
    if sym.value in values:
        return values[sym.value]
    digits = _DIGITS.match(sym.value)
    return int(digits.group()) if digits and cls != "numdate" else sym.value
