"""Speed of the command as a user runs it: reports a second, start-up, peak memory.

The input is pinned: the development reports where they lie beside the repository, else the bundled examples repeated;
its SHA-256 is printed, and figures of different inputs are not to be compared. Start-up (of the program and of its
worker processes) is taken out of the rate by difference: the time that reading everything twice takes longer than
reading it once. Each figure is the best of the repeats: the rest is other work of the machine.

Usage: python benchmarks/speed.py [--jobs N] [--repeats N] [--limit N] [--readers default fast]
"""

import argparse
import hashlib
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
DEV = ROOT.parent / "shared/bench/dev/docs.jsonl"
LEAST = 200
SHORT = "Shelling killed two people in Orda on Monday, the Valley Monitor said."


def pinned_reports() -> tuple[str, list[dict[str, str | None]]]:
    """Name of the input and its reports."""
    if DEV.is_file():
        keys = ("report", "publisher", "published", "text")
        docs = [json.loads(line) for line in DEV.open(encoding="utf-8") if line.strip()]
        return "development reports", [{k: d.get(k) for k in keys} for d in docs]
    reports: list[dict[str, str | None]] = []
    for path in sorted((ROOT / "examples").rglob("*")):
        if path.suffix == ".txt":
            reports.append({"report": path.stem, "text": path.read_text(encoding="utf-8")})
        elif path.suffix == ".jsonl":
            lines = path.read_text(encoding="utf-8").splitlines()
            found = [json.loads(line) for line in lines if line.strip()]
            reports += [{"report": f"{path.stem}-{k}", "text": d["text"]} for k, d in enumerate(found) if d.get("text")]
    if not reports:
        raise SystemExit("Neither development reports nor examples to read: nothing measured.")
    rounds = -(-LEAST // len(reports))
    return "examples, repeated", [{**r, "report": f"{r['report']}-{k}"} for k in range(rounds) for r in reports]


def write(path: Path, reports: list[dict[str, str | None]]) -> Path:
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in reports), encoding="utf-8")
    return path


def run(path: Path, jobs: int, reader: str, *, watch: bool = False) -> tuple[float, float | None]:
    """Seconds of one run, and the peak memory of all its processes in MiB when it is watched."""
    command = [sys.executable, "-m", "accordingto", "read", str(path), "--format", "jsonl", "--workers", str(jobs)]
    command += ["--reader", reader]
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
        peak[0] = max(peak[0], sum(_kib(pid) for pid in _family(process.pid)))
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


def _kib(pid: int) -> float:
    """Proportional share of memory: pages that processes share are counted once."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return float(line.split()[1])
    except OSError:
        pass
    return 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=2)
    parser.add_argument("--limit", type=int, help="read only so many reports (a quick look; not comparable)")
    parser.add_argument("--readers", nargs="+", default=["default", "fast"])
    args = parser.parse_args()
    name, reports = pinned_reports()
    reports = reports[: args.limit]
    words = sum(len((r["text"] or "").split()) for r in reports)
    with tempfile.TemporaryDirectory() as folder:
        once = write(Path(folder) / "once.jsonl", reports)
        twice = write(
            Path(folder) / "twice.jsonl", [{**r, "report": f"{r['report']}-{k}"} for k in "ab" for r in reports]
        )
        short = write(Path(folder) / "short.jsonl", [{"report": "short", "text": SHORT}])
        digest = hashlib.sha256(once.read_bytes()).hexdigest()[:16]
        print(f"input    {len(reports)} reports ({name}), {words / len(reports):.0f} words each, sha256 {digest}")
        print(f"machine  {os.cpu_count()} cores, Python {platform.python_version()}, {args.jobs} processes")
        for reader in args.readers:
            first, _ = run(short, 1, reader)
            start = min(run(short, 1, reader)[0] for _ in range(args.repeats))
            took = min(run(once, args.jobs, reader)[0] for _ in range(args.repeats))
            longer = min(run(twice, args.jobs, reader)[0] for _ in range(args.repeats))
            _, memory = run(once, args.jobs, reader, watch=True)
            rate = len(reports) / max(1e-9, longer - took)
            print(f"{reader}")
            print(f"  rate     {rate:.1f} reports/s without start-up ({took:.1f} s once, {longer:.1f} s twice)")
            print(f"  start-up {start:.2f} s for one short report, one process ({first:.2f} s the first time)")
            if memory:
                print(f"  memory   {memory:.0f} MiB all processes together, shared pages once")
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (2**20 if sys.platform == "darwin" else 1024)
    print(f"largest process of all {largest:.0f} MiB")


if __name__ == "__main__":
    main()
