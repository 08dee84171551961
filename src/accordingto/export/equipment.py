"""What military equipment a claim counts: of a list the item behind its figure, and the family that it is of.

Promise: by the words alone; a phrase that names none is of no family, and is not equipment to the table of losses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from accordingto.lang import get
from accordingto.model.claim import Claim


@dataclass(frozen=True, slots=True)
class Item:
    """One kind of thing.

    Attributes:
        family: The family of equipment.
        words: The words that name it.
    """

    family: str
    words: str


def item(words: str, lang: str = "en") -> Item | None:
    """The first thing that a phrase names, or None where it names no equipment.

    Args:
        words: Such as "five tanks".
        lang: Language of the words.
    """
    found = list(_pattern(lang).finditer(words))
    if not found:
        return None
    last = found[0]
    for more in found[1:]:
        if words[last.end() : more.start()].strip():
            break
        last = more  # the last of words in a row is the thing: an ammunition truck is a truck
    return Item(_families(lang)[last[0].casefold()], words[: last.end()].strip())


def lost_words(claim: Claim) -> str:
    """The words for what a claim of a loss counts, without its figure and what stands before that.

    Args:
        claim: Its quote stands for what was lost where no words do.
    """
    target = claim.target
    if target is None or not target.text:
        return claim.quote
    if claim.count is None or target.span is None or len(target.text) != target.span.end - target.span.start:
        return target.text
    return target.text[max(claim.count.span.end - target.span.start, 0) :].strip() or target.text


@cache
def _families(lang: str) -> dict[str, str]:
    return {w.casefold(): name for name, words in get(lang).section("equipment").items() for w in words}


@cache
def _pattern(lang: str) -> re.Pattern[str]:
    # Longer words first: "rocket launchers" are no rockets.
    words = sorted(_families(lang), key=lambda w: (-len(w), w))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, words))})(?![\w-])", re.IGNORECASE)
