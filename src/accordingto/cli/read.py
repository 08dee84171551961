"""``accordingto read``: reports into claims, for people or for programs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from accordingto.cli.common import EXITS, Form, open_out, quiet_ends, verdict

if TYPE_CHECKING:
    from accordingto.workflow import Reader

# The reader that the command uses; None is the package's own. Tests put another one here.
reader: Reader | None = None


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command(epilog=EXITS)(read)


def read(
    inputs: Annotated[
        list[str], typer.Argument(metavar="INPUT...", help="Files, folders, web addresses, or - for standard input.")
    ],
    form: Annotated[
        Form, typer.Option("--format", "-f", help="A table for people, or data for programs.")
    ] = Form.TABLE,
    published: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Day of publication, for reports that do not carry one (YYYY-MM-DD)."),
    ] = None,
    publisher: Annotated[
        str | None, typer.Option(metavar="NAME", help="The outlet, for reports that do not name one.")
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Say for each slot what filled it.")] = False,
    audit: Annotated[bool, typer.Option("--audit", help="Say what became of every number in the text.")] = False,
    jobs: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Processes to read with (default: one a core).")
    ] = None,
    reader_name: Annotated[
        str, typer.Option("--reader", metavar="NAME", help="default, or fast for less time and less care.")
    ] = "default",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there instead of standard output.")
    ] = None,
    allow_private_addresses: Annotated[
        bool, typer.Option("--allow-private-addresses", help="Fetch from this machine and private networks too.")
    ] = False,
    follow: Annotated[bool, typer.Option("--follow", help="Fetch the pages that a feed links to.")] = False,
) -> None:
    """Read reports (text, HTML, JSON Lines, CSV, feeds, web archives) into claims."""
    from accordingto.render.report import Tally, report_readings
    from accordingto.sources.published import parse
    from accordingto.workflow import named_reader, read_inputs
    from accordingto.workflow.one import one_thread_each

    one_thread_each()
    day = parse(published) if published else None
    if published and day is None:
        raise typer.BadParameter(f"{published!r} names no certain day; write YYYY-MM-DD", param_hint="--published")
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
            jobs=jobs,
            allow_private_addresses=allow_private_addresses,
            follow=follow,
            reader=chosen,
        )
        report_readings(results, inputs, form.value, out, sys.stderr, tally, explain=explain, audit=audit)
    raise typer.Exit(verdict(tally.read, tally.failed))
