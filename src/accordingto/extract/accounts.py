"""What a report as a whole supports about one incident: how many, and who is held responsible.

Promise: a figure is never made up. Counts that are part of another count are not added to it; different totals stay
visible as a range; counts are summed only where the report gives no total and names disjoint groups. No attribution of
responsibility is chosen over another.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from accordingto.extract.pairs import Cues, is_more, is_part
from accordingto.model.claim import Claim
from accordingto.model.incident import Responsible
from accordingto.model.values import Bounds

NEAR = 80
"""Code points between two counts of one list."""
VOICES = 2
"""How many voices for one attribution are listed."""


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
    figures = {c.id: _figure(c) or 0 for c in stated}
    parts = _parts(stated, figures, text, words)
    whole = [c for c in stated if c.id not in parts]
    bounds: Bounds | None = None
    for group in _disjoint(whole, figures, text, words):
        here = _together(group, figures)
        bounds = here if bounds is None else bounds.plus(here)
    return bounds, tuple(c.id for c in whole)


def _figure(c: Claim) -> int | None:
    if c.count is None:
        return None
    b = c.count.bounds
    return next((v for v in (b.best, b.high, b.low) if v is not None), None)


def _parts(stated: Sequence[Claim], figures: dict[str, int], text: str, words: Cues) -> set[str]:
    """Ids of counts that another, larger count already holds."""
    largest = max(figures.values())
    found = {c.id for c in stated if figures[c.id] < largest and (figures[c.id] == 1 or is_part(c, text, words))}
    # "11 fighters and 17 militants" beside "28 dead": neighbours that add up to a stated figure are its parts.
    totals = set(figures.values())
    for one, two in pairwise(stated):
        # Two parts of a total are smaller than it, so neither is nought: the largest figure is never a part.
        both = figures[one.id] + figures[two.id] if figures[one.id] and figures[two.id] else None
        if two.span.start - one.span.end < NEAR and one.count != two.count and both in totals:
            found |= {one.id, two.id}
    return found


def _disjoint(whole: Sequence[Claim], figures: dict[str, int], text: str, words: Cues) -> list[list[Claim]]:
    """Counts that go together, apart from those of other people: "two others", or the dead of the other side."""
    groups: dict[object, list[Claim]] = {}
    said = {figures[c.id] for c in whole}
    sides = {c.target.party for c in whole if c.target is not None and c.target.kind == "combatant" and c.target.party}
    split = len(sides) > 1 and all(c.target is not None and c.target.party for c in whole)
    for c in whole:
        key: object = None
        if c is not whole[0] and len(said) > 1 and is_more(c, text, words):
            key = c.id
        elif split and c.target is not None:
            key = c.target.party
        groups.setdefault(key, []).append(c)
    figured = [{figures[c.id] for c in g} for g in groups.values()]
    # The same figure in two groups is one toll told twice, with the victims named differently.
    if sum(map(len, figured)) > len(set().union(*figured)):
        return [list(whole)]
    return list(groups.values())


def _together(totals: Sequence[Claim], figures: dict[str, int]) -> Bounds:
    """One figure if all agree, else the range of what is said; best is what is said most often, first of equals."""
    bounds = [(figures[c.id], c.count.bounds) for c in totals if c.count is not None]
    counts = [n for n, _ in bounds]
    top = max(counts)
    lows = [b.low for _, b in bounds if b.low is not None]
    high = None if any(n == top and b.high is None for n, b in bounds) else top
    named = [n for n, b in bounds if b.best is not None]
    best = max(named, key=named.count) if named else None
    low = min(lows) if lows else None
    # "About 10" beside "at least 30": neither bound is wrong, but no figure lies inside both.
    if best is not None and ((low is not None and best < low) or (high is not None and best > high)):
        best = None
    if low is not None and high is not None and low > high:
        low, high = high, low
    return Bounds(low, best, high)


def responsible(claims: Sequence[Claim], *, nobody: str) -> tuple[Responsible, ...]:
    """Every party held responsible, by whom, with whose stance.

    Args:
        claims: The claims of one incident, in text order.
        nobody: The party name for an act of force whose doer nobody names.

    Returns:
        One entry for each party, stance and voice, in order of first mention; ``said_by`` None where the report says so
        itself. Of many voices that say the same, the first ``VOICES``.
    """
    found: dict[tuple[str, str], list[Claim]] = {}
    for c in claims:
        # Who freed the captives did not take them.
        if c.actor is not None and c.actor.party and c.stance != "planned" and c.type != "released":
            found.setdefault((c.actor.party, c.stance), []).append(c)
    parties = {party for party, _ in found}
    out: list[Responsible] = []
    for (party, stance), said in found.items():
        acts = [c for c in said if c.type == "attack"]
        # "a suspected Russian strike killed two": the dead are asserted, the doer is not.
        hedged = stance == "asserted" and (party, "possible") in found and not acts
        # Who gained the ground is no answer to who struck, when somebody else is said to have struck.
        only_ground = len(parties) > 1 and all(c.type == "control" for c in said)
        if hedged or only_ground:
            continue
        voices: dict[str | None, list[str]] = {}
        for c in acts or said:
            voices.setdefault(c.source.text if c.source is not None else None, []).append(c.id)
        if not acts:
            # Harm alone repeats one attribution; the act of force is what a voice answers for.
            own = None if None in voices else next(iter(voices))
            voices = {own: [c.id for c in said]}
        out += [Responsible(party, voice, stance, tuple(ids)) for voice, ids in list(voices.items())[:VOICES]]
    if out:
        return tuple(out)
    acts = [c for c in claims if c.type == "attack" and c.stance == "asserted" and c.actor is None]
    if acts and any(c.type == "killed" for c in claims):
        source = acts[0].source
        return (Responsible(nobody, source.text if source is not None else None, "asserted", (acts[0].id,)),)
    return ()
