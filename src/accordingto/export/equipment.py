"""What family of military equipment a phrase names.

Promise: by the words alone; a phrase that names none is of no family, and is not equipment to the table of losses.
"""

from __future__ import annotations

import re
from functools import cache

from accordingto.lang import get


def family(words: str, lang: str = "en") -> str | None:
    """The family of equipment that a phrase names, or None.

    Args:
        words: Such as "five tanks".
        lang: Language of the words.
    """
    # The last word is the thing: an ammunition truck is a truck.
    found = _pattern(lang).findall(words.casefold())
    return _families(lang)[found[-1]] if found else None


@cache
def _families(lang: str) -> dict[str, str]:
    return {w.casefold(): name for name, words in get(lang).section("equipment").items() for w in words}


@cache
def _pattern(lang: str) -> re.Pattern[str]:
    # Longer words first: "rocket launchers" are no rockets.
    words = sorted(_families(lang), key=lambda w: (-len(w), w))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, words))})(?![\w-])")
