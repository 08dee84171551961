"""What of one telling matters for comparing it with others, worked out once.

Promise: a profile depends on its telling and the language pack only. Days are day numbers (``date.toordinal``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from math import sqrt

from accordingto.link.names import Path, Words, fold_path, weigh, words_of
from accordingto.model.claim import Claim
from accordingto.model.telling import Telling
from accordingto.model.values import Bounds, Period

KINDS: Mapping[str, str] = {
    "killed": "harm", "injured": "harm", "casualties": "harm", "missing": "taken", "detained": "taken",
    "released": "released", "displaced": "displaced", "destroyed": "loss", "damaged": "loss", "seized": "loss",
    "control": "ground",
}  # fmt: skip
"""Claim types to the kinds of event that are told apart; an ``attack`` fits all of them."""

FAMILIES: Mapping[str, str] = {
    "airstrike": "air", "drone": "air", "missile": "air", "chemical": "chemical", "shelling": "guns", "rocket": "guns",
    "explosion": "blast", "ied": "blast", "car-bomb": "blast", "suicide-bomb": "blast", "landmine": "blast",
    "grenade": "blast", "small-arms": "hands", "clash": "hands", "raid": "hands", "siege": "hands",
    "execution": "killing", "beheading": "killing", "stabbing": "killing", "torture": "custody",
    "abduction": "custody", "arson": "arson",
}  # fmt: skip
"""Means to families within which reports of one event often differ."""


class Grain(IntEnum):
    """How exactly the time is told."""

    NONE = 0
    DAY = 1
    DAYS = 2
    MONTH = 3
    LONG = 4


@dataclass(frozen=True, slots=True)
class Profile:
    """One telling, ready to be compared.

    Attributes:
        published: Day of publication, or 0.
        place: The incident's place, folded.
        others: Further places that its claims name.
        parties: Folded sides held responsible or named as actors; ``victims`` those harmed.
        counts: Measure to its least and most plausible figure and the figure itself.
        figures: Figures of single claims, as measure and figure; ``sided`` the same with the side of the victims.
        words: Words of the quotes with squared weights; ``norm`` is the root of their sum.
        names: Rare capitalised words of the quotes.
        point: Latitude, longitude and kilometres around them, where a claim of this very place has a point.
    """

    key: str
    report: str
    origin: str
    published: int
    grain: Grain
    start: int
    end: int
    place: Path
    others: frozenset[str]
    kinds: frozenset[str]
    means: frozenset[str]
    families: frozenset[str]
    parties: frozenset[str]
    victims: frozenset[str]
    sorts: frozenset[str]
    tags: frozenset[str]
    counts: Mapping[str, tuple[int, int, int]]
    figures: frozenset[tuple[str, int]]
    sided: frozenset[tuple[str, int, str]]
    words: Mapping[str, float]
    norm: float
    names: frozenset[str]
    point: tuple[float, float, float] | None = None


def profile(telling: Telling, *, lang: str = "en") -> Profile:
    """Work out what a telling brings to a comparison.

    Args:
        telling: One report's account of one incident.
        lang: Code of the language pack whose words are used.
    """
    words = words_of(lang)
    incident, claims = telling.incident, telling.claims
    grain, start, end = _time(incident.period)
    place = fold_path(incident.place or "", lang)
    others = {k for c in claims if c.place for k in fold_path(c.place.path or c.place.text or "", lang).heads}
    means = frozenset(c.means for c in claims if c.means and c.means != "other")
    weights, names = weigh(_quotes(claims), words)
    places = {*place.all, *others}
    figured = [(c, f[2]) for c in claims if c.count and c.stance != "denied" and (f := _figures(c.count.bounds))]
    return Profile(
        key=telling.key,
        report=telling.outlet.report,
        origin=telling.outlet.origin or telling.outlet.report,
        published=telling.outlet.published.toordinal() if telling.outlet.published else 0,
        grain=grain,
        start=start,
        end=end,
        place=place,
        others=frozenset(others - set(place.heads)),
        kinds=frozenset(KINDS[c.type] for c in claims if c.type in KINDS),
        means=means,
        families=frozenset(FAMILIES[m] for m in means if m in FAMILIES),
        parties=_sides(
            [
                *(r.party for r in incident.responsible if r.stance != "denied"),
                *(c.actor.party for c in claims if c.actor and c.actor.party and c.stance != "denied"),
            ],
            words,
        ),
        victims=_sides([c.target.party for c in claims if c.target and c.target.party], words),
        sorts=frozenset(c.target.kind for c in claims if c.target and c.target.kind),
        tags=frozenset(tag for c in claims if c.target for tag in c.target.tags),
        counts=_counts(telling),
        figures=frozenset((c.type, n) for c, n in figured),
        sided=frozenset(
            (c.type, n, side) for c, n in figured if c.target for side in _sides([c.target.party or ""], words)
        ),
        words=weights,
        norm=sqrt(sum(weights.values())),
        names=frozenset(n for n in names if n not in places),
        point=_point(telling),
    )


def _point(telling: Telling) -> tuple[float, float, float] | None:
    """The most precise point that a claim gives for the incident's place; of equals the first claim's."""
    found = [
        c.place.location
        for c in telling.claims
        if c.place is not None and c.place.location is not None and c.place.path == telling.incident.place
    ]
    best = min(found, key=lambda at: (at.where_prec, at.radius), default=None)
    return None if best is None else (best.lat, best.lon, best.radius)


def _quotes(claims: Iterable[Claim]) -> Iterable[str]:
    for c in claims:
        yield c.quote
        if c.target is not None and c.target.text:
            yield c.target.text
        if c.actor is not None and c.actor.text:
            yield c.actor.text


def _time(period: Period) -> tuple[Grain, int, int]:
    if period.start is None and period.end is None:
        return Grain.NONE, 0, 0
    first, last = period.start or period.end, period.end or period.start
    assert first is not None and last is not None  # one of the two is a day
    days = (last - first).days
    grain = Grain.DAY if days <= 2 else Grain.DAYS if days <= 10 else Grain.MONTH if days <= 45 else Grain.LONG
    return grain, first.toordinal(), last.toordinal()


def _sides(parties: Iterable[str], words: Words) -> frozenset[str]:
    out = set()
    for party in parties:
        for one in words.several.split(" ".join(party.lower().split())):
            named = " ".join(w for w in one.split() if w not in words.qualifiers)
            if named and words.unknown.isdisjoint(named.split()):
                out.add(named)
    return frozenset(out)


def _counts(telling: Telling) -> dict[str, tuple[int, int, int]]:
    """The toll of the incident, and for other measures the largest figure of a claim."""
    out: dict[str, tuple[int, int, int]] = {}
    for measure, bounds in (("killed", telling.incident.killed), ("injured", telling.incident.injured)):
        if bounds is not None and (figures := _figures(bounds)):
            out[measure] = figures
    for c in telling.claims:
        if c.count is None or c.type in ("killed", "injured") or c.stance == "denied":
            continue
        figures = _figures(c.count.bounds)
        if figures and figures[2] > out.get(c.type, (0, 0, 0))[2]:
            out[c.type] = figures
    return out


def _figures(b: Bounds) -> tuple[int, int, int] | None:
    """Least, most and the figure itself; what the words leave open reaches as far as revised tolls usually do."""
    figure = b.best if b.best is not None else b.low if b.low is not None else b.high
    if not figure:
        return None
    low = b.low if b.low is not None else figure * 2 // 3
    high = b.high if b.high is not None else figure + max(1, figure // 2)
    return low, high, figure
