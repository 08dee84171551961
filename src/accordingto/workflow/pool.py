"""Many items done by several at once: in order, in bounded memory, by processes of this machine.

Promise: what comes out is in the order of what goes in, and no more goes in than a few items a worker ahead of what
has come out, however long the stream and however slow the one who takes it. Losing a process is a worker's own
business (see ``worker``).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import LifoQueue
from typing import Protocol, TypeVar

from accordingto.model import Issue
from accordingto.sources import Arrival, Unread
from accordingto.workflow.one import Item, Job, T
from accordingto.workflow.worker import LIMIT, Worker

P = TypeVar("P")
R = TypeVar("R", covariant=True)

_AHEAD = 8
_HELD = 64_000_000


class Due(Protocol[R]):
    """What will have a result: a future of any kind."""

    def result(self) -> R:
        """The result, waited for."""


def in_processes(
    items: Iterable[Item], job: Job[T], *, workers: int, limit: float = LIMIT
) -> Iterator[tuple[Item, list[T | Issue]]]:
    """Each item with what the job gives for it, in order.

    Args:
        items: What arrives, taken only as fast as it is read.
        job: What is to be done with each.
        workers: Number of processes.
        limit: Seconds that one item may take.

    Raises:
        InputError: No process can be started.
    """
    everyone: list[Worker[T]] = [Worker(job, limit) for _ in range(workers)]
    # Last in, first out: a worker that is warm is asked before one whose process has not been started yet.
    idle: LifoQueue[Worker[T]] = LifoQueue()
    for worker in everyone:
        idle.put(worker)

    def ask(item: Item) -> list[T | Issue]:
        worker = idle.get()
        try:
            return worker(item)
        finally:
            idle.put(worker)

    def submit(item: Item) -> Future[list[T | Issue]]:
        if not isinstance(item, Issue):
            return threads.submit(ask, item)
        known: Future[list[T | Issue]] = Future()
        known.set_result([item])
        return known

    threads = ThreadPoolExecutor(workers)
    try:
        yield from in_order(items, submit, lambda: workers * _AHEAD, size)
    finally:
        # Whoever takes the results may leave early: nobody waits for answers that nobody wants.
        for worker in everyone:
            worker.stop()
        threads.shutdown(cancel_futures=True)
        for worker in everyone:
            worker.close()


def in_order(
    parts: Iterable[P], submit: Callable[[P], Due[R]], ahead: Callable[[], int], size: Callable[[P], int]
) -> Iterator[tuple[P, R]]:
    """Each part with its result, in the order of the parts.

    Args:
        parts: What is to be done, taken as results are taken.
        submit: Has one part done by somebody.
        ahead: How many parts may be under way at once, now.
        size: Characters or bytes of a part; parts under way hold only so many of them together.
    """
    parts = iter(parts)
    waiting: deque[tuple[P, Due[R]]] = deque()
    held = 0
    while True:
        while len(waiting) < ahead() and held < _HELD and (part := next(parts, None)) is not None:
            waiting.append((part, submit(part)))
            held += size(part)
        if not waiting:
            return
        part, due = waiting.popleft()
        held -= size(part)
        yield part, due.result()


def size(item: Item) -> int:
    """About how much an item holds: bytes of a page, characters of a report."""
    if isinstance(item, Unread):
        return len(item.data)
    return len(item.report.text) if isinstance(item, Arrival) else 0
