"""When a slot of a predicted claim is right: one rule for each slot, lenient in wording and exact in figures.

Promise: an empty slot has no value and agrees with nothing; stance and scope are judged by value, and their defaults
(``asserted``, ``incident``) count as values.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

GROUPS: Mapping[str, tuple[str, ...]] = {
    "harm": ("killed", "injured", "casualties", "missing", "detained", "released", "displaced"),
    "loss": ("destroyed", "damaged", "seized"),
    "attack": ("attack",),
    "control": ("control",),
    "act": ("act",),
}
GROUP_OF: Mapping[str, str] = {kind: group for group, kinds in GROUPS.items() for kind in kinds}
SLOTS = ("count", "target", "actor", "means", "place", "time", "source", "stance", "scope", "act")
DEFAULTS: Mapping[str, str] = {"stance": "asserted", "scope": "incident"}
BOUNDS = ("low", "best", "high")

_FILLED_BY = ("text", "low", "best", "high", "vague", "path", "start", "party")
_OBJECTS = frozenset(("count", "place", "time", "source", "target", "actor"))
_EXACT = frozenset(("means", "stance", "scope", "act"))
_WORD = re.compile(r"[^\W_]+")
# fmt: off
_IGNORED = frozenset((
    "the", "a", "an", "of", "in", "on", "at", "to", "and", "or", "for", "by", "with", "from",
    "its", "his", "her", "their", "s", "mr", "mrs", "dr", "said", "says", "that", "this", "these", "those",
    "who", "which", "was", "were",
))
# fmt: on
# Names of one side that reports use for each other: a reader who writes "regime" for "government" is not wrong.
_SYNONYMS: Mapping[str, str] = {
    **dict.fromkeys(("turkish", "ankara"), "turkey"),
    **dict.fromkeys(("syrian", "damascus"), "syria"),
    **dict.fromkeys(("russian", "moscow"), "russia"),
    **dict.fromkeys(("american", "usled", "united", "washington"), "us"),
    **dict.fromkeys(("daesh", "isis", "isil", "is"), "islamic"),
    **dict.fromkeys(("regime", "assad"), "government"),
    **dict.fromkeys(("army", "troops", "soldiers"), "forces"),
    **dict.fromkeys(("pkk", "ypg", "sdf"), "kurdish"),
    "israeli": "israel",
    "iraqi": "iraq",
    "iranian": "iran",
    "governorate": "province",
    "alnusra": "nusra",
    "sohr": "observatory",
}


@lru_cache(maxsize=65_536)
def content_words(text: str) -> frozenset[str]:
    """The words of a phrase that can tell it from another: lower case, no function words, no plural s."""
    plain = text.lower().replace("-", "").replace(".", "").replace("'s", "").replace("’s", "")
    out = set()
    for word in _WORD.findall(plain):
        if word not in _IGNORED:
            name = _SYNONYMS.get(word, word)
            out.add(name[:-1] if len(name) > 4 and name.endswith("s") else name)
    return frozenset(out)


def value_of(claim: Mapping[str, Any], slot: str) -> Any:
    """What a slot holds: None when empty, the default of stance and scope when unsaid."""
    value = claim.get(slot)
    if slot in DEFAULTS:
        return value or DEFAULTS[slot]
    if slot in _OBJECTS and isinstance(value, dict) and all(value.get(k) in (None, "") for k in _FILLED_BY):
        return None
    return value


def agrees(slot: str, gold: Any, predicted: Any) -> bool:
    """Whether two filled values of a slot say the same.

    Args:
        slot: One of ``SLOTS``.
        gold: The gold value; never None.
        predicted: The predicted value; never None.
    """
    if slot in _EXACT:
        return bool(gold == predicted)
    if slot == "count":
        if any(gold.get(k) is not None for k in BOUNDS):
            return all(gold.get(k) == predicted.get(k) for k in BOUNDS)
        return _share(gold.get("vague") or gold.get("text"), predicted.get("vague") or predicted.get("text"))
    if slot == "time":
        if gold.get("start"):
            return bool(gold.get("start") == predicted.get("start") and gold.get("end") == predicted.get("end"))
        return _share(gold.get("text"), predicted.get("text"))
    if slot == "place":
        first = (gold.get("path") or gold.get("text") or "").split(",")[0]
        named = content_words(first) or content_words(_joined(gold, "text", "path"))
        return bool(named & content_words(_joined(predicted, "text", "path")))
    if slot == "actor":
        return _share(_joined(gold, "text", "party"), _joined(predicted, "text", "party"))
    return _share(gold.get("text") or gold.get("party"), predicted.get("text") or predicted.get("party"))


def same(slot: str, gold: Mapping[str, Any], predicted: Mapping[str, Any]) -> bool:
    """Whether a slot of two claims is right: both empty, or both filled and in agreement."""
    a, b = value_of(gold, slot), value_of(predicted, slot)
    if a is None or b is None:
        return a is None and b is None
    return agrees(slot, a, b)


def _share(a: str | None, b: str | None) -> bool:
    return bool(content_words(a or "") & content_words(b or ""))


def _joined(value: Mapping[str, Any], *keys: str) -> str:
    return " ".join(str(value.get(k) or "") for k in keys)
