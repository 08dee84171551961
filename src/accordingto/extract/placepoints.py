"""From a known place and the words that relate an event to it to a location: point, radius, precision, reason.

Promise: no location is more exact than its words; precision follows UCDP GED (see ``model.where``). Pure functions of
their arguments and the gazetteer.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import sqrt

from accordingto.extract.placerelations import IN, Relation
from accordingto.extract.placescore import Option
from accordingto.model.where import Candidate, Location, distance, midpoint, moved
from accordingto.vocab.gazetteer import Gazetteer, Known

NEAR_KM = 25.0
"""How far "near" reaches, by UCDP's second precision."""
_PREC = {"country": 6, "admin1": 4, "admin2": 3, "region": 5, "water": 7, "town": 1}
_SHOWN = 5
_LEAST_SHOWN = 0.01


def location(options: Sequence[Option], how: Relation, gazetteer: Gazetteer, *, unknown: str | None = None) -> Location:
    """The location of the likeliest candidate as the words relate to it.

    Args:
        options: Candidates, the chosen one first.
        how: What the words beside the name say.
        gazetteer: Where the names to show come from.
        unknown: The name asked for, when it is not known itself and the candidates are what it is related to.
    """
    place = options[0].place
    lat, lon, radius, prec = _placed(place, how, gazetteer)
    name = gazetteer.name(place.id)
    shown = tuple(
        Candidate(
            gazetteer.name(o.place.id), o.place.kind, o.place.country, o.place.lat, o.place.lon, o.place.size,
            round(o.belief, 3),
        )
        for o in options[:_SHOWN]
        if o.belief >= _LEAST_SHOWN
    )  # fmt: skip
    why = f"{place.kind} {name}" + (f" ({place.country})" if place.country else "")
    if unknown is not None:
        why = f"“{unknown}” is not known by itself; the report relates it to {why}"
    if how.words:
        why += f", “{how.words}”"
    return Location(round(lat, 5), round(lon, 5), round(radius, 1), prec, name, place.country or None, shown, why)


def inside(place: Known) -> Relation:
    """How an unknown place lies in a known one that holds it: somewhere in it."""
    return Relation("inside") if place.kind == "town" else IN


def between(found: Sequence[Location], phrase: str) -> Location:
    """Several places named together: the middle of them, no more exact than the way from it to each."""
    points = [(f.lat, f.lon) for f in found]
    lat, lon = midpoint(points)
    reach = max(distance((lat, lon), p) + f.radius for p, f in zip(points, found, strict=True))
    prec = max(2 if reach <= NEAR_KM else 5, *(f.where_prec for f in found))
    countries = {f.country for f in found}
    return Location(
        round(lat, 5), round(lon, 5), round(reach, 1), prec, " and ".join(f.name for f in found),
        countries.pop() if len(countries) == 1 else None, tuple(c for f in found for c in f.candidates[:2]),
        f"“{phrase}” names several places; the point is the middle of them",
    )  # fmt: skip


def at_home(name: str, home: tuple[tuple[int, int], list[tuple[float, float]]], gazetteer: Gazetteer) -> Location:
    """An unknown name put to where most places of the report lie: their division and points."""
    division, points = home
    lat, lon = midpoint(points)
    reach = max(distance((lat, lon), p) for p in points) + 2 * NEAR_KM
    place = gazetteer.known(division)
    label = gazetteer.name(division)
    why = f"“{name}” is not known; most places of the report are in {label} ({place.country})"
    return Location(round(lat, 5), round(lon, 5), round(reach, 1), 5, label, place.country or None, (), why)


def on_border(place: Known, other: str, gazetteer: Gazetteer) -> Location | None:
    """The stretch of a country along its border with another, as its towns there show it."""
    found = _borderland(place.country, other, gazetteer)
    if found is None:
        return None
    (lat, lon), reach = found
    name = gazetteer.name(place.id)
    why = f"the border of {name} with {other}: the middle of the towns along it"
    return Location(round(lat, 5), round(lon, 5), round(reach, 1), 5, name, place.country, (), why)


@lru_cache(maxsize=128)
def _borderland(code: str, other: str, gazetteer: Gazetteer) -> tuple[tuple[float, float], float] | None:
    cell = 0.4
    beyond = {(round(a / cell), round(b / cell)) for a, b in gazetteer.towns_of(other)}
    near = [
        (a, b)
        for a, b in gazetteer.towns_of(code)
        if any((round(a / cell) + i, round(b / cell) + j) in beyond for i in (-1, 0, 1) for j in (-1, 0, 1))
    ]
    if not near:
        return None
    middle = midpoint(near)
    return middle, max(distance(middle, p) for p in near)


def _placed(place: Known, how: Relation, gazetteer: Gazetteer) -> tuple[float, float, float, int]:
    """Point, radius and precision of what the words say of a known place."""
    point, prec = (place.lat, place.lon), _PREC[place.kind]
    reach = float(place.reach) if place.reach else max(1.0, sqrt(place.size) / 125)
    if place.kind != "town":
        if how.kind == "line" or (how.kind in ("near", "off") and prec < 7):
            prec = max(5, prec)
        if how.kind in ("part", "near", "around", "off"):
            point = point if how.bearing is None else _part_of(place, how.bearing, gazetteer)
            return *point, 0.7 * reach, 5 if prec == 6 else prec
        return *point, reach, prec
    if how.kind == "off" and how.km is not None:
        if how.bearing is None:
            return *point, how.km + 2, 2 if how.km <= NEAR_KM else 5
        return *moved(point, how.km, how.bearing), max(2.0, 0.25 * how.km), 2 if how.km <= 2 * NEAR_KM else 5
    if how.kind == "line":
        return *point, NEAR_KM, 5
    if how.kind in ("off", "near", "around"):
        return *point, max(NEAR_KM, reach), 2
    if how.kind == "inside":
        return *point, max(5.0, reach), 2
    return *point, reach, prec


def _part_of(place: Known, bearing: float, gazetteer: Gazetteer) -> tuple[float, float]:
    """A representative point of the north, south … of a division or country."""
    if place.kind == "country":
        return _third(place.country, bearing, gazetteer) or (place.lat, place.lon)
    return moved((place.lat, place.lon), 0.5 * place.reach, bearing)


@lru_cache(maxsize=256)
def _third(code: str, bearing: float, gazetteer: Gazetteer) -> tuple[float, float] | None:
    """The middle of that third of a country's towns which lies furthest in a direction."""
    towns = list(gazetteer.towns_of(code))
    if len(towns) < 6:
        return None
    pole = moved(midpoint(towns), 4000, bearing)
    towns.sort(key=lambda t: distance(t, pole))
    return midpoint(towns[: len(towns) // 3])
