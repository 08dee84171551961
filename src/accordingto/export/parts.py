"""Readings as tables in Parquet, part by part: a folder a table, for DuckDB, polars, pandas, R and Spark to open whole.

Promises: the same readings give the same bytes, whoever read them and when. Every part of every table is there, with
the same typed columns, if only with no row in it. A part is there whole or not at all. Nothing is lost: beside the
columns to work with, ``reports.reading`` holds all that was read of a report, in the published claim format.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from accordingto.export import jsonl
from accordingto.export.columnar import write_parquet
from accordingto.export.tables import TABLES as EXPORTED
from accordingto.export.tables import TEXT, WHOLE, Row, accounts, ends, joined
from accordingto.model import Issue, Reading
from accordingto.model.identity import text_id
from accordingto.model.purpose import PURPOSE
from accordingto.model.rows import claim_row

_TOLL = ("stated", "explained", "unexplained")


def _columns(text: str, whole: str) -> dict[str, str]:
    return {name: WHOLE if name in whole.split() else TEXT for name in text.split()}


TABLES: Mapping[str, Mapping[str, str]] = {
    "reports": _columns(
        "report publisher published title url origin lang reader text_id characters claims incidents reading",
        "characters claims incidents",
    ),
    # The incident across reports is known to a ledger only.
    "claims": {name: kind for name, kind in EXPORTED["claims"].columns.items() if name != "event"},
    "incidents": _columns(
        "report incident what place start end edtf killed_low killed_best killed_high injured_low injured_best "
        "injured_high responsible claims killed_from injured_from",
        "killed_low killed_best killed_high injured_low injured_best injured_high",
    ),
    "tolls": _columns(
        "report claim measure party " + " ".join(f"{t}_{e}" for t in _TOLL for e in ("low", "best", "high"))
        + " incidents",
        " ".join(f"{t}_{e}" for t in _TOLL for e in ("low", "best", "high")),
    ),
    "numbers": _columns("report start end text status reason", "start end"),
    "issues": _columns("report code severity message origin start end hint", "start end"),
}  # fmt: skip
"""Name of each table to its columns and what they hold; a new column is added at the end."""


def rows(outcome: Reading | Issue) -> Iterator[tuple[str, Row]]:
    """The rows of one outcome, each with the table that it belongs to.

    Args:
        outcome: A reading, or the issue that says why an input gave none: a row of ``issues`` without a report.
    """
    if isinstance(outcome, Issue):
        yield "issues", _issue(outcome, None)
        return
    report = outcome.report
    yield "reports", {
        "report": report.id, "publisher": report.publisher,
        "published": report.published.isoformat() if report.published else None,
        "title": report.title, "url": report.url, "origin": report.origin, "lang": outcome.lang,
        "reader": outcome.reader, "text_id": text_id(report.text), "characters": len(report.text),
        "claims": len(outcome.claims), "incidents": len(outcome.incidents), "reading": jsonl.line(outcome),
    }  # fmt: skip
    for claim in outcome.claims:
        yield "claims", claim_row(outcome, claim)
    for i in outcome.incidents:
        yield "incidents", {
            "report": report.id, "incident": i.id, "what": i.what, "place": i.place,
            "start": i.period.start.isoformat() if i.period.start else None,
            "end": i.period.end.isoformat() if i.period.end else None, "edtf": i.period.edtf,
            **ends("killed", i.killed), **ends("injured", i.injured),
            "responsible": joined(accounts((r, r.said_by or report.publisher or report.id) for r in i.responsible)),
            "claims": joined(i.claims), "killed_from": joined(i.killed_from), "injured_from": joined(i.injured_from),
        }  # fmt: skip
    for toll in outcome.tolls:
        yield "tolls", {
            "report": report.id, "claim": toll.claim, "measure": toll.kind, "party": toll.party,
            **ends("stated", toll.stated), **ends("explained", toll.explained),
            **ends("unexplained", toll.unexplained), "incidents": joined(toll.incidents),
        }  # fmt: skip
    for n in outcome.numbers:
        yield "numbers", {
            "report": report.id, "start": n.span.start, "end": n.span.end, "text": n.text, "status": n.status,
            "reason": n.reason,
        }  # fmt: skip
    for issue in outcome.issues:
        yield "issues", _issue(issue, report.id)


def write_part(folder: Path, part: int, outcomes: Sequence[Reading | Issue], *, version: str = "") -> None:
    """Write one part of every table.

    Args:
        folder: Holds one folder a table.
        part: Its number, the first being 0.
        outcomes: What it holds.
        version: Of this package, for the files to say what made them.
    """
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for outcome in outcomes:
        for table, row in rows(outcome):
            found[table].append(row)
    meta = {"purpose": PURPOSE, "made_by": f"AccordingTo {version}".strip()}
    for (table, columns), path in zip(TABLES.items(), paths(folder, part), strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        # Not called .parquet until it is whole, so that no program takes half a part for one.
        unfinished = path.with_suffix(".unfinished")
        with unfinished.open("wb") as out:
            write_parquet(out, columns, found[table], meta)
            settle(out)
        unfinished.replace(path)


def paths(folder: Path, part: int) -> list[Path]:
    """Where a part of each table lies."""
    return [folder / table / f"part-{part:06}.parquet" for table in TABLES]


def remove_from(folder: Path, part: int) -> None:
    """Take away what a run left that was stopped while it wrote: parts from a number on, and unfinished ones."""
    for first in paths(folder, part):
        for path in first.parent.glob("part-*"):
            if path.suffix == ".unfinished" or path.name >= first.name:
                path.unlink()


def settle(out: BinaryIO) -> None:
    """Have the disk hold what was written, so that nothing written later can be there without it."""
    out.flush()
    os.fsync(out.fileno())


def _issue(issue: Issue, report: str | None) -> Row:
    return {
        "report": report, "code": issue.code, "severity": issue.severity.value, "message": issue.message,
        "origin": issue.origin, "start": issue.span.start if issue.span else None,
        "end": issue.span.end if issue.span else None, "hint": issue.hint,
    }  # fmt: skip
