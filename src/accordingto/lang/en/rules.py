"""English morphology that word lists alone cannot hold."""

from __future__ import annotations

import re


def inflect(verb: str) -> tuple[str, ...]:
    """The regular forms of a verb: base, third person, past, participle in -ing."""
    if verb.endswith("e"):
        return verb, verb + "s", verb + "d", verb[:-1] + "ing"
    if re.search(r"[^aeiou]y$", verb):
        return verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    if re.search(r"(?:s|x|z|ch|sh)$", verb):
        return verb, verb + "es", verb + "ed", verb + "ing"
    if re.fullmatch(r"[^aeiou]*[aeiou][bdgmnprt]", verb):  # one closed syllable: stab, swap, plan
        return verb, verb + "s", verb + verb[-1] + "ed", verb + verb[-1] + "ing"
    return verb, verb + "s", verb + "ed", verb + "ing"


_PLURALS = frozenset(("people", "men", "women", "children", "policemen", "servicemen", "gunmen", "fishermen"))
_AFTER_HEAD = re.compile(r"\s+(?:of|in|from|at|near|with|who|that|which|on|for|belonging|aged|including)\s|,")


def is_plural(phrase: str) -> bool:
    """Whether a phrase names several by its head noun: "the victims", "residents of the town"."""
    head = _AFTER_HEAD.split(phrase, maxsplit=1)[0].split()
    word = head[-1] if head else ""
    return word in _PLURALS or bool(re.fullmatch(r"[a-z-]{3,}[^\Wsui]s", word))
