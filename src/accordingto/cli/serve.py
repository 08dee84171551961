"""``accordingto serve``: the review page on this machine."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Annotated

import typer

from accordingto.cli.common import LEDGER, LedgerName, fail, opened


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command()(serve)


def serve(
    ledger: LedgerName = LEDGER,
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="0 takes any that is free.")] = 8765,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="An address of this machine itself.")] = "127.0.0.1",
    reviewer: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="Who judges.  [default: your name on this machine]")
    ] = None,
) -> None:
    """Show the ledger in a browser on this machine: queue, incidents, reports, totals; and take judgements in."""
    missing = [name for name in ("starlette", "jinja2", "uvicorn") if find_spec(name) is None]
    if missing:
        fail(f"the review page needs {', '.join(missing)}\n  → pip install 'accordingto[web]'")
    from accordingto.web.safety import LOOPBACK
    from accordingto.web.server import run

    if host not in LOOPBACK:
        raise typer.BadParameter(
            "the review page has no accounts, so it is offered on this machine only: 127.0.0.1, ::1 or localhost. "
            "From elsewhere, use a tunnel such as: ssh -L 8765:127.0.0.1:8765 NAME",
            param_hint="--host",
        )
    with opened(ledger) as book:
        try:
            run(book, host=host, port=port, reviewer=reviewer, told=typer.echo)
        except KeyboardInterrupt:
            typer.echo("Stopped.")
        except OSError as e:
            fail(f"cannot listen on {host}:{port}: {e.strerror}\n  → name another port: accordingto serve --port 0")
