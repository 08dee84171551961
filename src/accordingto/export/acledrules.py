"""The columns, code lists and rules of ACLED's export, on our rows and on downloaded ones.

Promise: both forms that circulate are read: actor types as words and, before 2024, as numbers; days as 2020-02-20 and
as "20 February 2020". Words are compared without regard to capitals and a plural s, as ACLED itself has changed them.

Source: ACLED codebook, https://acleddata.com/knowledge-base/codebook/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from accordingto.export.base import Fault
from accordingto.export.cells import faults_of_rows
from accordingto.export.values import point_fault, whole_number, written_day

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso",
    "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "source",
    "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
SUB_EVENTS: Mapping[str, tuple[str, ...]] = {
    "Battles": ("Armed clash", "Government regains territory", "Non-state actor overtakes territory"),
    "Explosions/Remote violence": (
        "Chemical weapon", "Air/drone strike", "Suicide bomb", "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED", "Grenade",
    ),
    "Violence against civilians": ("Sexual violence", "Attack", "Abduction/forced disappearance"),
    "Protests": ("Peaceful protest", "Protest with intervention", "Excessive force against protesters"),
    "Riots": ("Violent demonstration", "Mob violence"),
    "Strategic developments": (
        "Agreement", "Arrests", "Change to group/activity", "Disrupted weapons use",
        "Headquarters or base established", "Looting/property destruction", "Non-violent transfer of territory",
        "Other",
    ),
}  # fmt: skip
_DISORDER = {
    "Peaceful protest": "Demonstrations", "Protest with intervention": "Demonstrations",
    "Excessive force against protesters": "Political violence; Demonstrations",
    "Violent demonstration": "Demonstrations",
}  # fmt: skip
INTER = {
    1: "State forces", 2: "Rebel group", 3: "Political militia", 4: "Identity militia", 5: "Rioters", 6: "Protesters",
    7: "Civilians", 8: "External/Other forces",
}  # fmt: skip
INTERACTIONS = (
    10, 11, 12, 13, 14, 15, 16, 17, 18, 20, 22, 23, 24, 25, 26, 27, 28, 30, 33, 34, 35, 36, 37, 38, 40, 44, 45, 46, 47,
    48, 50, 55, 56, 57, 58, 60, 66, 67, 68, 70, 77, 78, 80, 88,
)  # fmt: skip
REGIONS = (
    "Western Africa", "Middle Africa", "Eastern Africa", "Southern Africa", "Northern Africa", "South Asia",
    "Southeast Asia", "Middle East", "Europe", "Caucasus and Central Asia", "Central America", "South America",
    "Caribbean", "East Asia", "North America", "Oceania", "Antarctica",
)  # fmt: skip
TARGETING = "Civilian targeting"
RULES = {
    "A1": "the first line holds exactly the 31 names, in order",
    "A2": "every event has an id, and no id comes twice",
    "A3": "event_date is one day, and year is its year",
    "A4": "time_precision and geo_precision are 1 to 3",
    "A5": "event_type is one of the six, and sub_event_type one of its own",
    "A6": "disorder_type follows from the event and sub-event type",
    "A7": "inter1 and inter2 are actor types; inter2 is empty without actor2, and inter1 never is",
    "A8": "interaction is the two actor types, the lower code first, and one of the 44 pairs",
    "A9": "civilian_targeting is 'Civilian targeting' or empty",
    "A10": "latitude and longitude are in range",
    "A11": "iso is a number, region one of the 17, country is named",
    "A12": "fatalities is one whole number, 0 or more",
    "A13": "timestamp is a number of seconds",
}
_SHAPE = re.compile(r"[^a-z0-9]+")


def disorder(event: str, sub: str) -> str:
    """The disorder type of an event and sub-event type."""
    return "Strategic developments" if event == "Strategic developments" else _DISORDER.get(sub, "Political violence")


def interaction(first: int, second: int | None) -> int:
    """The code of two actor types: the lower one first; one alone is followed by 0."""
    return first * 10 if second is None else min(first, second) * 10 + max(first, second)


def interaction_text(code: int) -> str:
    """The words of a pair of actor types."""
    first, second = divmod(code, 10)
    if second == 0:
        return f"{INTER[first]} only"
    return "External/Other forces-Civilians" if code == 78 else f"{INTER[first]}-{INTER[second]}"


def _shape(text: str) -> str:
    """Words without capitals, signs and a plural s, in which the forms of ACLED's lists differ."""
    return " ".join(w.rstrip("s") for w in _SHAPE.sub(" ", text.lower()).split())


_INTER_CODES = {_shape(name): code for code, name in INTER.items()} | {"other": 8, "external force": 8}
_PAIRS = {_shape(interaction_text(c)): c for c in INTERACTIONS}


def inter_code(text: str) -> int | None:
    """An actor type in words or as a number; None when it is none."""
    number = whole_number(text.strip())
    return (number if number in INTER else None) if number is not None else _INTER_CODES.get(_shape(text))


def check(path: Path) -> Iterator[Fault]:
    """Where a file breaks the rules of ACLED's export."""
    seen: set[str] = set()

    def faults(row: Mapping[str, str], n: int) -> Iterator[Fault]:
        name = row["event_id_cnty"]
        if not name or name in seen:
            yield Fault("A2", f"{name!r} stands in two rows" if name else "the row has no id",
                        "give each event an id of its own", n, "event_id_cnty")  # fmt: skip
        seen.add(name)
        yield from row_faults(row, n)

    yield from faults_of_rows(path, COLUMNS, "A1", faults)


def row_faults(row: Mapping[str, str], line: int) -> Iterator[Fault]:
    """The faults of one row.

    Args:
        row: A cell for each of ``COLUMNS``.
        line: Where it stands.
    """
    when = written_day(row["event_date"])
    if when is None:
        yield Fault("A3", f"{row['event_date']!r} is no single day", "write YYYY-MM-DD, one row a day", line,
                    "event_date")  # fmt: skip
    elif row["year"] != str(when.year):
        yield Fault("A3", f"year {row['year']!r} of an event of {when}", f"write {when.year}", line, "year")
    for name in ("time_precision", "geo_precision"):
        if row[name] not in ("1", "2", "3"):
            yield Fault("A4", f"{row[name]!r} is no precision", "write 1, 2 or 3", line, name)
    yield from _types(row, line)
    yield from _actors(row, line)
    fault = point_fault(row["latitude"], row["longitude"], "A10", line, ("latitude", "longitude"))
    if fault is not None:
        yield fault
    if whole_number(row["iso"]) is None:
        yield Fault(
            "A11", f"{row['iso']!r} is no number of ISO 3166", "write the numeric code, such as 760", line, "iso"
        )
    if row["region"] not in REGIONS:
        yield Fault("A11", f"{row['region']!r} is no region", f"write one of {', '.join(REGIONS)}", line, "region")
    if not row["country"]:
        yield Fault("A11", "no country", "name it", line, "country")
    dead = whole_number(row["fatalities"])
    if dead is None or dead < 0:
        yield Fault("A12", f"{row['fatalities']!r} is no number of dead", "write one whole number; ranges belong in "
                    "the notes", line, "fatalities")  # fmt: skip
    if whole_number(row["timestamp"]) is None:
        yield Fault("A13", f"{row['timestamp']!r} is no timestamp", "write seconds since 1970", line, "timestamp")


def _types(row: Mapping[str, str], line: int) -> Iterator[Fault]:
    event, sub = row["event_type"], row["sub_event_type"]
    if event not in SUB_EVENTS:
        yield Fault("A5", f"{event!r} is no event type", f"write one of {', '.join(SUB_EVENTS)}", line, "event_type")
    elif sub not in SUB_EVENTS[event]:
        yield Fault("A5", f"{sub!r} is no sub-event type of {event}", f"write one of {', '.join(SUB_EVENTS[event])}",
                    line, "sub_event_type")  # fmt: skip
    elif row["disorder_type"] != disorder(event, sub):
        yield Fault("A6", f"{row['disorder_type']!r} for {sub}", f"write {disorder(event, sub)}", line, "disorder_type")
    if row["civilian_targeting"] not in ("", TARGETING):
        yield Fault(
            "A9", f"{row['civilian_targeting']!r}", f"write {TARGETING}, or nothing", line, "civilian_targeting"
        )


def _actors(row: Mapping[str, str], line: int) -> Iterator[Fault]:
    codes: list[int | None] = []
    for actor, inter in (("actor1", "inter1"), ("actor2", "inter2")):
        empty = row[inter] in ("", "0")
        if empty:
            code = None
            if actor == "actor1" or row[actor]:
                yield Fault("A7", f"{actor} {row[actor]!r} has no type", f"fill in {inter}", line, inter)
        else:
            code = inter_code(row[inter])
            if code is None:
                yield Fault("A7", f"{row[inter]!r} is no actor type", f"write one of {', '.join(INTER.values())}", line,
                            inter)  # fmt: skip
            elif not row[actor]:
                yield Fault("A7", f"a type without {actor}", f"name {actor}, or empty {inter}", line, inter)
        codes.append(code)
    number = whole_number(row["interaction"])
    pair = (
        (number if number in INTERACTIONS else None) if number is not None else _PAIRS.get(_shape(row["interaction"]))
    )
    if pair is None:
        yield Fault("A8", f"{row['interaction']!r} is no pair of actor types", "write such as State forces-Civilians, "
                    "or 17", line, "interaction")  # fmt: skip
    elif codes[0] is not None and interaction(codes[0], codes[1]) != pair:
        right = interaction(codes[0], codes[1])
        words = interaction_text(right) if right in INTERACTIONS else str(right)
        yield Fault("A8", f"{row['interaction']!r} is not the pair of inter1 and inter2", f"write {words}", line,
                    "interaction")  # fmt: skip
