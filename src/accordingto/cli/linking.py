"""``accordingto link`` and ``why-linked``: incidents of a folder of tables, and the evidence behind a link."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from accordingto.cli.common import (
    EXITS,
    LEDGER,
    Form,
    LedgerName,
    cannot_write,
    fail,
    fail_with,
    opened,
    rule_set,
)
from accordingto.cli.inputs import Workers


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command(epilog=EXITS)(link)
    app.command(name="why-linked")(why_linked)


def link(
    tables: Annotated[Path, typer.Argument(metavar="DIR", help="Tables that accordingto read --out DIR wrote.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Write the tables of incidents there.")],
    rules: Annotated[
        str | None, typer.Option("--rules", metavar="NAME|FILE", help="Rule set of the figures: a name or a YAML file.")
    ] = None,
    workers: Workers = None,
    memory: Annotated[
        str, typer.Option(metavar="SIZE", help="What sorting may take in memory before it goes to the disk.")
    ] = "1GB",
) -> None:
    """Link what was read in bulk, and reconcile every incident: for more reports than a ledger is good for.

    The same incidents as in a ledger, but for near-copies (tables hold no texts) and for what people judged.
    """
    from accordingto.model import InputError
    from accordingto.workflow import default_workers
    from accordingto.workflow.one import one_thread_each
    from accordingto.workflow.outofcore import link_tables

    one_thread_each()
    chosen = rule_set(rules)
    try:
        done = link_tables(
            tables, out, rules=chosen, workers=workers or default_workers(), memory=memory,
            step=lambda what: typer.echo(f"{what} …", err=True),
        )  # fmt: skip
    except InputError as e:
        fail_with(e.issue)
    except OSError as e:
        cannot_write(out, e)
    typer.echo(f"{done.incidents:,} incidents of {done.tellings:,} accounts in {out} ({done.pairs:,} pairs compared)")


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
