"""One incident from all its tellings: what, where, when, its figures, its disputes.

Promise: a pure function of the tellings as a set; the order in which they came, and copies among them, change nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from accordingto.model.linked import LinkedIncident
from accordingto.model.telling import Telling
from accordingto.model.values import Period
from accordingto.reconcile.disputes import disputes
from accordingto.reconcile.estimates import estimates
from accordingto.reconcile.figures import heard, ordered, ref
from accordingto.reconcile.grade import grade
from accordingto.reconcile.origins import origins_of
from accordingto.reconcile.rules import Rules
from accordingto.reconcile.sides import plain

_LONG = 99_999


def reconcile(incident: str, tellings: Iterable[Telling], rules: Rules, *, lang: str = "en") -> LinkedIncident:
    """What the tellings of one incident support together, and what stays disputed.

    Args:
        incident: Its id.
        tellings: All tellings of it, in any order.
        rules: The rule set for its figures.
        lang: Language of the reports.
    """
    told = ordered(tellings)
    own, _ = heard(told)
    figured = estimates(told, rules, lang=lang)
    open_questions = disputes(told, figured, lang=lang)
    place = _place(own)
    point = _point(own, place)
    return LinkedIncident(
        id=incident,
        what=max(own, key=lambda t: len(t.claims)).incident.what if own else "",
        type=_type(own),
        place=place,
        period=_period(own),
        tellings=tuple(told),
        estimates=figured.estimates,
        disputes=open_questions,
        lat=point[0] if point else None,
        lon=point[1] if point else None,
        notes=figured.notes,
        rules=rules.name,
        grade=grade(told, figured, open_questions, lang=lang) if rules.grades == "airwars" else None,
    )


def voices_of(incident: LinkedIncident, *, lang: str = "en") -> dict[str, str]:
    """Whose voice each claim of an incident is, by the claim's name; copies have none of their own."""
    own, _ = heard(ordered(incident.tellings))
    pairs = [(c, t.outlet) for t in own for c in t.claims]
    return {ref(o, c): origin for (c, o), origin in zip(pairs, origins_of(pairs, lang=lang), strict=True)}


def _type(tellings: Sequence[Telling]) -> str | None:
    """The means that most claims name, else the kind of claim that is made most often."""
    claims = [c for t in tellings for c in t.claims]
    means = Counter(c.means for c in claims if c.means and c.means != "other")
    kinds = Counter(c.type for c in claims)
    votes = means or kinds
    return min(votes, key=lambda m: (-votes[m], m)) if votes else None


def _place(tellings: Sequence[Telling]) -> str | None:
    """The path that lies in the place which most tellings name; of equals the most exact, then the earliest."""
    paths = [t.incident.place for t in tellings if t.incident.place]
    parts = {p: [plain(x) for x in p.split(",")] for p in paths}
    votes = {p: sum(parts[q][0] in parts[p] for q in paths) for p in dict.fromkeys(paths)}
    return max(votes, key=lambda p: (votes[p], p.count(","))) if votes else None


def _point(tellings: Sequence[Telling], place: str | None) -> tuple[float, float] | None:
    """The most precise point that a claim gives for this very path; of equals the earliest."""
    found = [
        c.place.location
        for t in tellings
        for c in t.claims
        if c.place is not None and c.place.location is not None and c.place.path == place
    ]
    best = min(found, key=lambda at: (at.where_prec, at.radius), default=None)
    return None if best is None else (best.lat, best.lon)


def _period(tellings: Sequence[Telling]) -> Period:
    """The day or days that most tellings give; of equals the shortest, then the earliest telling's."""
    known = [t.incident.period for t in tellings if t.incident.period.known]
    if not known:
        return Period()
    votes = {p: known.count(p) for p in dict.fromkeys(known)}
    return max(votes, key=lambda p: (votes[p], -_days(p)))


def _days(p: Period) -> int:
    return (p.end - p.start).days if p.start is not None and p.end is not None else _LONG
