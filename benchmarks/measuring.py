"""How speed is measured and told: best of several, growth by a fitted exponent, one table and one file of JSON."""

from __future__ import annotations

import json
import math
import os
import platform
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table


class Figures:
    """Figures of a run, printed as they come to be known."""

    def __init__(self) -> None:
        self._rows: list[dict[str, Any]] = []
        self._about: dict[str, Any] = {
            "cores": os.cpu_count(), "python": platform.python_version(), "load": round(os.getloadavg()[0], 1)
        }  # fmt: skip

    def about(self, **facts: Any) -> None:
        """Facts of the whole run."""
        self._about |= facts

    def add(self, what: str, name: str, value: float, unit: str, *, goal: float | None = None, note: str = "") -> None:
        """One figure; a goal is a most, or a least where the unit is a rate (``/s``, or ``x`` for how many times)."""
        met = None if goal is None else (value >= goal if unit.endswith(("/s", "x")) else value <= goal)
        self._rows.append(
            {"what": what, "name": name, "value": value, "unit": unit, "goal": goal, "met": met, "note": note}
        )
        print(f"  {what}: {name} {value:.4g} {unit} {note}", file=sys.stderr, flush=True)

    def skip(self, what: str, why: str) -> None:
        """A figure that was not measured, and why."""
        self._rows.append({"what": what, "name": "not measured", "note": why})
        print(f"  {what}: {why}", file=sys.stderr, flush=True)

    def show(self) -> None:
        """Print the table."""
        table = Table(*("measured", "figure", "value", "goal", "note"), title=str(self._about)[1:-1].replace("'", ""))
        for r in self._rows:
            if "value" not in r:
                table.add_row(r["what"], r["name"], "", "", r["note"])
                continue
            sign = "≥" if r["unit"].endswith(("/s", "x")) else "≤"
            goal = "" if r["goal"] is None else f"{sign} {r['goal']:g}{'' if r['met'] else ' missed'}"
            table.add_row(r["what"], r["name"], f"{r['value']:.4g} {r['unit']}", goal, r["note"])
        Console(width=140, markup=False).print(table)

    def save(self, path: Path | None) -> None:
        """Write them as JSON."""
        if path is not None:
            path.write_text(json.dumps({**self._about, "figures": self._rows}, indent=1) + "\n", encoding="utf-8")


def seconds(work: Callable[..., object], *args: object, repeats: int = 1) -> float:
    """What a call takes, the best of the repeats: the rest is other work of the machine."""
    found = []
    for _ in range(repeats):
        begin = time.perf_counter()
        work(*args)
        found.append(time.perf_counter() - begin)
    return min(found)


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that so many percent are not above."""
    return sorted(values)[max(0, math.ceil(len(values) * percent / 100) - 1)]


def exponent(sizes: Sequence[float], took: Sequence[float]) -> float:
    """The power of the size by which time grows: the slope through the logarithms."""
    xs, ys = [math.log(s) for s in sizes], [math.log(t) for t in took]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


def timed(command: list[str], *, watch: bool = False) -> tuple[float, float | None]:
    """Seconds of a command, and the peak memory of all its processes in MiB when it is watched."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    peak = [0.0]
    watcher = threading.Thread(target=_watch, args=(process, peak), daemon=True)
    if watch:
        watcher.start()
    _, errors = process.communicate()
    took = time.perf_counter() - begin
    if watch:
        watcher.join()
    # A report that fails is quick: a rate with failures in it would flatter.
    if process.returncode != 0:
        raise SystemExit(f"The reader failed ({process.returncode}):\n{errors.decode(errors='replace')[-2000:]}")
    return took, peak[0] / 1024 if peak[0] else None


def _watch(process: subprocess.Popen[bytes], peak: list[float]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], sum(kib(pid) for pid in _family(process.pid)))
        time.sleep(0.1)


def _family(pid: int) -> list[int]:
    """A process and all that descend from it; only itself where there is no /proc."""
    out = [pid]
    for known in out:
        for task in Path(f"/proc/{known}/task").glob("*/children"):
            try:
                out += [int(child) for child in task.read_text(encoding="ascii").split()]
            except OSError:
                continue
    return out


def kib(pid: int | str) -> float:
    """Proportional share of memory: pages that processes share are counted once; zero where there is no /proc."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return float(line.split()[1])
    except OSError:
        pass
    return 0.0
