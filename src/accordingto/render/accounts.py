"""Every account of a figure of one incident, as pictures and reports show them: who, how many, when, in which words.

Promise: one account a speaker and figure, in order of their first day; copies of one report are one account with all
their outlets. Nothing is left out for being unlikely.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from accordingto.export.wording import capital
from accordingto.model.claim import Target
from accordingto.model.linked import LinkedIncident
from accordingto.model.values import Bounds
from accordingto.reconcile.incident import voices_of


@dataclass(frozen=True, slots=True)
class Account:
    """One speaker's figure.

    Attributes:
        who: Who says so; an outlet where a report speaks in its own voice. Names of one voice (``reconcile.voices``)
            are one, under the first name that was used.
        of: Whom the figure is of, in short.
        bounds: The figure.
        outlets: Who prints it, the first to do so first.
        first: Day of the first report that has it; ``last`` of the last.
        claims: The claims behind it.
        quote: The words of the first.
        stance: asserted | possible | denied | planned.
        used: Whether it set an end of the incident's figure.
    """

    who: str
    of: str
    bounds: Bounds
    outlets: tuple[str, ...]
    first: date | None
    last: date | None
    claims: tuple[str, ...]
    quote: str
    stance: str
    used: bool


def accounts_of(incident: LinkedIncident, measure: str) -> list[Account]:
    """The accounts of a figure.

    Args:
        incident: The incident.
        measure: ``killed``, ``injured``, ...
    """
    used = {c for e in incident.estimates if e.measure == measure for c in e.used}
    voices = voices_of(incident)
    groups: dict[tuple[str, str, Bounds, str], list[_Said]] = {}
    spoken = list(_said(incident, measure))
    own = {(x.report, x.of, x.bounds, x.stance): voices[x.claim] for x in spoken if x.claim in voices}
    for said in spoken:
        # A copy has no voice of its own: what it says is said by whom it copies.
        voice = voices.get(said.claim) or own.get((said.origin, said.of, said.bounds, said.stance), said.who)
        groups.setdefault((voice, said.of, said.bounds, said.stance), []).append(said)
    out = []
    for (_, of, bounds, stance), found in groups.items():
        found.sort(key=lambda x: (x.day or date.max, x.claim))
        days = [x.day for x in found if x.day is not None]
        claims = tuple(x.claim for x in found)
        out.append(
            Account(
                found[0].who, of, bounds, tuple(dict.fromkeys(x.outlet for x in found)), min(days, default=None),
                max(days, default=None), claims, found[0].quote, stance, bool(used & set(claims)),
            )
        )  # fmt: skip
    return sorted(out, key=lambda a: (a.first or date.max, a.who, a.of))


@dataclass(frozen=True, slots=True)
class _Said:
    report: str
    origin: str
    day: date | None
    outlet: str
    claim: str
    who: str
    of: str
    bounds: Bounds
    stance: str
    quote: str


def _said(incident: LinkedIncident, measure: str) -> Iterator[_Said]:
    for t in incident.tellings:
        o = t.outlet
        outlet = o.name
        for c in t.claims:
            if c.type == measure and c.count is not None and c.scope == "incident":
                who = capital(c.source.text if c.source else outlet)
                name = f"{o.report}/{c.id}"
                yield _Said(
                    o.report, o.origin, o.published, outlet, name, who, _of(c.target), c.count.bounds, c.stance, c.quote
                )


def _of(target: Target | None) -> str:
    if target is None:
        return ""
    party, kind = target.party, target.kind
    if target.tags:
        return ", ".join(target.tags)
    words = {"civilian": "civilians", "combatant": "fighters"}.get(kind or "", "")
    return f"{words} of {party}" if words and party else words or party or ""
