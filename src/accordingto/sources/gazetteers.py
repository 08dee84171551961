"""Place lists that users bring: GeoNames dumps, tables of p-codes (OCHA), their own CSV.

Promise: every row becomes a place or an issue that names the file, the line and the remedy; the other rows go on. What
kind of list a file is shows from its own first lines. Points are never guessed: a table of p-codes without coordinates
takes them from the shipped gazetteer where name and country agree, and says which rows it could not place.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from accordingto.model.issue import InputError, Issue, Severity
from accordingto.vocab.gazetteer import shipped
from accordingto.vocab.placefile import KINDS, Entry, write
from accordingto.vocab.placekeys import place_key, sound_key, without_articles

_MOST_ISSUES = 20
_GEONAMES_COLUMNS = 19
# Kilometres that a division reaches, where its list does not say.
_REACH = 15
_PCODE = re.compile(r"(?i)^adm(?:in)?_?([0-4])_?(?:name_?)?([a-z]{2})$|^adm(?:in)?([0-4])name(?:_([a-z]{2}))?$")
_COLUMNS = {
    "name": ("name", "place", "toponym", "placename", "place_name"),
    "lat": ("lat", "latitude", "y", "point_y", "y_coord", "lat_dd"),
    "lon": ("lon", "long", "lng", "longitude", "x", "point_x", "x_coord", "lon_dd"),
    "country": ("country", "country_code", "countrycode", "iso", "iso2", "cc"),
    "kind": ("kind", "type", "level"),
    "population": ("population", "pop", "people"),
    "also": ("also", "alternate_names", "alternatenames", "aliases", "other_names", "other names"),
    "admin1": ("admin1", "province", "governorate", "state", "region"),
    "admin2": ("admin2", "district", "county"),
}
_KIND_WORDS = {
    "country": "country", "admin1": "admin1", "adm1": "admin1", "province": "admin1", "governorate": "admin1",
    "state": "admin1", "admin2": "admin2", "adm2": "admin2", "district": "admin2", "county": "admin2",
    "region": "region", "area": "region", "water": "water", "sea": "water", "lake": "water", "river": "water",
}  # fmt: skip
_DEGREES = re.compile(r"[+-]?\d{1,3}(?:[.,]\d+)?")


@dataclass
class PlaceList:
    """The places of one file and what was wrong with it.

    Attributes:
        form: What the file was taken for.
        skipped: Rows that gave no place; only the first ones have an issue of their own.
    """

    form: str
    entries: list[Entry] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    skipped: int = 0


class _RowError(ValueError):
    """A row that gives no place; the message says why and what to do."""


def read_place_list(path: Path, *, country: str | None = None) -> PlaceList:
    """Read a file of places.

    Args:
        path: A GeoNames dump (tab-separated, no header), a p-code table or a CSV with ``name``, ``lat`` and ``lon``.
        country: Two-letter code for rows that do not name their country.

    Returns:
        Its places, sorted as a gazetteer file needs them, and an issue for each bad row.

    Raises:
        InputError: The file cannot be read, or is no list of places.
    """
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
            first = stream.readline(100_000)
            stream.seek(0)
            if first.count("\t") == _GEONAMES_COLUMNS - 1 and first.split("\t")[0].isdigit():
                found = PlaceList("GeoNames dump")
                _take(found, path, ((i, row) for i, row in enumerate(_tabbed(stream), 1)), _geonames)
            else:
                delimiter = max(",;\t", key=first.count)
                rows = csv.reader(stream, delimiter=delimiter)
                header = [h.strip() for h in next(rows, [])]
                found = _table(path, header, rows, country)
    except (OSError, csv.Error) as e:
        raise _unusable(path, f"cannot be read ({e})", "give a readable text file") from e
    _tie(found)
    return found


def compile_dump(path: Path, out: Path, names: set[str]) -> Path:
    """Write those rows of a large GeoNames dump that bear, or sound like, one of some names; for measurements."""
    wanted = {sound_key(k) for n in names for k in (place_key(n), place_key(without_articles(n))) if k}
    found = PlaceList("GeoNames dump")
    with path.open(encoding="utf-8", errors="replace", newline="") as stream:
        rows = (
            row
            for row in _tabbed(stream)
            if len(row) == _GEONAMES_COLUMNS
            and (
                row[7].startswith("ADM1")
                or any(sound_key(place_key(n)) in wanted for n in [row[1], *row[3].split(",")])
            )
        )
        _take(found, path, enumerate(rows, 1), _geonames)
    _tie(found)
    write(out, found.entries, about=path.name)
    return out


def _tabbed(stream: Iterator[str]) -> Iterator[list[str]]:
    return (line.rstrip("\r\n").split("\t") for line in stream if line.strip())


def _take(
    found: PlaceList, path: Path, rows: Iterator[tuple[int, list[str]]], make: Callable[[list[str]], Entry | None]
) -> None:  # fmt: skip
    for number, row in rows:
        try:
            entry = make(row)
        except _RowError as e:
            found.skipped += 1
            if len(found.issues) < _MOST_ISSUES:
                what, _, hint = str(e).partition(" | ")
                found.issues.append(
                    Issue("gazetteer-row", f"line {number}: {what}", Severity.WARNING, f"{path}:{number}", hint=hint)
                )
            continue
        if entry is not None:
            found.entries.append(entry)


def _geonames(row: list[str]) -> Entry | None:
    if len(row) != _GEONAMES_COLUMNS:
        raise _RowError(f"{len(row)} columns where GeoNames has 19 | download the dump again, or remove the line")
    name, others, cls, code, country = row[1], row[3], row[6], row[7], row[8]
    kind = "town"
    if cls == "A":
        kind = {"ADM1": "admin1", "PCLI": "country"}.get(code[:4], "admin2")
    elif cls in ("L", "T", "H", "V"):
        kind = "region"
    lat, lon = _point(row[4], row[5])
    size = int(row[14]) if row[14].isdigit() else 0
    keys = _keys([name, row[2], *others.split(",")])
    if not keys:
        return None
    admin1 = f"{country}.{row[10]}" if row[10] else ""
    admin2 = f"{admin1}.{row[11]}" if admin1 and row[11] else ""
    label = {"admin1": admin1, "admin2": admin2 if code.startswith("ADM2") else ""}.get(kind, "")
    spotted = _keys([name, row[2]]) if kind == "town" and cls == "P" else set()
    reach = {"town": 0, "region": 10}.get(kind, _REACH)
    inside = (admin2, admin1)
    return _Tied(name, kind, country, None, lat, lon, size, keys, spotted, reach, label=label, inside=inside)


@dataclass(frozen=True)
class _Tied(Entry):
    """An entry with the labels by which the file's own divisions hold it."""

    label: str = ""
    inside: tuple[str, ...] = ()


def _table(path: Path, header: list[str], rows: Iterator[list[str]], country: str | None) -> PlaceList:
    low = [h.lower() for h in header]
    at = {key: low.index(n) for key, names in _COLUMNS.items() for n in reversed(names) if n in low}
    levels: dict[int, int] = {}
    for i, h in enumerate(low):
        m = _PCODE.match(h)
        if m is not None and "pcode" not in h and int(m[1] or m[3]) not in levels:
            levels[int(m[1] or m[3])] = i
    if len(levels) > 1 and "name" not in at:
        found = PlaceList("table of p-codes")
        _take(found, path, enumerate(rows, 2), _pcodes(at, levels, country))
        found.entries = list({(e.kind, e.country, e.name, e.parent, _inside(e)): e for e in found.entries}.values())
        return found
    missing = [k for k in ("name", "lat", "lon") if k not in at]
    if missing:
        raise _unusable(
            path,
            f"has no column {', '.join(missing)} (its columns: {', '.join(header[:12]) or 'none'})",
            "give a GeoNames dump, a p-code table (ADM1_EN, ADM2_EN …), or a CSV whose first line names the columns"
            " name, lat, lon and, if you have them, country, kind, population, also, admin1, admin2",
        )
    found = PlaceList("CSV")
    _take(found, path, enumerate(rows, 2), lambda row: _own(row, at, country))
    return found


def _own(row: list[str], at: Mapping[str, int], country: str | None) -> Entry | None:
    if not any(c.strip() for c in row):
        return None
    cell = {key: row[i].strip() if i < len(row) else "" for key, i in at.items()}
    if not cell["name"]:
        raise _RowError("no name | fill the column name")
    lat, lon = _point(cell["lat"], cell["lon"])
    code = _code(cell.get("country") or country or "")
    word = cell.get("kind", "").lower()
    kind = _KIND_WORDS.get(word, "town")
    digits = re.sub(r"[\s,.']", "", cell.get("population", ""))
    keys = _keys([cell["name"], *re.split(r"[;|]", cell.get("also", ""))])
    if not keys:
        raise _RowError(f"{cell['name']!r} holds no letter | give the name in letters")
    inside = tuple(f"{code}|{place_key(cell[k])}" for k in ("admin2", "admin1") if cell.get(k))
    label = f"{code}|{place_key(cell['name'])}" if kind in ("admin1", "admin2") else ""
    return _Tied(
        cell["name"], kind, code, None, lat, lon, int(digits) if digits.isdigit() else 0, keys,
        keys if kind == "town" else set(), 0 if kind == "town" else _REACH, label=label, inside=inside,
    )  # fmt: skip


def _pcodes(
    at: Mapping[str, int], levels: Mapping[int, int], country: str | None
) -> Callable[[list[str]], Entry | None]:
    """Rows of a p-code table: the place is the deepest level named, the others hold it."""

    def make(row: list[str]) -> Entry | None:
        names = {level: row[i].strip() for level, i in levels.items() if i < len(row) and row[i].strip()}
        deepest = max(names, default=0)
        if deepest == 0:
            return None
        code = _code(names.get(0, "") or country or "")
        name = names[deepest]
        kind = {1: "admin1", 2: "admin2"}.get(deepest, "admin2" if deepest == 3 else "town")
        holders = tuple(f"{code}|{place_key(names[k])}" for k in (2, 1) if k in names and k < deepest)
        if "lat" in at and "lon" in at:
            lat, lon = _point(row[at["lat"]], row[at["lon"]])
            reach = _REACH
        else:
            known = [p for p in shipped().find(name) if p.exact and p.country == code and p.kind != "country"]
            if not known:
                raise _RowError(f"no coordinates, and {name!r} is not known in {code} | add columns lat and lon")
            known.sort(key=lambda p: (p.kind != kind, -p.size))
            lat, lon, reach = known[0].lat, known[0].lon, known[0].reach
        keys = _keys([name])
        if not keys:
            raise _RowError(f"{name!r} holds no letter | give the name in letters")
        return _Tied(
            name, kind, code, None, lat, lon, 0, keys, set(), reach, label=f"{code}|{place_key(name)}", inside=holders
        )

    return make


def _inside(entry: Entry) -> tuple[str, ...]:
    return entry.inside if isinstance(entry, _Tied) else ()


def _point(lat: str, lon: str) -> tuple[float, float]:
    if not (_DEGREES.fullmatch(lat.strip()) and _DEGREES.fullmatch(lon.strip())):
        raise _RowError(f"{lat!r}, {lon!r} are no coordinates | give decimal degrees, such as 36.2 and 37.16")
    a, b = float(lat.replace(",", ".")), float(lon.replace(",", "."))
    if not (-90 <= a <= 90 and -180 <= b <= 180):
        hint = (
            "latitude and longitude may be swapped" if -90 <= b <= 90 and -180 <= a <= 180 else "give decimal degrees"
        )
        raise _RowError(f"{lat}, {lon} is no point of the earth | {hint}")
    return a, b


def _code(country: str) -> str:
    """The two-letter code of a country given as a code or by its name."""
    if len(country) == 2 and country.isalpha():
        return country.upper()
    known = [p for p in shipped().find(country) if p.kind == "country" and p.exact] if country else []
    if not known:
        what = f"{country!r} is no country" if country else "no country"
        raise _RowError(f"{what} | fill the column country with a two-letter code, or give --country")
    return known[0].country


def _keys(names: list[str]) -> set[str]:
    return {k for n in names if n.strip() for k in (place_key(n), place_key(without_articles(n))) if 2 <= len(k) <= 40}


def _tie(found: PlaceList) -> None:
    """Sort the entries by kind and tie each to the division of the same file that holds it."""
    ordered = sorted(found.entries, key=lambda e: KINDS.index(e.kind))
    at = {e.label: i for i, e in enumerate(ordered) if isinstance(e, _Tied) and e.label}
    out = []
    for i, e in enumerate(ordered):
        parent = next((at[k] for k in _inside(e) if k in at and at[k] != i), None)
        out.append(Entry(e.name, e.kind, e.country, parent, e.lat, e.lon, e.size, e.keys, e.spotted, e.reach))
    found.entries = out


def _unusable(path: Path, what: str, hint: str) -> InputError:
    return InputError(Issue("gazetteer-file", f"{path} {what}", Severity.ERROR, str(path), hint=hint))
