"""The same reading on many machines: a Dask cluster, which universities run on their schedulers.

Promises: what comes out is what one machine gives, in the same order; no more than a few chunks a thread of the cluster
are under way. A worker of the cluster that is lost costs time only, because Dask has its chunk done by another. Each
thread there has the reading done by a process of its own (``worker``), so that a report on which a reader dies, or
never comes to an end, is named just as it would be here and takes no worker of the cluster with it.
"""

from __future__ import annotations

import logging
import os
import pickle
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from queue import Empty, LifoQueue
from time import monotonic
from typing import Any

from accordingto.export.needs import wanted
from accordingto.model import InputError, Issue, Severity
from accordingto.workflow.one import Item, Job, T, origin, reader_failed
from accordingto.workflow.pool import in_order, size
from accordingto.workflow.worker import LIMIT, Worker

# A chunk is large enough that handing it about costs little, and small enough that doing it again does.
_CHUNK, _CHUNK_SIZE = 8, 400_000
_AHEAD = 3
_LOOK = 2.0
_CONNECT = 30


def in_cluster(
    items: Iterable[Item], job: Job[T], *, address: str, limit: float = LIMIT
) -> Iterator[tuple[Item, list[T | Issue]]]:
    """Each item with what the job gives for it, in order.

    Args:
        items: What arrives, taken only as fast as it is read.
        job: What is to be done with each; the cluster must have the same version of this package.
        address: Of the scheduler, such as ``tcp://10.0.0.1:8786``.
        limit: Seconds that one item may take.

    Raises:
        InputError: Dask is not installed, the cluster cannot be reached or is lost, or runs another version.
    """
    distributed = wanted("distributed", "cluster")
    packed = pickle.dumps((job, limit, _version()))
    with _connected(distributed, address) as client:
        busy: Any = distributed.KilledWorker

        def submit(chunk: list[Item]) -> _Chunk:
            # One text each way: Dask would look into lists for parts of its graph.
            return _Chunk(chunk, client.submit(do_chunk, packed, pickle.dumps(chunk), pure=False), busy)

        done = in_order(chunks(items), submit, _threads(client), lambda chunk: sum(map(size, chunk)))
        try:
            for chunk, outcomes in done:
                yield from zip(chunk, outcomes, strict=True)
        except (CancelledError, OSError) as e:
            raise InputError(_lost(address, e)) from None
        finally:
            _release(client, packed)


class _Chunk:
    """A chunk that is under way; its future is given up with it, and so is what the cluster holds of it."""

    def __init__(self, items: list[Item], future: Any, killed: type[Exception]) -> None:
        self._items, self._future, self._killed = items, future, killed

    def result(self) -> list[list[Any]]:
        try:
            return pickle.loads(self._future.result())  # type: ignore[no-any-return]
        except self._killed:
            why = "the workers of the cluster that read it were lost, one after the other"
            return [[i if isinstance(i, Issue) else reader_failed(origin(i), why)] for i in self._items]


def chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Chunks of a few items, bounded in what they hold."""
    chunk: list[Item] = []
    held = 0
    for item in items:
        chunk.append(item)
        held += size(item)
        if len(chunk) >= _CHUNK or held >= _CHUNK_SIZE:
            yield chunk
            chunk, held = [], 0
    if chunk:
        yield chunk


# What runs on the cluster. Processes that wait for the next chunk, by the job that they do.
_idle: defaultdict[bytes, LifoQueue[Worker[Any]]] = defaultdict(LifoQueue)


def do_chunk(packed: bytes, chunk: bytes) -> bytes:
    """Do a chunk on a worker of the cluster.

    Args:
        packed: The job, the seconds for one item, and the version that asks, pickled.
        chunk: The items, pickled.

    Returns:
        What the job gives for each item, pickled.

    Raises:
        InputError: This machine has another version of the package.
    """
    job, limit, version = pickle.loads(packed)
    if version != _version():
        raise InputError(_other_version(version))
    try:
        worker = _idle[packed].get_nowait()
    except Empty:
        worker = Worker(job, limit)
    try:
        return pickle.dumps([[item] if isinstance(item, Issue) else worker(item) for item in pickle.loads(chunk)])
    finally:
        _idle[packed].put(worker)


def let_go(packed: bytes) -> None:
    """End the processes that wait on a worker of the cluster for more of a job."""
    waiting = _idle.pop(packed, None)
    while waiting is not None and not waiting.empty():
        waiting.get_nowait().close()


@contextmanager
def _connected(distributed: Any, address: str) -> Iterator[Any]:
    # A cluster that goes away is said in an issue of ours; the library logs a traceback as well.
    log = logging.getLogger("distributed.client")
    before, log.level = log.level, logging.CRITICAL
    try:
        try:
            client = distributed.Client(address, timeout=_CONNECT, set_as_default=False)
        except (OSError, ValueError, ImportError) as e:
            raise InputError(_unreachable(address, e)) from None
        try:
            yield client
        finally:
            client.close(timeout=_CONNECT)
    finally:
        log.level = before


def _threads(client: Any) -> Callable[[], int]:
    """How many chunks may be under way: as many as the cluster is good for now; it may grow and shrink."""
    looked, many = -_LOOK, 1

    def ahead() -> int:
        nonlocal looked, many
        if monotonic() - looked >= _LOOK:
            many = max(1, sum(client.nthreads().values()))
            looked = monotonic()
        return many * _AHEAD

    return ahead


def _release(client: Any, packed: bytes) -> None:
    with suppress(CancelledError, OSError):  # it is gone, and they with it
        client.run(let_go, packed, on_error="ignore")


def _version() -> str:
    from accordingto import __version__

    return __version__


def _unreachable(address: str, error: Exception) -> Issue:
    why = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
    return Issue(
        "cluster-unreachable", f"the cluster does not answer ({why})", Severity.ERROR, address,
        hint="check that its scheduler runs, and the address, such as tcp://10.0.0.1:8786",
    )  # fmt: skip


def _lost(address: str, error: Exception) -> Issue:
    return Issue(
        "cluster-lost", f"the cluster went away ({type(error).__name__})", Severity.ERROR, address,
        hint="start it again; with --out, or --output and --format jsonl, the same command goes on from there",
    )  # fmt: skip


def _other_version(version: str) -> Issue:
    return Issue(
        "cluster-version", f"a worker of the cluster has AccordingTo {_version()}, and {version} asks it to read",
        Severity.ERROR, os.uname().nodename if hasattr(os, "uname") else None,
        hint="install the same version on all machines: results would not be the same otherwise",
    )  # fmt: skip
