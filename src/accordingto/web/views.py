"""The report page: its text cut at every slot, its claims as cards, and the browser's offsets.

Promise: this is the only place where code points (everything else here) become UTF-16 units (a browser's) and back;
the segments joined are the text as a browser can hold it, unit for unit. What a page shows is what its JSON twin says.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from accordingto.model.claim import Claim
from accordingto.model.doubt import DOUBTFUL, certainty
from accordingto.model.judgement import Judgement, same_person
from accordingto.model.text import Span
from accordingto.store import Standing
from accordingto.store.judging import TO_LOOK_AT
from accordingto.store.loading import Kept
from accordingto.web.desk import Desk
from accordingto.web.faults import missing, unreadable
from accordingto.web.queueing import at_it

_UNSHOWN = re.compile("[\0\ud800-\udfff]")
_ORDERS = ("text", "doubt")
SLOTS = ("count", "target", "actor", "means", "place", "time", "source", "via", "cue", "stance", "scope", "act")
_PLAIN = {"stance": "asserted", "scope": "incident"}
"""What is not worth a line on a card."""


class Units:
    """Offsets of one text, from code points to UTF-16 units and back."""

    def __init__(self, text: str) -> None:
        # Only what lies outside the basic plane counts two; a list of those is short.
        self._wide = [i for i, ch in enumerate(text) if ord(ch) > 0xFFFF]
        self._starts = [i + n for n, i in enumerate(self._wide)]
        self._length = len(text)

    def to16(self, offset: int) -> int:
        """The UTF-16 offset of a code point."""
        return offset + bisect_right(self._wide, offset - 1)

    def from16(self, offset: int) -> int:
        """The code point at a UTF-16 offset; the one it cuts through counts as before it.

        Raises:
            ValueError: It lies outside the text.
        """
        if not 0 <= offset <= self._length + len(self._wide):
            raise ValueError("a selection lies outside the text")
        return offset - bisect_right(self._starts, offset - 1)

    def pair(self, span: Span) -> list[int]:
        """A span in UTF-16 units."""
        return [self.to16(span.start), self.to16(span.end)]


def selected(text: str, at: object) -> Span:
    """The code points that a browser's selection covers, without white space at its ends.

    Args:
        text: The report.
        at: Start and end in UTF-16 units.

    Raises:
        PageError: It is no selection within the text.
    """
    if not (isinstance(at, Sequence) and len(at) == 2 and all(type(x) is int for x in at)):
        raise unreadable("selection", "start and end are needed, as whole numbers")
    units = Units(text)
    try:
        span = Span(units.from16(at[0]), units.from16(at[1]))
    except ValueError as e:
        raise unreadable("selection", str(e)) from None
    words = span.of(text)
    if not words.strip():
        raise unreadable("selection", "no words are selected")
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()))


def displayable(text: str) -> str:
    """A text as a browser can hold it, of the same length in UTF-16 units."""
    # NUL is dropped by HTML parsers and a lone surrogate by encoders: either would shift every offset behind it.
    return _UNSHOWN.sub("\ufffd", text)


def report_page(desk: Desk, asked: Mapping[str, str]) -> dict[str, Any]:
    """One report: text left, claims right.

    Args:
        desk: The desk.
        asked: ``id`` of the report, ``order`` of the claims.

    Raises:
        PageError: The ledger does not hold it.
    """
    name, order = asked.get("id", ""), asked.get("order", "text")
    kept = desk.kept(name)
    if kept is None:
        raise missing(f"report {name!r}")
    if order not in _ORDERS:
        raise unreadable("order", f"choose from {', '.join(_ORDERS)}")
    report = kept.reading.report
    units = Units(report.text)
    cards = [card(s, units) for s in sorted(kept.standings, key=lambda s: _place(s, order))]
    incidents = {i.id: desk.ledger.incident_of(f"{name}#{i.id}") for i in kept.reading.incidents}
    return {
        "report": {
            "id": report.id, "title": report.title, "publisher": report.publisher, "url": web_address(report.url),
            "published": report.published.isoformat() if report.published else None,
            "learned": kept.learned.isoformat(timespec="minutes"), "reader": kept.reading.reader,
        },
        "order": order,
        "segments": segments(report.text, kept.standings, units),
        "claims": cards,
        "incidents": [
            {"id": i.id, "what": i.what, "incident": incidents[i.id], "claims": list(i.claims)}
            for i in kept.reading.incidents
        ],
        "progress": progress(kept),
        "undoable": undoable(kept, desk.reviewer),
        "waiting": [judgement(j) for j in _aside(kept)],
        "issues": [i.to_dict() for i in kept.reading.issues],
        "orphans": [judgement(j) for j in kept.orphans],
        "copies": desk.of_entries("copies", desk.ledger.copies).get(name),
        "next": desk.ledger.next_open(name),
        "taken": at_it(desk, name),
    }  # fmt: skip


def _aside(kept: Kept) -> list[Judgement]:
    """Proposals that are about no claim of the reading: claims to add, accounts to join, reports that copy."""
    shown = {p.id for s in kept.standings for p in s.proposals}
    return [j for j in kept.waiting if j.id not in shown]


def _place(s: Standing, order: str) -> tuple[float, int, int]:
    where = (s.claim.trigger_span.start, s.claim.span.start)
    return (certainty(s.claim) if order == "doubt" else 0.0, *where)


def web_address(url: str | None) -> str | None:
    """An address that may become a link: of the web, never ``javascript:`` and the like."""
    return url if url is not None and url.lower().startswith(("http://", "https://")) else None


def progress(kept: Kept) -> dict[str, int]:
    """How many claims there are and how many were judged."""
    judged = sum(s.status not in TO_LOOK_AT or bool(s.proposals) for s in kept.standings)
    return {"claims": len(kept.standings), "judged": judged}


def undoable(kept: Kept, reviewer: str) -> str | None:
    """Id of the reviewer's last judgement in a report that is in force, or waits for a second eye."""
    mine = [j for s in kept.standings for j in s.judgements if same_person(j.by, reviewer)]
    mine += [j for j in kept.waiting if same_person(j.by, reviewer)]
    return max(mine, key=lambda j: j.at).id if mine else None


def card(s: Standing, units: Units) -> dict[str, Any]:
    """A claim as it stands, as its card shows it."""
    c = s.claim
    return {
        **c.to_dict(),
        "anchor": s.anchor, "seen": s.seen, "status": s.status, "certainty": round(certainty(c), 3),
        "span16": units.pair(c.span), "slots": slots(c, s.read, units),
        "judgements": [judgement(j) for j in s.judgements],
        "proposals": [judgement(j) for j in s.proposals],
    }  # fmt: skip


def judgement(j: Judgement) -> dict[str, Any]:
    """A judgement for the history of a claim."""
    return {
        "id": j.id, "verdict": j.verdict.value, "by": j.by, "at": j.at.isoformat(timespec="minutes"),
        "reason": j.reason, "quote": j.quote, "approved_by": j.approved_by,
        "slots": sorted(j.value) if j.value and j.verdict.value == "edit" else [],
    }  # fmt: skip


def slots(c: Claim, read: Claim | None, units: Units) -> list[dict[str, Any]]:
    """The filled slots of a claim: words, value, why, how sure, and where the words stand."""
    why, chance = dict(c.why), dict(c.slot_confidence)
    before = values(read) if read is not None else None
    out = []
    for name, (words, value, span) in values(c).items():
        was = before.get(name) if before is not None else None
        changed = before is not None and (was is None or was[:2] != (words, value))
        out.append(
            {
                "name": name, "words": words, "value": value, "span16": units.pair(span) if span else None,
                "why": None if changed else why.get(name), "chance": None if changed else chance.get(name),
                "doubtful": not changed and chance.get(name, 1.0) < DOUBTFUL,
                "was": _in_short(was) if changed else None, "changed": changed,
            }
        )  # fmt: skip
    gone = [n for n in before or {} if n not in {s["name"] for s in out}]
    return out + [_emptied(n, (before or {})[n]) for n in gone]


_Value = tuple[str | None, str | None, Span | None]


def values(c: Claim) -> dict[str, _Value]:
    """Each filled slot with its words, its value in words, and where the words stand."""
    out: dict[str, _Value] = {}
    if c.count is not None:
        out["count"] = (c.count.text, c.count.bounds.in_words(), c.count.span)
    if c.target is not None:
        known = [c.target.party, c.target.kind, *c.target.tags]
        out["target"] = (c.target.text, " · ".join(k for k in known if k) or None, c.target.span)
    if c.actor is not None:
        out["actor"] = (c.actor.text, c.actor.party, c.actor.span)
    if c.place is not None:
        out["place"] = (c.place.text, c.place.path, c.place.span)
    if c.time is not None:
        out["time"] = (c.time.text, c.time.period.edtf, c.time.span)
    if c.source is not None:
        out["source"] = (c.source.text, c.source.kind, c.source.span)
    plain = {"means": c.means, "via": c.via, "cue": c.cue, "stance": c.stance, "scope": c.scope, "act": c.act}
    out |= {n: (None, v, None) for n, v in plain.items() if v is not None and _PLAIN.get(n) != v}
    return {n: out[n] for n in SLOTS if n in out}


def _in_short(v: _Value | None) -> str:
    return " = ".join(x for x in v[:2] if x) if v is not None else "empty"


def _emptied(name: str, was: _Value) -> dict[str, Any]:
    return {
        "name": name, "words": None, "value": "emptied", "span16": None, "why": None, "chance": None,
        "doubtful": False, "was": _in_short(was), "changed": True,
    }  # fmt: skip


def segments(text: str, standings: Iterable[Standing], units: Units) -> list[dict[str, Any]]:
    """The text cut wherever a claim's quote or a slot begins or ends.

    Returns:
        Pieces in order: ``text``, ``at`` (UTF-16 offset), ``types`` of the claims whose quotes cover it, ``claims`` and
        ``slots`` (``c1.count``) that it belongs to.
    """
    opens: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    closes: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    for s in standings:
        c = s.claim
        marks = [("claim", c.id, c.type, c.span), ("slot", f"{c.id}.trigger", c.type, c.trigger_span)]
        marks += [("slot", f"{c.id}.{n}", c.type, span) for n, (_, _, span) in values(c).items() if span is not None]
        for kind, name, type_, span in marks:
            if s.status == "rejected" or not 0 <= span.start < span.end <= len(text):
                continue
            opens[span.start].append((kind, name, type_))
            closes[span.end].append((kind, name, type_))
    cuts = sorted({0, len(text), *opens, *closes})
    shown, active, out = displayable(text), dict[tuple[str, str, str], None](), list[dict[str, Any]]()
    for start, end in zip(cuts, cuts[1:], strict=False):
        for mark in closes[start]:
            active.pop(mark, None)
        active |= dict.fromkeys(opens[start])
        out.append(
            {
                "text": shown[start:end],
                "at": units.to16(start),
                "types": list(dict.fromkeys(t for kind, _, t in active if kind == "claim")),
                "claims": [n for kind, n, _ in active if kind == "claim"],
                "slots": [n for kind, n, _ in active if kind == "slot"],
            }
        )
    return out
