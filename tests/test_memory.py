"""A million reports take the memory of a few hundred: nothing remembers every name that it ever met.

The long version is ``benchmarks/speed.py --only leak``.
"""

import sys
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import pytest

from accordingto.model import Issue
from accordingto.sources import Arrival, Unread
from accordingto.workflow import Reader, named_reader
from accordingto.workflow.one import Job, read_item
from accordingto.workflow.worker import Worker

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from measuring import kib  # noqa: E402
from speed_inputs import endless, from_examples  # noqa: E402


class Held(NamedTuple):
    """What a process holds after a report: entries of each cache without a bound, and kibibytes in all."""

    entries: dict[str, int]
    memory: float


def held(item: Arrival | Unread, reader: Reader, lang: str) -> list[Held | Issue]:
    """Read a report and look at the process that read it."""
    read_item(item, reader, lang)
    caches = {
        f"{module.__name__}.{name}": value.cache_info()
        for module in list(sys.modules.values())
        if module.__name__.startswith("accordingto.")
        for name, value in vars(module).items()
        if hasattr(value, "cache_info")
    }
    return [Held({name: c.currsize for name, c in caches.items() if c.maxsize is None}, kib("self"))]


@pytest.fixture(scope="module")
def after() -> list[Held]:
    """What a worker holds after each of some hundred reports that are never twice the same."""
    worker = Worker(Job(held, named_reader("fast")))
    try:
        found = [worker(Arrival(report))[0] for report in islice(endless(from_examples()), 170)]
    finally:
        worker.close()
    assert all(isinstance(h, Held) for h in found)
    return found  # type: ignore[return-value]


def test_no_cache_grows_with_the_reports(after: list[Held]) -> None:
    before, then = after[80].entries, after[-1].entries
    assert len(before) > 10
    assert {name: n for name, n in then.items() if n > before.get(name, 0)} == {}


def test_memory_is_flat(after: list[Held]) -> None:
    if not after[-1].memory:
        pytest.skip("this system does not tell what memory a process holds")
    assert after[-1].memory - after[100].memory < 3 * 1024
