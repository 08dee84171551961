"""One input, read: parse it if that is still to be done, then have its report read.

Promise: whatever the reader does, the outcome is a reading or one issue that names the report. This runs in worker
processes as well, on this machine or another, so it holds no state and its arguments travel.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Generic, Protocol, TypeAlias, TypeVar

from accordingto.model import Issue, Reading, Report, Severity
from accordingto.sources import Arrival, Unread

Item: TypeAlias = Arrival | Unread | Issue
T = TypeVar("T")


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


def is_own(reader: Reader | None) -> bool:
    """Whether a reader is one of the package's, so that its language pack and weights say what it does."""
    return reader is None or (isinstance(reader, partial) and reader.func.__module__ == "accordingto.extract.reader")


def _reader(variant: str) -> Reader:
    from accordingto.extract.reader import read_report
    from accordingto.workflow.gazetteers import own_gazetteer

    return partial(read_report, variant=variant, gazetteer=own_gazetteer()[0])


@dataclass(frozen=True, slots=True)
class Job(Generic[T]):
    """What is done with every item of a batch, wherever it is done.

    Attributes:
        each: What one item gives, with a reader and a language; importable by name, because jobs travel.
        reader: None for the package's own, loaded by whoever reads; any other must be importable by name.
        lang: Code of the language pack.
    """

    each: Callable[[Arrival | Unread, Reader, str], list[T | Issue]]
    reader: Reader | None = None
    lang: str = "en"

    def begun(self) -> Job[T]:
        """The job with its reader at hand; it keeps what it looked up in the gazetteer for the next report."""
        return self if self.reader else replace(self, reader=default_reader())

    def __call__(self, item: Item) -> list[T | Issue]:
        """What an item gives; whatever fails is an issue that names the item."""
        if isinstance(item, Issue):
            return [item]
        try:
            return self.each(item, self.reader or default_reader(), self.lang)
        except Exception as e:  # noqa: BLE001 - a parser that fails must not end the batch either
            return [reader_failed(origin(item), f"{type(e).__name__}: {e}"[:300])]


def origin(item: Item) -> str:
    """Where an item comes from, as messages call it."""
    if isinstance(item, Unread):
        return item.context.origin
    if isinstance(item, Arrival):
        return item.report.origin or item.report.id
    return item.origin or "?"


def here(items: Iterable[Item], job: Job[T]) -> Iterator[tuple[Item, list[T | Issue]]]:
    """Each item with what a job gives for it, done by this process."""
    begun: Job[T] | None = None
    for item in items:
        # Nothing is loaded as long as there is nothing to read.
        begun = begun or (None if isinstance(item, Issue) else job.begun())
        yield item, (begun or job)(item)


def read_arrival(arrival: Arrival, reader: Reader, lang: str = "en") -> Reading | Issue:
    """Have one report read; a failing reader is an issue that names the report."""
    report = arrival.report
    try:
        reading = reader(report, lang=lang)
    except Exception as e:  # noqa: BLE001 - whatever it is, the next report can still be read
        return reader_failed(origin(arrival), f"{type(e).__name__}: {e}"[:300])
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


def read_item(item: Arrival | Unread, reader: Reader, lang: str = "en") -> list[Reading | Issue]:
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
