"""Claimed equipment losses: one row a claim of things destroyed, damaged or seized, with who claims it.

Promise: a claim is never called confirmed. Only a visual confirmation makes a loss in the sense of Oryx, and no claim
of a report is one: its verification is ``claimed_by_belligerent`` or ``reported_by_third_party``. Whose the thing was
is ``owner``, with how it is known; who says so is ``claimant``; the two are never mixed up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from accordingto.export.base import Fault, Format, Note, Noting, Options, View
from accordingto.export.cells import faults_of_rows, write_rows
from accordingto.export.equipment import Item, item, lost_words
from accordingto.export.values import day, whole_number
from accordingto.model import Claim, Reading
from accordingto.model.rows import Cell
from accordingto.model.telling import file_name

COLUMNS = (
    "loss", "status", "category", "description", "number_low", "number_best", "number_high", "number_words", "owner",
    "owner_known", "by", "claimant", "claimant_kind", "verification", "evidence_url", "stance", "place", "start", "end",
    "incident", "report", "publisher", "published", "url", "quote",
)  # fmt: skip
STATUSES = ("destroyed", "damaged", "abandoned", "captured", "sunk")
CLAIMED, REPORTED, SEEN = "claimed_by_belligerent", "reported_by_third_party", "visually_confirmed"
VERIFICATIONS = (CLAIMED, REPORTED, SEEN)
KNOWN = ("stated", "inferred", "unknown")
_STATUS = {"destroyed": "destroyed", "damaged": "damaged", "seized": "captured"}
_BELLIGERENT = ("government", "military", "armed-group", "opposition")
RULES = {
    "L1": "the first line holds the names of the columns, in order",
    "L2": "every row has its own name in the column loss",
    "L3": "status is destroyed, damaged, abandoned, captured or sunk",
    "L4": "verification is one of the three, and visually_confirmed has the address of its evidence",
    "L5": "numbers are whole numbers in order, or empty",
    "L6": "owner_known is stated, inferred or unknown, and an owner is named unless it is unknown",
    "L7": "days are days",
    "L8": "every row quotes its claim",
}


def rows(view: View, note: Noting) -> Iterator[dict[str, Cell]]:
    """The rows of a view, as they come.

    Args:
        view: What to write.
        note: Told of claims of losses that are left out.
    """
    linked = {t.key: i.id for i in view.incidents for t in i.tellings}
    for reading in view.readings:
        for claim in reading.claims:
            if claim.type not in _STATUS:
                continue
            name = f"{reading.report.id}/{claim.id}"
            thing = item(lost_words(claim))
            if thing is None:
                note(Note(name, "skipped", f"not military equipment by its words: {lost_words(claim)}"))
            elif claim.scope != "incident":
                note(Note(name, "skipped", "a running total is never listed beside single losses"))
            elif claim.stance in ("denied", "planned"):
                note(Note(name, "skipped", f"the loss is {claim.stance}, not claimed"))
            else:
                yield _row(reading, claim, thing, name, linked.get(f"{reading.report.id}#{claim.incident}"))


def _row(reading: Reading, c: Claim, thing: Item, name: str, incident: str | None) -> dict[str, Cell]:
    report, period = reading.report, c.time.period if c.time else None
    b = c.count.bounds if c.count else None
    owner = c.target.party if c.target else None
    words = ((c.target.text if c.target else None) or c.quote).casefold()
    known = "unknown" if not owner else "stated" if owner.split()[0].casefold() in words else "inferred"
    partisan = c.source is not None and c.source.kind in _BELLIGERENT
    return {
        "loss": name,
        "status": _STATUS[c.type],
        "category": thing.family,
        "description": thing.words,
        "number_low": b.low if b else None,
        "number_best": b.best if b else None,
        "number_high": b.high if b else None,
        "number_words": c.count.text if c.count else None,
        "owner": owner,
        "owner_known": known,
        "by": c.actor.party if c.actor else None,
        "claimant": c.source.text if c.source else report.publisher or file_name(report.id),
        "claimant_kind": c.source.kind if c.source else "media",
        "verification": CLAIMED if partisan else REPORTED,
        "evidence_url": None,
        "stance": c.stance,
        "place": c.place.path if c.place else None,
        "start": period.start.isoformat() if period and period.start else None,
        "end": period.end.isoformat() if period and period.end else None,
        "incident": incident,
        "report": report.id,
        "publisher": report.publisher,
        "published": report.published.isoformat() if report.published else None,
        "url": report.url,
        "quote": c.quote,
    }


def _write(view: View, out: BinaryIO, note: Noting, options: Options) -> None:
    write_rows(out, COLUMNS, rows(view, note))


def check(path: Path) -> Iterator[Fault]:
    """Where a table breaks the rules of claimed losses."""
    seen: set[str] = set()
    yield from faults_of_rows(path, COLUMNS, "L1", lambda row, n: _faults(row, n, seen))


def _faults(row: Mapping[str, str], n: int, seen: set[str]) -> Iterator[Fault]:
    if not row["loss"] or row["loss"] in seen:
        yield Fault("L2", f"{row['loss']!r} is no name of its own", "write report/claim", n, "loss")
    seen.add(row["loss"])
    if row["status"] not in STATUSES:
        yield Fault("L3", f"{row['status']!r} is no status", f"write one of {', '.join(STATUSES)}", n, "status")
    if row["verification"] not in VERIFICATIONS:
        yield Fault("L4", f"{row['verification']!r} is no verification", f"write one of {', '.join(VERIFICATIONS)}", n,
                    "verification")  # fmt: skip
    elif row["verification"] == SEEN and not row["evidence_url"].startswith(("http://", "https://")):
        yield Fault("L4", "visually confirmed without evidence", "give the address of the picture, or write "
                    f"{REPORTED}", n, "evidence_url")  # fmt: skip
    numbers = []
    for name in ("number_low", "number_best", "number_high"):
        value = whole_number(row[name])
        if row[name] and (value is None or value < 0):
            yield Fault("L5", f"{row[name]!r} is no number of things", "write 0 or more, or nothing", n, name)
        elif value is not None:
            numbers.append(value)
    if numbers != sorted(numbers):
        yield Fault("L5", f"the numbers {numbers} are out of order", "write low <= best <= high", n, "number_best")
    if row["owner_known"] not in KNOWN or (row["owner_known"] == "unknown") != (not row["owner"]):
        yield Fault("L6", f"owner {row['owner']!r} is {row['owner_known']!r}", f"write one of {', '.join(KNOWN)}", n,
                    "owner_known")  # fmt: skip
    for name in ("start", "end", "published"):
        if row[name] and day(row[name]) is None:
            yield Fault("L7", f"{row[name]!r} is no day", "write YYYY-MM-DD", n, name)
    if not row["quote"]:
        yield Fault("L8", "no quote", "copy the words of the claim", n, "quote")


FORMAT = Format(
    "losses", "claimed equipment losses, one row a claim; never called confirmed", ".csv", _write, check, RULES
)
