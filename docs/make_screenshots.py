"""Redraws docs/screenshots: each page of the review page, of the bundled examples, wide and narrow.

Needs Chromium with its driver; the ledger is made in a temporary folder.
"""

from __future__ import annotations

import sys
import tempfile
from base64 import b64decode
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.web.browser import chromium, programs, served  # noqa: E402

from accordingto.store import Ledger  # noqa: E402
from accordingto.web.asking import address  # noqa: E402
from accordingto.workflow.adding import add_inputs  # noqa: E402
from accordingto.workflow.rebuild import rebuild  # noqa: E402

SIZES = {"wide": (1440, 900), "narrow": (390, 844)}
FIRST = "examples/idlib-2020/01-meridian-post.html"


def filled(where: Path) -> str:
    """A ledger of the bundled examples; returns the incident that most reports tell."""
    with Ledger.open(where, create=True) as ledger:
        for outcome in add_inputs([str(p) for p in ("examples/idlib-2020", "examples/ituri-2021")], ledger):
            assert outcome.issue is None, outcome.issue
        across = rebuild(ledger)
        return max(across.incidents, key=lambda i: (len(i.reports), i.id)).id


def pictures(incident: str) -> dict[str, str]:
    """Names of the pictures with the addresses they show."""
    return {
        "queue": "/",
        "incidents": "/incidents?place=Syria",
        "incident": f"/incident/{incident}",
        "report": address("/report", id=FIRST),
        "map": "/map",
        "totals": "/tolls",
    }


def take(driver: Any, where: Path) -> None:
    """One picture, as WebP, which is a fifth of a PNG for these pages."""
    shot = driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "webp", "quality": 70})
    where.write_bytes(b64decode(shot["data"]))


def main() -> None:
    """Take every picture."""
    if programs() is None:
        sys.exit("Pictures need Chromium and its driver. On Debian: apt install chromium chromium-driver")
    out = ROOT / "docs" / "screenshots"
    out.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(folder) / "examples.db"
        incident = filled(ledger)
        with served(ledger, "Ada") as home:
            for size, (width, height) in SIZES.items():
                with chromium(width, height) as driver:
                    for name, at in pictures(incident).items():
                        driver.get(home + at)
                        take(driver, out / f"{name}-{size}.webp")


if __name__ == "__main__":
    main()
