"""A seeded world of incidents and of what outlets tell about them, to time linking on: our own words, invented places.

Promise: the same seed gives the same tellings. Outlets round tolls, name the province for the village, report late,
leave out the day, and differ about who did it, as real ones do.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from accordingto.model import Bounds, Claim, Period, Span
from accordingto.model.claim import Actor, Count, Place, Target, Time
from accordingto.model.incident import Incident, Responsible
from accordingto.model.telling import Outlet, Telling

COUNTRIES = ("Syria", "Yemen", "Sudan", "Ukraine", "Myanmar", "Nigeria", "Iraq", "Mali")
MEANS = ("airstrike", "shelling", "clash", "car-bomb", "raid", "drone", "abduction", "ied", "small-arms")
SIDES = ("government forces", "northern front", "river brigades", "coalition", "unknown gunmen")
START = date(2015, 1, 1)
SYLLABLES = ("ba", "dor", "kim", "la", "mar", "ne", "qas", "rit", "sha", "tel", "um", "za", "ghan", "wel", "fi", "jor")
HOW = {
    "airstrike": "warplanes bombed {place}", "shelling": "shells fell on {place}",
    "clash": "fighting broke out at {place}", "car-bomb": "a car packed with explosives blew up in {place}",
    "raid": "troops stormed houses in {place}",
    "drone": "a drone hit a vehicle near {place}", "abduction": "men were taken away from {place}",
    "ied": "a mine went off on the road to {place}", "small-arms": "gunmen opened fire in {place}",
}  # fmt: skip
SCENES = (
    "a market",
    "a school",
    "a bakery",
    "a checkpoint",
    "a clinic",
    "a farm",
    "a bus",
    "a mosque",
    "a camp",
    "a bridge",
)


@dataclass(frozen=True)
class Happening:
    """What happened, unknown to the linking."""

    country: str
    province: str
    village: str
    day: date
    means: str
    scene: str
    killed: int
    injured: int
    side: str
    victim: str


def name(rng: random.Random, n: int) -> str:
    return "".join(rng.choice(SYLLABLES) for _ in range(n)).capitalize()


def happenings(rng: random.Random, incidents: int, *, days: int) -> Iterator[Happening]:
    """That many incidents in the invented places of eight countries, on as many days."""
    provinces = {c: [name(rng, 2) for _ in range(14)] for c in COUNTRIES}
    villages = {(c, p): [name(rng, 3) for _ in range(25)] for c, ps in provinces.items() for p in ps}
    for _ in range(incidents):
        country = rng.choice(COUNTRIES)
        province = rng.choice(provinces[country])
        yield Happening(
            country, province, rng.choice(villages[country, province]), START + timedelta(rng.randrange(days)),
            rng.choice(MEANS), rng.choice(SCENES), int(rng.paretovariate(1.2)), int(rng.paretovariate(1.0)),
            rng.choice(SIDES), name(rng, 3),
        )  # fmt: skip


def world(incidents: int, *, seed: int = 1, days: int = 2000) -> Iterator[tuple[Telling, int]]:
    """Tellings of that many incidents, three claims an incident on average, each with the number of its incident."""
    rng = random.Random(seed)
    for n, happening in enumerate(happenings(rng, incidents, days=days)):
        for outlet in range(rng.choices((1, 2, 3, 5), (70, 17, 9, 4))[0]):
            yield told(rng, happening, f"r{n}-{outlet}"), n


def told(rng: random.Random, h: Happening, report: str) -> Telling:
    """One report's account, less exact than what happened."""
    village = rng.random() < 0.8
    path = f"{h.village}, {h.province}, {h.country}" if village else f"{h.province}, {h.country}"
    where = h.village if village else h.province
    dated = rng.random() < 0.92
    period = Period.day(h.day + timedelta(1 if rng.random() < 0.05 else 0)) if dated else Period()
    killed = max(1, h.killed + (rng.randint(-2, 2) if h.killed > 4 and rng.random() < 0.3 else 0))
    side = h.side if rng.random() < 0.85 else rng.choice(SIDES)
    victims = rng.choice(("people", "civilians", "residents", f"members of the {h.victim} family"))
    first = f"{killed} {victims} were killed as {HOW[h.means].format(place=where)} and struck {h.scene}"
    second = f"{h.injured} others were wounded when {side} attacked {h.scene} in {where}"
    place, time = Place(where, None, path), Time(None, None, period)
    claims = tuple(
        Claim(
            id=f"c{k}", type=kind, quote=quote, span=Span(0, len(quote)), trigger=kind, trigger_span=Span(0, 1),
            count=Count(str(figure), Span(0, 1), Bounds.exact(figure)), target=Target(victims, None, None, "civilian"),
            actor=Actor(side, None, side), means=h.means, place=place, time=time, incident="i1",
        )
        for k, (kind, quote, figure) in enumerate((("killed", first, killed), ("injured", second, h.injured)), start=1)
    )  # fmt: skip
    incident = Incident(
        "i1", first[:60], path, period, Bounds.exact(killed), Bounds.exact(h.injured),
        (Responsible(side, None, "asserted"),), ("c1", "c2"),
    )  # fmt: skip
    return Telling(
        Outlet(report, published=h.day + timedelta(rng.choice((0, 0, 1, 1, 2, 9))), origin=report), incident, claims
    )
