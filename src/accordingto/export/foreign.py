"""Events of published datasets, to be held against our incidents: UCDP GED, ACLED, or a table of one's own.

Promise: rows are read by the names of their columns, so files of other versions are read too; a row that lacks its day
or its name is an issue with its line, and the others are read. Nothing of another dataset ever becomes a claim.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from accordingto.export import ucdprules
from accordingto.export.cells import opened, read_lines
from accordingto.export.values import day, real_number, whole_number, written_day
from accordingto.model import Issue, Severity
from accordingto.model.values import Bounds

Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Published:
    """One event of a published dataset.

    Attributes:
        id: Its name in that dataset.
        start: First day; ``end`` the last.
        place: Path, most specific first, as far as the dataset gives one.
        precision: UCDP where_prec, or what comes to the same; None where the dataset has none.
        parties: Sides as the dataset names them.
        type: What happened, in the dataset's words.
        killed: The dead as the dataset counts them.
        text: Its description, or None.
        line: Where it stands in the file.
    """

    id: str
    start: date
    end: date
    place: str | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: int | None = None
    parties: tuple[str, ...] = ()
    type: str | None = None
    killed: Bounds | None = None
    text: str | None = None
    line: int = 0


_VIOLENCE = {"1": "state-based", "2": "non-state", "3": "one-sided"}
# ACLED 2 is a place nearby or a district, 3 a province; the coarser reading of each.
_ACLED_PRECISION = {"1": 1, "2": 3, "3": 4}
_ALIASES = {
    "id": ("id", "incident", "event", "code", "event_id"),
    "start": ("start", "date", "date_start", "event_date", "incident_date"),
    "end": ("end", "date_end", "incident_date_end"),
    "place": ("place", "location", "location_name", "where"),
    "country": ("country",),
    "lat": ("lat", "latitude"),
    "lon": ("lon", "longitude", "lng"),
    "parties": ("parties", "actors", "sides"),
    "type": ("type", "what", "event_type"),
    "low": ("killed_low", "killed_min", "deaths_min", "low"),
    "best": ("killed_best", "killed", "deaths", "fatalities", "best"),
    "high": ("killed_high", "killed_max", "deaths_max", "high"),
    "text": ("description", "notes", "text"),
}


def events(kind: str, path: Path) -> Iterator[Published | Issue]:
    """The events of a file.

    Args:
        kind: ``ucdp``, ``acled`` or ``csv``.
        path: The file.

    Yields:
        Events in the order of the file, and an issue for each row that cannot be read.

    Raises:
        KeyError: There is no such kind.
        OSError: The file cannot be read.
    """
    read, headless, needed = READERS[kind]
    with opened(path) as stream:
        lines = read_lines(stream)
        try:
            first = next(lines, None)
            if first is None:
                yield _problem(path, 1, "the file is empty", "give a table with a line of names")
                return
            names = [n.strip() for n in first[1]]
            if headless and len(names) == len(headless) and not set(names) & set(headless):
                rows: Iterator[tuple[int, list[str]]] = iter((first,))
                names = list(headless)
                yield from _read(rows, names, read, path)
            missing = [" or ".join(n) for n in needed if not set(n) & set(names)]
            if missing:
                yield _problem(path, 1, f"no column {missing[0]}", f"give the table of {kind} with its line of names")
                return
            yield from _read(lines, names, read, path)
        except csv.Error as e:
            yield _problem(path, 1, f"not a table that can be read: {e}", "save it again as comma-separated UTF-8")


def _read(
    lines: Iterator[tuple[int, list[str]]], names: list[str], read: Callable[[Cells, int], Published | str], path: Path
) -> Iterator[Published | Issue]:
    for line, cells in lines:
        if len(cells) != len(names):
            said = f"{len(cells)} cells under {len(names)} names"
            yield _problem(path, line, said, "look for a missing quotation mark or comma")
            continue
        found = read(dict(zip(names, (c.strip() for c in cells), strict=True)), line)
        if isinstance(found, str):
            yield _problem(path, line, found, "mend that row; the others were read")
        else:
            yield found


def _problem(path: Path, line: int, message: str, hint: str) -> Issue:
    return Issue("bad-event", f"line {line:,}: {message}", Severity.ERROR, str(path), hint=hint)


def _ucdp(row: Cells, line: int) -> Published | str:
    first, last = day(row.get("date_start", "")), day(row.get("date_end", ""))
    name = row.get("id") or row.get("relid") or f"line {line}"
    if first is None or last is None or last < first:
        return f"date_start {row.get('date_start')!r}, date_end {row.get('date_end')!r} are no days in order"
    inner = [row.get(k, "") for k in ("where_coordinates", "adm_2", "adm_1", "country")]
    return Published(
        name, first, last, _path(inner), row.get("country") or None, *_point(row.get("latitude"), row.get("longitude")),
        precision=whole_number(row.get("where_prec", "")),
        parties=tuple(p for k in ("side_a", "side_b") if (p := row.get(k, ""))),
        type=_VIOLENCE.get(row.get("type_of_violence", "")),
        killed=_killed(*(row.get(k) or row.get(f"{k}_est") for k in ("low", "best", "high"))),
        text=row.get("source_headline") or None, line=line,
    )  # fmt: skip


def _acled(row: Cells, line: int) -> Published | str:
    when, name = written_day(row.get("event_date", "")), row.get("event_id_cnty", "")
    if when is None:
        return f"event_date {row.get('event_date')!r} is no day"
    if not name:
        return "the row has no event_id_cnty"
    inner = [row.get(k, "") for k in ("location", "admin2", "admin1", "country")]
    actors = [row.get(k, "") for k in ("actor1", "actor2")]
    dead = row.get("fatalities")
    return Published(
        name, when, when, _path(inner), row.get("country") or None, *_point(row.get("latitude"), row.get("longitude")),
        precision=_ACLED_PRECISION.get(row.get("geo_precision", "")),
        parties=tuple(a for a in actors if a), type=row.get("sub_event_type") or row.get("event_type") or None,
        killed=_killed(dead, dead, dead), text=row.get("notes") or None, line=line,
    )  # fmt: skip


def _own(row: Cells, line: int) -> Published | str:
    cells = {k: next((row[n] for n in names if row.get(n)), "") for k, names in _ALIASES.items()}
    first = written_day(cells["start"])
    last = written_day(cells["end"]) if cells["end"] else first
    if first is None or last is None or last < first:
        return f"{cells['start']!r} to {cells['end']!r} are no days in order"
    return Published(
        cells["id"] or f"line {line}", first, last, cells["place"] or None, cells["country"] or None,
        *_point(cells["lat"], cells["lon"]),
        parties=tuple(p.strip() for p in cells["parties"].split(";") if p.strip()), type=cells["type"] or None,
        killed=_killed(cells["low"], cells["best"], cells["high"]), text=cells["text"] or None, line=line,
    )  # fmt: skip


def _point(lat: str | None, lon: str | None) -> tuple[float | None, float | None]:
    x, y = real_number(lat or ""), real_number(lon or "")
    return (x, y) if x is not None and y is not None and abs(x) <= 90 and abs(y) <= 180 else (None, None)


def _killed(low: str | None, best: str | None, high: str | None) -> Bounds | None:
    numbers = [whole_number(n or "") for n in (low, best, high)]
    if all(n is None for n in numbers) or any(n is not None and n < 0 for n in numbers):
        return None
    known = [n for n in numbers if n is not None]
    if numbers[1] is not None and len(known) == 1:
        # A dataset with one figure means that figure.
        return Bounds.exact(numbers[1])
    # Some published rows have their ends out of order; the range they span is what they say.
    if known != sorted(known):
        return Bounds(min(known), numbers[1], max(known))
    return Bounds(numbers[0], numbers[1], numbers[2])


def _path(parts: list[str]) -> str | None:
    return ", ".join(dict.fromkeys(p.replace(",", " ") for p in parts if p)) or None


READERS: Mapping[
    str, tuple[Callable[[Cells, int], Published | str], tuple[str, ...] | None, tuple[tuple[str, ...], ...]]
] = {
    "ucdp": (_ucdp, ucdprules.COLUMNS, (("date_start",), ("date_end",), ("best", "best_est"))),
    "acled": (_acled, None, (("event_id_cnty",), ("event_date",), ("fatalities",))),
    "csv": (_own, None, (_ALIASES["start"],)),
}
