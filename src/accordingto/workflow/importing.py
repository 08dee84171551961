"""Published events kept beside the ledger, to be compared with its incidents.

Promise: they are in a file of their own (one SQLite table, ``event``) and never in the ledger, whose entries are claims
of reports; importing a file again changes nothing, and a corrected file replaces the events that it names.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from accordingto.export.foreign import Published, events
from accordingto.model import Issue
from accordingto.model.values import Bounds

COMPARISON = "comparison.db"
_TABLE = """
create table if not exists event (
  dataset text not null, kind text not null, id text not null, start text not null, "end" text not null, place text,
  country text, lat real, lon real, precision integer, parties text not null, type text, low integer, best integer,
  high integer, text text, line integer, primary key (dataset, id)
) strict
"""
_COLUMNS = (
    "dataset", "kind", "id", "start", "end", "place", "country", "lat", "lon", "precision", "parties", "type", "low",
    "best", "high", "text", "line",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dataset:
    """What a comparison file holds under one name.

    Attributes:
        kind: ``ucdp``, ``acled`` or ``csv``.
        events: How many.
    """

    kind: str
    events: int


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import came to.

    Attributes:
        read: Events of the file.
        new: Those that were not held before.
        failed: Rows that could not be read.
    """

    read: int
    new: int
    failed: int


def import_events(
    kind: str, path: Path, into: Path, *, dataset: str | None = None, tell: Callable[[Issue], None]
) -> Imported:
    """Read a published dataset into a comparison file.

    Args:
        kind: ``ucdp``, ``acled`` or ``csv``.
        path: The file to read.
        into: The comparison file; it is made where there is none.
        dataset: Name of the dataset; None is the kind.
        tell: Told of each row that cannot be read.

    Raises:
        OSError: The file cannot be read.
        sqlite3.Error: The comparison file is none, or cannot be written.
    """
    name, read, failed = dataset or kind, 0, 0
    with closing(sqlite3.connect(into)) as db, db:
        db.execute(_TABLE)
        before = _count(db, name)
        for found in events(kind, path):
            if isinstance(found, Issue):
                failed += 1
                tell(found)
                continue
            read += 1
            marks = ", ".join("?" * len(_COLUMNS))
            db.execute(f'insert or replace into event ({", ".join(map(_quoted, _COLUMNS))}) values ({marks})',  # noqa: S608
                       _row(name, kind, found))  # fmt: skip
        new = _count(db, name) - before
    return Imported(read, new, failed)


def imported(into: Path, dataset: str) -> Iterator[Published]:
    """The events of a dataset in a comparison file, by day and id.

    Args:
        into: The comparison file.
        dataset: Name of the dataset.

    Raises:
        sqlite3.Error: There is no such file, or it is no comparison file.
    """
    with closing(_reading(into)) as db:
        db.row_factory = sqlite3.Row
        for r in db.execute("select * from event where dataset = ? order by start, id", (dataset,)):
            killed = Bounds(r["low"], r["best"], r["high"])
            yield Published(
                r["id"], date.fromisoformat(r["start"]), date.fromisoformat(r["end"]), r["place"], r["country"],
                r["lat"], r["lon"], r["precision"], tuple(json.loads(r["parties"])), r["type"],
                killed if killed.numeric else None, r["text"], r["line"],
            )  # fmt: skip


def datasets(into: Path) -> dict[str, Dataset]:
    """The datasets of a comparison file, by name.

    Args:
        into: The comparison file.

    Raises:
        sqlite3.Error: There is no such file, or it is no comparison file.
    """
    with closing(_reading(into)) as db:
        found = db.execute("select dataset, max(kind), count(*) from event group by dataset order by dataset")
        return {name: Dataset(kind, n) for name, kind, n in found}


def _reading(into: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{into.resolve().as_uri()}?mode=ro", uri=True)


def _count(db: sqlite3.Connection, name: str) -> int:
    return int(db.execute("select count(*) from event where dataset = ?", (name,)).fetchone()[0])


def _quoted(column: str) -> str:
    return f'"{column}"'


def _row(name: str, kind: str, e: Published) -> tuple[object, ...]:
    b = e.killed or Bounds()
    return (
        name, kind, e.id, e.start.isoformat(), e.end.isoformat(), e.place, e.country, e.lat, e.lon, e.precision,
        json.dumps(e.parties, ensure_ascii=False), e.type, b.low, b.best, b.high, e.text, e.line,
    )  # fmt: skip
