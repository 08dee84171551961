"""What a report as a whole supports about one incident: how many, and who is held responsible.

Promise: a figure is never made up. Counts that are part of another count are not added to it; different totals stay
visible as a range; counts are summed only where the report gives no total and names disjoint groups. No attribution of
responsibility is chosen over another.
"""

from __future__ import annotations

from collections.abc import Sequence

from accordingto.extract.pairs import Cues
from accordingto.model.claim import Claim
from accordingto.model.incident import Responsible
from accordingto.model.values import Bounds


def toll(claims: Sequence[Claim], kind: str, text: str, words: Cues) -> tuple[Bounds | None, tuple[str, ...]]:
    """Bounds of the killed or injured of one incident.

    Args:
        claims: The claims of the incident, in text order.
        kind: ``killed`` or ``injured``.
        text: The report's text.
        words: Cue words of its language.

    Returns:
        The bounds, or None when no figure is stated, and the ids of the claims that set them.
    """
    stated = [c for c in claims if c.type == kind and c.stance in ("asserted", "possible") and _figure(c) is not None]
    if not stated:
        return None, ()
    totals = _totals(stated, text, words)
    if totals:
        return _together(totals), tuple(c.id for c in totals)
    return _sum(stated), tuple(c.id for c in stated)


def _figure(c: Claim) -> int | None:
    if c.count is None:
        return None
    b = c.count.bounds
    return next((v for v in (b.best, b.high, b.low) if v is not None), None)


def _totals(stated: Sequence[Claim], text: str, words: Cues) -> list[Claim]:
    """The counts of everyone harmed: those that are not marked as a part, or on top, of another count."""
    figures = {c.id: _figure(c) or 0 for c in stated}
    largest = max(figures.values())
    return [c for c in stated if not _part(c, text, words, largest)]


def _part(c: Claim, text: str, words: Cues, largest: int) -> bool:
    figure = _figure(c) or 0
    if figure >= largest:
        return False
    before = text[max(0, c.span.start - 30) : c.span.end]
    return bool(words.part.search(before) or (c.target is not None and c.target.tags) or figure == 1)


def _together(totals: Sequence[Claim]) -> Bounds:
    bounds = [c.count.bounds for c in totals if c.count is not None]
    figures = [_figure(c) or 0 for c in totals]
    lows = [b.low for b in bounds if b.low is not None]
    highs = [b.high for b in bounds]
    if len(set(figures)) == 1:
        n = figures[0]
        return Bounds(
            n if lows else None,
            n if any(b.best is not None for b in bounds) else None,
            None if any(b.high is None for b in bounds) else n,
        )
    low = min(lows) if lows else None
    high = None if any(h is None for h in highs) else max(h for h in highs if h is not None)
    return Bounds(low, figures[-1], high) if high is None or figures[-1] <= high else Bounds(low, None, high)


def _sum(stated: Sequence[Claim]) -> Bounds:
    out = Bounds.exact(0)
    for c in stated:
        if c.count is not None:
            out = out.plus(c.count.bounds)
    return out


def responsible(claims: Sequence[Claim], *, nobody: str) -> tuple[Responsible, ...]:
    """Every party held responsible, with whose stance.

    Args:
        claims: The claims of one incident, in text order.
        nobody: The party name that stands for nobody known.

    Returns:
        One entry for each party and stance, in order of first mention; ``said_by`` None where the report itself says so.
    """
    found: dict[tuple[str, str], list[Claim]] = {}
    for c in claims:
        if c.actor is not None and c.actor.party and c.stance != "planned":
            found.setdefault((c.actor.party, c.stance), []).append(c)
    out = []
    for (party, stance), said in found.items():
        own = any(c.source is None for c in said)
        source = None if own or said[0].source is None else said[0].source.text
        out.append(Responsible(party, source, stance, tuple(c.id for c in said)))
    return tuple(out)
