"""Ways to reach or find a person that stand in words: phones, e-mail, accounts, links, coordinates, addresses, papers.

Promise: counts, years and days are left alone; everything else of these shapes goes, whichever digits it is written in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_DAY = r"\d{4}-\d{2}-\d{2}|\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d|(?:19|20)\d\d\s?[-–/]\s?(?:19|20)\d\d"
_GROUPED = r"\d{1,3}(?:[,.]\d{3})+"
_DEGREE = r"[°º˚]"
_SIDE = r"[NSEW]"
_FRACTION = r"[+-]?\d{1,3}[.,]\d{3,}"
_MINUTES, _SECONDS = r"\d{1,2}(?:[.,]\d+)?\s?['′’]", r"\d{1,2}(?:[.,]\d+)?\s?(?:\"|″|''|”)"
_FULL = rf"\d{{1,3}}\s?{_DEGREE}\s?{_MINUTES}(?:\s?{_SECONDS})?(?:\s?{_SIDE}\b)?"
_WHOLE = rf"\d{{1,3}}(?:[.,]\d+)?\s?{_DEGREE}\s?{_SIDE}\b"
_DECIMAL = rf"(?:\b{_SIDE}\s?)?{_FRACTION}(?:\s?{_DEGREE})?(?:\s?{_SIDE}\b)?"
_AND = r"\s*[,;/|]?\s*(?:and\s+)?"
_DOMAIN = "com|org|net|info|me|io|tv|co|ru|uk|be|ly|gg|app|page|link|site"
_PLATFORM = (
    "twitter|telegram|instagram|facebook|tiktok|whatsapp|signal|snapchat|skype|vk|youtube|viber|threads|mastodon"
)
_NAMED = "account|user|username|handle|channel|id|name"
_STREET = "street|st|road|rd|avenue|ave|lane|boulevard|blvd|alley|apartment|flat|building"
_PAPERS = "passport|identity card|id card|national id|registration|licen[cs]e plate|number plate|plate"
_AT, _DOT = r"\s?(?:@|[\[({]\s?at\s?[\])}])\s?", r"\s?(?:\.|[\[({]\s?dot\s?[\])}])\s?"

# In this order: what is longer or more certain first, so that no part of it is left over.
_PATTERNS: tuple[tuple[str, str, re.Pattern[str]], ...] = tuple(
    (rule, word, re.compile(pattern, re.IGNORECASE))
    for rule, word, pattern in (
        ("email", "e-mail address", rf"[\w.+-]+{_AT}[\w-]+(?:{_DOT}[\w-]+)+"),
        ("text-coordinates", "coordinates", r"geo:[-\d.,;=]+"),
        ("account", "link", r"(?:\b[a-z][a-z0-9+.-]{1,9}://|\bwww\.)[^\s<>\"]+"),
        ("account", "link", rf"\b(?:[a-z0-9-]+\.)+(?:{_DOMAIN})/[^\s<>\"]*"),
        ("account", "account", r"(?<![\w@])[@＠][\w.]*\w"),
        ("account", "account", rf"\b(?:{_PLATFORM})(?:\s+(?:{_NAMED}))?\s*[:=]\s*\S+"),
        ("account", "account", rf"\b(?:{_PLATFORM})\s+(?:{_NAMED})\s+[\"“‘']?\w*[_\d]\w*[\"”’']?"),
        ("account", "account", r"\b(?:user\s?name|handle|nickname)\s*[:=]\s*\S+"),
        ("account", "account", r"\b(?=\w*[a-z])(?=\w*_)[a-z0-9]\w{3,}\b"),
        ("text-coordinates", "coordinates", rf"{_FULL}(?:{_AND}{_FULL})?"),
        ("text-coordinates", "coordinates", rf"{_DECIMAL}{_AND}{_DECIMAL}"),
        ("text-coordinates", "coordinates", rf"{_WHOLE}(?:{_AND}{_WHOLE})?"),
        (
            "text-coordinates",
            "coordinates",
            r"\b(?:lat(?:itude)?|lon(?:g|gitude)?)\b\.?\s*[:=]?\s*[+-]?\d{1,3}(?:[.,]\d+)?",
        ),
        ("text-coordinates", "coordinates", r"(?<![\d.,])[+-]?\d{1,3}\.\d{4,}(?!\d)"),
        ("text-coordinates", "coordinates", r"\b\d{1,2}[C-HJ-NP-X]\s?[A-HJ-NP-Z]{2}\s?\d{2,5}\s?\d{2,5}\b"),
        ("text-coordinates", "coordinates", r"\b(?:[23456789CFGHJMPQRVWX]{4}){1,2}\+[23456789CFGHJMPQRVWX]{2,3}\b"),
        ("text-coordinates", "coordinates", r"///\w+\.\w+\.\w+"),
        ("address", "number", rf"\b(?:{_PAPERS})\s*(?:number|no\.?|nr\.?)?\s*[:#]?\s*(?=\w*\d)[\w-]{{4,}}"),
        ("address", "address", rf"\b\d{{1,5}}[a-z]?,?\s+(?:[\w'’-]+\s+){{1,3}}(?:{_STREET})\b\.?"),
        ("address", "address", rf"\b(?:{_STREET})\s+(?:no\.?|number|#)?\s?\d{{1,5}}[a-z]?\b"),
    )
)
_KEPT = re.compile(rf"(?<![\d+])(?<!\d[-. ])(?:{_DAY}|{_GROUPED})(?!\d)(?![-.]\d)")
_PHONE = re.compile(r"(?<![\w.,])(?:\+\s?|\(\s?)?\d(?:[\s().‐-―/-]{0,3}\d){6,}(?!\w)")
_LEAST_BARE = 9


@lru_cache(maxsize=8192)
def without_contacts(text: str) -> tuple[str, dict[str, int]]:
    """A text without them.

    Args:
        text: Any words.

    Returns:
        The text with a note in brackets where something stood, and how often each rule of ``policy.RULES`` applied.
    """
    found: dict[str, int] = {}
    # A joiner nobody sees would hide a number from every pattern.
    out = "".join(c for c in text if unicodedata.category(c) != "Cf") if not text.isascii() else text
    for rule, word, pattern in _PATTERNS:
        out, n = pattern.subn(f"[{word} removed]", out)
        if n:
            found[rule] = found.get(rule, 0) + n
    out, n = _without_phones(out)
    if n:
        found["phone"] = n
    return out, found


def _without_phones(text: str) -> tuple[str, int]:
    # Days and grouped counts are hidden from the search, so that no phone begins or ends in one.
    hidden = _KEPT.sub(lambda m: "x" * len(m[0]), text)
    parts, at, n = [], 0, 0
    for m in _phones(hidden):
        parts += [text[at : m.start()], "[phone removed]"]
        at, n = m.end(), n + 1
    return "".join([*parts, text[at:]]), n


def _phones(text: str) -> Iterator[re.Match[str]]:
    for m in _PHONE.finditer(text):
        words = m[0]
        # Seven or eight digits in a row, or in groups of three, are a count.
        grouped = re.fullmatch(r"\d{1,3}(?:[\s  ]\d{3})+", words) is not None
        telling = words[0] in "+(0" or (not words.isdigit() and not grouped)
        if telling or sum(c.isdigit() for c in words) >= _LEAST_BARE:
            yield m
