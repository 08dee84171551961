"""``accordingto read``: reports into claims, for people or for programs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from accordingto.cli.common import EXITS, Form, open_out, quiet_ends, verdict
from accordingto.cli.inputs import Follow, Inputs, Private, Published, Publisher, Workers, written_day

if TYPE_CHECKING:
    from accordingto.workflow import Reader

# The reader that the command uses; None is the package's own. Tests put another one here.
reader: Reader | None = None


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command(epilog=EXITS)(read)


def read(
    inputs: Inputs,
    form: Annotated[
        Form, typer.Option("--format", "-f", help="A table for people, or data for programs.")
    ] = Form.TABLE,
    published: Published = None,
    publisher: Publisher = None,
    explain: Annotated[bool, typer.Option("--explain", help="Say for each slot what filled it.")] = False,
    audit: Annotated[bool, typer.Option("--audit", help="Say what became of every number in the text.")] = False,
    workers: Workers = None,
    reader_name: Annotated[
        str, typer.Option("--reader", metavar="NAME", help="default, or fast for less time and less care.")
    ] = "default",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there instead of standard output.")
    ] = None,
    allow_private_addresses: Private = False,
    follow: Follow = False,
) -> None:
    """Read reports (text, HTML, JSON Lines, CSV, feeds, web archives) into claims."""
    from accordingto.render.report import Tally, report_readings
    from accordingto.workflow import named_reader, read_inputs
    from accordingto.workflow.one import one_thread_each

    one_thread_each()
    day = written_day(published)
    if form is not Form.TABLE and (explain or audit):
        raise typer.BadParameter("--explain and --audit belong to --format table", param_hint="--format")
    try:
        chosen = reader or named_reader(reader_name)
    except ValueError as e:
        raise typer.BadParameter(str(e), param_hint="--reader") from None
    tally = Tally()
    with quiet_ends(), open_out(output, form) as out:
        results = read_inputs(
            inputs,
            published=day,
            publisher=publisher,
            workers=workers,
            allow_private_addresses=allow_private_addresses,
            follow=follow,
            reader=chosen,
        )
        report_readings(results, inputs, form.value, out, sys.stderr, tally, explain=explain, audit=audit)
    raise typer.Exit(verdict(tally.read, tally.failed))
