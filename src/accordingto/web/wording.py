"""What selected words mean for a slot: number words become bounds, days a period, names a side or a path.

Promise: the same grammars that the reader uses; what they cannot tell is left empty for the person to fill, and what
the person fills wins.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from accordingto.model.text import Report, Span
from accordingto.model.values import Bounds, Period
from accordingto.web.faults import unreadable
from accordingto.web.views import selected

PARTS: dict[str, tuple[str, ...]] = {
    "count": ("low", "best", "high", "vague"),
    "target": ("party", "kind", "tags"),
    "actor": ("party",),
    "place": ("path",),
    "time": ("start", "end"),
    "source": ("kind",),
}
"""What a slot has beside its words."""
_MOST = 10_000_000_000
_LONGEST = 300


def proposal(report: Report, slot: str, span: Span, lang: str = "en") -> dict[str, Any]:
    """What words of a report say for a slot, as its parts; for a person to look at, nothing is stored.

    Args:
        report: The report.
        slot: One of ``PARTS``, ``trigger``, ``via`` or ``cue``.
        span: The words.
        lang: Language pack.
    """
    from accordingto.lang import get

    pack, words = get(lang), span.of(report.text)
    out: dict[str, Any] = dict.fromkeys(PARTS.get(slot, ()))
    if slot == "count":
        from accordingto.extract.quantities import find_quantities

        counting = [q for q in find_quantities(words, pack=pack) if q.counts]
        if counting:
            b = counting[0].bounds
            out = {"low": b.low, "best": b.best, "high": b.high, "vague": b.vague}
    elif slot == "time":
        from accordingto.extract.dates import find_dates

        # The whole text, because "the next day" needs what stands before it.
        mentions = [m for m in find_dates(report.text, report.published, pack=pack) if m.span.overlaps(span)]
        if mentions:
            p = mentions[0].period
            out = {"start": p.start and p.start.isoformat(), "end": p.end and p.end.isoformat()}
    elif slot == "place":
        from accordingto.extract.places import place_context, place_path

        context = place_context(report.text, pack=pack)
        out["path"] = place_path(words, report_text=report.text, context=context)
    return out


def part(name: str, value: Any, text: str, closed: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """One slot with parts, as a person gives it, in the claim format.

    Args:
        name: The slot.
        value: Its parts, and ``at`` where its words were selected.
        text: The report.
        closed: Values that some parts are chosen from.

    Raises:
        PageError: There is no such slot or part, or its value cannot be read.
    """
    if name not in PARTS or not isinstance(value, Mapping):
        raise unreadable(name, "there is no such slot, or it has parts")
    unknown = set(value) - {"at", *PARTS[name]}
    if unknown:
        raise unreadable(name, f"no part is called {', '.join(sorted(unknown))}")
    out: dict[str, Any] = {}
    if value.get("at") is not None:
        span = selected(text, value["at"])
        out = {"text": span.of(text), "span": [span.start, span.end]}
    for key in PARTS[name]:
        if key in value:
            out[key] = _value(f"{name}.{key}", value[key], closed)
    if name == "count":
        _in_order(out)
    if name == "time" and ("start" in out or "end" in out):
        out["edtf"] = _period(out.get("start"), out.get("end"))
    return out


def whole(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """A slot with all its parts, those that nobody gave empty.

    Raises:
        PageError: Its words are missing where it cannot be without.
    """
    if name in ("count", "source") and "text" not in given:
        raise unreadable(name, "select its words")
    empty: dict[str, Any] = {"text": None, "span": None, **dict.fromkeys(PARTS[name])}
    if name == "target":
        empty["tags"] = []
    if name == "source":
        empty["kind"] = "other"
    return empty | {k: v for k, v in given.items() if v is not None}


def _value(name: str, value: Any, closed: Mapping[str, tuple[str, ...]]) -> Any:
    if name == "target.tags":
        from accordingto.extract.schema import TAGS

        if not isinstance(value, list) or set(value) - set(TAGS):
            raise unreadable(name, f"choose from {', '.join(TAGS)}")
        return value
    if value in (None, ""):
        return None
    if name in ("count.low", "count.best", "count.high"):
        digits = str(value).replace(",", "").strip()
        if not (digits.isascii() and digits.isdecimal() and int(digits[:12]) <= _MOST):
            raise unreadable(name, "a whole number, or empty where the words leave it open")
        return int(digits)
    if name in ("time.start", "time.end"):
        try:
            return date.fromisoformat(str(value)).isoformat()
        except ValueError:
            raise unreadable(name, "write a day as YYYY-MM-DD") from None
    if name in closed and value not in closed[name]:
        raise unreadable(name, f"choose from {', '.join(closed[name])}")
    words = str(value).strip()
    if len(words) > _LONGEST or any(ch == "\0" or "\ud800" <= ch <= "\udfff" for ch in words):
        raise unreadable(name, f"{_LONGEST} plain characters at most")
    return words


def _in_order(count: Mapping[str, Any]) -> None:
    try:
        Bounds(count.get("low"), count.get("best"), count.get("high"))
    except ValueError:
        raise unreadable("count", "low, best and high must not fall") from None


def _period(start: str | None, end: str | None) -> str | None:
    try:
        first, last = (date.fromisoformat(x) if x else None for x in (start, end))
        Period(first, last)
    except ValueError:
        raise unreadable("time", "it ends before it starts") from None
    if start is None and end is None:
        return None
    return start if start == end else f"{start or '..'}/{end or '..'}"
