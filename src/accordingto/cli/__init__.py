"""The command line: parse arguments, call the workflow, print. Nothing is computed here.

One file a command or a family of commands, each with ``register(app)``; what they share is in ``common``. A file
imports what it needs inside its functions, because every start of the program loads all of them.
"""

from __future__ import annotations

from typing import Annotated

import typer

from accordingto.cli import (
    assistant,
    care,
    comparing,
    evaluate,
    exporting,
    gazetteer,
    incidents,
    judge,
    ledger,
    linking,
    people,
    publishing,
    read,
    serve,
)
from accordingto.model.purpose import PURPOSE

app = typer.Typer(
    name="accordingto",
    help="Reads reports of armed conflict into claims: who says what happened, in their exact words.",
    epilog=PURPOSE,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


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


for _family in (
    read,
    ledger,
    judge,
    care,
    incidents,
    linking,
    exporting,
    gazetteer,
    publishing,
    comparing,
    assistant,
    people,
    serve,
    evaluate,
):
    _family.register(app)
