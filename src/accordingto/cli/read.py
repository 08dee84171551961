"""``accordingto read``: reports into claims, for people or for programs, a handful or a million."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from accordingto.cli.common import EXITS, Form, cannot_write, open_out, quiet_ends, say, verdict
from accordingto.cli.inputs import (
    Follow,
    Inputs,
    Private,
    Published,
    Publisher,
    ReaderName,
    Workers,
    chosen_reader,
    written_day,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accordingto.workflow import Reader
    from accordingto.workflow.batch import Batch

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
    cluster: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Read on a Dask cluster: tcp://HOST:PORT of its scheduler."),
    ] = None,
    time_limit: Annotated[
        float | None,
        typer.Option(min=1, metavar="SECONDS", help="Give a report up after so long (default: 120)."),
    ] = None,
    reader_name: ReaderName = "default",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there instead of standard output.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Write tables in Parquet there, part by part.")
    ] = None,
    allow_private_addresses: Private = False,
    follow: Follow = False,
) -> None:
    """Read reports (text, HTML, JSON Lines, CSV, feeds, web archives) into claims."""
    from accordingto.model import InputError
    from accordingto.render.report import report_readings
    from accordingto.workflow import read_inputs
    from accordingto.workflow.one import one_thread_each
    from accordingto.workflow.tally import Tally

    one_thread_each()
    day = written_day(published)
    if form is not Form.TABLE and (explain or audit):
        raise typer.BadParameter("--explain and --audit belong to --format table", param_hint="--format")
    if out is not None and (output is not None or form is not Form.TABLE):
        raise typer.BadParameter("tables in a folder go with neither --output nor --format", param_hint="--out")
    if cluster is not None and workers is not None:
        raise typer.BadParameter("a cluster has as many workers as it has", param_hint="--workers")
    chosen = reader or chosen_reader(reader_name)
    tally, already = Tally(), 0
    with quiet_ends():
        try:
            batch = _batch(
                out, output, form,
                {"inputs": inputs, "published": day and day.isoformat(), "publisher": publisher,
                 "reader": reader_name, "follow": follow},
            )  # fmt: skip
            tally = batch.tally if batch else tally
            already = tally.read
            with nullcontext(sys.stdout) if batch else open_out(output, form) as stream:
                results = read_inputs(
                    inputs,
                    published=day,
                    publisher=publisher,
                    workers=workers,
                    cluster=cluster,
                    time_limit=time_limit,
                    allow_private_addresses=allow_private_addresses,
                    follow=follow,
                    reader=chosen,
                    batch=batch,
                )
                shown = None if batch else form.value
                report_readings(results, inputs, shown, stream, sys.stderr, tally, explain=explain, audit=audit)
        except InputError as e:
            # What was read before it went wrong stays read.
            say(e.issue)
            raise typer.Exit(verdict(tally.read - already, 1)) from None
        except OSError as e:
            if isinstance(e, BrokenPipeError) or (out or output) is None:
                raise
            cannot_write(out or output, e)
    raise typer.Exit(verdict(tally.read, tally.failed))


def _batch(out: Path | None, output: Path | None, form: Form, command: Mapping[str, object]) -> Batch | None:
    """The output that a run can be continued with, where there is one."""
    from accordingto import __version__

    lines = output if form is Form.JSONL else None
    # A device or a pipe cannot be gone back to.
    if out is None and (lines is None or (lines.exists() and not lines.is_file())):
        return None
    from accordingto.workflow.batch import Batch
    from accordingto.workflow.keepers import LinesFile, TablesFolder

    keeper = TablesFolder(out) if out is not None else LinesFile(lines) if lines is not None else None
    assert keeper is not None
    return Batch(keeper, {**command, "version": __version__})
