"""One claim as it may be published.

Promise: every string of the claim is cleaned; its place is as coarse as the policy says, and that of forces is their
province.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from accordingto.export.clean import Cleaner
from accordingto.export.delay import is_position
from accordingto.export.policy import Policy, Removed
from accordingto.model import Claim, Location, Place

Taking = Callable[[Removed], None]
_NAME_RULES = {
    "detained": "detainee-name", "released": "detainee-name", "missing": "detainee-name", "killed": "victim-name",
    "injured": "victim-name", "casualties": "victim-name", "displaced": "victim-name",
}  # fmt: skip
IN_OFFICE = frozenset(("government", "military", "armed-group", "opposition", "monitor", "aid-un", "court-police"))


def speakers(claims: Iterable[Claim]) -> tuple[str, ...]:
    """The sources of claims that speak in office."""
    return tuple(dict.fromkeys(c.source.text for c in claims if c.source and c.source.kind in IN_OFFICE))


def locals_of(claims: Iterable[Claim]) -> tuple[str, ...]:
    """The sources of claims that do not: witnesses, activists, medics, local officials."""
    return tuple(dict.fromkeys(c.source.text for c in claims if c.source and c.source.kind not in IN_OFFICE))


def public_claim(c: Claim, report: str, around: tuple[str, ...], policy: Policy, taken: Taking) -> Claim:
    """A claim as it may be published.

    Args:
        c: The claim.
        report: Its report, as the ledger names it.
        around: Names of the places of its incident.
        policy: The settings.
        taken: Told of everything that is taken out.
    """
    harmed = c.type in _NAME_RULES and c.target is not None and c.target.text
    rule = _NAME_RULES.get(c.type, "name")
    if c.target is not None and "children" in c.target.tags:
        rule = "child-name"
    elif rule == "name" and c.source is not None and c.source.kind not in IN_OFFICE:
        rule = "witness-name"
    cleaner = Cleaner(
        f"{report}/{c.id}", policy, taken, places=(*parts_of(c.place.path if c.place else None), *around),
        speakers=speakers((c,)), victims=(harmed,) if harmed else (), persons=locals_of((c,)), rule=rule,
    )  # fmt: skip
    quote, trigger = cleaner.quote(c.quote), cleaner.words(c.trigger, "trigger")
    heard = "witness-name" if c.source and c.source.kind not in IN_OFFICE else "name"
    return replace(
        c, quote=quote, span=replace(c.span, end=c.span.start + len(quote)), trigger=trigger,
        count=c.count and replace(c.count, text=cleaner.contacts(c.count.text, "count")),
        target=c.target
        and replace(
            c.target, text=cleaner.opt(c.target.text, "target"), party=c.target.party and cleaner.party(c.target.party),
            span=None,
        ),
        actor=c.actor
        and replace(
            c.actor, text=cleaner.opt(c.actor.text, "actor"), party=c.actor.party and cleaner.party(c.actor.party),
            span=None,
        ),
        place=c.place and _place(c.place, cleaner, policy, position=is_position(c)),
        time=c.time and replace(c.time, text=cleaner.opt(c.time.text, "time"), span=None),
        source=c.source
        and replace(c.source, text=cleaner.with_(rule=heard).words(c.source.text, "source"), span=None),
        via=cleaner.opt(c.via, "via"), cue=cleaner.opt(c.cue, "cue"), why=(),
    )  # fmt: skip


def _place(p: Place, cleaner: Cleaner, policy: Policy, *, position: bool) -> Place:
    if position:
        cleaner.told("place", "position")
        return Place(None, None, cleaner.path(province_of(p.path)))
    at = p.location
    if at is not None:
        cleaner.told("place", "coordinates")
        coarse = 111.0 * 10**-policy.decimals
        at = Location(
            round(at.lat, policy.decimals), round(at.lon, policy.decimals), max(at.radius, round(coarse, 1)),
            at.where_prec, cleaner.path(at.name) or "", at.country,
        )  # fmt: skip
    return Place(
        cleaner.opt(p.text, "place"), None, cleaner.path(p.path), at, p.unplaced and cleaner.words(p.unplaced, "place")
    )


def parts_of(path: str | None) -> tuple[str, ...]:
    """The names of a path of places."""
    return tuple(x.strip() for x in (path or "").split(",") if x.strip())


def province_of(path: str | None) -> str | None:
    """The two outermost names of a path."""
    return ", ".join(parts_of(path)[-2:]) or None
