"""``accordingto import`` and ``accordingto compare``: a ledger beside a published dataset.

Promise: a dataset is compared from its file, or by its name once it was imported; both ways give the same comparison.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from accordingto.cli.common import (
    LEDGER,
    AsOf,
    Exit,
    Form,
    LedgerName,
    fail,
    incident_filter,
    moment,
    open_out,
    opened,
    quiet_ends,
    rule_set,
    verdict,
)
from accordingto.cli.options import FirstDay, LastDay, PlaceName, RulesName

if TYPE_CHECKING:
    from accordingto.export.foreign import Published
    from accordingto.model import Issue
    from accordingto.store import Filter

_Kept = Annotated[Path, typer.Option("--kept-in", metavar="FILE", help="The file that keeps imported datasets.")]
_KEPT = Path("comparison.db")
_KINDS = ("ucdp", "acled", "csv")


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command("import")(import_)
    app.command()(compare)


def import_(
    kind: Annotated[Literal["ucdp", "acled", "csv"], typer.Argument(help="What kind of table it is.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A published dataset.")],
    kept_in: _Kept = _KEPT,
    dataset: Annotated[
        str | None, typer.Option("--dataset", metavar="NAME", help="Its name there.  (default: the kind)")
    ] = None,
) -> None:
    """Keep a published dataset for comparison, beside the ledger and never in it."""
    from accordingto.workflow.importing import import_events

    _there(file)
    with quiet_ends():
        try:
            done = import_events(kind, file, kept_in, dataset=dataset, tell=_say)
        except sqlite3.Error as e:
            fail(f"{kept_in}: {e}\n  → name another file with --kept-in")
        except OSError as e:
            fail(f"{file}: {e.strerror or e}\n  → check that you may read it")
    typer.echo(f"{done.read:,} events read, {done.new:,} of them new, {done.failed:,} rows not read. Kept in {kept_in}")
    if done.read:
        typer.echo(f"compare them with: accordingto compare {dataset or kind}", err=True)
    raise typer.Exit(verdict(done.read, done.failed) if done.read or done.failed else Exit.NOTHING_READ)


def compare(
    dataset: Annotated[
        str, typer.Argument(help="ucdp, acled or csv, the kind of FILE; without FILE the name of an imported dataset.")
    ],
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="A published dataset, where it was not imported.")
    ] = None,
    ledger: LedgerName = LEDGER,
    kept_in: _Kept = _KEPT,
    form: Annotated[Form, typer.Option("--format", "-f", help="A table, or data for programs.")] = Form.TABLE,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there instead of standard output.")
    ] = None,
    rules: RulesName = None,
    as_of: AsOf = None,
    place: PlaceName = None,
    start: FirstDay = None,
    end: LastDay = None,
) -> None:
    """Match incidents with a published dataset by day, place and parties: coverage, counts, what either lacks."""
    from accordingto import __version__
    from accordingto.render.comparison import COLUMNS, comparison_rows, show_comparison
    from accordingto.render.flat import write_csv, write_lines
    from accordingto.render.report import console_for
    from accordingto.workflow.comparing import compare as hold
    from accordingto.workflow.exporting import view_of

    wanted, chosen, then = incident_filter(place, None, None, None, start, end, None), rule_set(rules), moment(as_of)
    kind, events = _imported(dataset, kept_in) if file is None else (dataset, _read(dataset, file))
    theirs = list(_within(events, wanted))
    with opened(ledger) as held, open_out(output, form) as out:
        view = view_of(held, version=__version__, generated=datetime.now(UTC), wanted=wanted, rules=chosen, as_of=then)
        result = hold(view, theirs, kind)
        if form is Form.TABLE:
            show_comparison(result, dataset, console_for(out))
        elif form is Form.JSONL:
            write_lines(comparison_rows(result), out)
        else:
            write_csv(comparison_rows(result), COLUMNS, out)


def _read(kind: str, file: Path) -> Iterator[Published]:
    """The events of a file; rows that cannot be read are said."""
    from accordingto.export.foreign import events
    from accordingto.model import Issue

    if kind not in _KINDS:
        raise typer.BadParameter(f"{kind!r} is no kind of table; there are {', '.join(_KINDS)}", param_hint="DATASET")
    _there(file)
    try:
        for found in events(kind, file):
            if isinstance(found, Issue):
                _say(found)
            else:
                yield found
    except OSError as e:
        fail(f"{file}: {e.strerror or e}\n  → check that you may read it")


def _imported(dataset: str, kept_in: Path) -> tuple[str, Iterable[Published]]:
    """The kind of an imported dataset, and its events."""
    from accordingto.workflow.importing import datasets, imported

    example = f"accordingto import {dataset if dataset in _KINDS else 'ucdp'} FILE"
    if not kept_in.is_file():
        fail(f"no dataset was imported: there is no {kept_in}\n  → {example}, or name the file to compare with")
    try:
        held = datasets(kept_in)
        if dataset not in held:
            there = ", ".join(f"{name} ({d.events:,} events)" for name, d in held.items()) or "none"
            fail(f"{kept_in} holds no dataset {dataset!r}; it holds: {there}\n  → {example}, or name one of these")
        return held[dataset].kind, list(imported(kept_in, dataset))
    except sqlite3.Error as e:
        fail(f"{kept_in}: {e}\n  → name the file that accordingto import wrote with --kept-in")


def _within(events: Iterable[Published], wanted: Filter) -> Iterator[Published]:
    for e in events:
        if (wanted.start is None or e.end >= wanted.start) and (wanted.end is None or e.start <= wanted.end):
            yield e


def _there(file: Path) -> None:
    if not file.is_file():
        fail(f"{file}: there is no such file\n  → check the spelling")


def _say(issue: Issue) -> None:
    typer.echo(f"error: {issue.origin}: {issue.message}\n  → {issue.hint}", err=True)
