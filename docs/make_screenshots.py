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

from accordingto.model.judgement import Verdict  # noqa: E402
from accordingto.store import Ledger  # noqa: E402
from accordingto.store.people import Role  # noqa: E402
from accordingto.web.asking import address  # noqa: E402
from accordingto.workflow.adding import add_inputs  # noqa: E402
from accordingto.workflow.agreement import coded_from  # noqa: E402
from accordingto.workflow.relinking import rebuild  # noqa: E402

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
        "preview": f"/incident/{incident}/preview?verdict=split",
        "report": address("/report", id=FIRST),
        "map": "/map",
        "totals": "/tolls",
    }


PEOPLE = {"Ada": Role.ADMIN, "Bo": Role.REVIEWER, "Cem": Role.CODER, "Dela": Role.READER}
WORDS = "herons stand in the shallow river"


def gathered(where: Path) -> dict[str, str]:
    """The same ledger shared by a team at work; returns names of its pictures with the addresses they show."""
    with Ledger.open(where) as ledger:
        for name, role in PEOPLE.items():
            ledger.add_person(name, role, by="Ada", password=WORDS)
        kept = ledger.reading(FIRST)
        assert kept is not None
        one, other = (s.anchor for s in kept.standings[:2])
        change = {"target": {"kind": "combatant"}, "means": "airstrike", "stance": "possible"}
        ledger.decide(Verdict.EDIT, one, by="Bo", reason="a headline; the text says who claims it", value=change)
        made = ledger.decide(Verdict.REJECT, other, by="Cem", reason="another event")
        ledger.decide(Verdict.APPROVE, made.id, by="Bo", reason="agreed")
        over = ledger.begin_round(["Bo", "Cem"], 12, by="Ada", seed=5)
        for n, unit in enumerate(over.units):
            told = ledger.reading(unit.report)
            read = next(s.read for s in told.standings if s.anchor == unit.anchor) if told is not None else None
            assert read is not None
            slots = coded_from(read)
            ledger.code(over.id, unit.id, slots, by="Bo")
            ledger.code(over.id, unit.id, None if n == 4 else slots | ({"means": None} if n % 3 else {}), by="Cem")
        ledger.begin_round(["Bo", "Ada"], 5, by="Ada", seed=9)
        now = ledger.rounds()[-1]
    return {
        "second-eye": "/second-eye",
        "people": "/people",
        "account": "/account",
        "agreement": address("/agreement", round=over.id),
        "log": "/audit?person=Bo",
        "coding": address("/coding", round=now.id),
    }


def sign_in(driver: Any, home: str, name: str) -> None:
    """Sign in as somebody of the team."""
    driver.get(f"{home}/login")
    for field, words in (("name", name), ("password", WORDS)):
        driver.find_element("css selector", f"input[name={field}]").send_keys(words)
    driver.find_element("css selector", "form[action='/login'] button").click()


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
        shown = pictures(incident)
        with served(ledger, "Ada") as home:
            for size, (width, height) in SIZES.items():
                with chromium(width, height) as driver:
                    for name, at in shown.items():
                        driver.get(home + at)
                        take(driver, out / f"{name}-{size}.webp")
        shown = gathered(ledger)
        with served(ledger) as home:
            for size, (width, height) in SIZES.items():
                with chromium(width, height) as driver:
                    driver.get(f"{home}/login")
                    take(driver, out / f"login-{size}.webp")
                    sign_in(driver, home, "Ada")
                    for name, at in shown.items():
                        driver.get(home + at)
                        take(driver, out / f"{name}-{size}.webp")


if __name__ == "__main__":
    main()
