"""The public profile as commands use it: the view that may leave, and the list of what was taken out beside the file.

Promise: nothing leaves in the public profile without that list; it names subjects, fields and rules, never the words.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from accordingto.cli.common import cannot_write

if TYPE_CHECKING:
    from accordingto.export.base import View
    from accordingto.export.policy import Removed


def may_leave(view: View, profile: str, delay: int, names: Path | None) -> tuple[View, Iterable[Removed] | None]:
    """The view as it may leave, and what that takes out; None where nothing is to be taken out.

    Args:
        view: What the ledger knows.
        profile: ``internal`` or ``public``.
        delay: Hours.
        names: A file of names that may stand, one a line.
    """
    from accordingto.workflow.publishing import published

    if profile != "public":
        return view, None
    try:
        named = names.read_text(encoding="utf-8-sig").splitlines() if names else []
    except (OSError, UnicodeDecodeError) as e:
        raise typer.BadParameter(f"{names}: {e}", param_hint="--allow-names") from None
    try:
        return published(view, delay=delay, named=[n.strip() for n in named if n.strip()])
    except ValueError as e:
        raise typer.BadParameter(str(e), param_hint="--delay") from None


def say_removed(removed: Iterable[Removed] | None, output: Path | None) -> None:
    """Write beside a file what was taken out; without a file, say how often each rule applied.

    Args:
        removed: What ``may_leave`` gave.
        output: The file, or None for a pipe.
    """
    from collections import Counter

    from accordingto.workflow.publishing import REDACTIONS_SUFFIX, write_redactions

    if removed is None:
        return
    if output is None:
        counts: Counter[str] = Counter()
        for r in removed:
            counts[r.rule] += r.times
        where = "Name a file with -o to have the list of it"
    else:
        beside = output.with_name(output.name + REDACTIONS_SUFFIX)
        try:
            counts = write_redactions(removed, beside)
        except OSError as e:
            cannot_write(beside, e)
        where = f"What and where is listed in {beside}; keep that file to yourself"
    said = ", ".join(f"{rule} {n:,}" for rule, n in counts.most_common()) or "nothing"
    typer.echo(f"public profile took out: {said}. {where}.", err=True)
