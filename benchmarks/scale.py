"""How a ledger grows: adding, linking and reconciling, following one new report, totals, questions; fitted exponents.

Each size is a process of its own, so that its peak of memory is its own. The reports are made (``reports_world``), in
their thousands of words and invented places, and stored as ``accordingto add`` stores them; nothing is read, so what is
timed is everything after reading. An exponent of 1 is time in proportion to the number of claims; it is fitted to the
seconds of the processor, which other work on the machine does not disturb.

Usage: python benchmarks/scale.py [--sizes 1000,10000,100000] [--json FILE]    a ledger
       python benchmarks/scale.py --tables [--sizes …] [--json FILE]          accordingto link, tables to tables
       python benchmarks/scale.py [--tables] --size N                         one size, as one line of JSON
"""

import argparse
import json
import os
import platform
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from linking_world import COUNTRIES, SIDES
from measuring import exponent, percentile
from reports_world import readings

from accordingto.export.parts import write_part
from accordingto.model import Reading
from accordingto.store import Filter, Ledger, Run
from accordingto.workflow.outofcore import link_tables
from accordingto.workflow.relinking import catch_up, fresh_tolls, rebuild

SIZES = (1_000, 10_000, 100_000)
A_PART = 1_000  # reports, as `accordingto read --out` writes them
TOGETHER = 32  # as `accordingto add` appends them
NEW = 10
ASKED = 50
MADE = Run("bench", "made", "en")
STEPS = {
    "add": "claims appended, all of them",
    "link": "copies, linking, reconciling, totals and views, all anew",
    "follow": "one more report: appended, linked, its incidents reconciled and written (median)",
    "totals": "running totals held against the incidents anew",
    "tables": "accordingto link: from the tables of read --out to the tables of incidents",
    "query": "a page of 50 incidents or claims by a filter (95th percentile)",
}


def measure(claims: int) -> dict[str, float]:
    """Seconds of every step for a ledger of that many claims; of the processor, and by the clock with ``_clock``."""
    out: dict[str, float] = {}
    held_back: list[Reading] = []
    with tempfile.TemporaryDirectory() as folder, Ledger.open(Path(folder, "ledger.db"), create=True) as ledger:
        with _timed(out, "add"):
            for some in _batches(_kept_back(readings(claims), claims, held_back)):
                ledger.add_readings([(r, None, MADE) for r in some])
        with _timed(out, "link"):
            rebuild(ledger)
        follow: list[tuple[float, float]] = []
        for reading in held_back:
            one: dict[str, float] = {}
            with _timed(one, "x"):
                ledger.add_readings([(reading, None, MADE)])
                catch_up(ledger, few=1)
            follow.append((one["x"], one["x_clock"]))
        out["follow"], out["follow_clock"] = (statistics.median(x) for x in zip(*follow, strict=True))
        out["follow_most"] = max(seconds for seconds, _ in follow)
        with _timed(out, "totals"):
            fresh_tolls(ledger)
        out["query"], out["query_clock"] = _asked(ledger)
        out |= {
            "claims": ledger.count_claims(),
            "reports": len(ledger.reports()),
            "incidents": ledger.count_incidents(),
        }
        out["megabytes_on_disk"] = _size(Path(folder))
    out["peak_megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return out


def measure_tables(claims: int) -> dict[str, float]:
    """Seconds of linking tables with that many claims, all processes together; the most memory of any of them."""
    with tempfile.TemporaryDirectory() as folder:
        parts = 0
        for parts, some in enumerate(_batches(readings(claims), A_PART), start=1):
            write_part(Path(folder, "read"), parts - 1, some, version="bench")
        begin, own = time.perf_counter(), _busy()
        peak = Peak()
        done = link_tables(Path(folder, "read"), Path(folder, "out"), workers=os.cpu_count() or 1)
        return {
            "claims": claims, "tables": _busy() - own, "tables_clock": time.perf_counter() - begin,
            "incidents": done.incidents, "tellings": done.tellings, "pairs": done.pairs, "parts": parts,
            "peak_megabytes": peak.stop(), "megabytes_on_disk": _size(Path(folder, "read")),
        }  # fmt: skip


class Peak:
    """The most memory that this process and its children held together, looked at ten times a second."""

    def __init__(self) -> None:
        self._most = 0.0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        """Megabytes."""
        self._done.set()
        self._thread.join()
        return self._most

    def _watch(self) -> None:
        while not self._done.wait(0.1):
            self._most = max(self._most, _held(os.getpid()))


def _held(pid: int) -> float:
    """Megabytes of a process and all below it that are no other's too (Linux); 0 where that cannot be known."""
    try:
        own = Path(f"/proc/{pid}/statm").read_text().split()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return 0.0
    return (int(own[1]) - int(own[2])) * resource.getpagesize() / 1e6 + sum(_held(int(c)) for c in children)


def _busy() -> float:
    """Seconds of the processor of this process and of its children that have ended."""
    return sum(
        r.ru_utime + r.ru_stime for r in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def _size(folder: Path) -> float:
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 1e6


class _timed:  # noqa: N801 - read as a statement
    def __init__(self, out: dict[str, float], name: str) -> None:
        self._out, self._name = out, name

    def __enter__(self) -> None:
        self._begin = time.process_time(), time.perf_counter()

    def __exit__(self, *_: object) -> None:
        busy, clock = self._begin
        self._out[self._name] = time.process_time() - busy
        self._out[f"{self._name}_clock"] = time.perf_counter() - clock


def _kept_back(made: Iterator[Reading], claims: int, back: list[Reading]) -> Iterator[Reading]:
    """All readings but a few from the middle of the world, which come afterwards as the new ones."""
    every = max(2, claims // 7 // (NEW + 1))
    for n, reading in enumerate(made, start=1):
        if n % every == 0 and len(back) < NEW:
            back.append(reading)
        else:
            yield reading


def _batches(made: Iterator[Reading], size: int = TOGETHER) -> Iterator[list[Reading]]:
    some: list[Reading] = []
    for reading in made:
        some.append(reading)
        if len(some) == size:
            yield some
            some = []
    if some:
        yield some


def _asked(ledger: Ledger) -> tuple[float, float]:
    """The 95th percentile of questions with other words each time, in seconds of the processor and of the clock."""
    dice = random.Random(5)

    def days() -> dict[str, date]:
        start = date(2015, 1, 1) + timedelta(days=dice.randrange(1500))
        return {"start": start, "end": start + timedelta(days=7)}

    questions: list[Callable[[], object]] = [
        lambda: ledger.incidents(Filter(place=dice.choice(COUNTRIES)), limit=50),
        lambda: ledger.incidents(Filter(**days()), limit=50),
        lambda: ledger.incidents(Filter(party=dice.choice(SIDES)), limit=50),
        lambda: ledger.claims(Filter(place=dice.choice(COUNTRIES), **days()), limit=50),
        lambda: ledger.claims(Filter(text="market"), limit=50),
    ]
    times: list[tuple[float, float]] = []
    for ask in questions:
        for _ in range(ASKED):
            one: dict[str, float] = {}
            with _timed(one, "x"):
                ask()
            times.append((one["x"], one["x_clock"]))
    busy, clock = (percentile(x, 95) for x in zip(*times, strict=True))
    return busy, clock


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="numbers of claims")
    parser.add_argument("--size", type=int, help="one of them, in this process")
    parser.add_argument("--tables", action="store_true", help="measure accordingto link instead of a ledger")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    args = parser.parse_args()
    if args.size:
        print(json.dumps((measure_tables if args.tables else measure)(args.size)))
        return 0
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; seconds of one core")
    found = []
    for size in map(int, args.sizes.split(",")):
        command = [sys.executable, __file__, "--size", str(size), *["--tables"] * args.tables]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        found.append(json.loads(done.stdout))
    head = "".join(f"{int(f['claims']):>12,}" for f in found)
    print(f"{'claims':<10}{head}{'exponent':>10}")
    fitted = {}
    for step in (s for s in STEPS if s in found[0]):
        fitted[step] = (
            exponent([f["claims"] for f in found], [f[step] for f in found]) if len(found) > 1 else float("nan")
        )
        print(f"{step:<10}" + "".join(f"{f[step]:>12.3f}" for f in found) + f"{fitted[step]:>10.2f}   {STEPS[step]}")
    for name in ("incidents", "peak_megabytes", "megabytes_on_disk"):
        print(f"{name:<10.10}" + "".join(f"{f[name]:>12,.0f}" for f in found))
    if args.json:
        args.json.write_text(json.dumps({"sizes": found, "exponents": fitted}, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
