"""``accordingto mcp``: a ledger for assistants, over the Model Context Protocol."""

from __future__ import annotations

from typing import Annotated

import typer

from accordingto.cli.common import LEDGER, LedgerName, fail_with, opened, rule_set
from accordingto.cli.options import RulesName


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command()(mcp)


def mcp(
    ledger: LedgerName = LEDGER,
    rules: RulesName = None,
    judge_as: Annotated[
        str | None,
        typer.Option("--judge-as", metavar="NAME", help="Let judgements of claims be appended in this name."),
    ] = None,
) -> None:
    """Serve a ledger to an assistant on standard input and output; read-only unless --judge-as is given."""
    from accordingto.model.issue import InputError

    chosen = rule_set(rules)
    with opened(ledger) as held:
        from accordingto.workflow.mcpserver import server_for

        try:
            server = server_for(held, rules=chosen, reviewer=judge_as)
        except InputError as e:
            fail_with(e.issue)
        server.run("stdio")
