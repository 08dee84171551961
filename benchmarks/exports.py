"""Exports of many incidents: seconds, size and peak memory of every format, each in a process of its own.

Run: ``python benchmarks/exports.py [--incidents N] [FORMAT...]``. The incidents are made as they are asked for (two
reports and ten claims an incident in every second one, one report and three claims in the others; as many reports, with
nine claims and with three by turns), so the memory is the exporter's. The promise is less than 500 MB for 100,000
incidents.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

LIMIT_MB = 500


def one(name: str, incidents: int) -> None:
    """Write one format to a temporary file and print its figures."""
    from tests.export.world import many

    from accordingto.export import by_name
    from accordingto.export.base import Options

    fmt, begin = by_name(name), time.perf_counter()
    with tempfile.TemporaryFile() as out:
        fmt.write(many(incidents), out, lambda _: None, Options())
        seconds, size = time.perf_counter() - begin, out.tell() / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"| {name} | {incidents:,} | {seconds:,.0f} | {size:,.0f} | {peak:,.0f} |", flush=True)
    raise SystemExit(peak >= LIMIT_MB)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("formats", nargs="*")
    parser.add_argument("--incidents", type=int, default=100_000)
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        one(asked.formats[0], asked.incidents)
    from accordingto.export import all_formats

    print("| format | incidents | seconds | MB written | peak MB |\n|---|---|---|---|---|", flush=True)
    names = asked.formats or [f.name for f in all_formats()]
    failed = [
        n for n in names
        if subprocess.run([sys.executable, __file__, n, "--one", "--incidents", str(asked.incidents)]).returncode
    ]  # fmt: skip
    if failed:
        print(f"over {LIMIT_MB} MB, or failed: {', '.join(failed)}")
    return len(failed) > 0


if __name__ == "__main__":
    raise SystemExit(main())
