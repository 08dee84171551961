"""How an account stands to what it counts: as an outsider, of its own losses, of its enemy's, of what it is accused of.

Promise: decided from who speaks, who was harmed and who is blamed alone, never from the figure. What the words do not
tell leaves an account independent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from accordingto.model.claim import Claim
from accordingto.model.telling import Telling
from accordingto.reconcile.figures import Figure
from accordingto.reconcile.origins import outlet_voice
from accordingto.reconcile.sides import side_key

WARRING = frozenset(("military", "armed-group", "opposition", "government"))
"""Kinds of source that speak for a side."""
_ARMED = frozenset(("military", "armed-group", "opposition"))
_ORGANS = (": military", ": state media", ": presidency", ": government", ": foreign ministry")


def accused_sides(claims: Iterable[Claim], *, lang: str = "en") -> frozenset[str]:
    """The sides that any claim holds responsible.

    Args:
        claims: All claims of one incident.
        lang: Language of their words.
    """
    found = {
        side_key(c.actor.party, lang)
        for c in claims
        if c.actor is not None and c.stance in ("asserted", "possible") and c.type not in ("act", "released", "control")
    }
    return frozenset(k for k in found if k is not None)


def standing(figure: Figure, accused: frozenset[str], *, own_voice: bool, kind: str | None, lang: str = "en") -> str:
    """The standing of an account of how many were harmed.

    Args:
        figure: What is said, of a side that is already placed.
        accused: Sides held responsible by any claim of the incident.
        own_voice: Whether the origin is the report's outlet; then an anonymous source's own words say for whom it is.
        kind: Kind of the source that speaks, or None for the report itself.
        lang: Language of the words.

    Returns:
        ``independent``, ``own-losses``, ``partisan``, ``accused`` or ``enemy-losses``.
    """
    claim = figure.claim
    if kind not in WARRING and not figure.origin.endswith(_ORGANS):
        return "independent"
    speaks = side_key(claim.source.text if own_voice and claim.source is not None else figure.origin, lang)
    harmed = figure.side.party
    if harmed is None and claim.target is not None:
        harmed = side_key(claim.target.party, lang)
    if speaks is not None and harmed == speaks:
        return "own-losses"
    if figure.side.kind == "combatant":
        # "The army said 30 militants were killed": whoever the militants are, they are not the army's own.
        return "enemy-losses" if kind in _ARMED or harmed is not None else "partisan"
    doer = side_key(claim.actor.party, lang) if claim.actor is not None else None
    if speaks is not None and (speaks in accused or doer == speaks):
        return "accused"
    return "partisan" if kind in _ARMED or doer is not None or speaks is not None else "independent"


def with_standings(figures: Sequence[Figure], tellings: Sequence[Telling], *, lang: str = "en") -> list[Figure]:
    """The placed figures of one incident with the standing of each account.

    Args:
        figures: As ``placing.placed`` gives them.
        tellings: The incident's tellings.
        lang: Language of the reports.
    """
    accused = accused_sides((c for t in tellings for c in t.claims), lang=lang)
    kinds = {(f.outlet.report, f.origin): f.claim.source.kind for f in reversed(figures) if f.claim.source}
    out = []
    for f in figures:
        own = f.origin == outlet_voice(f.outlet, lang=lang)
        source = f.claim.source
        # A headline that repeats what the ministry says in the text speaks as the ministry.
        kind = source.kind if source else None if own else kinds.get((f.outlet.report, f.origin))
        out.append(replace(f, standing=standing(f, accused, own_voice=own, kind=kind, lang=lang)))
    return out


def voice_group(origin: str) -> str:
    """What an origin counts as when sources are counted: two ministries of one state are not independent."""
    state, organ, _ = origin.partition(": ")
    return state if organ else origin
