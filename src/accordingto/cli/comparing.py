"""``accordingto compare``: a ledger beside a published dataset."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from accordingto.cli.common import (
    LEDGER,
    AsOf,
    Form,
    LedgerName,
    fail,
    incident_filter,
    moment,
    open_out,
    opened,
    rule_set,
)


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command()(compare)


def compare(
    kind: Annotated[Literal["ucdp", "acled", "csv"], typer.Argument(help="What kind of table it is.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A published dataset.")],
    ledger: LedgerName = LEDGER,
    form: Annotated[Form, typer.Option("--format", "-f", help="A table, or data for programs.")] = Form.TABLE,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there instead of standard output.")
    ] = None,
    rules: Annotated[
        str | None, typer.Option("--rules", metavar="NAME|FILE", help="Rule set of the figures: a name or a YAML file.")
    ] = None,
    as_of: AsOf = None,
    place: Annotated[str | None, typer.Option("--place", help="A place at any level: Idlib, or Idlib, Syria.")] = None,
    start: Annotated[str | None, typer.Option("--from", metavar="DATE", help="Nothing that was over before.")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Nothing that began after.")] = None,
) -> None:  # fmt: skip
    """Match incidents with a published dataset by day, place and parties: coverage, counts, what either lacks."""
    from accordingto import __version__
    from accordingto.export.foreign import events
    from accordingto.model import Issue
    from accordingto.render.comparison import COLUMNS, comparison_rows, show_comparison
    from accordingto.render.flat import write_csv, write_lines
    from accordingto.render.report import console_for
    from accordingto.workflow.comparing import compare as hold
    from accordingto.workflow.exporting import view_of

    if not file.is_file():
        fail(f"{file}: there is no such file\n       check the spelling")
    wanted, chosen, then = incident_filter(place, None, None, None, start, end, None), rule_set(rules), moment(as_of)
    theirs = []
    for found in events(kind, file):
        if isinstance(found, Issue):
            typer.echo(f"error: {found.origin}: {found.message}\n       {found.hint}", err=True)
        elif (wanted.start is None or found.end >= wanted.start) and (wanted.end is None or found.start <= wanted.end):
            theirs.append(found)
    with opened(ledger) as held, open_out(output, form) as out:
        view = view_of(held, version=__version__, generated=datetime.now(UTC), wanted=wanted, rules=chosen, as_of=then)
        result = hold(view, theirs)
        if form is Form.TABLE:
            show_comparison(result, kind, console_for(out))
        elif form is Form.JSONL:
            write_lines(comparison_rows(result), out)
        else:
            write_csv(comparison_rows(result), COLUMNS, out)
