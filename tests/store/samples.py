"""Readings to store: made by the reader that stands in for the real one, from texts in our own words."""

from datetime import date, datetime
from hashlib import sha256

from accordingto.model import Reading, Report
from accordingto.store import Ledger, Source
from tests import fakes

MARKET = "The mayor said 3 people killed and 4 men killed at Al-Bab. 12 fighters killed in all this month."
LATER = "The mayor said 5 people killed and 4 men killed at Al-Bab. 12 fighters killed in all this month."


def reading(
    name: str = "r1", text: str = MARKET, *, day: date | None = date(2020, 2, 20), **more: str | None
) -> Reading:
    """What the reader reads of a text."""
    return fakes.read(Report(name, text, day, **more))


def source(raw: bytes = b"<p>raw", url: str | None = None, retrieved: datetime | None = None) -> Source:
    """Bytes that something was read from."""
    headers = (("etag", '"1"'),) if retrieved else ()
    return Source(raw, sha256(raw).hexdigest(), "text/html", url, url if retrieved else None, retrieved, None, headers)


def anchor(ledger: Ledger, report: str, number: str) -> str:
    """Anchor of a claim of a report."""
    found = ledger.anchor_of(f"{report}/{number}")
    assert found is not None
    return found


def statuses(ledger: Ledger) -> dict[str, str]:
    """Standing of every claim by its name."""
    return {f"{c.report}/{c.id}": c.status for c in ledger.claims(limit=None)}
