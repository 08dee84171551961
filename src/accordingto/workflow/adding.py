"""Inputs into a ledger: take in, leave what is held, have the rest read, append.

Promises: a report is there whole or not at all, so a run that is killed at any moment is finished by running it again,
with the same ledger as if nothing had happened; what is held already is not read again; every input that gave nothing
is an issue. Nothing is fetched but the addresses that were named.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from time import monotonic
from typing import BinaryIO

from accordingto.model import Issue, Reading, Report, Severity
from accordingto.sources import Arrival, Capture, Options, Unread, Validators, iter_unread
from accordingto.store import Added, Difference, Ledger, Run, Source, difference
from accordingto.workflow.one import Job, Reader, here, is_own, read_arrival
from accordingto.workflow.pool import in_processes

# New reports are appended together, so that the disk is waited for once: so many, or those of so many seconds.
_TOGETHER, _WAIT = 32, 0.5


@dataclass(frozen=True, slots=True)
class Taken:
    """A report that was read, with the bytes behind it."""

    reading: Reading
    capture: Capture | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one report or input.

    Attributes:
        report: Its id in the ledger; None when it gave no report.
        added: What it added; None when all of it was held already.
        issue: Why it gave nothing, or what is to be said about it.
        claims: How many claims its reading has.
        changed: What its claims say otherwise than those they supersede.
    """

    report: str | None = None
    added: Added | None = None
    issue: Issue | None = None
    claims: int = 0
    changed: Difference | None = None


def add_inputs(
    inputs: Iterable[str],
    ledger: Ledger,
    *,
    published: date | None = None,
    publisher: str | None = None,
    workers: int = 1,
    allow_private_addresses: bool = False,
    follow: bool = False,
    lang: str = "en",
    reader: Reader | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Outcome]:
    """Add files, folders, web addresses and ``-`` to a ledger.

    Args:
        inputs: What to add.
        ledger: Where to.
        published: Day of publication for reports that do not carry one.
        publisher: Outlet for reports that do not name one.
        workers: Processes to read with.
        allow_private_addresses: Whether addresses of this machine or a private network may be fetched.
        follow: Whether the pages that a feed links to are fetched instead of its entries.
        lang: Code of the language pack.
        reader: Another reader than the package's own; with more than one process it must be importable by name.
        stdin: What ``-`` reads.

    Yields:
        One outcome for each report, and for each input that gave none.

    Raises:
        LedgerError: The ledger cannot be written any more. All that was yielded before is in it.
    """
    known = {address: Validators(*v) for address, v in ledger.validators().items()}
    options = Options(
        published=published, publisher=publisher, allow_private=allow_private_addresses, keep_raw=True, follow=follow,
        known=known,
    )  # fmt: skip
    held: list[Outcome] = []
    items = _unheld(iter_unread(inputs, options=options, stdin=stdin), ledger, held)
    waiting: list[Taken] = []
    since = monotonic()
    for taken in _taken(items, reader, workers, lang):
        yield from held
        held.clear()
        if isinstance(taken, Issue):
            yield Outcome(issue=taken)
            continue
        new = ledger.held(taken.reading.report, source_of(taken.capture)).report is None
        if new:
            since = since if waiting else monotonic()
            waiting.append(taken)
            if len(waiting) < _TOGETHER and monotonic() - since < _WAIT:
                continue
        yield from _append_new(waiting, ledger, lang, is_own(reader))
        waiting.clear()
        if not new:
            yield _append(taken, ledger, lang, is_own(reader))
    yield from held
    yield from _append_new(waiting, ledger, lang, is_own(reader))


def _append_new(waiting: list[Taken], ledger: Ledger, lang: str, own: bool) -> list[Outcome]:
    """Append reports that are new, in one transaction."""
    if not waiting:
        return []
    items = [(x.reading, source_of(x.capture), run_of(x.reading, lang, own)) for x in waiting]
    return [_outcome(x, added, ledger, None) for x, added in zip(waiting, ledger.add_readings(items), strict=True)]


def worth_workers(inputs: Iterable[str]) -> int:
    """Processes to read some inputs with: one, until there are so many reports that a second one pays."""
    from accordingto.sources import estimate
    from accordingto.workflow import WORTH_A_POOL, default_workers

    count = estimate(list(inputs))
    return default_workers() if count is None or count >= WORTH_A_POOL else 1


def reread(
    ledger: Ledger,
    *,
    reports: Iterable[str] | None = None,
    workers: int = 1,
    lang: str = "en",
    reader: Reader | None = None,
) -> Iterator[Outcome]:
    """Have the current reader read stored texts; its claims supersede, judgements stay.

    Args:
        ledger: The ledger.
        reports: Ids of the reports; all of them when None.
        workers: Processes to read with.
        lang: Code of the language pack.
        reader: Another reader than the package's own.

    Yields:
        For each report that the reader reads otherwise than before, or as before, one outcome.

    Raises:
        LedgerError: The ledger cannot be written any more.
    """
    names = ledger.reports() if reports is None else list(reports)
    kept = ((name, ledger.reading(name)) for name in names)
    items = (Arrival(replace(k.reading.report, id=name)) for name, k in kept if k is not None)
    for taken in _taken(items, reader, workers, lang):
        if isinstance(taken, Issue):
            yield Outcome(issue=taken)
            continue
        name = taken.reading.report.id
        before = ledger.reading_as_read(name)
        added = ledger.add_again(name, taken.reading, run_of(taken.reading, lang, is_own(reader)))
        changed = None
        if added.reading and before is not None:
            changed = difference(before.claims, taken.reading.claims, same_text=True)
        said = clock_back(ledger.name, added.behind) if added.behind else None
        yield Outcome(name, added if added.reading else None, said, len(taken.reading.claims), changed)


def _taken(
    items: Iterable[Arrival | Unread | Issue], reader: Reader | None, workers: int, lang: str
) -> Iterator[Taken | Issue]:
    job = Job(take_item, reader, lang)
    for _, outcomes in in_processes(items, job, workers=workers) if workers > 1 else here(items, job):
        yield from outcomes


def take_item(item: Arrival | Unread, reader: Reader, lang: str) -> list[Taken | Issue]:
    """Everything that one input gives, read; in a worker process where there are several."""
    out: list[Taken | Issue] = []
    for arrival in item.load() if isinstance(item, Unread) else (item,):
        reading = read_arrival(arrival, reader, lang) if isinstance(arrival, Arrival) else arrival
        out.append(
            Taken(reading, arrival.capture)
            if isinstance(reading, Reading) and isinstance(arrival, Arrival)
            else _issue(reading)
        )
    return out


def _issue(outcome: Reading | Issue) -> Issue:
    assert isinstance(outcome, Issue)
    return outcome


def _unheld(
    items: Iterable[Arrival | Unread | Issue], ledger: Ledger, held: list[Outcome]
) -> Iterator[Arrival | Unread | Issue]:
    """What is still to be read; what is held goes to ``held``, with a capture when it was fetched again."""
    for item in items:
        if isinstance(item, Arrival):
            source = source_of(item.capture)
            found = ledger.held(item.report, source)
            if found.erased:
                held.append(Outcome(issue=erased(item.report.origin or item.report.id, found.erased)))
            elif found.read and found.report is not None:
                held.append(Outcome(found.report, _captured(ledger, found.report, item.report, source)))
            else:
                yield item
        elif isinstance(item, Unread) and (name := _known_bytes(item, ledger)) is not None:
            held.append(Outcome(name))
        else:
            yield item


def _known_bytes(item: Unread, ledger: Ledger) -> str | None:
    """The report that a file's very bytes were taken for, so that it need not even be parsed."""
    context = item.context
    if context.fetched is not None:
        return None
    reports = ledger.reports_from(hashlib.sha256(item.data).hexdigest())
    if len(reports) != 1:
        return None
    report, options = reports[0], context.options
    same_day = options.published in (None, report.published)
    return report.id if same_day and options.publisher in (None, report.publisher) else None


def _captured(ledger: Ledger, name: str, report: Report, source: Source | None) -> Added | None:
    # A file of the user's own is what it is; only a page fetched anew says something again.
    if source is None or source.retrieved is None:
        return None
    added = ledger.add_capture(name, source, origin=report.origin)
    return added if added.capture else None


def _append(taken: Taken, ledger: Ledger, lang: str, own: bool) -> Outcome:
    """Append what a report that is held already says otherwise."""
    report, source = taken.reading.report, source_of(taken.capture)
    found = ledger.held(report, source)
    if found.read and found.report is not None:
        return Outcome(found.report, _captured(ledger, found.report, report, source))
    before = ledger.reading_as_read(found.report) if found.report is not None else None
    added = ledger.add_reading(taken.reading, source=source, run=run_of(taken.reading, lang, own))
    return _outcome(taken, added, ledger, before)


def _outcome(taken: Taken, added: Added, ledger: Ledger, before: Reading | None) -> Outcome:
    report = taken.reading.report
    if added.erased:
        return Outcome(issue=erased(report.origin or report.id, added.erased))
    changed = None
    if added.supersedes and before is not None:
        same = before.report.text == report.text
        changed = difference(before.claims, taken.reading.claims, same_text=same)
    said = clock_back(ledger.name, added.behind) if added.behind else None
    return Outcome(added.report, added if added.entries else None, said, len(taken.reading.claims), changed)


def source_of(capture: Capture | None) -> Source | None:
    """A capture as the store takes it."""
    if capture is None:
        return None
    f = capture.fetched
    return Source(
        capture.raw, capture.sha256, capture.media_type, capture.url, f.address if f else None,
        f.retrieved if f else None, f.status if f else None, f.headers if f else (),
    )  # fmt: skip


def erased(origin: str, reason: str) -> Issue:
    """The issue for a report that was erased, and stays so."""
    message = f"it was erased from this ledger ({reason}) and is not taken in again"
    return Issue("erased", message, Severity.WARNING, origin, hint="use another ledger, if it may be kept")


def clock_back(ledger: str, before: str) -> Issue:
    """The issue for a clock that reads less than it did before."""
    message = f"this machine's clock is behind the last entry ({before}); entries keep their order"
    return Issue("clock-back", message, Severity.WARNING, ledger, hint="set the clock, before more is added")


def run_of(reading: Reading, lang: str, own: bool) -> Run:
    """What made a reading.

    Args:
        reading: The reading.
        lang: Its language pack.
        own: Whether the package's own reader made it.
    """
    from accordingto import __version__

    pack, weights = _pack(lang) if own else (None, None)
    config = hashlib.sha256(json.dumps({"lang": lang, "reader": reading.reader}).encode()).hexdigest()[:16]
    return Run(__version__, reading.reader, reading.lang, pack, weights, config)


@cache
def _pack(lang: str) -> tuple[str, str]:
    """Hashes of a language's data files and of its learned parts."""
    from accordingto.lang import get

    pack = get(lang)
    files = sorted(p for p in pack.folder.rglob("*") if p.is_file() and p.suffix not in (".pyc",))
    learned = [p for p in files if p.is_relative_to(pack.weights)]
    return _hash([p for p in files if p not in learned], pack.folder), _hash(learned, pack.folder)


def _hash(files: list[Path], root: Path) -> str:
    total = hashlib.sha256()
    for path in files:
        total.update(f"{path.relative_to(root).as_posix()}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:16]
