"""Every account of a figure of one incident, as pictures and reports show them: who, how many, when, in which words.

Promise: one account a speaker and figure, in order of their first day; copies of one report are one account with all
their outlets. Nothing is left out for being unlikely.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from accordingto.model.linked import LinkedIncident
from accordingto.model.values import Bounds


@dataclass(frozen=True, slots=True)
class Account:
    """One speaker's figure.

    Attributes:
        who: Who says so; an outlet where a report speaks in its own voice.
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
    groups: dict[tuple[str, str, Bounds, str], list[tuple[date | None, str, str, str]]] = {}
    for day, outlet, name, who, of, bounds, stance, quote in _said(incident, measure):
        groups.setdefault((who, of, bounds, stance), []).append((day, outlet, name, quote))
    out = []
    for (who, of, bounds, stance), said in groups.items():
        said.sort(key=lambda x: (x[0] or date.max, x[2]))
        days = [d for d, *_ in said if d is not None]
        claims = tuple(name for _, _, name, _ in said)
        outlets = tuple(dict.fromkeys(o for _, o, _, _ in said))
        out.append(
            Account(
                who, of, bounds, outlets, min(days, default=None), max(days, default=None), claims, said[0][3], stance,
                bool(used & set(claims)),
            )
        )  # fmt: skip
    return sorted(out, key=lambda a: (a.first or date.max, a.who, a.of))


def _said(incident: LinkedIncident, measure: str) -> Iterator[tuple[date | None, str, str, str, str, Bounds, str, str]]:
    for t in incident.tellings:
        o = t.outlet
        outlet = o.publisher or o.report
        for c in t.claims:
            if c.type == measure and c.count is not None and c.scope == "incident":
                who = c.source.text if c.source else outlet
                yield (
                    o.published,
                    outlet,
                    f"{o.report}/{c.id}",
                    _capital(who),
                    _of(c.target),
                    c.count.bounds,
                    c.stance,
                    c.quote,
                )


def _of(target: object) -> str:
    party, kind, tags = (getattr(target, n, None) for n in ("party", "kind", "tags"))
    if tags:
        return ", ".join(tags)
    words = {"civilian": "civilians", "combatant": "fighters"}.get(kind or "", "")
    return " ".join(x for x in (party if kind != "civilian" or not party else "", words) if x) or (party or "")


def _capital(who: str) -> str:
    return who[:1].upper() + who[1:]
