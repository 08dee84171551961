"""Claims in the published format, read back into model types.

Promise: a claim whose quote does not stand in the text is left out; nothing is repaired. Spans that the data do not
carry are looked for in the text: the quote first, then each slot's words inside the quote, else nearest to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from accordingto.model import Actor, Bounds, Claim, Count, Period, Place, Source, Span, Target, Time
from accordingto.model.parse import location_from_dict


def claims_of(record: Mapping[str, Any], text: str) -> tuple[Claim, ...]:
    """The claims of one JSON record as model values.

    Args:
        record: One line of a claims file (``{"report": ..., "claims": [...]}``).
        text: The report's text.

    Returns:
        Claims in the order of the record, with ``incident`` as the record has it.
    """
    out: list[Claim] = []
    last = 0
    for raw in record.get("claims", ()):
        claim = _claim(raw, text, last)
        if claim is not None:
            last = claim.span.start
            out.append(claim)
    return tuple(out)


def _claim(raw: Mapping[str, Any], text: str, last: int) -> Claim | None:
    quote, trigger = raw.get("quote") or "", raw.get("trigger") or ""
    span = _given(raw, len(text)) or _find(quote, text, last)
    if span is None:
        return None
    trigger_span = _near(trigger, text, span) or Span(span.start, span.start)
    return Claim(
        id=str(raw.get("id")),
        type=str(raw.get("type")),
        quote=span.of(text),
        span=span,
        trigger=trigger,
        trigger_span=trigger_span,
        count=_count(raw.get("count"), text, span),
        target=_target(raw.get("target"), text, span),
        actor=_actor(raw.get("actor"), text, span),
        means=raw.get("means"),
        place=_place(raw.get("place"), text, span),
        time=_time(raw.get("time"), text, span),
        source=_source(raw.get("source"), text, span),
        via=raw.get("via"),
        cue=raw.get("cue"),
        stance=raw.get("stance") or "asserted",
        scope=raw.get("scope") or "incident",
        incident=raw.get("incident"),
        act=raw.get("act"),
    )


def _given(raw: Mapping[str, Any], length: int) -> Span | None:
    pair = raw.get("span")
    if isinstance(pair, list) and len(pair) == 2 and 0 <= pair[0] <= pair[1] <= length:
        return Span(pair[0], pair[1])
    return None


def _find(words: str, text: str, after: int) -> Span | None:
    """First occurrence at or after ``after`` (claims stand in text order), else the first of all."""
    at = text.find(words, after) if words else -1
    at = text.find(words) if at < 0 and words else at
    return None if at < 0 else Span(at, at + len(words))


def _near(words: str | None, text: str, home: Span) -> Span | None:
    if not words:
        return None
    inside = text.find(words, home.start, home.end)
    after, before = text.find(words, home.start), text.rfind(words, 0, home.end)
    if inside >= 0:
        at = inside
    elif after < 0 or (before >= 0 and home.start - before <= after - home.start):
        at = before
    else:
        at = after
    return None if at < 0 else Span(at, at + len(words))


def _count(raw: Any, text: str, home: Span) -> Count | None:
    if not raw:
        return None
    words = raw.get("text") or ""
    span = _near(words, text, home) or Span(home.start, home.start)
    try:
        bounds = Bounds(raw.get("low"), raw.get("best"), raw.get("high"), raw.get("vague"))
    except ValueError:
        return None
    return Count(words, span, bounds)


def _target(raw: Any, text: str, home: Span) -> Target | None:
    if not raw:
        return None
    tags = tuple(raw.get("tags") or ())
    return Target(raw.get("text"), _near(raw.get("text"), text, home), raw.get("party"), raw.get("kind"), tags)


def _actor(raw: Any, text: str, home: Span) -> Actor | None:
    return Actor(raw.get("text"), _near(raw.get("text"), text, home), raw.get("party")) if raw else None


def _place(raw: Any, text: str, home: Span) -> Place | None:
    if not raw:
        return None
    return Place(raw.get("text"), _near(raw.get("text"), text, home), raw.get("path"), location_from_dict(raw))


def _time(raw: Any, text: str, home: Span) -> Time | None:
    if not raw:
        return None
    start, end = _day(raw.get("start")), _day(raw.get("end"))
    if start is not None and end is not None and end < start:
        end = None
    return Time(raw.get("text"), _near(raw.get("text"), text, home), Period(start, end, raw.get("edtf")))


def _day(raw: Any) -> date | None:
    try:
        return date.fromisoformat(raw) if raw else None
    except (TypeError, ValueError):
        return None


def _source(raw: Any, text: str, home: Span) -> Source | None:
    if not raw:
        return None
    return Source(raw.get("text") or "", _near(raw.get("text"), text, home), raw.get("kind") or "other")
