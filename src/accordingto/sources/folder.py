"""Files and folders: which files of a folder are inputs, in which order, and what is said about the others.

Promises: sorted, so that a batch is the same batch on every machine; hidden files are left alone; every other file is
either read or named. Links to folders are not followed, because they can lead in circles.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from accordingto.model import Issue, Severity
from accordingto.sources.base import problem
from accordingto.sources.formats import known_suffixes


def files(folder: Path) -> Iterator[Path | Issue]:
    """The files of a folder and its folders, with an issue for each that is not read.

    Args:
        folder: Where to look.
    """
    failures: list[OSError] = []
    for here, folders, names in os.walk(folder, onerror=failures.append):
        while failures:
            yield unreadable(failures.pop())
        stems = {Path(n).stem for n in names if Path(n).suffix.lower() in (".html", ".htm", ".xhtml")}
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for companion in [f for f in folders if f.endswith("_files") and f.removesuffix("_files") in stems]:
            # What a browser saves beside a page: its pictures and scripts, hundreds of them, none a report.
            folders.remove(companion)
            message = "the pictures and scripts saved with a page; not read"
            yield problem(
                "companion-folder", message, str(Path(here, companion)), "none needed", severity=Severity.NOTE
            )
        for name in sorted(names):
            if not name.startswith("."):
                yield _judged(Path(here, name))
    while failures:
        yield unreadable(failures.pop())


def _judged(path: Path) -> Path | Issue:
    if not path.is_file():
        hint = "name it on the command line if it is meant to be read"
        return problem("unknown-format", "not a regular file; skipped", str(path), hint)
    if path.suffix.lower() not in known_suffixes():
        message = f"files ending in {path.suffix} are not read from folders; skipped"
        return problem("unknown-format", message, str(path), "name the file itself to have it read as text")
    return path


def unreadable(e: OSError) -> Issue:
    """The issue for a file or folder that the system does not give."""
    origin = str(e.filename or "?")
    if isinstance(e, FileNotFoundError):
        return problem("missing-file", "there is no such file or folder", origin, "check the spelling and the folder")
    message = f"cannot be read: {e.strerror or type(e).__name__}"
    return problem("unreadable-file", message, origin, "check that you may read it")
