"""The conductor: takes inputs in, has each report read, hands the readings on.

Promises: readings come in the order of the inputs; a report on which the reader fails is one issue and the batch goes
on, even when a whole worker process dies of it; a million reports stream in bounded memory. This is the only module
that joins sources and reader.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date
from itertools import chain, islice
from typing import TYPE_CHECKING, BinaryIO

from accordingto.model import Issue, Reading, Report
from accordingto.sources import Arrival, Options, iter_unread
from accordingto.sources.base import empty
from accordingto.sources.published import parsed_or_issue
from accordingto.workflow.one import Item, Job, Reader, default_reader, here, named_reader, read_arrival, read_item

if TYPE_CHECKING:
    from accordingto.workflow.batch import Batch

__all__ = ["Reader", "default_workers", "named_reader", "read_inputs", "read_text"]

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
    workers: int | None = None,
    cluster: str | None = None,
    time_limit: float | None = None,
    allow_private_addresses: bool = False,
    follow: bool = False,
    lang: str = "en",
    reader: Reader | None = None,
    stdin: BinaryIO | None = None,
    batch: Batch | None = None,
) -> Iterator[Reading | Issue]:
    """Read files, folders, web addresses and ``-`` (standard input).

    Args:
        inputs: What to read.
        published: Day of publication for reports that do not carry one.
        publisher: Outlet for reports that do not name one.
        workers: Processes to read with, None for the machine's cores. A handful of reports is read by this process.
        cluster: Address of a Dask scheduler, to read on its workers instead.
        time_limit: Seconds that one report may take in a process; two minutes when None.
        allow_private_addresses: Whether web addresses of this machine or a private network may be fetched.
        follow: Whether to fetch the pages that the entries of a feed link to, instead of reading the entries.
        lang: Code of the language pack.
        reader: Another reader than the package's own; other processes must find it importable by name.
        stdin: What ``-`` reads.
        batch: Where outcomes are kept as they come; what an earlier run kept there is neither read nor given again.

    Yields:
        In the order of the inputs, a reading for each report and an issue for each input that could not be read.

    Raises:
        InputError: No process can be started, the cluster fails, or ``batch`` holds another run.
    """
    day, issues = parsed_or_issue(published, "published")
    yield from issues
    options = Options(published=day, publisher=publisher, allow_private=allow_private_addresses, follow=follow)
    items = iter_unread(inputs, options=options, stdin=stdin)
    workers = default_workers() if workers is None else workers
    job = Job(read_item, reader, lang)
    if batch is None:
        for _, outcomes in _outcomes(items, job, workers, cluster, time_limit):
            yield from outcomes
        return
    with closing(batch):
        for item, outcomes in _outcomes(batch.rest(items), job, workers, cluster, time_limit):
            batch.keep(item, outcomes)
            yield from outcomes
        batch.finish()


def _outcomes(
    items: Iterator[Item], job: Job[Reading], workers: int, cluster: str | None, time_limit: float | None
) -> Iterator[tuple[Item, list[Reading | Issue]]]:
    """Each item with what it gives, from the place where it is best read."""
    if cluster is None:
        first = list(islice(items, WORTH_A_POOL))
        if len(first) < WORTH_A_POOL:
            return here(first, job)
        items = chain(first, items)
    # Imported when needed: a handful of reports should not wait for what only many have a use for.
    from accordingto.workflow.worker import LIMIT

    limit = LIMIT if time_limit is None else time_limit
    if cluster is not None:
        from accordingto.workflow.cluster import in_cluster

        return in_cluster(items, job, address=cluster, limit=limit)
    from accordingto.workflow.pool import in_processes

    return in_processes(items, job, workers=workers, limit=limit)


def default_workers() -> int:
    """Processes to use when the user names no number: the cores this process may run on, eight at most."""
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(available, 8))
