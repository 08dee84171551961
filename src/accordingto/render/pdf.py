"""A page of HTML as PDF, with what is on the machine: Chromium, or WeasyPrint.

Promise: the page is printed as it is and nothing is fetched; where neither is there, it is said how to get one.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from importlib import import_module
from pathlib import Path

from accordingto.model.issue import InputError, Issue, Severity

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
_SECONDS = 180


def write_pdf(html: str, path: Path) -> str:
    """Write a page as PDF.

    Args:
        html: A page that needs nothing from elsewhere.
        path: Where to.

    Returns:
        What printed it.

    Raises:
        InputError: Nothing on this machine can print it, or what there is failed; the issue says what to do.
        OSError: The file cannot be written.
    """
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser is not None and _printed(browser, html, path):
        return Path(browser).name
    try:
        printer = import_module("weasyprint")
    except (ImportError, OSError):  # OSError: Pango is not on the machine
        raise InputError(
            Issue(
                "missing-library", "a PDF needs Chromium or WeasyPrint, and neither is usable here", Severity.ERROR,
                hint="install Chromium, or pip install 'accordingto[pdf]'; or write .html and print it in your browser",
            )
        ) from None  # fmt: skip
    path.write_bytes(printer.HTML(string=html, url_fetcher=_refused).write_pdf())
    return "weasyprint"


def _printed(browser: str, html: str, path: Path) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        page, made = Path(folder) / "page.html", Path(folder) / "page.pdf"
        page.write_text(html, encoding="utf-8")
        words = [
            browser, "--headless", "--disable-gpu", "--no-sandbox", "--no-pdf-header-footer", "--disable-extensions",
            f"--user-data-dir={folder}/profile", "--host-resolver-rules=MAP * ~NOTFOUND",
            f"--print-to-pdf={made}", page.as_uri(),
        ]  # fmt: skip
        try:
            subprocess.run(words, capture_output=True, timeout=_SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return False
        if not made.is_file() or made.read_bytes()[:5] != b"%PDF-":
            return False
        path.write_bytes(made.read_bytes())
        return True


def _refused(url: str, *_: object, **__: object) -> object:
    raise ValueError(f"a report fetches nothing, and was asked for {url}")
