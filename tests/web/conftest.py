"""Ledgers for the pages, read by the quick stand-in reader, and servers on them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import httpx
import pytest

from accordingto.model import Report
from accordingto.model.linked import Aside, Dispute, Estimate, LinkedIncident, Position, TollPoint, TollSeries
from accordingto.model.telling import Outlet, tellings_of
from accordingto.model.values import Bounds, Period
from accordingto.store import Ledger, Pair
from tests import fakes
from tests.web.browser import chromium, programs, served
from tests.web.team import gather, weak_hashes

HOSTILE = (
    "In Ostra \U0001f3da\U0001f691 two people killed, said <script>alert('x')</script> the mayor.\r\n"
    "\u05d1\u05e2\u05d9\u05e8 \u05d4\u05d6\u05d0\u05ea 7 people killed, \u202eno\u202c he said "
    "\U0001f468\u200d\U0001f469.\n"
    'Later up to 50 soldiers were killed. "><img src=x onerror=alert(2)> {{ 7*7 }}\n'
)
LONG = "\n".join(f"On street {n} the mayor said {n} people killed." for n in range(1, 21))


def fill(where: Path) -> None:
    """Three reports, their incident with a dispute, and a total."""
    with Ledger.open(where, create=True) as ledger:
        tellings = []
        for name, text in (("hostile", HOSTILE), ("long", LONG), ("x&y=/../<b>", "In Ostra 4 people killed.")):
            reading = fakes.read(Report(name, text, date(2020, 2, 21), "Post <i>", title=name))
            ledger.add_reading(reading)
            tellings += tellings_of(
                reading, Outlet(name, published=date(2020, 2, 21), publisher="Post <i>", origin=name)
            )
        said = ("the mayor", "asserted", ("hostile/c1",), (), ("mayor",), date(2020, 2, 20), date(2020, 2, 21))
        positions = (Position("Northland", *said), Position("Southland", *said))
        figures = (
            Estimate(
                "killed", Bounds(2, 7, 50), "ucdp", used=("hostile/c1",), aside=(Aside("long/c3", "a part"),), sources=1
            ),
            Estimate("killed", Bounds.up_to(50), "ucdp", "Northland", "combatant", used=("hostile/c3",), sources=1),
        )  # fmt: skip
        incident = LinkedIncident(
            "inc-1", "shelling of a market", "shelling", "Ostra, Northland", Period.day(date(2020, 2, 20)),
            tuple(tellings[:2]), figures, (Dispute("responsibility", "who harmed <b>", positions),),
            lat=35.9, lon=36.6,
        )  # fmt: skip
        other = LinkedIncident("inc-2", "a clash", "clash", None, Period(), tuple(tellings[2:]))
        points = (
            TollPoint("long/c1", date(2020, 2, 1), Bounds.exact(9)),
            TollPoint(
                "long/c2", date(2020, 2, 9), Bounds.exact(5), Bounds.exact(8), ("inc-1",), ("decrease", "exceeded")
            ),
        )  # fmt: skip
        toll = TollSeries("toll-1", "the mayor", "killed", None, None, None, "Ostra", None, points)
        pair = Pair("hostile#i1", "x&y=/../<b>#i1", 0.1, False, {"chance": 0.52, "observed": ["time: same day"]})
        ledger.replace_views((incident, other), (pair,), (toll,))


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("web") / "book.db"
    fill(where)
    return where


@pytest.fixture
def book(filled: Path, tmp_path: Path) -> Path:
    """A ledger of the test's own."""
    return Path(shutil.copy(filled, tmp_path / "book.db"))


@pytest.fixture
def ledger(book: Path) -> Iterator[Ledger]:
    with Ledger.open(book) as found:
        yield found


@pytest.fixture
def team(ledger: Ledger) -> Iterator[Ledger]:
    """The same with accounts."""
    with weak_hashes():
        gather(ledger)
        yield ledger


@pytest.fixture(scope="session")
def client(filled: Path) -> Iterator[httpx.Client]:
    """A program that looks at a server's pages."""
    with served(filled) as home, httpx.Client(base_url=home, trust_env=False) as found:
        yield found


@pytest.fixture
def writer(book: Path) -> Iterator[httpx.Client]:
    """A program that decides something, on a ledger of its own."""
    with served(book) as home, httpx.Client(base_url=home, trust_env=False) as found:
        yield found


@pytest.fixture(scope="module")
def driver() -> Iterator[object]:
    if programs() is None:
        pytest.skip("no Chromium with its driver on this machine (Debian: apt install chromium chromium-driver)")
    with chromium() as found:
        yield found
