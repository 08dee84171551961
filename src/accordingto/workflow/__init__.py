"""The conductor: takes inputs in, has each report read, hands the readings on.

Promises: readings come in the order of the inputs; a report on which the reader fails is one issue and the batch goes
on, even when a whole worker process dies of it; a million reports stream in bounded memory. This is the only module
that joins sources and reader.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from typing import BinaryIO

from accordingto.model import Issue, Reading, Report
from accordingto.sources import Arrival, Options, iter_unread
from accordingto.sources.base import empty
from accordingto.sources.published import parsed_or_issue
from accordingto.workflow.one import Reader, default_reader, named_reader, read_arrival, read_item

__all__ = ["Reader", "default_jobs", "named_reader", "read_inputs", "read_text"]

# Below this many reports one process is done before a second has loaded its model.
WORTH_A_POOL = 16


def read_text(
    text: str,
    *,
    published: date | str | None = None,
    publisher: str | None = None,
    report_id: str = "text",
    title: str | None = None,
    url: str | None = None,
    lang: str = "en",
    reader: Reader | None = None,
) -> Reading:
    """Read one text.

    Args:
        text: The report, kept as it is; all offsets point into it.
        published: Day of publication, against which "on Thursday" is resolved.
        publisher: The outlet.
        report_id: Name of the report in the output.
        title: Headline, where it is known apart from the text.
        url: Where it was published.
        lang: Code of the language pack.
        reader: Another reader than the package's own.

    Returns:
        The reading. An empty text or a failing reader gives one without claims and with an issue that says so.

    Raises:
        TypeError: ``text`` is not a string.
    """
    if not isinstance(text, str):
        raise TypeError(f"a report's text must be a string, not {type(text).__name__}")
    day, issues = parsed_or_issue(published, report_id)
    report = Report(report_id, text, day, publisher, title, url, origin=report_id)
    if not text.strip():
        return Reading(report, (), (), (*issues, empty(report_id)))
    result = read_arrival(Arrival(report, issues), reader or default_reader(), lang)
    return result if isinstance(result, Reading) else Reading(report, (), (), (*issues, result))


def read_inputs(
    inputs: Iterable[str],
    *,
    published: date | str | None = None,
    publisher: str | None = None,
    jobs: int | None = None,
    allow_private_addresses: bool = False,
    follow: bool = False,
    lang: str = "en",
    reader: Reader | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Reading | Issue]:
    """Read files, folders, web addresses and ``-`` (standard input).

    Args:
        inputs: What to read.
        published: Day of publication for reports that do not carry one.
        publisher: Outlet for reports that do not name one.
        jobs: Processes to read with; None uses the machine's cores when there are enough reports for it. More than one
            needs the calling script to be guarded by ``if __name__ == "__main__":``.
        allow_private_addresses: Whether web addresses of this machine or a private network may be fetched.
        follow: Whether to fetch the pages that the entries of a feed link to, instead of reading the entries.
        lang: Code of the language pack.
        reader: Another reader than the package's own; with more than one process it must be importable by name.
        stdin: What ``-`` reads.

    Yields:
        In the order of the inputs, a reading for each report and an issue for each input that could not be read.
    """
    day, issues = parsed_or_issue(published, "published")
    yield from issues
    options = Options(published=day, publisher=publisher, allow_private=allow_private_addresses, follow=follow)
    items = iter_unread(inputs, options=options, stdin=stdin)
    jobs = jobs if jobs is not None else default_jobs()
    first = [item for _, item in zip(range(WORTH_A_POOL), items, strict=False)] if jobs > 1 else []
    if len(first) == WORTH_A_POOL:
        from accordingto.workflow.pool import read_in_processes

        yield from read_in_processes(chain(first, items), reader, jobs=jobs, lang=lang)
        return
    chosen: Reader | None = reader
    for item in chain(first, items):
        if isinstance(item, Issue):
            yield item
            continue
        chosen = chosen or default_reader()
        yield from read_item(item, chosen, lang)


def default_jobs() -> int:
    """Processes to use when the user names no number: the cores this process may run on, eight at most."""
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(available, 8))
