"""Word lists of a language pack found in a text in one pass.

Promise: matching is by whole words, case-blind, longest entry first, in linear time; a word may belong to several
groups and is returned for each.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from accordingto.lang import LanguagePack, get
from accordingto.model.text import Span

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_LONGEST = 4


def find_lexicon(text: str, *, pack: LanguagePack) -> dict[str, list[Span]]:
    """Find the words of all trigger and cue groups.

    Args:
        text: The whole report.
        pack: Language pack with ``triggers`` and ``cues`` sections.

    Returns:
        Group name to spans in text order. Groups are those of ``triggers.yaml`` and ``cue``, ``hedge``, ``planned``,
        ``denied``, ``cumulative``.
    """
    entries, first_words = _entries(pack.code)
    words = [(m.group().lower().replace("’", "'"), m.start(), m.end()) for m in _WORD.finditer(text)]
    found: dict[str, list[Span]] = defaultdict(list)
    for i, (word, start, end) in enumerate(words):
        for group in entries.get(word, ()):
            found[group].append(Span(start, end))
        if word in first_words:
            for n in range(2, min(_LONGEST, len(words) - i) + 1):
                phrase = " ".join(w for w, _, _ in words[i : i + n])
                for group in entries.get(phrase, ()):
                    found[group].append(Span(start, words[i + n - 1][2]))
    return dict(found)


@cache
def _entries(code: str) -> tuple[Mapping[str, tuple[str, ...]], frozenset[str]]:
    pack = get(code)
    groups: dict[str, set[str]] = defaultdict(set)
    for name, section in pack.section("triggers").items():
        groups[name] |= _forms(section, pack)
    cues = pack.section("cues")
    groups["cue"] |= _forms(cues, pack)
    for name in ("hedge", "planned", "denied", "cumulative"):
        groups[name] |= {str(w).lower() for w in cues[name]}
    entries: dict[str, list[str]] = defaultdict(list)
    for name, forms in groups.items():
        for form in forms:
            entries[form].append(name)
    first = frozenset(form.split(" ")[0] for form in entries if " " in form)
    return {form: tuple(sorted(names)) for form, names in entries.items()}, first


def _forms(section: Mapping[str, Any], pack: LanguagePack) -> set[str]:
    words: Iterable[str] = section.get("words", ())
    return {str(w).lower() for w in words} | {f for v in section.get("verbs", ()) for f in pack.inflect(str(v))}
