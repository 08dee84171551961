"""JSON Lines: one report a line with all its claims, in the published claim format (docs/claim-format.md).

Promise: ``json.loads`` of a line is exactly ``Reading.to_dict()``, and ``model.parse`` makes the same claims of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, TextIO, TypeVar

from accordingto.export.base import Fault, Format, Noting, Options, View
from accordingto.export.cells import as_text
from accordingto.export.jsontext import dumps, faults_of_objects, write_lines
from accordingto.model import Reading
from accordingto.model.parse import claim_from_dict, incident_from_dict, toll_from_dict

T = TypeVar("T")

RULES = {
    "J1": "every line is one JSON object",
    "J2": "every object names its report and holds a list of claims",
    "J3": "every claim, incident and toll check has the keys and values of the claim format",
    "J4": "ids of claims are unique within a report, and an incident lists only claims that are there",
    "J5": "a claim's incident is one of the report's incidents",
}


def line(reading: Reading) -> str:
    """One reading as one line of JSON, without the line end."""
    return dumps(reading.to_dict())


def write(readings: Iterable[Reading], out: TextIO) -> None:
    """Write readings as they come.

    Args:
        readings: What to write.
        out: A text stream.
    """
    write_lines(out, (reading.to_dict() for reading in readings))


def _write(view: View, out: BinaryIO, note: Noting, options: Options) -> None:
    with as_text(out) as stream:
        write(view.readings, stream)


def check(path: Path) -> Iterator[Fault]:
    """Where a file is not of the claim format."""
    yield from faults_of_objects(path, "J1", _report)


def _report(d: dict[str, Any], n: int) -> Iterator[Fault]:
    if not isinstance(d.get("report"), str) or not isinstance(d.get("claims"), list):
        yield Fault(
            "J2", "no text under 'report' or no list under 'claims'", "write one report a line: docs/claim-format.md",
            n, "report" if not isinstance(d.get("report"), str) else "claims",
        )  # fmt: skip
        return
    claims, faults = _parsed(d, "claims", claim_from_dict, n)
    incidents, more = _parsed(d, "incidents", incident_from_dict, n)
    _, most = _parsed(d, "tolls", toll_from_dict, n)
    yield from (*faults, *more, *most)
    ids = [c.id for c in claims]
    for incident in incidents:
        for gone in (c for c in incident.claims if c not in ids):
            yield Fault("J4", f"incident {incident.id!r} lists {gone!r}, which is no claim of the report",
                        "list the ids of its claims", n, "incidents")  # fmt: skip
    doubled = sorted({x for x in ids if ids.count(x) > 1}) if len(set(ids)) < len(ids) else []
    for name in doubled:
        yield Fault("J4", f"two claims are called {name!r}", "give each claim an id of its own", n, "id")
    known = {i.id for i in incidents}
    for claim in claims:
        if claim.incident is not None and claim.incident not in known:
            yield Fault("J5", f"claim {claim.id!r} belongs to {claim.incident!r}, which is no incident of the report",
                        "name one of its incidents, or null", n, "claims")  # fmt: skip


def _parsed(d: dict[str, Any], key: str, parse: Callable[[Any], T], n: int) -> tuple[list[T], list[Fault]]:
    """The items of a list that are of the claim format, and the faults of those that are not."""
    values, faults = [], []
    items = d.get(key) or []
    if not isinstance(items, list):
        return [], [Fault("J3", f"{key}: a {type(items).__name__} where a list belongs", "write a list", n, key)]
    for i, item in enumerate(items):
        try:
            value = parse(item)
            # Parsing checks the shape; what is put to use below must be text.
            if not all(isinstance(getattr(value, name, ""), str | None) for name in ("id", "incident")):
                raise ValueError("an id must be text")
            values.append(value)
        except (ValueError, TypeError) as e:
            faults.append(Fault("J3", f"{key}[{i}]: {e}", "compare it with docs/claim-format.md", n, key))
    return values, faults


FORMAT = Format(
    "jsonl", "JSON Lines in the claim format: one report a line", ".jsonl", _write, check, RULES, notes=False
)
