"""The command line: parse arguments, call the workflow, print. Nothing is computed here.

Promises: what goes to standard output in ``jsonl`` and ``csv`` is only that; problems go to standard error and name
the input, the place and the remedy; a closed pipe ends the run silently. Exit codes: docs/exit-codes.md.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, TextIO

import typer

if TYPE_CHECKING:
    from accordingto.workflow import Reader

EXITS = """Exit codes: 0 everything was read · 1 some inputs could not be read (named on standard error) ·
2 wrong usage · 3 nothing could be read."""


class Exit(IntEnum):
    """What the run says to the shell."""

    READ = 0
    SOME_FAILED = 1
    USAGE = 2
    NOTHING_READ = 3
    INTERRUPTED = 130
    CLOSED_PIPE = 141


class Form(StrEnum):
    """What to print."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"


app = typer.Typer(
    name="accordingto",
    help="Reads reports of armed conflict into claims: who says what happened, in their exact words.",
    epilog="A record of past reported harm: claims, not verdicts. Not for targeting, nor for tracking people or units.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
# The reader that `read` uses; None is the package's own. Tests put another one here.
reader: Reader | None = None


def main() -> None:
    """Entry point of the ``accordingto`` command."""
    app(prog_name="accordingto")


def _version(wanted: bool) -> None:
    if wanted:
        from accordingto import __version__

        typer.echo(f"accordingto {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and stop.")
    ] = False,
) -> None:
    """Options that stand before a command."""


@app.command(epilog=EXITS)
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
        int | None, typer.Option(min=1, metavar="N", help="Processes to read with.  [default: one a core]")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there instead of standard output.")
    ] = None,
    allow_private_addresses: Annotated[
        bool, typer.Option("--allow-private-addresses", help="Fetch from this machine and private networks too.")
    ] = False,
) -> None:
    """Read reports (plain text, HTML, JSON Lines) into claims."""
    from accordingto.render.report import Tally, report_readings
    from accordingto.sources.published import parse
    from accordingto.workflow import read_inputs
    from accordingto.workflow.one import one_thread_each

    one_thread_each()
    day = parse(published) if published else None
    if published and day is None:
        raise typer.BadParameter(f"{published!r} names no certain day; write YYYY-MM-DD", param_hint="--published")
    if form is not Form.TABLE and (explain or audit):
        raise typer.BadParameter("--explain and --audit belong to --format table", param_hint="--format")
    tally = Tally()
    with _quiet_ends(), _out(output, form) as out:
        results = read_inputs(
            inputs,
            published=day,
            publisher=publisher,
            jobs=jobs,
            allow_private_addresses=allow_private_addresses,
            reader=reader,
        )
        report_readings(results, inputs, form.value, out, sys.stderr, tally, explain=explain, audit=audit)
    raise typer.Exit(_verdict(tally.read, tally.failed))


def _verdict(read: int, failed: int) -> Exit:
    if failed == 0:
        return Exit.READ
    return Exit.SOME_FAILED if read else Exit.NOTHING_READ


@contextmanager
def _quiet_ends() -> Iterator[None]:
    """A closed pipe and Ctrl-C end the run without a traceback."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes standard output once more at exit; into the closed pipe that would be another error.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        raise typer.Exit(Exit.CLOSED_PIPE) from None
    except KeyboardInterrupt:
        typer.echo("stopped; what was written so far is complete up to the last report", err=True)
        raise typer.Exit(Exit.INTERRUPTED) from None


@contextmanager
def _out(output: Path | None, form: Form) -> Iterator[TextIO]:
    """Where to write: UTF-8 for data, whatever the terminal's locale is."""
    if output is None:
        if isinstance(sys.stdout, io.TextIOWrapper):
            if form is Form.TABLE:
                sys.stdout.reconfigure(errors="replace")
            else:
                sys.stdout.reconfigure(encoding="utf-8", newline="\n")
        yield sys.stdout
        return
    try:
        stream = output.open("w", encoding="utf-8", errors="replace", newline="\n")
    except OSError as e:
        raise typer.BadParameter(f"cannot write {output}: {e.strerror}", param_hint="--output") from None
    with stream:
        yield stream


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Claims made by people, JSON Lines.")],
    predicted: Annotated[Path, typer.Argument(metavar="PREDICTED", help="Claims to be scored, the same format.")],
    docs: Annotated[Path, typer.Argument(metavar="DOCS", help="The reports, JSON Lines.")],
    by_corpus: Annotated[bool, typer.Option("--by-corpus", help="Also for each corpus by itself.")] = False,
    errors: Annotated[int, typer.Option(min=0, metavar="N", help="Show N errors with their words.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Score predicted claims against claims that people made."""
    import json

    from accordingto.evaluate.score import by_corpus as each_corpus
    from accordingto.evaluate.score import load, score
    from accordingto.render.report import console_for
    from accordingto.render.scores import show_faults, show_scores

    with _quiet_ends():
        try:
            data = load(gold), load(predicted), load(docs)
            total = score(*data)
            parts = each_corpus(*data) if by_corpus else {}
        except KeyError as e:
            _fail(f"{docs} has no report {e}, which {gold} has claims of: give the documents that belong to it")
        except (OSError, ValueError) as e:
            _fail(f"{e}: give files of one JSON object a line")
        if as_json:
            corpora = {"corpora": {name: part.to_dict() for name, part in parts.items()}} if by_corpus else {}
            typer.echo(json.dumps({**total.to_dict(), **corpora}))
        else:
            console = console_for(sys.stdout)
            show_scores(f"all reports ({total.reports:,})", total.to_dict(), console)
            for name, part in parts.items():
                console.print()
                show_scores(f"{name} ({part.reports:,})", part.to_dict(), console)
        faults = [(f.report, f.kind, f.detail) for f in total.faults[:errors]]
        # Standard output stays one JSON object when that was asked for.
        show_faults(faults, console_for(sys.stderr if as_json else sys.stdout))


def _fail(message: str) -> NoReturn:
    typer.echo(f"error: {message}", err=True)
    raise typer.Exit(Exit.NOTHING_READ)
