"""Where on the map: a point with the radius and the precision that the words allow, and what else the words may mean.

Promise: ``where_prec`` follows UCDP GED (Sundberg and Melander 2013, codebook of the Georeferenced Event Dataset):
1 the named place, 2 within some 25 km of one, 3 second-order division, 4 first-order division, 5 a larger or vaguer
area, 6 country only, 7 at sea. ``geo_precision`` is the code of ACLED that follows from it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import asin, atan2, cos, degrees, pi, radians, sin, sqrt

EARTH = 6371.0
"""Mean radius in kilometres."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place that a name may mean.

    Attributes:
        name: As the gazetteer has it.
        kind: country | admin1 | admin2 | region | water | town.
        country: ISO 3166 two-letter code, or "" for what no single country holds.
        population: People; 0 where it is not known.
        score: Share of belief, in [0, 1], in the context of the report.
    """

    name: str
    kind: str
    country: str
    lat: float
    lon: float
    population: int
    score: float


@dataclass(frozen=True, slots=True)
class Location:
    """A point for a place phrase.

    Attributes:
        lat: Latitude in degrees; never without ``lon``.
        radius: Kilometres around the point within which the words put it.
        where_prec: UCDP precision, 1 to 7.
        name: What the point is taken from, as the gazetteer has it.
        country: ISO 3166 two-letter code, or None at sea and where several countries share it.
        candidates: What the name may mean, likeliest first, the chosen one among them.
        why: One sentence on how the point was found.
    """

    lat: float
    lon: float
    radius: float
    where_prec: int
    name: str
    country: str | None
    candidates: tuple[Candidate, ...] = ()
    why: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        if not (-90 <= self.lat <= 90 and -180 <= self.lon <= 180):
            raise ValueError(f"not a point of the earth: {self.lat}, {self.lon}")
        if self.where_prec not in range(1, 8):
            raise ValueError(f"where_prec is 1 to 7, not {self.where_prec}")

    @property
    def geo_precision(self) -> int:
        """ACLED's code: 1 the place, 2 near it or a small district, 3 a larger region."""
        return {1: 1, 2: 2, 3: 2}.get(self.where_prec, 3)


def distance(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Kilometres between two points (latitude, longitude) along the surface."""
    lat1, lon1, lat2, lon2 = (radians(x) for x in (*a, *b))
    h = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH * asin(min(1.0, sqrt(h)))


def moved(point: tuple[float, float], km: float, bearing: float) -> tuple[float, float]:
    """The point ``km`` away from ``point`` in a direction in degrees from north, clockwise."""
    lat, lon, turn, angle = radians(point[0]), radians(point[1]), radians(bearing), km / EARTH
    new = asin(max(-1.0, min(1.0, sin(lat) * cos(angle) + cos(lat) * sin(angle) * cos(turn))))
    east = lon + atan2(sin(turn) * sin(angle) * cos(lat), cos(angle) - sin(lat) * sin(new))
    return degrees(new), degrees((east + pi) % (2 * pi) - pi)


def midpoint(points: list[tuple[float, float]]) -> tuple[float, float]:
    """The middle of points, on the sphere, so that the 180th meridian does not matter."""
    x = sum(cos(radians(a)) * cos(radians(b)) for a, b in points)
    y = sum(cos(radians(a)) * sin(radians(b)) for a, b in points)
    z = sum(sin(radians(a)) for a, _ in points)
    return degrees(atan2(z, sqrt(x * x + y * y))), degrees(atan2(y, x))
