"""The run of a batch as a person sees it: results to one stream, problems and progress to the other.

Promises: results leave as they come; every input that failed is named with its remedy; a progress bar is drawn only on
a terminal.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Literal, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from accordingto.export import csv, jsonl
from accordingto.model import Issue, Reading
from accordingto.render import audit as audit_view
from accordingto.render import explain as explain_view
from accordingto.render import table, words
from accordingto.sources import estimate
from accordingto.workflow.tally import Tally

_WIDEST = 120
_MANY = 4


def console_for(stream: TextIO, *, width: int | None = None) -> Console:
    """A console on a stream: colours only on a terminal without ``NO_COLOR``; report text is never markup."""
    terminal = stream.isatty()
    system: Literal["auto"] | None = None if os.environ.get("NO_COLOR") or not terminal else "auto"
    console = Console(
        file=stream, color_system=system, markup=False, emoji=False, highlight=False, soft_wrap=False, width=width
    )
    if width is None and console.width > _WIDEST:
        console.width = _WIDEST
    return console


def report_readings(
    results: Iterable[Reading | Issue],
    inputs: Sequence[str],
    form: str | None,
    out: TextIO,
    err: TextIO,
    tally: Tally,
    *,
    explain: bool = False,
    audit: bool = False,
) -> None:
    """Write every reading in a format, every problem to the other stream, and a line about the whole.

    Args:
        results: Readings and issues as they come.
        inputs: What was asked for, to estimate how long it takes.
        form: ``table``, ``jsonl`` or ``csv``; None where readings are kept elsewhere already.
        out: Where readings go.
        err: Where problems and progress go.
        tally: Filled while the run goes on.
        explain: Whether to say what filled each slot.
        audit: Whether to say what became of each number.
    """
    page = console_for(out)
    problems = console_for(err)
    if form == "csv":
        csv.write((), out)
    with _progress(page if out.isatty() else problems, inputs, tally.before) as advance:
        for result in results:
            advance()
            tally.add(result)
            if isinstance(result, Issue):
                # Not wrapped: people search these lines, and names of files are long.
                problems.print(table.issue_line(result), soft_wrap=True)
            elif form == "table":
                _show(result, page, first=tally.read == 1, explain=explain, audit=audit)
            elif form == "jsonl":
                out.write(jsonl.line(result) + "\n")
            elif form == "csv":
                csv.write((result,), out, header=False)
    if form == "table" and tally.read:
        page.print()
        table.print_trimmed(table.footer(tally.read, tally.claims, tally.incidents), page)
    _close(tally, problems, quiet=form == "table" or not err.isatty())


def _show(reading: Reading, page: Console, *, first: bool, explain: bool, audit: bool) -> None:
    if not first:
        page.print()
    table.show(reading, page, why=explain_view.why if explain else None)
    if audit:
        table.print_trimmed(audit_view.numbers(reading), page)


def _close(tally: Tally, problems: Console, *, quiet: bool) -> None:
    earlier = f"; {words.plural(tally.before, 'input')} by an earlier run" if tally.before else ""
    if tally.failed:
        named = "the input" if tally.failed == 1 else "the inputs"
        place = "named when they were read" if tally.before else "named above"
        problems.print(
            Text(f"{words.plural(tally.read, 'report')} read, {tally.failed:,} not ({named} {place}){earlier}")
        )
    elif not quiet or earlier:
        noted = f", {words.plural(tally.warnings, 'thing')} to look at (“issues”)" if tally.warnings else ""
        counted = f"{words.plural(tally.read, 'report')} read, {words.plural(tally.claims, 'claim')}{noted}{earlier}"
        problems.print(Text(counted, style="dim"))


@contextmanager
def _progress(console: Console, inputs: Sequence[str], before: int) -> Iterator[Callable[[], None]]:
    total = estimate(inputs) if console.is_terminal else 0
    if total is not None and total < _MANY:
        yield lambda: None
        return
    columns = (
        TextColumn("reading"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("reports, time left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False) as bar:
        task = bar.add_task("reading", total=total, completed=before)
        yield lambda: bar.advance(task)
