"""Slots whose words stand in another sentence: who "it" and "the ministry" are, and the day and place carried along.

Promise: nothing is invented. A carried value is one that the report states elsewhere, and ``why`` says from where.
The text of a carried time is None, because the claim's own words do not hold it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache

from accordingto.extract.decode import RawClaim
from accordingto.extract.parties import PartyContext, party_of
from accordingto.extract.quotations import find_quotations, quotation_at
from accordingto.lang import LanguagePack, get
from accordingto.model.claim import Claim, Source, Time
from accordingto.model.text import Span

_WORD = re.compile(r"[^\W_]+")
# A source this many code points away may still be the one that goes on speaking.
_REACH = 1200
# The clause that names the speaker of a quotation is looked for in so many code points after it.
_TAIL = 160
# A period of more days than this tells when a campaign ran, not when an event was.
_DAYS = timedelta(days=3)


@dataclass(frozen=True)
class _Words:
    pronouns: frozenset[str]
    self_words: frozenset[str]
    weak: frozenset[str]
    saying: re.Pattern[str]


@cache
def _words(code: str) -> _Words:
    pack = get(code)
    data, cues = pack.section("coreference"), pack.section("cues")
    forms = {form for verb in cues["verbs"] for form in pack.inflect(str(verb))} | {str(w) for w in cues["words"]}
    saying = "|".join(re.escape(f) for f in sorted(forms, key=len, reverse=True))
    pronouns, own, weak = (frozenset(str(w).lower() for w in data[k]) for k in ("pronouns", "self_words", "weak"))
    return _Words(pronouns, own, weak, re.compile(rf"\b(?:{saying})\b", re.I))


def carry_sources(
    claims: Sequence[Claim], raws: Sequence[RawClaim], text: str, *, pack: LanguagePack
) -> list[Claim]:  # fmt: skip
    """Name the speakers of quotations and of continued speech, each by the fullest name that the report uses.

    Args:
        claims: Claims in text order.
        raws: The raw claim of each, telling whether its source is known to stand elsewhere.
        text: The report.
        pack: Language pack with ``coreference`` and ``cues`` sections.
    """
    words = _words(pack.code)
    named = [c.source for c in claims if c.source is not None and c.source.text.lower() not in words.pronouns]
    quotations = find_quotations(text)
    out = []
    for claim, raw in zip(claims, raws, strict=True):
        slot = raw.slots.get("source")
        pronoun = claim.source is not None and claim.source.text.lower() in words.pronouns
        quotation = quotation_at(quotations, claim.trigger_span.start)
        speaker = _after(quotation, text, named, words) if quotation is not None else None
        if speaker is not None:
            # What stands in the quotation itself is what the speaker cites.
            if claim.source is None or claim.source.text != speaker.text:
                claim = _with_source(claim, speaker, f"stands in the direct speech of “{speaker.text}”")
        elif slot is not None and (slot.first is None or pronoun):
            speaker = _nearest(claim.trigger_span.start, named)
            if speaker is not None:
                claim = _with_source(claim, speaker, f"speech goes on; the nearest speaker is “{speaker.text}”")
            elif pronoun:
                claim = replace(claim, source=None)
        elif claim.source is not None:
            fuller = _fullest(claim.source, named, words)
            if fuller is not None:
                claim = _with_source(claim, fuller, f"“{claim.source.text}” is “{fuller.text}” in full")
        out.append(claim)
    return out


def _with_source(claim: Claim, source: Source, reason: str) -> Claim:
    return replace(claim, source=source, why=(*(w for w in claim.why if w[0] != "source"), ("source", reason)))


def _after(quotation: Span, text: str, named: Sequence[Source], words: _Words) -> Source | None:
    """The speaker named with a word of saying in the clause right after a quotation."""
    end = quotation.end
    tail = text[end : end + _TAIL]
    # The clause ends with its sentence, its paragraph, or where the speech goes on.
    stop = next((k for k, sign in enumerate(tail) if sign in '\n.“"„«' and k > 1), len(tail))
    if not words.saying.search(tail[:stop]):
        return None
    inside = [s for s in named if s.span is not None and end <= s.span.start and s.span.end <= end + stop]
    return min(inside, key=lambda s: s.span.start if s.span else 0, default=None)


def _nearest(at: int, named: Sequence[Source]) -> Source | None:
    before = [s for s in named if s.span is not None and 0 <= at - s.span.start <= _REACH]
    if before:
        return max(before, key=lambda s: s.span.start if s.span else 0)
    after = [s for s in named if s.span is not None and 0 < s.span.start - at <= _REACH]
    return min(after, key=lambda s: s.span.start if s.span else 0, default=None)


def _fullest(source: Source, named: Sequence[Source], words: _Words) -> Source | None:
    own = _content(source.text, words)
    if not own or source.span is None:
        return None
    best = None
    for other in named:
        more = _content(other.text, words)
        if own < more and other.span is not None and len(other.text) <= 90 and not _owns(source.text, other.text):
            near = abs(other.span.start - source.span.start)
            if best is None or near < best[0]:
                best = (near, other)
    return best[1] if best else None


def _owns(short: str, long: str) -> bool:
    """Whether the short name is only the owner in the long one: "Turkey" is not "Turkey's defence ministry"."""
    last = _WORD.findall(short.lower())[-1]
    return re.search(rf"\b{re.escape(last)}['’]s?\s", long.lower()) is not None


def _content(name: str, words: _Words) -> frozenset[str]:
    return frozenset(w for w in _WORD.findall(name.lower()) if w not in words.weak and len(w) > 1)


def carry_parties(claims: Sequence[Claim], *, pack: LanguagePack, context: PartyContext) -> list[Claim]:
    """Name the side of actors and targets that the claim only points at ("it", "its soldiers")."""
    words = _words(pack.code)
    out: list[Claim] = []
    recent: str | None = None
    for claim in claims:
        speaker = party_of(claim.source.text, pack=pack, context=context) if claim.source else None
        if claim.actor is not None and claim.actor.party is None and _points(claim.actor.text, words):
            party = speaker or recent
            claim = replace(claim, actor=replace(claim.actor, party=party))
        if claim.target is not None and claim.target.party is None and _points(claim.target.text, words):
            party = speaker or recent
            claim = replace(claim, target=replace(claim.target, party=party))
        if claim.actor is not None and claim.actor.party is not None:
            recent = claim.actor.party
        out.append(claim)
    return out


def _points(words_of: str | None, words: _Words) -> bool:
    first = _WORD.findall((words_of or "").lower())[:1]
    return bool(first) and first[0] in words.self_words


def carry_places(claims: Sequence[Claim]) -> list[Claim]:
    """Give a claim the finest place that its incident is said to have, where its own place only contains that one.

    Args:
        claims: Claims in text order, with their incidents.
    """
    known: dict[str, list[tuple[int, list[str], Claim]]] = {}
    for i, c in enumerate(claims):
        if c.incident is not None and c.place is not None and c.place.path:
            known.setdefault(c.incident, []).append((i, _path(c.place.path), c))
    out = []
    for i, c in enumerate(claims):
        own = _path(c.place.path) if c.place is not None and c.place.path and c.incident is not None else []
        if own and c.place is not None and c.incident is not None:
            finer = [
                (len(p), -abs(k - i), k) for k, p, _ in known[c.incident] if len(p) > len(own) and p[-len(own) :] == own
            ]
            if finer:
                donor = claims[max(finer)[2]]
                if donor.place is not None:
                    reason = ("place", f"the same event, placed as “{donor.place.path}” in {donor.id}")
                    place = replace(donor.place, text=c.place.text, span=c.place.span)
                    c = replace(c, place=place, why=(*c.why, reason))
        out.append(c)
    return out


def _path(path: str) -> list[str]:
    return [part.strip().lower() for part in path.split(",") if part.strip()]


def carry_times(claims: Sequence[Claim], raws: Sequence[RawClaim]) -> list[Claim]:
    """Give claims whose day is known from elsewhere the day of their incident, or else of the nearest claim before."""
    out = []
    for i, (claim, raw) in enumerate(zip(claims, raws, strict=True)):
        slot = raw.slots.get("time")
        if claim.time is not None:
            out.append(claim)
            continue
        # Words that point elsewhere may look further; a claim that says nothing of time has the day of its event.
        donor = _donor(claim, claims, i, same_event=slot is None)
        if donor is not None and donor.time is not None:
            reason = ("time", f"the day of the same event, stated as “{donor.time.text}” in {donor.id}")
            claim = replace(claim, time=Time(None, None, donor.time.period), why=(*claim.why, reason))
        out.append(claim)
    return out


def _donor(claim: Claim, claims: Sequence[Claim], i: int, *, same_event: bool) -> Claim | None:
    # What states bought or signed last year says nothing of the day of a strike.
    dated = [
        (abs(k - i), k > i, c)
        for k, c in enumerate(claims)
        if c.time is not None
        and c.time.period.known
        and c.scope == "incident"
        and (c.type != "act" or claim.type == "act")
    ]
    # A month is the day of nothing, where another claim names a day.
    dated = [d for d in dated if _short(d[2])] or dated
    same = [d for d in dated if claim.incident is not None and d[2].incident == claim.incident]
    if same_event and not same:
        return None
    pool = same or [d for d in dated if not d[1]] or dated
    if not pool:
        return None
    if same:
        counts = Counter((d[2].time.period.start, d[2].time.period.end) for d in same if d[2].time)
        most = counts.most_common(1)[0][0]
        pool = [d for d in same if d[2].time and (d[2].time.period.start, d[2].time.period.end) == most]
    return min(pool, key=lambda d: (d[0], d[1]))[2]


def _short(claim: Claim) -> bool:
    period = claim.time.period if claim.time is not None else None
    return (
        period is not None
        and period.start is not None
        and period.end is not None
        and period.end - period.start <= _DAYS
    )
