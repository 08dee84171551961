"""The rules of UCDP GED 25.1, on our rows and on published ones.

Promise: what published files break and are used with all the same (low > best, a missing header of some Candidate
releases) is a warning; everything else is an error with its line, its column and the remedy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from accordingto.export.base import Fault
from accordingto.export.cells import faults_of_rows
from accordingto.export.values import day, point_fault, real_number, whole_number
from accordingto.export.where import number, priogrid
from accordingto.model import Severity

COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office", "source_date",
    "source_headline", "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity",
    "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best",
    "high", "low", "gwnoa", "gwnob",
)  # fmt: skip
RULES = {
    "V1": "the first line holds exactly the 49 names, in order (a file without it is a warning)",
    "V2": "whole numbers are whole numbers; those of the event itself are there",
    "V3": "year is the year of date_start",
    "V4": "date_start and date_end are days, and the first is not after the last",
    "V5": "date_prec follows from the span of days: 1 one day, 2 two to six, 3 a week, 4 up to 31, 5 up to a year",
    "V6": "best = deaths_a + deaths_b + deaths_civilians + deaths_unknown",
    "V7": "low <= best <= high (a warning: published rows break it)",
    "V8": "at least one death in best, low or high",
    "V9": "type 3: side_b is Civilians with number 1 (or none), and nobody of side a or b is dead",
    "V10": "latitude and longitude are in range, and geom_wkt is the same point",
    "V11": "priogrid_gid is the cell of the point",
    "V12": "where_prec 3 has adm_1 and adm_2; 4 has adm_1 and no adm_2; 6 has neither",
    "V13": "source_office, source_date and source_headline list equally many sources (a warning)",
    "V14": "coded values are of the code lists: type, precisions, clarity, region, active_year, relid",
}
_NEEDED = (
    "year", "type_of_violence", "where_prec", "event_clarity", "date_prec", "deaths_a", "deaths_b",
    "deaths_civilians", "deaths_unknown", "best", "high", "low", "priogrid_gid", "number_of_sources",
)  # fmt: skip
_OPEN = (
    "id", "active_year", "conflict_dset_id", "conflict_new_id", "dyad_dset_id", "dyad_new_id", "side_a_dset_id",
    "side_a_new_id", "side_b_dset_id", "side_b_new_id", "country_id", "gwnoa", "gwnob",
)  # fmt: skip
_CODES = {
    "type_of_violence": range(1, 4), "where_prec": range(1, 8), "date_prec": range(1, 6), "event_clarity": range(1, 3),
    "active_year": range(0, 2),
}  # fmt: skip
_TRUTH = {"true": "1", "false": "0"}
REGIONS = ("Africa", "Americas", "Asia", "Europe", "Middle East")
_RELID = re.compile(r"[A-Z]{2,3}-\d{4}-[123]-X?\d+-[\d.]+")
_POINT = re.compile(r"POINT ?\(\s*(\S+)\s+(\S+)\s*\)")
_SPANS = ((0, 1), (5, 2), (6, 3), (30, 4), (365, 5))


def date_prec(first: date, last: date) -> int:
    """How exactly a date is known, by the span of its days (the scale of the codebook)."""
    span = (last - first).days
    return next(code for most, code in _SPANS if span <= most)


def check(path: Path) -> Iterator[Fault]:
    """Where a file breaks the rules of UCDP GED."""
    yield from faults_of_rows(path, COLUMNS, "V1", _faults, headless=True)


def _faults(row: Mapping[str, str], line: int) -> Iterator[Fault]:
    if line == 1:
        yield Fault("V1", "the file begins without the names of its columns", "add the 49 names as first line",
                    1, severity=Severity.WARNING)  # fmt: skip
    yield from row_faults(row, line)


def row_faults(row: Mapping[str, str], line: int) -> Iterator[Fault]:
    """The faults of one row.

    Args:
        row: A cell for each of ``COLUMNS``.
        line: Where it stands.
    """
    ints: dict[str, int] = {}
    for name in (*_NEEDED, *_OPEN):
        # Files that were made from the service of UCDP have words there.
        value = whole_number(_TRUTH.get(row[name].casefold(), row[name]) if name == "active_year" else row[name])
        if value is not None:
            ints[name] = value
        elif row[name] or name in _NEEDED:
            yield Fault("V2", f"{row[name]!r} is no whole number", "write digits only", line, name)
    yield from _dates(row, ints, line)
    yield from _dead(row, ints, line)
    yield from _where(row, ints, line)
    yield from _codes(row, ints, line)
    lists = {n: row[n].count(";") for n in ("source_office", "source_date", "source_headline") if row[n]}
    if len(set(lists.values())) > 1:
        yield Fault("V13", "the lists of sources are not equally long", "give each source an entry in each list, empty "
                    "if need be", line, "source_office", Severity.WARNING)  # fmt: skip


def _dates(row: Mapping[str, str], ints: Mapping[str, int], line: int) -> Iterator[Fault]:
    days = {n: day(row[n]) for n in ("date_start", "date_end")}
    for name, value in days.items():
        if value is None:
            yield Fault("V4", f"{row[name]!r} is no day", "write YYYY-MM-DD 00:00:00.000", line, name)
    first, last = days["date_start"], days["date_end"]
    if first is not None and ints.get("year", first.year) != first.year:
        yield Fault("V3", f"year {row['year']} of an event of {first}", f"write {first.year}", line, "year")
    if first is None or last is None:
        return
    if last < first:
        yield Fault("V4", f"it ends on {last} and starts on {first}", "exchange the two", line, "date_end")
    elif (last - first).days > _SPANS[-1][0]:
        yield Fault("V5", f"{(last - first).days} days are more than a year", "divide the event", line, "date_end")
    elif ints.get("date_prec", 0) in _CODES["date_prec"] and ints["date_prec"] != date_prec(first, last):
        yield Fault(
            "V5", f"date_prec {ints['date_prec']} for a span of {(last - first).days} days",
            f"write {date_prec(first, last)}", line, "date_prec",
        )  # fmt: skip


def _dead(row: Mapping[str, str], ints: Mapping[str, int], line: int) -> Iterator[Fault]:
    parts = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
    if all(n in ints for n in (*parts, "best")):
        total = sum(ints[n] for n in parts)
        if total != ints["best"]:
            yield Fault("V6", f"best is {ints['best']}, and the four columns of deaths add up to {total}",
                        "mend the one that is wrong", line, "best")  # fmt: skip
    for name in (*parts, "best", "low", "high"):
        if ints.get(name, 0) < 0:
            yield Fault("V2", f"{ints[name]} dead", "write 0 or more", line, name)
    if all(n in ints for n in ("low", "best", "high")):
        if not ints["low"] <= ints["best"] <= ints["high"]:
            yield Fault("V7", f"low {ints['low']}, best {ints['best']}, high {ints['high']} are out of order",
                        "write them so that low <= best <= high", line, "best", Severity.WARNING)  # fmt: skip
        if max(ints["low"], ints["best"], ints["high"]) < 1:
            yield Fault("V8", "an event without a death", "leave it out: the dataset holds none", line, "best")
    if ints.get("type_of_violence") == 3:
        if row["side_b"] != "Civilians" or ints.get("side_b_new_id", 1) != 1:
            yield Fault("V9", f"one-sided violence against {row['side_b']!r}, number {row['side_b_new_id']!r}",
                        "write Civilians and 1", line, "side_b")  # fmt: skip
        for name in ("deaths_a", "deaths_b"):
            if ints.get(name, 0):
                yield Fault("V9", f"{ints[name]} dead of a side in one-sided violence",
                            "write them under deaths_civilians or deaths_unknown", line, name)  # fmt: skip


def _where(row: Mapping[str, str], ints: Mapping[str, int], line: int) -> Iterator[Fault]:
    fault = point_fault(row["latitude"], row["longitude"], "V10", line, ("latitude", "longitude"))
    if fault is not None:
        yield fault
    else:
        lat, lon = float(row["latitude"]), float(row["longitude"])
        found = _POINT.fullmatch(row["geom_wkt"].strip())
        x, y = (real_number(found[1]), real_number(found[2])) if found else (None, None)
        if x is None or y is None or abs(x - lon) > 1e-5 or abs(y - lat) > 1e-5:
            yield Fault("V10", f"geom_wkt {row['geom_wkt']!r} is another point than latitude and longitude",
                        f"write POINT ({number(lon)} {number(lat)})", line, "geom_wkt")  # fmt: skip
        if "priogrid_gid" in ints and ints["priogrid_gid"] != priogrid(lat, lon):
            yield Fault("V11", f"cell {ints['priogrid_gid']} for a point in cell {priogrid(lat, lon)}",
                        f"write {priogrid(lat, lon)}", line, "priogrid_gid")  # fmt: skip
    wanted = {3: (True, True), 4: (True, False), 6: (False, False)}.get(ints.get("where_prec", 0))
    for name, must in zip(("adm_1", "adm_2"), wanted or (), strict=False):
        if bool(row[name]) != must:
            yield Fault("V12", f"where_prec {ints['where_prec']} {'without' if must else 'with'} {name}",
                        f"{'name' if must else 'empty'} {name}, or change where_prec", line, name)  # fmt: skip


def _codes(row: Mapping[str, str], ints: Mapping[str, int], line: int) -> Iterator[Fault]:
    for name, allowed in _CODES.items():
        if name in ints and ints[name] not in allowed:
            yield Fault("V14", f"{ints[name]} is no code of {name}", f"write {allowed[0]} to {allowed[-1]}", line, name)
    if row["region"] not in REGIONS:
        yield Fault("V14", f"{row['region']!r} is no region", f"write one of {', '.join(REGIONS)}", line, "region")
    if row["relid"] and not _RELID.fullmatch(row["relid"]):
        yield Fault("V14", f"{row['relid']!r} is not of the form SYR-2013-1-11973-99", "write UCDP's own id, or "
                    "nothing", line, "relid", Severity.WARNING)  # fmt: skip
