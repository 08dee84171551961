"""A server in a thread and a headless Chromium, for the browser tests and for the pictures of the documentation."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import uvicorn

from accordingto.store import Ledger
from accordingto.web.app import create_app
from accordingto.web.server import listening

PROGRAMS = (("chromium", "chromedriver"), ("google-chrome", "chromedriver"))


def programs() -> tuple[str, str] | None:
    """A browser and its driver, where this machine has both."""
    for names in PROGRAMS:
        browser, driver = (shutil.which(n) for n in names)
        if browser and driver:
            return browser, driver
    return None


@contextmanager
def served(where: Path, reviewer: str = "Ada") -> Iterator[str]:
    """The review page of a ledger, until the block ends; gives its address."""
    with Ledger.open(where) as ledger, listening("127.0.0.1", 0) as at:
        config = uvicorn.Config(create_app(ledger, reviewer=reviewer), log_level="error", lifespan="off")
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, kwargs={"sockets": [at]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{at.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(10)


@contextmanager
def chromium(width: int = 1440, height: int = 900, *, dark: bool = False) -> Iterator[Any]:
    """A headless browser that reaches nothing but this machine."""
    from selenium import webdriver

    found = programs()
    assert found is not None
    options = webdriver.ChromeOptions()
    options.binary_location = found[0]
    for flag in (
        "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--hide-scrollbars",
        "--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        f"--window-size={width},{height}", *(("--force-dark-mode",) if dark else ()),
    ):  # fmt: skip
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(found[1]))
    try:
        driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500},
        )
        yield driver
    finally:
        driver.quit()
