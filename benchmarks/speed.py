"""Speed of reading, from one report to a cluster: one table, and JSON with --json FILE.

    python benchmarks/speed.py [--only NAME ...] [--readers default fast] [--workers 2] [--repeats 2] [--json FILE]

reading   reports and sentences a second with processes, as a user runs the command; start-up; peak memory
each      milliseconds that a report takes in one process: half of them, 99 of 100
length    how time grows with the length of one report, up to a megabyte
pages     web pages to claims, against what trafilatura alone takes for article, headline and day of the same pages
leak      memory over thousands of reports that are never twice the same (--reports N)
around    milliseconds a report of what stands around the reader: handing over, pickling, JSON, Parquet
cluster   two workers of a Dask cluster against one (needs the extra cluster)
dates     beside dateparser.search, which one would otherwise search the same texts for days with

Inputs are pinned, and named by a digest: figures of different inputs are not to be compared. Start-up is taken out of
rates by difference: the time that reading everything twice takes longer than reading it once. Each figure is the best
of the repeats. Where a machine does other work, compare only figures of one run: ratios and exponents.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import pickle
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from measuring import Figures, exponent, kib, percentile, seconds, timed
from speed_inputs import digest, endless, nothing, one_text, page, pinned_reports, write

from accordingto.export import jsonl, parts
from accordingto.extract.guards import MAX_TEXT
from accordingto.extract.sentences import find_sentences
from accordingto.lang import get
from accordingto.model import Report
from accordingto.sources.base import Arrival, Context, Options, Unread
from accordingto.workflow.cluster import in_cluster
from accordingto.workflow.one import Job, Reader, default_reader, named_reader, one_thread_each, read_item
from accordingto.workflow.pool import in_processes

SHORT = Report("short", "Shelling killed two people in Orda on Monday, the Valley Monitor said.")
RATES = {"default": 25, "fast": 120}
SIZES = (5_000, 10_000, 20_000, 50_000, 100_000, MAX_TEXT)


class Run(NamedTuple):
    """What is to be measured, and where the figures go."""

    reports: list[Report]
    readers: list[str]
    workers: int
    repeats: int
    many: int
    figures: Figures


def loaded(name: str) -> Reader:
    """A reader, warm, with one thread as in a worker."""
    one_thread_each()
    reader = named_reader(name) or default_reader()
    reader(SHORT)
    return reader


def command(path: Path, workers: int, reader: str) -> list[str]:
    read = [sys.executable, "-m", "accordingto", "read", str(path), "--format", "jsonl", "--workers", str(workers)]
    return [*read, "--reader", reader]


def reading(run: Run) -> None:
    sentences = sum(len(find_sentences(r.text, pack=get("en"))) for r in run.reports)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        once, twice = write(folder / "once.jsonl", run.reports), write(folder / "twice.jsonl", run.reports, 2)
        short = write(folder / "short.jsonl", [SHORT])
        for reader in run.readers:
            timed(command(short, 1, reader))
            start = min(timed(command(short, 1, reader))[0] for _ in range(run.repeats))
            first = min(timed(command(once, run.workers, reader))[0] for _ in range(run.repeats))
            longer = min(timed(command(twice, run.workers, reader))[0] for _ in range(run.repeats))
            _, memory = timed(command(once, run.workers, reader), watch=True)
            rate = len(run.reports) / max(1e-9, longer - first)
            of = f"{run.workers} processes"
            run.figures.add("reading", reader, rate, "reports/s", goal=RATES.get(reader), note=of)
            run.figures.add("reading", reader, rate * sentences / len(run.reports), "sentences/s", note=of)
            run.figures.add("start-up", reader, start, "s", note="one short report, one process")
            if memory:
                run.figures.add("memory", reader, memory, "MiB", note=f"command and {of}, shared pages once")


def each(run: Run) -> None:
    for name in run.readers:
        reader = loaded(name)
        took = [1000 * seconds(reader, r, repeats=run.repeats) for r in run.reports]
        run.figures.add("each report", name, percentile(took, 50), "ms", note="half of them take less")
        run.figures.add("each report", name, percentile(took, 99), "ms", goal=250, note="99 of 100 take less")


def length(run: Run) -> None:
    for name in run.readers:
        reader = loaded(name)
        took = [seconds(reader, one_text(run.reports, size), repeats=run.repeats) for size in SIZES]
        note = ", ".join(f"{size // 1000} kB {t:.2f} s" for size, t in zip(SIZES, took, strict=True))
        run.figures.add("one long report", name, exponent(SIZES, took), "exponent", goal=1.1, note=note)
        megabyte = seconds(reader, one_text(run.reports, 1_000_000))
        note = f"a megabyte, of which {MAX_TEXT // 1000} kB are read and the rest named"
        run.figures.add("one long report", name, megabyte, "s", goal=5, note=note)


def pages(run: Run) -> None:
    from trafilatura import extract

    # A claim needs the day and the outlet, so whoever does without this package takes them too.
    alone = partial(extract, with_metadata=True)
    made = [page(r) for r in run.reports[:200]]
    many = len(made)
    size = sum(map(len, made)) / len(made) / 1000
    for name in run.readers:
        reader = loaded(name)
        ours = theirs = 0.0
        for data in made:
            # One after the other on each page, so that what else the machine does falls on both.
            theirs += seconds(alone, data.decode(), repeats=run.repeats)
            unread = Unread(data, "HTML", Context("page.html", Options()))
            ours += seconds(read_item, unread, reader, repeats=run.repeats)
        note = f"{many} pages of {size:.0f} kB: {1000 * ours / many:.1f} ms, {1000 * theirs / many:.1f} ms"
        goal = 1.6 if name == "fast" else None
        run.figures.add("pages to claims", f"{name} / trafilatura alone", ours / theirs, "ratio", goal=goal, note=note)


def leak(run: Run) -> None:
    """In a process of its own, whose memory is looked at after every tenth of the reports."""
    code = "import speed, sys; speed.remember(int(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", code, str(run.many)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parent,
    )
    held = [float(x) for x in done.stdout.split()]
    if not any(held):
        run.figures.skip("leak", "this system does not tell what memory a process holds")
        return
    grown = held[-1] - held[len(held) // 2 - 1]
    note = f"{run.many:,} reports by fast: " + ", ".join(f"{h:.0f}" for h in held) + " MiB after each tenth"
    run.figures.add("leak", "grown over the second half", grown, "MiB", goal=5, note=note)


def remember(many: int) -> None:
    """Read so many reports and print the memory held, in MiB, after every tenth of them."""
    reader = loaded("fast")
    stream = endless(pinned_reports()[1])
    for _ in range(10):
        for report in islice(stream, many // 10):
            reader(report)
        print(kib("self") / 1024, flush=True)


def around(run: Run) -> None:
    arrivals, none = [Arrival(r) for r in run.reports], Job(read_item, nothing)
    reader = loaded("fast")
    readings = [reader(r) for r in run.reports]

    def tell(name: str, took: float) -> None:
        run.figures.add("around the reader", name, 1000 * took / len(arrivals), "ms a report")

    tell("to a process and back", longer(run, lambda n: deque(in_processes(arrivals * n, none, workers=1), 0)))
    pickled = [pickle.dumps(r) for r in readings]
    tell("pickling a reading", seconds(lambda: [pickle.dumps(r) for r in readings], repeats=run.repeats))
    tell("the other way", seconds(lambda: [pickle.loads(r) for r in pickled], repeats=run.repeats))
    tell("a line of JSON", seconds(lambda: [jsonl.line(r) for r in readings], repeats=run.repeats))
    with tempfile.TemporaryDirectory() as name:
        tell(
            "rows of Parquet",
            seconds(parts.write_part, Path(name), 0, readings, repeats=run.repeats),
        )
    if importlib.util.find_spec("distributed") is not None:
        with dask(1) as address:
            far = partial(in_cluster, job=none, address=address)
            tell("to a Dask worker and back", longer(run, lambda n: deque(far(arrivals * n), 0)))


def longer(run: Run, work: Callable[[int], object]) -> float:
    """Seconds that twice the work takes longer than once: what is done once only is in both."""
    return max(1e-9, seconds(work, 2, repeats=run.repeats) - seconds(work, 1, repeats=run.repeats))


@contextmanager
def dask(workers: int) -> Iterator[str]:
    """The address of a Dask cluster of real processes, one thread each."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=50
    ) as running:
        yield running.scheduler_address


def cluster(run: Run) -> None:
    if importlib.util.find_spec("distributed") is None:
        run.figures.skip("cluster", "pip install 'accordingto[cluster]'")
        return
    name = run.readers[0]
    job = Job(read_item, named_reader(name))
    arrivals = [Arrival(r) for r in run.reports]
    rates = []
    for workers in (1, 2):
        with dask(workers) as address:
            far = partial(in_cluster, job=job, address=address)
            rates.append(len(arrivals) / longer(run, lambda n: deque(far(arrivals * n), 0)))  # noqa: B023 - called at once
    note = f"{name}: {rates[0]:.1f} and {rates[1]:.1f} reports/s"
    run.figures.add("cluster", "two Dask workers / one", rates[1] / rates[0], "x", goal=1.7, note=note)


def dates(run: Run) -> None:
    if importlib.util.find_spec("dateparser") is None:
        run.figures.skip("dates", "pip install dateparser, to see it beside")
        return
    from dateparser.search import search_dates

    some = run.reports[:: max(1, len(run.reports) // 40)]
    theirs = sum(seconds(search_dates, r.text, ["en"]) for r in some)
    for name in run.readers:
        reader = loaded(name)
        ours = sum(seconds(reader, r, repeats=run.repeats) for r in some)
        note = f"{len(some)} reports: {1000 * ours / len(some):.1f} ms, {1000 * theirs / len(some):.1f} ms"
        version = importlib.metadata.version("dateparser")
        run.figures.add("beside others", f"{name} / dateparser.search {version}", ours / theirs, "ratio", note=note)


PARTS: dict[str, Callable[[Run], None]] = {
    f.__name__: f for f in (reading, each, length, pages, leak, around, cluster, dates)
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--readers", nargs="+", default=["default", "fast"])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=2)
    parser.add_argument("--reports", type=int, default=3000, help="how many for the leak")
    parser.add_argument("--limit", type=int, help="only so many pinned reports (a quick look; not comparable)")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    one_thread_each()
    name, reports = pinned_reports()
    reports = reports[: args.limit]
    words = sum(len(r.text.split()) for r in reports) / len(reports)
    figures = Figures()
    figures.about(input=f"{len(reports)} {name}, {words:.0f} words each, {digest(reports)}")
    run = Run(reports, args.readers, args.workers, args.repeats, args.reports, figures)
    begin = time.perf_counter()
    for part in args.only:
        PARTS[part](run)
    figures.about(took=f"{time.perf_counter() - begin:.0f} s")
    figures.show()
    figures.save(args.json)


if __name__ == "__main__":
    main()
