"""Where an incident is, as formats ask for it: a point, how exact it is, the divisions and the country.

Promise: nothing is more exact than the claims. A point is the one that the incident carries and no other; its precision
is what the claims' places say, or follows from the depth of the path. No point is made up.
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass

from accordingto.export.actors import country_code, country_name
from accordingto.model.linked import LinkedIncident
from accordingto.model.where import Location
from accordingto.vocab.states import State, states

_DECIMALS = 4
"""Decimals of a coordinate: eleven metres, which no report and no gazetteer is exact to."""


@dataclass(frozen=True, slots=True)
class Where:
    """One incident's place.

    Attributes:
        name: The most specific name of the path; ``path`` is the whole of it.
        lat: Latitude, or None without a point; ``lon`` likewise.
        precision: UCDP where_prec: 1 the place itself, 2 near it, 3 second and 4 first division, 5 a vague area, 6 the
            country, 7 at sea or in the air; None when no place is known.
        adm1: First division where the path names it; ``adm2`` the second.
        country: The path's country as written, else its name; ``state`` with its numbers where it is one of the list.
        radius: Kilometres around the point within which the words put it, or None.
    """

    path: str | None
    name: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: int | None = None
    adm1: str | None = None
    adm2: str | None = None
    country: str | None = None
    state: State | None = None
    radius: float | None = None

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude, or None."""
        return None if self.lat is None or self.lon is None else (self.lat, self.lon)


def where(incident: LinkedIncident, lang: str = "en") -> Where:
    """The place of an incident.

    Args:
        incident: With its path, its point and its claims.
        lang: Language of the names.
    """
    parts = [p.strip() for p in (incident.place or "").split(",") if p.strip()]
    lat, lon = incident.lat, incident.lon
    if lat is None or lon is None or not (-90 <= lat <= 90 and -180 <= lon <= 180):
        lat = lon = None
    else:
        lat, lon = round(lat, _DECIMALS), round(lon, _DECIMALS)
    if not parts:
        return Where(None, lat=lat, lon=lon)
    named, told = country_code(parts[-1], lang), _told(incident)
    inner = parts[:-1] if named else parts
    code = named or (told.country if told else None)
    precision = told.where_prec if told else _by_depth(len(inner), named is not None)
    adm1, adm2 = _divisions(inner, precision)
    if precision == 3 and not (adm1 and adm2):
        # A district whose province is not known is no more than a vague area to UCDP.
        precision, adm2 = 5, None
    return Where(
        path=", ".join(parts), name=parts[0], lat=lat, lon=lon, precision=precision, adm1=adm1, adm2=adm2,
        country=parts[-1] if named else country_name(code, lang) if code else None,
        state=states().get(code) if code else None, radius=told.radius if told else None,
    )  # fmt: skip


def _told(incident: LinkedIncident) -> Location | None:
    """What the claims say of this very place: the most exact, as the incident's own point was taken."""
    found = [
        c.place.location
        for t in incident.tellings
        for c in t.claims
        if c.place is not None and c.place.location is not None and c.place.path == incident.place
    ]
    return min(found, key=lambda at: (at.where_prec, at.radius), default=None)


def _by_depth(inner: int, country: bool) -> int:
    """What the depth of a path allows: one name under a country may be a province, so it counts as one."""
    if inner == 0:
        return 6
    if inner == 1:
        return 4 if country else 5
    return 1


def _divisions(inner: list[str], precision: int) -> tuple[str | None, str | None]:
    """First and second division: the outer names of a path, without the place itself."""
    if precision >= 6:
        return None, None
    if precision == 4:
        return (inner[-1] if inner else None), None
    outer = inner if precision == 3 else inner[1:]
    return (outer[-1] if outer else None), (outer[-2] if len(outer) > 1 else None)


def priogrid(lat: float, lon: float) -> int:
    """Number of the PRIO-GRID cell of half a degree that holds a point (Tollefsen, Strand and Buhaug 2012)."""
    row = min(359, math.floor((lat + 90) / 0.5))
    column = min(719, math.floor((lon + 180) / 0.5))
    return row * 720 + column + 1


def wkt(lat: float, lon: float) -> str:
    """The point as well-known text."""
    return f"POINT ({number(lon)} {number(lat)})"


def wkb(lat: float, lon: float) -> bytes:
    """The point as well-known binary: little-endian, x before y."""
    return struct.pack("<BIdd", 1, 1, lon, lat)


def number(value: float) -> str:
    """A coordinate in as few digits as name it, never in exponents."""
    return f"{value:.6f}".rstrip("0").rstrip(".")
