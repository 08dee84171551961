"""``accordingto why-linked``: the evidence for and against two incidents being one."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from accordingto.cli.common import LEDGER, Form, LedgerName, fail, opened


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command(name="why-linked")(why_linked)


def why_linked(
    a: Annotated[str, typer.Argument(metavar="A", help="An incident's id, or one account of it: REPORT#i1.")],
    b: Annotated[str, typer.Argument(metavar="B", help="The other.")],
    ledger: LedgerName = LEDGER,
    form: Annotated[
        Form, typer.Option("--format", "-f", help="A table for people, or jsonl for programs.")
    ] = Form.TABLE,
) -> None:
    """Say why two incidents or accounts are, or are not, taken for one: the evidence in words and weights."""
    import json

    from accordingto.render.linking import as_mapping, show_why_linked
    from accordingto.render.report import console_for
    from accordingto.workflow.whylinked import UnknownNameError, why_linked

    if form is Form.CSV:
        raise typer.BadParameter("the evidence is a table or one JSON object", param_hint="--format")
    with opened(ledger) as book:
        try:
            found = why_linked(book, a, b)
        except UnknownNameError as e:
            fail(f"no incident and no account is called {e}: accordingto incidents lists the ids")
        except ValueError as e:
            fail(f"{e}: name two incidents, or two accounts of one")
    if form is Form.JSONL:
        typer.echo(json.dumps(as_mapping(found), ensure_ascii=False))
    else:
        show_why_linked(found, console_for(sys.stdout))
