"""Which of its namesakes a name means, judged by everything that the report says of places.

Two rounds: first each name by itself (size, kind, class words, what holds it, the countries of the report), then with
the likely places of all other names (near them, in their divisions). The weights of the features were fitted by
``training/place_weights.py`` and stand in ``vocab/place_weights.yaml``.

Promise: a place in a country that the report does not speak of is no candidate, unless it is a place known the world
over and no country of the report has one of that name. Work is bounded: so many names, so many candidates of each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import cos, exp, hypot, log1p, log10, radians

from accordingto.vocab.gazetteer import Gazetteer, Known
from accordingto.vocab.tables import table

_MOST_NAMES = 48
_MOST_CANDIDATES = 24
_MOST_ANCHORS = 14
# A place of this many people is known beyond its country.
_FAMOUS = 1_000_000
# Of the belief in a name's candidates, a country with this share counts as spoken of.
_SURE = 0.7
_NEAR_KM = 60.0
_KM_A_DEGREE = 111.2

Id = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the report, with what its surroundings say of it.

    Attributes:
        text: As written.
        state: Code, when the lexicon knows the words as a state or its people.
        level: admin1 | admin2 | town as class words beside it say, or "".
        holders: Names that the text puts around it, nearest first.
        times: How often it stands so.
        people: Whether the words are those of a people ("Syrian") and no place's.
        capital: Code of the country whose capital bears the name, or None.
    """

    text: str
    state: str | None = None
    level: str = ""
    holders: tuple[str, ...] = ()
    times: int = 1
    people: bool = False
    capital: str | None = None


@dataclass
class Option:
    """A candidate of a name with its features and the belief in it."""

    place: Known
    features: dict[str, float]
    score: float = 0.0
    belief: float = 0.0


@dataclass(frozen=True)
class Scene:
    """What is known of the report's places before its names are weighed.

    Attributes:
        gazetteer: Where names are looked up.
        countries: Code to the weight of its mentions.
        home: The country of the publisher, or None.
    """

    gazetteer: Gazetteer
    countries: Mapping[str, float] = field(default_factory=dict)
    home: str | None = None


@cache
def weights() -> tuple[Mapping[str, float], Mapping[str, float]]:
    """Weights of the first and of the second round."""
    data = table("place_weights")
    return data["alone"], data["together"]


def weigh(names: Sequence[Name], scene: Scene) -> dict[Name, list[Option]]:
    """The candidates of each name, likeliest first, with beliefs that sum to one.

    Args:
        names: Distinct names of one report, the most important ones first; those beyond a bound are weighed alone.
        scene: What the report says besides.
    """
    alone, together = weights()
    spoken = _spoken(names, scene)
    out: dict[Name, list[Option]] = {}
    for name in names:
        out[name] = _believe(_options(name, scene, spoken), alone)
    head = list(names[:_MOST_NAMES])
    _meet(head, out)
    for name in head:
        _believe(out[name], together)
    return out


def _spoken(names: Sequence[Name], scene: Scene) -> dict[str, float]:
    """Countries that the report speaks of, with their share: by name, or by names that one country alone has."""
    weight = dict(scene.countries)
    for name in names:
        if name.state is not None:
            continue
        sizes: dict[str, float] = {}
        for place in scene.gazetteer.find(name.text):
            if place.exact and place.country and place.kind != "country":
                big = max(place.size, 500.0) if place.kind != "admin1" else max(place.size, 1e6)
                sizes[place.country] = max(sizes.get(place.country, 0.0), big)
        if sizes:
            best = max(sizes, key=lambda c: sizes[c])
            share = sizes[best] / sum(sizes.values())
            if share >= _SURE and (sizes[best] >= _FAMOUS or len(sizes) == 1):
                weight[best] = weight.get(best, 0.0) + share * 0.5
    if scene.home is not None:
        weight[scene.home] = weight.get(scene.home, 0.0) + 0.5
    total = sum(weight.values())
    return {code: w / total for code, w in weight.items()} if total else {}


def _options(name: Name, scene: Scene, spoken: Mapping[str, float]) -> list[Option]:
    found = [p for p in scene.gazetteer.find(name.text) if p.exact or p.country in spoken]
    if name.state is not None and not any(p.kind == "country" and p.country == name.state for p in found):
        home = scene.gazetteer.nation(name.state)
        found = [] if name.people else found
        found += [home] if home is not None else []
    if any(p.exact for p in found):
        # A name that only sounds alike stands beside an exact one when that one is nowhere in the report's countries.
        here = [p for p in found if p.exact and (p.country in spoken or p.country == "")]
        found = [p for p in found if p.exact] if here or not spoken else found
    holders = [h for text in name.holders for h in scene.gazetteer.find(text) if h.exact]
    stated = [p for p in found if _held(p, holders) > 0]
    allowed = [p for p in found if not spoken or p.country in spoken or p.country == "" or p in stated]
    if not allowed:
        allowed = [p for p in found if p.exact and (p.size >= _FAMOUS or p.kind == "country")]
    allowed.sort(key=lambda p: (not p.own, p not in stated, not p.exact, -p.size))
    allowed = allowed[:_MOST_CANDIDATES]
    biggest = max((p.size for p in allowed), default=0)
    return [Option(p, _features(p, name, scene, spoken, holders, biggest)) for p in allowed]


def _features(
    place: Known, name: Name, scene: Scene, spoken: Mapping[str, float], holders: Sequence[Known], biggest: int
) -> dict[str, float]:
    size = log10(max(place.size, 100))
    out = {
        f"kind {place.kind}": 1.0,
        f"size {place.kind}": size,
        "share": spoken.get(place.country, 0.0),
        "biggest": 1.0 if place.size == biggest else 0.0,
        "held": _held(place, holders),
    }
    if not place.exact:
        out["sound"] = 1.0
    if place.own:
        out["own"] = 1.0
    if place.country and place.country == scene.home:
        out["home"] = 1.0
    if spoken and place.country and place.country not in spoken:
        out["unspoken"] = 1.0
    if name.state is not None:
        out["state"] = 1.0 if place.kind == "country" and place.country == name.state else 0.0
    if name.capital is not None:
        out["capital"] = (
            1.0 if place.kind == "town" and place.country == name.capital and place.size == biggest else 0.0
        )
    if name.level:
        out["level"] = 1.0 if place.kind == name.level else 0.0
    return out


def _held(place: Known, holders: Sequence[Known]) -> float:
    """Whether one of the holders contains a place: its division, its country, or a town that it is a part of."""
    for h in holders:
        if h.id in place.parents or (h.kind == "country" and h.country == place.country and place.kind != "country"):
            return 1.0
        if h.kind in ("town", "admin2", "region") and h.id != place.id and _apart(h, place) < max(20, h.reach):
            return 0.7
    return 0.0


def _apart(a: Known, b: Known) -> float:
    """Kilometres between two places; good enough where they are near."""
    return _KM_A_DEGREE * hypot(a.lat - b.lat, (a.lon - b.lon) * cos(radians((a.lat + b.lat) / 2)))


def _meet(names: Sequence[Name], options: Mapping[Name, Sequence[Option]]) -> None:
    """Add to each candidate how well it goes with the likely places of the other names."""
    countries: dict[str, float] = {}
    divisions: dict[Id, float] = {}
    anchors: list[tuple[float, Name, Known]] = []
    for name in names:
        for o in options[name]:
            if o.place.kind != "country" and o.place.country:
                countries[o.place.country] = countries.get(o.place.country, 0.0) + o.belief
            for id_ in _divisions(o.place):
                divisions[id_] = divisions.get(id_, 0.0) + o.belief
            if o.belief > 0.3 and o.place.kind in ("town", "admin2"):
                anchors.append((o.belief, name, o.place))
    anchors.sort(key=lambda a: -a[0])
    for name in names:
        own = options[name]
        if len(own) < 2:
            continue
        mine: dict[Id | str, float] = {}
        for o in own:
            if o.place.kind != "country" and o.place.country:
                mine[o.place.country] = mine.get(o.place.country, 0.0) + o.belief
            for id_ in _divisions(o.place):
                mine[id_] = mine.get(id_, 0.0) + o.belief
        others = [(belief, place) for belief, other, place in anchors[:_MOST_ANCHORS] if other is not name]
        for o in own:
            held = [divisions[id_] - mine[id_] for id_ in _divisions(o.place)]
            o.features["company country"] = log1p(
                max(0.0, countries.get(o.place.country, 0.0) - mine.get(o.place.country, 0.0))
            )
            o.features["company division"] = log1p(max(0.0, *held)) if held else 0.0
            near = (
                sum(b * exp(-_apart(p, o.place) / _NEAR_KM) for b, p in others)
                if o.place.kind in ("town", "admin2")
                else 0.0
            )
            o.features["company near"] = log1p(near)


def _divisions(place: Known) -> tuple[Id, ...]:
    """The first-order division that a place is, or is in, and the second-order one."""
    return (place.id, *place.parents) if place.kind in ("admin1", "admin2") else place.parents


def _believe(options: list[Option], weight: Mapping[str, float]) -> list[Option]:
    for o in options:
        o.score = sum(weight.get(f, 0.0) * v for f, v in o.features.items())
    if options:
        top = max(o.score for o in options)
        total = sum(exp(o.score - top) for o in options)
        for o in options:
            o.belief = exp(o.score - top) / total
        options.sort(key=lambda o: -o.belief)
    return options
