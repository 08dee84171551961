"""``accordingto serve``: the review page, on this machine alone or, with accounts, for a team."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from accordingto.cli.common import LEDGER, LedgerName, fail, opened


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command()(serve)


def serve(
    ledger: LedgerName = LEDGER,
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="0 takes any that is free.")] = 8765,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="An address of this machine to listen on.")
    ] = "127.0.0.1",
    reviewer: Annotated[
        str | None,
        typer.Option("--as", metavar="NAME", help="Who judges, where there are no accounts.  [default: who you are]"),
    ] = None,
    names: Annotated[
        list[str] | None, typer.Option("--name", metavar="NAME", help="A name under which others reach it.")
    ] = None,
    certificate: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, metavar="FILE", help="Certificate for TLS, PEM.")
    ] = None,
    key: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, metavar="FILE", help="Its key.")] = None,
    proxy: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Address of a proxy that speaks TLS with browsers.")
    ] = None,
    public: Annotated[
        bool, typer.Option("--public", help="Serve incidents, map and totals as they may be published, to read only.")
    ] = False,
    delay: Annotated[int, typer.Option(metavar="HOURS", help="With --public: what is younger is left out.")] = 72,
) -> None:
    """Show the ledger in a browser: queue, incidents, reports, totals; and take judgements in.

    On this machine alone it needs no accounts. Others get in with an account only: accordingto people.
    """
    missing = [name for name in ("starlette", "jinja2", "uvicorn", "argon2") if find_spec(name) is None]
    if missing:
        fail(f"the review page needs {', '.join(missing)}\n  → pip install 'accordingto[web]'")
    from accordingto.store.engine import is_server
    from accordingto.web.publicsite import serve_public
    from accordingto.web.safety import LOOPBACK
    from accordingto.web.server import EVERY, At, run

    if (certificate is None) != (key is None):
        raise typer.BadParameter("a certificate and its key go together", param_hint="--certificate, --key")
    if host not in LOOPBACK and certificate is None and proxy is None and not public:
        raise typer.BadParameter(
            "passwords would cross the network for all to read. Give --certificate and --key; or listen on 127.0.0.1 "
            "and have a web server on this machine speak TLS (--name NAME); or name a proxy that does: --proxy ADDRESS",
            param_hint="--host",
        )
    if host in EVERY and not names:
        raise typer.BadParameter(
            "say under which name others reach it, such as --name review.example.org", param_hint="--host"
        )
    if certificate is not None:
        _check(certificate, key)
    at = At(host, port, frozenset(names or ()), certificate, key, proxy)
    with opened(ledger) as book:
        shared = at.reachable or is_server(ledger)
        if shared and not public and not book.shared():
            fail(
                f"others could reach this page, and {book.name} has no accounts\n"
                "  → make the first, an admin's: "
                f"accordingto people add NAME --role admin --by NAME --ledger {book.name}"
            )
        try:
            if public:
                serve_public(book, at, delay=delay, told=typer.echo)
            else:
                run(book, at, reviewer=reviewer, told=typer.echo, shared=shared)
        except ValueError as e:
            raise typer.BadParameter(str(e), param_hint="--delay") from e
        except KeyboardInterrupt:
            typer.echo("Stopped.")
        except OSError as e:
            fail(f"cannot listen on {host}:{port}: {e.strerror}\n  → name another port: accordingto serve --port 0")


def _check(certificate: Path, key: Path | None) -> None:
    import ssl

    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(certificate, key)
    except (ssl.SSLError, OSError) as e:
        raise typer.BadParameter(f"{certificate} and {key} cannot be used: {e}", param_hint="--certificate") from None
