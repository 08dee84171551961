"""How quickly the review page answers on a large ledger: 10,000 incidents, 100,000 claims, and 50 reviewers at once.

    python benchmarks/pages.py [--claims 100000] [--incidents 10000] [--reviewers 50] [--no-browser] [--json FILE]

Times each page and its JSON twin as the server takes them, with another address each time; the first paint of the map
in a headless Chromium; and reviewers who judge at the same time, half of them on the same reports: every judgement must
be in the ledger, or its maker was told that somebody was quicker. Targets: 95 of 100 answers within 150 ms, the map
painted within 1.5 s, no error, nothing lost. The reviewers are on the same machine and take their part of it.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from ledger import SPEAKERS, TOWNS  # noqa: E402
from pages_world import fill  # noqa: E402
from tests.web.browser import chromium, programs, served  # noqa: E402

from accordingto.store import Ledger  # noqa: E402

WITHIN, PAINTED, ASKED, DECISIONS = 0.150, 1.5, 60, 6
Address = Callable[[], str]


def addresses(ledger: Ledger, dice: random.Random) -> dict[str, Address]:
    """Each page, with another address each time."""
    incidents = [i.id for i in ledger.incidents(limit=None)]
    large = sorted(ledger.incidents(limit=None), key=lambda i: -i.reports)[:50]
    reports = ledger.reports()

    def window() -> str:
        west, south = dice.uniform(-10, 25), dice.uniform(8, 30)
        return f"{west:.2f},{south:.2f},{west + dice.uniform(2, 30):.2f},{south + dice.uniform(2, 20):.2f}"

    def days() -> str:
        month = dice.randrange(1, 10)
        return f"from=2020-{month:02}-01&to=2020-{month + 3:02}-28"

    return {
        "queue": lambda: "/",
        "queue, one reason": lambda: f"/?reason={dice.choice(('claims', 'places', 'unread', 'disputes', 'pairs'))}",
        "incidents": lambda: f"/incidents?page={dice.randrange(1, 150)}",
        "incidents, filtered": lambda: f"/incidents?place={dice.choice(TOWNS)}&contested=yes&{days()}",
        "incidents, by source": lambda: f"/incidents?source={dice.choice(SPEAKERS).replace(' ', '+')}&page=3",
        "incidents, by words": lambda: f"/incidents?text={dice.randrange(1, 60)}+{dice.choice(TOWNS)}",
        "incident": lambda: f"/incident/{dice.choice(incidents)}",
        "incident, much told": lambda: f"/incident/{dice.choice(large).id}",
        "report": lambda: f"/report?id={dice.choice(reports)}",
        "totals": lambda: f"/tolls?page={dice.randrange(1, 6)}",
        "map": lambda: "/map",
        "map, a window": lambda: f"/map?view={window()}",
        "map, filtered": lambda: f"/map?type={dice.choice(('shelling', 'clash'))}&view={window()}&{days()}",
    }


def pages(home: str, asked: dict[str, Address]) -> list[dict[str, Any]]:
    """Seconds of each page and its twin: the median, the 95th percentile, the first."""
    rows = []
    with httpx.Client(base_url=home, timeout=60, trust_env=False) as client:
        for name, address in asked.items():
            for form in ("page", "JSON"):
                times, size = [], 0
                for _ in range(ASKED):
                    at = address()
                    at += "" if form == "page" else ("&" if "?" in at else "?") + "format=json"
                    began = time.perf_counter()
                    answer = client.get(at)
                    times.append(time.perf_counter() - began)
                    assert answer.status_code == 200, (at, answer.status_code)
                    size = max(size, len(answer.content))
                rows.append(
                    {
                        "page": name, "form": form, "median": statistics.median(times),
                        "p95": statistics.quantiles(times, n=20)[-1], "first": times[0], "bytes": size,
                    }
                )  # fmt: skip
    return rows


def painted(home: str) -> float | None:
    """Seconds until the map's first contentful paint in a browser that knows nothing yet; None without a browser."""
    if programs() is None:
        return None
    with chromium() as driver:
        driver.get(home + "/map")
        entry = "return performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
        end = time.monotonic() + 10
        while (found := driver.execute_script(entry)) is None and time.monotonic() < end:
            time.sleep(0.02)
        return float(found) / 1000 if found is not None else None


def together(home: str, where: Path, reviewers: int) -> dict[str, Any]:
    """Reviewers at once: what became of their judgements, how long pages took them, and what the ledger holds."""
    with Ledger.open(where) as ledger:
        before, reports = {j.id for j in ledger.judgements()}, ledger.reports()

    def review(n: int) -> tuple[list[str], int, int, list[float]]:
        dice, made, late, failed, times = random.Random(n), list[str](), 0, 0, list[float]()
        with httpx.Client(base_url=home, timeout=60, trust_env=False) as client:
            for _ in range(DECISIONS):
                time.sleep(dice.uniform(0, 2))  # somebody reads
                name = dice.choice(reports[:5] if n % 2 else reports)
                began = time.perf_counter()
                page = client.get("/report", params={"id": name})
                times.append(time.perf_counter() - began)
                token = page.text.partition('name="csrf" content="')[2].partition('"')[0]
                claim = dice.choice(client.get("/report", params={"id": name, "format": "json"}).json()["claims"])
                body = {"verdict": "accept", "report": name, "anchor": claim["anchor"], "seen": claim["seen"]}
                done = client.post("/judge", json=body, headers={"x-csrf-token": token})
                if done.status_code == 200:
                    made.append(done.json()["judgement"])
                late += done.status_code == 409
                failed += done.status_code not in (200, 409)
        return made, late, failed, times

    began = time.monotonic()
    with ThreadPoolExecutor(reviewers) as pool:
        found = list(pool.map(review, range(reviewers)))
    took = time.monotonic() - began
    taken = {j for made, *_ in found for j in made}
    with Ledger.open(where) as ledger:
        held = {j.id for j in ledger.judgements()} - before
        whole = ledger.verify().holds
    times = [x for *_, own in found for x in own]
    return {
        "reviewers": reviewers, "seconds": took, "taken": len(taken), "late": sum(x[1] for x in found),
        "failed": sum(x[2] for x in found), "lost": len(taken - held), "unasked": len(held - taken), "chain": whole,
        "median": statistics.median(times), "p95": statistics.quantiles(times, n=20)[-1],
    }  # fmt: skip


@contextmanager
def apart(where: Path) -> Iterator[str]:
    """A server of its own process, as it runs in use; gives its address."""
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(where, there))
    process.start()
    try:
        yield here.recv()
    finally:
        here.send(None)
        process.join(30)


def _serve(where: Path, pipe: Any) -> None:
    with served(where) as home:
        pipe.send(home)
        pipe.recv()


def main() -> None:
    """Fill, time, and work together."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--incidents", type=int, default=10_000)
    parser.add_argument("--reviewers", type=int, default=50)
    parser.add_argument("--ledger", type=Path, help="where the ledger is kept, or is from an earlier run")
    parser.add_argument("--no-browser", action="store_true", help="leave the first paint out")
    parser.add_argument("--json", type=Path, help="where the figures go as JSON")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        where = options.ledger or Path(folder) / "large.db"
        began = time.monotonic()
        if not where.exists():
            fill(where, claims=options.claims, incidents=options.incidents)
        with Ledger.open(where) as ledger:
            size = {"claims": ledger.count_claims(), "incidents": ledger.count_incidents()}
            asked = addresses(ledger, random.Random(1))
        print(f"{size['claims']:,} claims, {size['incidents']:,} incidents, made in {time.monotonic() - began:.0f} s")
        with apart(where) as home:
            paint = None if options.no_browser else painted(home)
            rows = pages(home, asked)
            load = together(home, where, options.reviewers)
    _report(rows, paint, load)
    if options.json:
        options.json.write_text(json.dumps({**size, "pages": rows, "painted": paint, "load": load}, indent=1) + "\n")
    late = [r["page"] for r in rows if r["p95"] > WITHIN]
    if late or load["failed"] or load["lost"] or not load["chain"] or (paint or 0) > PAINTED:
        sys.exit(f"not reached: {', '.join(late) or 'see above'}")


def _report(rows: list[dict[str, Any]], paint: float | None, load: dict[str, Any]) -> None:
    print(f"{'page':22} {'':5} {'median':>8} {'p95':>8} {'first':>8} {'size':>9}")
    for r in rows:
        ms = "".join(f"{r[k] * 1000:6.0f} ms" for k in ("median", "p95", "first"))
        print(f"{r['page']:22} {r['form']:5}{ms} {r['bytes'] / 1000:6.0f} kB")
    print(f"first paint of the map: {'not measured' if paint is None else f'{paint:.2f} s'}")
    print(
        f"{load['reviewers']} reviewers at once, {load['seconds']:.0f} s: {load['taken']} judgements taken,"
        f" {load['late']} told that somebody was quicker, {load['failed']} failed, {load['lost']} lost;"
        f" report page median {load['median'] * 1000:.0f} ms, p95 {load['p95'] * 1000:.0f} ms;"
        f" chain {'holds' if load['chain'] else 'BROKEN'}"
    )


if __name__ == "__main__":
    main()
