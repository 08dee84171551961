"""Evidence that two claims of one report tell one incident: named, additive features.

Promise: each feature is a plain observation with a name, so that a grouping can be explained; a missing slot is an
observation of its own and never counted as agreement. Cost is constant for each pair: everything that depends on one
claim alone is worked out once, in ``profile``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from typing import Any

from accordingto.extract.sentences import sentence_index
from accordingto.lang import LanguagePack, get
from accordingto.model.claim import Claim, Time
from accordingto.model.text import Span
from accordingto.model.values import Bounds

LOOK_BACK = 30
"""How far before a count a cue such as "among them" may stand, in code points."""
_ARTICLE = 16
_WORD = re.compile(r"[^\W_]{3,}")
_HARM = frozenset(("killed", "injured", "casualties", "missing"))
_HELD = frozenset(("detained", "released"))
_LOSS = frozenset(("destroyed", "damaged", "seized"))
_AIR = frozenset(("airstrike", "drone", "missile", "chemical"))
_GUNS = frozenset(("shelling", "rocket", "missile"))
_BLASTS = frozenset(("explosion", "ied", "car-bomb", "suicide-bomb", "landmine", "grenade"))
_HANDS = frozenset(("clash", "small-arms", "raid", "siege", "execution", "abduction", "beheading", "stabbing"))
_FAMILIES = (_AIR, _GUNS, _BLASTS, _HANDS)


@dataclass(frozen=True, slots=True)
class Profile:
    """What of one claim matters for comparing it with others."""

    type: str
    group: str
    sentence: int
    paragraph: int
    breaks: int
    break_here: bool
    points_back: bool
    title: bool
    start: int
    quote: frozenset[str]
    target: frozenset[str]
    target_party: str | None
    actor_party: str | None
    means: str | None
    place: tuple[str, ...]
    begin: date | None
    end: date | None
    count: Bounds | None
    part: bool
    more: bool
    source: str | None
    stance: str


@dataclass(frozen=True, slots=True)
class Cues:
    """The compiled word lists of one language."""

    turn: re.Pattern[str]
    back: re.Pattern[str]
    part: re.Pattern[str]
    added: re.Pattern[str]
    nobody: str


@cache
def cues(code: str) -> Cues:
    """The word lists of a language pack, compiled once."""
    data: Mapping[str, Any] = get(code).section("incidents")

    def either(name: str) -> str:
        return "|".join(re.escape(w) for w in sorted(data[name], key=len, reverse=True))

    return Cues(
        re.compile(rf"\b(?:{either('break')})", re.IGNORECASE),
        re.compile(rf"\b(?:{either('determiners')})\s+(?:\w+\s+){{0,2}}?(?:{either('remention')})\b", re.IGNORECASE),
        re.compile(rf"\b(?:{either('part')})\b", re.IGNORECASE),
        re.compile(rf"\b(?:{either('added')})\b(?!\s+than)", re.IGNORECASE),
        str(data["nobody"]),
    )


def profile(claims: Sequence[Claim], text: str, sentences: Sequence[Span], *, pack: LanguagePack) -> list[Profile]:
    """Work out what each claim brings to a comparison.

    Args:
        claims: Claims of one report.
        text: Its text.
        sentences: Its sentences.
        pack: Language pack with an ``incidents`` section.

    Returns:
        One profile for each claim, in the same order.
    """
    words = cues(pack.code)
    turns: list[int] = []
    paragraphs: list[int] = []
    seen = lines = last = 0
    for s in sentences:
        lines += "\n" in text[last : s.start]
        last = s.end
        seen += words.turn.search(text, s.start, s.end) is not None
        turns.append(seen)
        paragraphs.append(lines)
    out: list[Profile] = []
    for c in claims:
        k = sentence_index(sentences, c.span.start)
        here = turns[k] if turns else 0
        broken = bool(turns) and here > (turns[k - 1] if k else 0)
        out.append(_of(c, k, paragraphs[k] if paragraphs else 0, here, broken, words, text))
    return out


def with_period(p: Profile, time: Time | None) -> Profile:
    """The same claim with another time."""
    period = time.period if time else None
    return replace(p, begin=period.start if period else None, end=period.end if period else None)


def _of(c: Claim, sentence: int, paragraph: int, breaks: int, broken: bool, words: Cues, text: str) -> Profile:
    period = c.time.period if c.time else None
    path = (c.place.path or c.place.text or "") if c.place else ""
    return Profile(
        c.type,
        _group(c.type),
        sentence,
        paragraph,
        breaks,
        broken,
        words.back.search(text, max(0, c.span.start - _ARTICLE), c.span.end) is not None,
        sentence == 0 or c.span.start < 120,
        c.span.start,
        frozenset(_WORD.findall(c.quote.lower())),
        frozenset(_WORD.findall((c.target.text or "").lower())) if c.target else frozenset(),
        c.target.party if c.target else None,
        c.actor.party if c.actor else None,
        c.means,
        tuple(p.strip().lower() for p in path.split(",") if p.strip()),
        period.start if period else None,
        period.end if period else None,
        c.count.bounds if c.count is not None and c.count.bounds.numeric else None,
        is_part(c, text, words),
        is_more(c, text, words),
        c.source.text if c.source else None,
        c.stance,
    )


def is_part(c: Claim, text: str, words: Cues) -> bool:
    """Whether the words mark a count as part of another one: "including 11 children", "3 of them"."""
    begin = c.count.span.start if c.count is not None else c.span.start
    before = words.part.search(text, max(0, begin - LOOK_BACK), begin)
    after = words.part.search(text, max(begin, c.span.end - LOOK_BACK), c.span.end)
    return bool(before or after or (c.target is not None and c.target.tags))


def is_more(c: Claim, text: str, words: Cues) -> bool:
    """Whether the words put a count on top of another one: "six others", "another 11"."""
    if c.count is None:
        return False
    end = c.count.span.end
    return words.added.match(text[end : end + 12].lstrip()) is not None or words.added.match(c.count.text) is not None


def _group(kind: str) -> str:
    for name, members in (("harm", _HARM), ("held", _HELD), ("loss", _LOSS)):
        if kind in members:
            return name
    return kind


def features(a: Profile, b: Profile) -> list[str]:
    """Names of what holds of a pair, ``a`` standing first in the text."""
    out = ["bias"]
    gap = b.sentence - a.sentence
    out.append("same sentence" if gap == 0 else f"gap {gap}" if gap < 4 else "gap 4-8" if gap < 9 else "gap far")
    if gap and a.paragraph == b.paragraph:
        out.append("same paragraph")
    if a.title:
        out.append("first in title")
        if b.title:
            out.append("both in title")
    turns = b.breaks - a.breaks
    if turns:
        out.append("turn between" if turns == 1 else "turns between")
        if b.break_here:
            out.append("turn at second" if gap < 4 else "turn at second far")
    if b.points_back:
        out.append("points back" if gap < 4 else "points back far")
        if not (b.place or b.begin or b.target):
            out.append("points back, adds nothing")
    _types(a, b, out)
    _places(a, b, gap, out)
    _times(a, b, out)
    _slots(a, b, gap, out)
    return out


def _types(a: Profile, b: Profile, out: list[str]) -> None:
    if a.type == b.type:
        out.append("same type")
        out.append("same type " + a.group)
        if a.count is not None and b.count is not None:
            one, two = a.count, b.count
            if (one.best or one.high) == (two.best or two.high):
                big = (one.best or one.high or 0) > 2
                out.append("same count" if big else "same small count")
            else:
                out.append("other count, part" if a.part or b.part else "other count")
                if b.more:
                    out.append("more at second")
    else:
        pair = sorted((a.group, b.group))
        out.append("types " + pair[0] + "+" + pair[1])


def _places(a: Profile, b: Profile, gap: int, out: list[str]) -> None:
    near = " near" if gap < 3 else ""
    if not a.place and not b.place:
        out.append("no place" + near)
    elif not a.place or not b.place:
        out.append("one place" + near)
    elif a.place == b.place:
        out.append(("same place" if len(a.place) > 1 else "same broad place") + near)
    elif a.place[0] in b.place or b.place[0] in a.place:
        deep = min(len(a.place), len(b.place))
        out.append(("place inside" if deep > 1 else "place inside country") + near)
    elif _words(a.place[0]) & _words(b.place[0]):
        out.append("place words shared" + near)
    else:
        out.append("other place" + near)


@lru_cache(maxsize=4096)
def _words(name: str) -> frozenset[str]:
    return frozenset(_WORD.findall(name))


def _times(a: Profile, b: Profile, out: list[str]) -> None:
    if a.begin is None or b.begin is None:
        out.append("no time" if a.begin is None and b.begin is None else "one time")
        return
    a_end, b_end = a.end or a.begin, b.end or b.begin
    if a.begin == b.begin and a_end == b_end:
        out.append("same time")
    elif a.begin <= b_end and b.begin <= a_end:
        out.append("time overlaps")
    else:
        apart = max((b.begin - a_end).days, (a.begin - b_end).days)
        out.append("next day" if apart <= 1 else "other time" if apart < 8 else "time far off")


def _slots(a: Profile, b: Profile, gap: int, out: list[str]) -> None:
    if a.means and b.means:
        if a.means == b.means:
            out.append("same means")
        elif any(a.means in f and b.means in f for f in _FAMILIES):
            out.append("akin means")
        else:
            out.append("other means")
    if a.actor_party and b.actor_party:
        if a.actor_party == b.actor_party:
            out.append("same actor")
        else:
            out.append("other actor")
        if a.actor_party == b.target_party or b.actor_party == a.target_party:
            out.append("sides swapped")
    if a.target_party and b.target_party:
        if a.target_party == b.target_party:
            out.append("same target party")
        else:
            out.append("other target party")
            if a.group == "harm" == b.group:
                out.append("harm to another side")
    if a.target and b.target:
        shared = a.target & b.target
        out.append("target words shared" if shared else "target words differ")
    union = len(a.quote | b.quote)
    share = len(a.quote & b.quote) / union if union else 0.0
    out.append(
        "words 0" if share == 0 else "words low" if share < 0.15 else "words mid" if share < 0.4 else "words high"
    )
    if a.source and a.source == b.source:
        out.append("same source")
    if (a.stance == "planned") != (b.stance == "planned"):
        out.append("planned and not")
