"""How quickly the review page answers on a large ledger: 10,000 incidents, 100,000 claims, and many reviewers at once.

    python benchmarks/pages.py [--reports 7200] [--reviewers 50]

The ledger is made of a stand-in reader's claims, because what is timed is the store and the pages. Prints the 95th
percentile of each page's answer, and what became of every judgement of reviewers who work at the same time.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests import fakes  # noqa: E402
from tests.web.browser import served  # noqa: E402

from accordingto.model import Report  # noqa: E402
from accordingto.model.linked import Dispute, Estimate, LinkedIncident, Position  # noqa: E402
from accordingto.model.telling import Outlet, Telling, tellings_of  # noqa: E402
from accordingto.model.values import Bounds, Period  # noqa: E402
from accordingto.store import Ledger  # noqa: E402

PLACES = [f"Town {n}, District {n % 40}, Northland" for n in range(400)]
CLAIMS = 14


def fill(where: Path, reports: int) -> None:
    """A ledger of many reports, each with two incidents' worth of claims."""
    rng, began = random.Random(7), time.monotonic()
    with Ledger.open(where, create=True) as ledger:
        tellings: list[Telling] = []
        for n in range(reports):
            text = "\n".join(
                f"The mayor of Town {k} said {rng.randint(2, 40)} people killed there." for k in range(CLAIMS)
            )
            day = date(2020, 1, 1) + timedelta(days=n % 600)
            reading = fakes.read(Report(f"r{n}", text, day, f"Outlet {n % 60}"))
            ledger.add_reading(reading)
            tellings += tellings_of(reading, Outlet(f"r{n}", published=day, publisher=f"Outlet {n % 60}"))
        ledger.replace_views([_incident(n, reports, tellings[n % reports], rng) for n in range(round(reports / 0.72))])
        print(
            f"{reports:,} reports, {ledger.count_claims():,} claims, {ledger.count_incidents():,} incidents, made in"
            f" {time.monotonic() - began:.0f} s"
        )


def _incident(n: int, most: int, telling: Telling, rng: random.Random) -> LinkedIncident:
    said = ("the mayor", "asserted", (), (), ("mayor",))
    open_ = (Dispute("responsibility", "who did it", (Position("Northland", *said), Position("Southland", *said))),)
    low = rng.randint(0, 30)
    return LinkedIncident(
        f"inc-{n}", "shelling of a market", rng.choice(("shelling", "airstrike", "clash")), rng.choice(PLACES),
        Period.day(date(2020, 1, 1) + timedelta(days=n % 600)), (telling,) if n < most else (),
        (Estimate("killed", Bounds(low, low + 1, low + 5), "ucdp", sources=1),), open_ if n % 5 == 0 else (),
        rng.uniform(-30, 40) if n % 10 else None, rng.uniform(-20, 60) if n % 10 else None,
    )  # fmt: skip


def pages(home: str, reports: int) -> None:
    """Time each page, the first answer apart."""
    rng = random.Random(1)
    asked = {
        "queue": lambda: "/",
        "incidents": lambda: "/incidents",
        "incidents, filtered": lambda: f"/incidents?place=District+{rng.randrange(40)}&contested=yes&from=2020-06-01",
        "incidents, by source": lambda: "/incidents?source=mayor&page=3",
        "incident": lambda: f"/incident/inc-{rng.randrange(reports)}",
        "report": lambda: f"/report?id=r{rng.randrange(reports)}",
        "totals": lambda: "/tolls",
        "map": lambda: "/map",
        "map, filtered": lambda: f"/map?place=District+{rng.randrange(40)}&view=-20,-10,20,30",
    }
    with httpx.Client(base_url=home, timeout=300, trust_env=False) as client:
        for name, address in asked.items():
            times = []
            for _ in range(30):
                began = time.perf_counter()
                answer = client.get(address())
                times.append(time.perf_counter() - began)
                assert answer.status_code == 200, (name, answer.status_code)
            first, rest = times[0], times[1:]
            p95 = statistics.quantiles(rest, n=20)[-1]
            p50 = statistics.median(rest)
            print(f"{name:22} p50 {p50 * 1000:6.0f} ms   p95 {p95 * 1000:6.0f} ms   first {first:.2f} s")


def together(home: str, where: Path, reviewers: int, reports: int) -> None:
    """Reviewers at once, half of them on the same reports: every judgement is taken or told to be too late."""

    def review(n: int) -> tuple[int, int, int]:
        taken = late = failed = 0
        rng = random.Random(n)
        with httpx.Client(base_url=home, timeout=300, trust_env=False) as client:
            for _ in range(4):
                name = f"r{rng.randrange(5) if n % 2 else rng.randrange(reports)}"
                page = client.get("/report", params={"id": name})
                token = page.text.partition('name="csrf" content="')[2][:64]
                claim = rng.choice(client.get("/report", params={"id": name, "format": "json"}).json()["claims"])
                body = {"verdict": "accept", "report": name, "anchor": claim["anchor"], "seen": claim["seen"]}
                status = client.post("/judge", json=body, headers={"x-csrf-token": token}).status_code
                taken, late, failed = (
                    taken + (status == 200),
                    late + (status == 409),
                    failed + (status not in (200, 409)),
                )
        return taken, late, failed

    began = time.monotonic()
    with ThreadPoolExecutor(reviewers) as pool:
        found = [sum(x) for x in zip(*pool.map(review, range(reviewers)), strict=True)]
    print(
        f"{reviewers} reviewers at once: {found[0]} judgements taken, {found[1]} told that somebody was quicker,"
        f" {found[2]} failed, in {time.monotonic() - began:.0f} s"
    )
    with Ledger.open(where) as ledger:
        held = len(ledger.judgements())
    print(f"judgements in the ledger: {held}")
    assert held == found[0] and not found[2]


def main() -> None:
    """Fill, time, and work together."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=7200)
    parser.add_argument("--reviewers", type=int, default=50)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder) / "large.db"
        fill(where, options.reports)
        with served(where) as home:
            pages(home, options.reports)
            together(home, where, options.reviewers, options.reports)


if __name__ == "__main__":
    main()
