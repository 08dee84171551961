from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accordingto import lang
from accordingto.extract import datelex
from accordingto.extract.dategrammar import grammar
from accordingto.extract.dateneeds import needed


@pytest.mark.parametrize(
    ("pattern", "symbols", "width"),
    [
        ("ab?c", "a", 3),
        ("(?:a|b)[cde]", "ab", 2),
        ("(?:a|b?)c", "c", 2),
        ("a?b?", None, 2),
        ("[abc]{0,3}d", "d", 4),
        ("(?!x)(?P<n>[ab])", "ab", 1),
    ],
)
def test_what_a_pattern_needs(pattern: str, symbols: str | None, width: int) -> None:
    need = needed(pattern)
    assert need.symbols == (None if symbols is None else frozenset(symbols)) and need.width == width


_WORDS = [
    *("on", "in", "the", "of", "since", "until", "Thursday", "May", "5", "2013", "last", "two", "days", "ago", "week"),
    *("early", "end", "between", "and", "yesterday", "(", ")", ",", "a", "for", "past"),
]


@given(st.lists(st.sampled_from(_WORDS), max_size=20).map(" ".join))
@settings(max_examples=100, deadline=None)
def test_every_match_of_every_rule_holds_what_it_needs(text: str) -> None:
    g = grammar(lang.get("en"))
    line = "".join(s.char for s in datelex.symbols(text, g.lex))
    for rule in g.levels[0]:
        for m in rule.regex.finditer(line):
            assert rule.need.symbols is None or rule.need.symbols & set(m.group())
            assert len(m.group()) <= rule.need.width
