"""The columns and rules of the six Airwars-shaped tables.

Promise: code lists are those that Airwars publishes; empty means that nobody has said or assessed it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from accordingto.export.base import Fault
from accordingto.export.cells import read_table
from accordingto.export.values import day, point_fault, whole_number

TABLES: Mapping[str, tuple[str, ...]] = {
    "incidents": (
        "code", "incident_date", "incident_date_end", "date_type", "country", "region", "location_name", "latitude",
        "longitude", "geolocation_accuracy", "where_prec", "strike_type", "strike_status", "civilian_harm_reported",
        "civilian_harm_status", "first_reported_by", "first_reported_url", "first_reported_date", "observation",
    ),
    "belligerents": (
        "code", "belligerent", "type", "disputed", "denied", "assessment", "deaths_conceded_min", "deaths_conceded_max",
        "injuries_conceded_min", "injuries_conceded_max", "statement",
    ),
    "sources": ("code", "report", "author", "date", "url", "title", "copies", "text"),
    "victims": ("code", "name", "age", "gender", "status", "family_group", "source"),
    "infrastructure": ("code", "infrastructure", "impact", "number", "report", "quote"),
    "casualties": ("code", "category", "party", "killed_min", "killed_max", "injured_min", "injured_max", "rule"),
}  # fmt: skip
GRADES = ("confirmed", "fair", "weak", "contested", "discounted")
STRIKES = ("declared-strike", "likely-strike", "contested-strike", "single-source-claim")
ASSESSMENTS = ("not-yet-assessed", "non-credible-unsubstantiated", "credible-substantiated", "duplicate")
ACCURACIES = (
    "exact_location", "within_1m", "within_100m", "nearby_landmark", "street", "neighbourhood_area", "village", "town",
    "city", "subdistrict", "district", "province_governorate",
)  # fmt: skip
CATEGORIES = (
    "total", "civilian_non_combatants", "children", "women", "men", "human_rights_defenders", "journalists",
    "trade_unionists", "healthcare_personnel", "other_civilian_non_combatants", "undetermined",
    "other_protected_persons", "medical_and_religious_personnel_state", "medical_and_religious_personnel_non_state",
    "persons_hors_de_combat", "belligerents", "member_of_armed_forces", "persons_directly_participating_in_hostilities",
    "civilian_role_in_military",
)  # fmt: skip
_YES_NO = ("yes", "no")
_LISTS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("incidents", "civilian_harm_status"): GRADES,
    ("incidents", "strike_status"): STRIKES,
    ("incidents", "geolocation_accuracy"): ACCURACIES,
    ("incidents", "date_type"): ("exact", "range"),
    ("incidents", "civilian_harm_reported"): _YES_NO,
    ("belligerents", "assessment"): ASSESSMENTS,
    ("belligerents", "disputed"): _YES_NO,
    ("belligerents", "denied"): _YES_NO,
    ("casualties", "category"): CATEGORIES,
}
RULES = {
    "W1": "the file is a zip with the six tables, each with its columns in order",
    "W2": "every row has a code, no code of an incident comes twice, and other rows belong to an incident",
    "W3": "graded and coded values are of Airwars' lists, or empty",
    "W4": "days are days; a range has a second day that is later, an exact day has none",
    "W5": "a minimum is not above its maximum; both are whole numbers, 0 or more",
    "W6": "latitude and longitude are in range, both or neither",
}
_LARGEST = 2_000_000_000


def check(path: Path) -> Iterator[Fault]:
    """Where an archive breaks the rules of the six tables."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError) as e:
        yield Fault("W1", f"not a zip: {e}", "write the six tables into a zip")
        return
    with archive:
        sizes = {i.filename: i.file_size for i in archive.infolist()}
        codes: set[str] = set()
        for table, columns in TABLES.items():
            name = f"{table}.csv"
            if sizes.get(name, _LARGEST) >= _LARGEST:
                said = "is too large" if name in sizes else "is missing"
                yield Fault("W1", f"{name} {said}", "write all six tables, the empty ones too", where=name)
                continue
            with archive.open(name) as f, io.TextIOWrapper(f, "utf-8-sig", errors="replace", newline="") as stream:
                for item in read_table(stream, columns, "W1"):
                    if isinstance(item, Fault):
                        yield Fault(item.rule, item.message, item.hint, item.line, item.column, item.severity, name)
                    else:
                        yield from _row(table, name, *item, codes)


def _row(table: str, name: str, line: int, row: Mapping[str, str], codes: set[str]) -> Iterator[Fault]:
    code = row["code"]
    if table == "incidents":
        if not code or code in codes:
            yield Fault("W2", f"code {code!r} stands in two rows" if code else "no code", "give each incident its own",
                        line, "code", where=name)  # fmt: skip
        codes.add(code)
        yield from _incident(row, name, line)
    elif code not in codes:
        yield Fault("W2", f"{code!r} is no incident of incidents.csv", "use its code", line, "code", where=name)
    for (owner, column), allowed in _LISTS.items():
        if owner == table and row[column] and row[column] not in allowed:
            yield Fault("W3", f"{row[column]!r} is no {column}", f"write one of {', '.join(allowed)}, or nothing", line,
                        column, where=name)  # fmt: skip
    for low in (c for c in row if c.endswith("_min")):
        ends = [(c, row[c], whole_number(row[c])) for c in (low, low[:-3] + "max") if row[c]]
        for column, text, value in ends:
            if value is None or value < 0:
                yield Fault("W5", f"{text!r} is no number of people", "write 0 or more, or nothing", line, column,
                            where=name)  # fmt: skip
        numbers = [v for _, _, v in ends if v is not None]
        if len(numbers) == 2 and numbers[0] > numbers[1]:
            yield Fault(
                "W5", f"minimum {numbers[0]} above maximum {numbers[1]}", "exchange them", line, low, where=name
            )


def _incident(row: Mapping[str, str], name: str, line: int) -> Iterator[Fault]:
    days = {c: day(row[c]) for c in ("incident_date", "incident_date_end", "first_reported_date") if row[c]}
    for column, value in days.items():
        if value is None:
            yield Fault("W4", f"{row[column]!r} is no day", "write YYYY-MM-DD", line, column, where=name)
    first, last = days.get("incident_date"), days.get("incident_date_end")
    if row["date_type"] == "exact" and row["incident_date_end"]:
        yield Fault("W4", "an exact day with a second day", "write range", line, "date_type", where=name)
    if row["date_type"] == "range" and (first is None or last is None or last <= first):
        yield Fault(
            "W4", "a range without a later second day", "write it, or exact", line, "incident_date_end", where=name
        )
    if row["latitude"] or row["longitude"]:
        fault = point_fault(row["latitude"], row["longitude"], "W6", line, ("latitude", "longitude"))
        if fault is not None:
            yield fault
