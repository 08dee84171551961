"""The user's own places: lists added to the gazetteer, kept compiled, and looked up with the shipped one.

Promise: what was added stays until it is removed; a damaged file is passed over with an issue and never stops a
reading. One compiled file for each list added, named after it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from pathlib import Path

from accordingto.extract.locate import resolve_places
from accordingto.extract.placescore import Name, Scene, weigh
from accordingto.model import Candidate, Issue, Place, Severity, Span
from accordingto.model.where import distance
from accordingto.sources.gazetteers import PlaceList, read_place_list
from accordingto.vocab.gazetteer import Gazetteer, Known
from accordingto.vocab.placefile import PlaceFile, write

_NEAR_KM = 100.0
_POINT = re.compile(r"\s*([+-]?\d{1,2}(?:\.\d+)?)\s*,\s*([+-]?\d{1,3}(?:\.\d+)?)\s*")


@dataclass(frozen=True, slots=True)
class Added:
    """A list of the user's: its name, how many places, where they come from."""

    name: str
    places: int
    about: str
    path: Path


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate of ``find``: with the divisions that hold it, and how far it is from where one looked."""

    candidate: Candidate
    holders: tuple[str, ...]
    own: bool
    exact: bool
    km: float | None = None


def own_folder() -> Path:
    """Where the user's own lists are kept."""
    from platformdirs import user_data_path

    return user_data_path("accordingto", appauthor=False) / "gazetteer"


def own_gazetteer(folder: Path | None = None) -> tuple[Gazetteer, list[Issue]]:
    """The shipped gazetteer with the user's own lists, and an issue for each of those that is damaged."""
    good, issues = [], []
    for path in sorted((folder or own_folder()).glob("*.bin")):
        try:
            PlaceFile(path)
            good.append(path)
        except (OSError, ValueError) as e:
            hint = f"add the list again, or remove it: accordingto gazetteer remove {path.stem}"
            issues.append(Issue("gazetteer-file", str(e), Severity.WARNING, str(path), hint=hint))
    return Gazetteer(good), issues


def add_places(
    path: Path, *, name: str | None = None, country: str | None = None, folder: Path | None = None
) -> PlaceList:
    """Add a list of places; one of the same name is replaced.

    Args:
        path: GeoNames dump, p-code table or CSV.
        name: What to call it; the file's name by default.
        country: Two-letter code for rows that name no country.
        folder: Where lists are kept; the user's own folder by default.

    Raises:
        InputError: The file cannot be read or is no list of places.
    """
    found = read_place_list(path, country=country)
    if found.entries:
        folder = folder or own_folder()
        folder.mkdir(parents=True, exist_ok=True)
        write(folder / f"{plain_name(name or path.stem)}.bin", found.entries, about=f"{found.form} {path.name}")
    return found


def plain_name(name: str) -> str:
    """A name that can be a file's on every system."""
    return re.sub(r"[^\w-]+", "-", name).strip("-") or "places"


def list_places(folder: Path | None = None) -> list[Added]:
    """The user's lists that can be read."""
    out = []
    for path in sorted((folder or own_folder()).glob("*.bin")):
        try:
            file = PlaceFile(path)
        except (OSError, ValueError):
            continue
        out.append(Added(path.stem, file.count, file.about, path))
    return out


def remove_places(name: str, folder: Path | None = None) -> bool:
    """Remove a list of the user's; False when there is none of that name."""
    path = (folder or own_folder()) / f"{plain_name(name)}.bin"
    if not path.is_file():
        return False
    path.unlink()
    return True


def find_places(
    name: str, *, near: str | None = None, country: str | None = None, gazetteer: Gazetteer | None = None
) -> list[Found]:  # fmt: skip
    """The places that a name may mean, likeliest first.

    Args:
        name: As written anywhere, in Latin or other letters.
        near: A place's name, or "lat,lon".
        country: Two-letter code or name of the country looked in.
        gazetteer: The user's own by default.

    Raises:
        ValueError: There is no such country, or no place of the name given in ``near``.
    """
    gazetteer = gazetteer or own_gazetteer()[0]
    code = _code(country, gazetteer) if country else None
    asked = Name(name)
    point = _point(near, code, gazetteer) if near else None
    options = weigh([asked], Scene(gazetteer, {code: 1.0} if code else {}))[asked]
    out = []
    for o in options:
        p = o.place
        if code is not None and p.country not in (code, ""):
            continue
        km = distance(point, (p.lat, p.lon)) if point is not None else None
        score = o.belief if km is None else o.belief * exp(-km / _NEAR_KM)
        holders = tuple(gazetteer.name(h) for h in p.parents)
        shown = Candidate(gazetteer.name(p.id), p.kind, p.country, p.lat, p.lon, p.size, score)
        out.append(Found(shown, holders, p.own, p.exact, km))
    return sorted(_scaled(out), key=lambda f: -f.candidate.score)


def _scaled(found: Sequence[Found]) -> list[Found]:
    """Scores that sum to one."""
    total = sum(f.candidate.score for f in found) or 1.0
    out = []
    for f in found:
        c = f.candidate
        share = Candidate(c.name, c.kind, c.country, c.lat, c.lon, c.population, round(c.score / total, 3))
        out.append(Found(share, f.holders, f.own, f.exact, f.km))
    return out


def _code(country: str, gazetteer: Gazetteer) -> str:
    if len(country) == 2 and gazetteer.nation(country.upper()) is not None:
        return country.upper()
    known = [p for p in gazetteer.find(country) if p.kind == "country" and p.exact]
    if not known:
        raise ValueError(f"there is no country {country!r}: give its English name or its two-letter code")
    return known[0].country


def _point(near: str, code: str | None, gazetteer: Gazetteer) -> tuple[float, float]:
    m = _POINT.fullmatch(near)
    if m is not None:
        return float(m[1]), float(m[2])
    other = Name(near)
    options = weigh([other], Scene(gazetteer, {code: 1.0} if code else {}))[other]
    if not options:
        raise ValueError(f"no place is known by the name {near!r}: give another one, or coordinates such as 36.2,37.1")
    place: Known = options[0].place
    return place.lat, place.lon


def resolve(
    text: str, spans: Sequence[Span | tuple[int, int]], *, publisher: str | None = None, lang: str = "en"
) -> list[Place | None]:  # fmt: skip
    """``resolve_places`` with the user's own lists."""
    return resolve_places(text, spans, publisher=publisher, lang=lang, gazetteer=own_gazetteer()[0])
