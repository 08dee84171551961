"""One input, read: parse it if that is still to be done, then have its report read.

Promise: whatever the reader does, the outcome is a reading or one issue that names the report. This runs in worker
processes as well, so it holds no state and its arguments travel.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Protocol

from accordingto.model import Issue, Reading, Report, Severity
from accordingto.sources import Arrival, Unread


class Reader(Protocol):
    """What reads one report; the real one is ``extract.reader.read_report``."""

    def __call__(self, report: Report, *, lang: str = "en") -> Reading:
        """Read a report."""


def default_reader() -> Reader:
    """The reader of the package with the user's own places, imported only when something is to be read."""
    return _reader("default")


def named_reader(name: str, lang: str = "en") -> Reader | None:
    """One of the package's readers of a language, by its name: ``default`` or ``fast``.

    Returns:
        The reader; None for the default, which whoever reads loads for himself, a worker process too.

    Raises:
        ValueError: There is no such reader; the message names those that there are.
    """
    if name == "default":
        return None
    from accordingto.extract.learned import variants

    if name not in variants(lang):
        raise ValueError(f"there is no reader {name!r} for {lang!r}; choose from {', '.join(variants(lang))}")
    return _reader(name)


def _reader(variant: str) -> Reader:
    from accordingto.extract.reader import read_report
    from accordingto.workflow.gazetteers import own_gazetteer

    return partial(read_report, variant=variant, gazetteer=own_gazetteer()[0])


def read_arrival(arrival: Arrival, reader: Reader, lang: str = "en") -> Reading | Issue:
    """Have one report read; a failing reader is an issue that names the report."""
    report = arrival.report
    try:
        reading = reader(report, lang=lang)
    except Exception as e:  # noqa: BLE001 - whatever it is, the next report can still be read
        return reader_failed(report.origin or report.id, f"{type(e).__name__}: {e}"[:300])
    return replace(reading, issues=arrival.issues + reading.issues) if arrival.issues else reading


def reader_failed(origin: str, why: str) -> Issue:
    """The issue for a report on which the reader failed."""
    return Issue(
        "reader-failed",
        f"the reader failed on this report ({why})",
        Severity.ERROR,
        origin,
        hint="this is a fault of the program: please report it with the text, if you may share it",
    )


def read_item(item: Arrival | Unread | Issue, reader: Reader, lang: str = "en") -> list[Reading | Issue]:
    """Everything that one input gives: parse it if that is still to be done, then read it."""
    arrivals: Iterable[Arrival | Issue] = item.load() if isinstance(item, Unread) else (item,)
    return [a if isinstance(a, Issue) else read_arrival(a, reader, lang) for a in arrivals]


def one_thread_each() -> None:
    """Keep numerical libraries to one thread a process, unless the user has set otherwise.

    Reports are read side by side already; threads that wait for one another on small matrices only slow them down. To
    be called before numpy is first imported.
    """
    for library in ("OPENBLAS", "OMP", "MKL"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
