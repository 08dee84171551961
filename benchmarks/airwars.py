"""Killed ranges from narratives of a casualty recorder, against the ranges that the recorder published.

Each narrative is read by the package's reader and reconciled by the ``airwars`` rules; the narrative's incident is the
one in which it first tells of people killed. Rules were tuned on every second narrative; the others are the test.
Readings are kept in a temporary file, because reading takes a minute or two: delete it after a change of the reader.

Usage: python benchmarks/airwars.py [../shared/bench/raw/airwars_gaza.jsonl.gz] [--fresh]
"""

import gzip
import hashlib
import json
import pickle
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import accordingto
from accordingto.model import Reading
from accordingto.model.telling import Outlet, Telling, tellings_of
from accordingto.reconcile.incident import reconcile
from accordingto.reconcile.rules import built_in

ROOT = Path(__file__).parents[1]
DEFAULT = ROOT.parent / "shared/bench/raw/airwars_gaza.jsonl.gz"
EXACT, OVERLAP = 0.55, 0.80
Item = tuple[dict[str, Any], Reading]


def readings(path: Path, *, fresh: bool) -> list[Item]:
    """Each record with its reading, from the temporary file where it is there."""
    reader = accordingto.read("Two soldiers were killed.").reader
    name = hashlib.sha256(path.read_bytes() + str(reader).encode()).hexdigest()[:12]
    cache = Path(tempfile.gettempdir()) / f"accordingto-airwars-{name}.pickle"
    if cache.is_file() and not fresh:
        found: list[Item] = pickle.loads(cache.read_bytes())  # noqa: S301 - written by this script
        return found
    out = []
    with gzip.open(path, "rt", encoding="utf-8") as f:
        for line in f:
            record = json.loads(line)
            out.append((record, accordingto.read(record["narrative"], report_id=record["file"])))
    cache.write_bytes(pickle.dumps(out))
    return out


def main_telling(reading: Reading) -> Telling | None:
    """The telling of the incident in which people are first said to be killed."""
    tellings = tellings_of(reading, Outlet(reading.report.id, origin=reading.report.id))
    first = {t.key: min((c.span.start for c in t.claims if c.type == "killed"), default=None) for t in tellings}
    told = [(at, t) for t in tellings if (at := first[t.key]) is not None]
    return min(told, key=lambda x: x[0])[1] if told else None


def killed_range(reading: Reading) -> tuple[int, int] | None:
    """The range that the ``airwars`` rules give, or None."""
    telling = main_telling(reading)
    if telling is None:
        return None
    estimate = reconcile("inc", [telling], built_in("airwars")).estimate("killed")
    if estimate is None or not estimate.bounds.numeric:
        return None
    b = estimate.bounds
    low = next(v for v in (b.low, b.best, b.high) if v is not None)
    high = next(v for v in (b.high, b.best, b.low) if v is not None)
    return low, high


def shares(items: Iterable[Item]) -> tuple[float, float, int]:
    """Shares of recorded ranges met exactly and overlapped, and how many there were."""
    exact = overlap = n = 0
    for record, reading in items:
        if not record["killed"]:
            continue
        n += 1
        low, high = record["killed"][0], record["killed"][-1]
        got = killed_range(reading)
        if got is not None:
            exact += got == (low, high)
            overlap += got[0] <= high and low <= got[1]
    return exact / max(1, n), overlap / max(1, n), n


def main() -> None:
    given = [a for a in sys.argv[1:] if not a.startswith("--")]
    path = Path(given[0]) if given else DEFAULT
    if not path.is_file():
        print(f"No narratives at {path}: nothing measured.")
        return
    items = readings(path, fresh="--fresh" in sys.argv)
    for label, part in (("tuned on", items[::2]), ("kept aside", items[1::2])):
        exact, overlap, n = shares(part)
        print(
            f"{label:10} {n} narratives: killed range equal {exact:.3f} (goal {EXACT}), "
            f"overlapping {overlap:.3f} (goal {OVERLAP})"
        )


if __name__ == "__main__":
    main()
