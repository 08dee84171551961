"""Raw claims in the report's own words: spans to phrases, numbers to bounds, times to days, names to sides.

Promise: every text equals the report at its span; a value that the report does not give stays None. The phrase joins
"and" of ``phrases.members`` aside, nothing here knows a word of any language: the pack does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accordingto.extract.dates import DateMention
from accordingto.extract.decode import RawClaim, Slot
from accordingto.extract.encoding import Pieces
from accordingto.extract.kinds import source_kind, target_kind, target_tags
from accordingto.extract.parties import PartyContext, party_of
from accordingto.extract.phrases import evidence, members, phrase
from accordingto.extract.places import PlaceContext, place_path
from accordingto.extract.quantities import Quantity
from accordingto.extract.schema import ACTS, COUNTED, HARM, IMPLIED, KINDS, LOSS, MEANS, SCOPES, STANCES
from accordingto.lang import LanguagePack
from accordingto.model.claim import Actor, Claim, Count, Place, Source, Target, Time
from accordingto.model.text import Report, Span
from accordingto.model.values import Bounds, Period

_LEAST_MEANS = 0.5


@dataclass(frozen=True)
class Background:
    """What the whole report offers to each claim."""

    report: Report
    pieces: Pieces
    quantities: Sequence[Quantity]
    dates: Sequence[DateMention]
    parties: PartyContext
    places: PlaceContext
    pack: LanguagePack


def build_claim(raw: RawClaim, index: int, background: Background) -> Claim:
    """Normalise one raw claim; slots that come from elsewhere in the report are left empty.

    Args:
        raw: What the learned reader found.
        index: Position in text order, from 1.
        background: The report and what the grammar found in it.
    """
    text, pieces, pack = background.report.text, background.pieces, background.pack
    spans = {
        name: phrase(text, pieces, slot.first, slot.last)
        for name, slot in raw.slots.items()
        if slot.first is not None and slot.last is not None
    }
    trigger = spans["trigger"]
    target_span, actor_span, place_span = spans.get("target"), spans.get("actor"), spans.get("place")
    count = _count(raw, target_span, background) if raw.type in COUNTED else None
    stance, scope = STANCES[raw.classes["stance"][0]], SCOPES[raw.classes["scope"][0]]
    near = [
        s for s in (count.span if count else None, target_span) if s is not None and _same_sentence(s, raw, background)
    ]
    if raw.type not in HARM | LOSS:
        near += [s for s in (actor_span, place_span) if s is not None and _same_sentence(s, raw, background)]
    quote = evidence(text, trigger, near)
    target = _target(raw, target_span, background)
    return Claim(
        id=f"c{index}",
        type=raw.type,
        quote=quote.of(text),
        span=quote,
        trigger=trigger.of(text),
        trigger_span=trigger,
        count=count,
        target=target,
        actor=None if actor_span is None else Actor(
            actor_span.of(text), actor_span, party_of(actor_span.of(text), pack=pack, context=background.parties)
        ),
        means=_means(raw),
        place=_place(place_span, background),
        time=_time(spans.get("time"), background),
        source=None if spans.get("source") is None else Source(
            spans["source"].of(text), spans["source"], source_kind(spans["source"].of(text), pack=pack)
        ),
        via=spans["via"].of(text) if "via" in spans else None,
        cue=spans["cue"].of(text) if "cue" in spans else None,
        stance=stance,
        scope=scope,
        act=ACTS[raw.classes["act"][0]] if raw.type == "act" else None,
        confidence=raw.probability,
        why=_why(raw, spans, count, text),
    )  # fmt: skip


def _same_sentence(span: Span, raw: RawClaim, background: Background) -> bool:
    pieces = background.pieces
    first, last = pieces.covering(span)
    return last > first and pieces.sentence[first] == pieces.sentence[raw.anchor]


def _count(raw: RawClaim, target: Span | None, background: Background) -> Count | None:
    text = background.report.text
    if raw.number is not None:
        at = int(background.pieces.starts[raw.number])
        quantity = next((q for q in background.quantities if q.counts and q.number.start <= at < q.number.end), None)
        if quantity is not None:
            return Count(quantity.span.of(text), quantity.span, quantity.bounds)
    implied = IMPLIED[raw.classes["implied"][0]]
    if implied == "none" or target is None:
        return None
    total = _sum(target, background)
    if total is not None:
        return Count(target.of(text), target, total)
    if implied == "several" or background.pack.is_plural(target.of(text)):
        return None
    article = next((q for q in background.quantities if q.kind == "article" and q.span.start == target.start), None)
    span = article.span if article else target
    return Count(span.of(text), span, Bounds.exact(1))


def _sum(target: Span, background: Background) -> Bounds | None:
    """Add up a coordination: each member counts what its number says, or one; unknown where one is a bare plural."""
    text = background.report.text
    parts = members(text, target)
    total: Bounds | None = None
    for part in parts:
        # "Anthony Montez, 51": a number behind a name is no number of people.
        if part.of(text).isdigit():
            continue
        inside = [
            q
            for q in background.quantities
            if q.counts
            and q.kind != "article"
            and part.start <= q.span.start < part.end
            and not any(c.isupper() for c in text[part.start : q.span.start])
        ]
        if not inside and background.pack.is_plural(part.of(text)):
            return None
        value = inside[0].bounds if inside else Bounds.exact(1)
        total = value if total is None else total.plus(value)
    return total if total is not None and len(parts) > 1 and total.numeric else None


def _target(raw: RawClaim, span: Span | None, background: Background) -> Target | None:
    if span is None:
        return None
    words, pack = span.of(background.report.text), background.pack
    party = party_of(words, pack=pack, context=background.parties)
    learned, p = raw.classes["kind"]
    kind = KINDS[learned] if learned and p >= 0.5 else target_kind(words, claim_type=raw.type, party=party, pack=pack)
    tags = tuple(sorted(set(raw.tags) | set(target_tags(words, pack=pack)))) if kind != "state" else ()
    return Target(words, span, party, kind, tags)


def _means(raw: RawClaim) -> str | None:
    """The likeliest means, where it is likelier than not: a wrong weapon is worse than none."""
    index, p = raw.classes["means"]
    return MEANS[index] if index and p >= _LEAST_MEANS and raw.type != "act" else None


def _place(span: Span | None, background: Background) -> Place | None:
    if span is None:
        return None
    text = background.report.text
    return Place(span.of(text), span, place_path(span.of(text), report_text=text, context=background.places))


def _time(span: Span | None, background: Background) -> Time | None:
    if span is None:
        return None
    text = background.report.text
    inside = [d for d in background.dates if d.span.overlaps(span)]
    if not inside:
        return Time(span.of(text), span, Period())
    best = max(inside, key=lambda d: (d.period.known, min(d.span.end, span.end) - max(d.span.start, span.start)))
    return Time(best.span.of(text), best.span, best.period)


def _why(raw: RawClaim, spans: dict[str, Span], count: Count | None, text: str) -> tuple[tuple[str, str], ...]:
    def line(name: str, slot: Slot) -> tuple[str, str]:
        return name, f"learned pointer, p={slot.probability:.2f}: “{spans[name].of(text)}”"

    out = [("type", f"learned trigger, p={raw.probability:.2f}: “{spans['trigger'].of(text)}”")]
    if count is not None:
        how = "number linked to the trigger" if raw.number is not None else "number implied by the phrase"
        out.append(("count", f"{how}, quantity grammar: “{count.text}” = {count.bounds.in_words()}"))
    out += [line(n, s) for n, s in raw.slots.items() if n in spans and n != "trigger"]
    out += [(n, f"learned class, p={p:.2f}") for n, (_, p) in raw.classes.items() if n in ("means", "stance", "scope")]
    return tuple(out)
