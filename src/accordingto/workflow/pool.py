"""Many inputs read by several processes, in order and in bounded memory.

Promises: at most a few chunks a process are under way, however long the stream; the learned reader is loaded in the
workers only; when a worker dies (out of memory, a crash in native code) the reports under way are tried again one by
one, so that exactly the deadly one is named and lost.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeAlias, TypeVar

from accordingto.model import Issue, Reading
from accordingto.sources import Arrival, Unread
from accordingto.workflow.one import Reader, default_reader, one_thread_each, read_item, reader_failed

Item = Arrival | Unread | Issue
T = TypeVar("T")
Each: TypeAlias = Callable[[Arrival | Unread, Reader, str], list[T | Issue]]

_CHUNK = 8
_CHUNK_SIZE = 400_000
_CHUNKS_AHEAD = 3


def read_in_processes(
    items: Iterable[Item], reader: Reader | None, *, jobs: int, lang: str = "en"
) -> Iterator[Reading | Issue]:
    """Readings and issues of all items, in their order (see ``in_processes``)."""
    return in_processes(items, read_item, reader, jobs=jobs, lang=lang)


def in_processes(
    items: Iterable[Item], each: Each[T], reader: Reader | None, *, jobs: int, lang: str = "en"
) -> Iterator[T | Issue]:
    """What a function of one item gives, for all items, in their order.

    Args:
        items: What arrives, taken only as fast as it is read.
        each: What is to be done with each; importable by name.
        reader: None for the package's own; any other must be importable by name.
        jobs: Number of processes.
        lang: Code of the language pack.
    """
    waiting = _chunks(items)
    ahead: deque[tuple[list[Item], Future[list[T | Issue]]]] = deque()
    pool = _pool(jobs)
    try:
        while True:
            while len(ahead) < jobs * _CHUNKS_AHEAD and (chunk := next(waiting, None)) is not None:
                ahead.append((chunk, _submit(pool, chunk, each, reader, lang)))
            if not ahead:
                return
            chunk, future = ahead.popleft()
            try:
                outcomes = future.result()
            except BrokenProcessPool:
                pool.shutdown(wait=False, cancel_futures=True)
                suspects = [item for part in (chunk, *(c for c, _ in ahead)) for item in part]
                ahead.clear()
                yield from _one_by_one(suspects, each, reader, lang)
                pool = _pool(jobs)
                continue
            yield from outcomes
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _one_by_one(items: list[Item], each: Each[T], reader: Reader | None, lang: str) -> Iterator[T | Issue]:
    pool = _pool(1)
    for item in items:
        try:
            yield from _submit(pool, [item], each, reader, lang).result()
        except BrokenProcessPool:
            yield reader_failed(_origin(item), "its process died, perhaps for want of memory")
            pool.shutdown(wait=False)
            pool = _pool(1)
    pool.shutdown(wait=False)


def _submit(
    pool: ProcessPoolExecutor, chunk: list[Item], each: Each[T], reader: Reader | None, lang: str
) -> Future[list[T | Issue]]:
    try:
        return pool.submit(_do_chunk, chunk, each, reader, lang)
    except BrokenProcessPool as e:
        # The pool broke while earlier chunks were under way; this one is a suspect like them.
        failed: Future[list[T | Issue]] = Future()
        failed.set_exception(e)
        return failed


def _pool(jobs: int) -> ProcessPoolExecutor:
    # "spawn": a forked child inherits locks of the threads of its parent (the progress bar has one) and can hang.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_start)


def _start() -> None:
    one_thread_each()
    # Ctrl-C is the parent's to handle; workers would each print a traceback.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _do_chunk(chunk: list[Item], each: Each[T], reader: Reader | None, lang: str) -> list[T | Issue]:
    out: list[T | Issue] = []
    chosen = reader
    for item in chunk:
        if isinstance(item, Issue):
            out.append(item)
        else:
            # Once a chunk: a reader keeps what it looked up in the gazetteer for the next report.
            chosen = chosen or default_reader()
            out.extend(each(item, chosen, lang))
    return out


def _chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Chunks of a few items, smaller at first so that all processes start at once, and bounded in characters."""
    chunk: list[Item] = []
    size, target, made = 0, 2, 0
    for item in items:
        chunk.append(item)
        size += (
            len(item.data) if isinstance(item, Unread) else len(item.report.text) if isinstance(item, Arrival) else 0
        )
        if len(chunk) >= target or size >= _CHUNK_SIZE:
            yield chunk
            chunk, size, made = [], 0, made + 1
            target = min(_CHUNK, 2 + made)
    if chunk:
        yield chunk


def _origin(item: Item) -> str:
    if isinstance(item, Unread):
        return item.context.origin
    if isinstance(item, Arrival):
        return item.report.origin or item.report.id
    return item.origin or "?"
