"""Wording that decides by itself: denials make a claim denied, hedges possible, "bring the number to 15" a total.

The learned classes see few of these, and they matter most: a denial read as an assertion turns its speaker into the
attacker. Promise: only words of the same sentence count, and a denial reaches no further than its clause.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from accordingto.extract.schema import HARM, LOSS
from accordingto.extract.sentences import sentence_at
from accordingto.lang import LanguagePack, get
from accordingto.model.claim import Claim
from accordingto.model.text import Span

# A negated auxiliary may stand before an adverb or two: "did not deliberately strike".
_NEAR = 2
# How far from a claim's words, in its sentence, the wording of a running state may stand, in code points.
_AROUND = 60


@dataclass(frozen=True)
class _Wording:
    denial: re.Pattern[str]
    end: re.Pattern[str]
    negation: re.Pattern[str]
    hedge_before: re.Pattern[str]
    hedge_after: re.Pattern[str]
    total: re.Pattern[str]
    total_verb: re.Pattern[str]
    total_noun: re.Pattern[str]
    running: re.Pattern[str]


def decide(claims: Sequence[Claim], text: str, sentences: Sequence[Span], *, pack: LanguagePack) -> list[Claim]:
    """Set stance and scope where the wording leaves no choice.

    Args:
        claims: Claims in text order.
        text: The report.
        sentences: Its sentences.
        pack: Language pack with a ``wording`` section.
    """
    if not sentences:
        return list(claims)
    words = _wording(pack.code)
    out = []
    for claim in claims:
        sentence = sentence_at(sentences, claim.trigger_span.start)
        if stance := _stance(claim, text, sentence, words):
            claim = replace(claim, stance=stance[0], why=(*claim.why, ("stance", stance[1])))
        if why := _many(claim, text, sentence, words):
            claim = replace(claim, scope="cumulative", incident=None, why=(*claim.why, ("scope", why)))
        out.append(claim)
    return out


def _stance(claim: Claim, text: str, sentence: Span, words: _Wording) -> tuple[str, str] | None:
    """The stance that the words around a claim leave no doubt of, and why."""
    before = text[sentence.start : claim.trigger_span.start]
    if claim.type in HARM | LOSS | {"attack"} and claim.stance != "denied" and _denied(before, words):
        return "denied", "the words before it deny it"
    if claim.type == "attack" and claim.stance == "asserted":
        after = text[claim.trigger_span.end : sentence.end]
        if words.hedge_before.search(before) or words.hedge_after.match(after):
            return "possible", "the words beside it hedge it"
    return None


def _many(claim: Claim, text: str, sentence: Span, words: _Wording) -> str | None:
    """Why a claim is of more than one event, or None where its words do not say so."""
    if claim.type in HARM | LOSS and claim.count is not None:
        count = claim.count.span
        lead, rest = text[sentence.start : count.start], text[count.end : sentence.end]
        turned = words.total_verb.search(lead) is not None and words.total_noun.match(rest) is not None
        if turned or words.total.search(lead):
            return "the wording of a running total"
    if claim.type != "act" and claim.scope == "incident" and not _dated(claim):
        begin, end = max(sentence.start, claim.span.start - _AROUND), min(sentence.end, claim.span.end + _AROUND)
        if words.running.search(text, begin, end):
            return "the wording of what goes on or comes again and again"
    return None


def _dated(claim: Claim) -> bool:
    """Whether the claim's own words name its one day."""
    time = claim.time
    return (
        time is not None
        and time.text is not None
        and time.period.start is not None
        and (time.period.start == time.period.end)
    )


def _denied(before: str, words: _Wording) -> bool:
    if words.negation.search(before):
        return True
    denials = list(words.denial.finditer(before))
    return bool(denials) and words.end.search(before, denials[-1].end()) is None


def _any(entries: Sequence[object]) -> str:
    return "|".join(re.escape(str(e)).replace("'", "['’]") for e in sorted(map(str, entries), key=len, reverse=True))


@cache
def _wording(code: str) -> _Wording:
    data = get(code).section("wording")
    letters = [e for e in data["ends"] if str(e)[0].isalpha()]
    signs = [e for e in data["ends"] if not str(e)[0].isalpha()]
    return _Wording(
        denial=re.compile(rf"\b(?:{_any(data['denials'])})\b", re.I),
        end=re.compile(rf"\b(?:{_any(letters)})\b|{_any(signs)}", re.I),
        negation=re.compile(rf"\b(?:{_any(data['negations'])})(?:\s+[^\W\d_]+){{0,{_NEAR}}}\s*$", re.I),
        hedge_before=re.compile(rf"\b(?:{_any(data['hedges_before'])})(?:\s+[^\W\d_]+){{0,{_NEAR}}}\s*$", re.I),
        hedge_after=re.compile(rf",?\s*(?:{_any(data['hedges_after'])})\b", re.I),
        total=re.compile(
            rf"\b(?:{_any(data['totals'])})\b[^.;]{{0,30}}\b(?:{_any(data['total_nouns'])})\b[^.;]*"
            rf"\b(?:{_any(data['total_ends'])})\s*[\"'“‘]?$",
            re.I,
        ),
        # "bring to 15 the number of soldiers killed": the figure stands before its noun.
        total_verb=re.compile(rf"\b(?:{_any(data['totals'])})\s+(?:{_any(data['total_ends'])})\s*[\"'“‘]?$", re.I),
        running=re.compile(rf"\b(?:{'|'.join(data['running'])})\b", re.I),
        total_noun=re.compile(rf"[\"'”’]?\s+(?:[^\W\d_]+\s+){{0,2}}?(?:{_any(data['total_nouns'])})\b", re.I),
    )
