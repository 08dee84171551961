"""The server: one process on one address of this machine, until it is told to stop.

Promise: it listens where it says it does before it says so; nothing is sent anywhere; its log holds no addresses of
pages, because those name reports.
"""

from __future__ import annotations

import getpass
import socket
from collections.abc import Callable

import uvicorn

from accordingto.store import Ledger
from accordingto.web.app import create_app
from accordingto.web.desk import Desk


def run(ledger: Ledger, *, host: str, port: int, reviewer: str | None, told: Callable[[str], object]) -> None:
    """Serve a ledger until interrupted.

    Args:
        ledger: An open ledger.
        host: A loopback address.
        port: 0 takes any that is free.
        reviewer: Who judges; the user of this machine unless given.
        told: Told in a line where the page is.

    Raises:
        OSError: The port is taken.
    """
    with listening(host, port) as at:
        desk = Desk(ledger, reviewer or user())
        if desk.behind:
            told("Incidents across reports are being worked out, because something was added since.")
            desk.freshen(asked=True)
        app = create_app(ledger, reviewer=desk.reviewer, desk=desk)
        name = f"[{host}]" if ":" in host else host
        told(f"Review page of {ledger.name}: http://{name}:{at.getsockname()[1]}/ (stop with Ctrl-C)")
        config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, lifespan="off")
        try:
            uvicorn.Server(config).run(sockets=[at])
        finally:
            desk.close()


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens.

    Raises:
        OSError: The port is taken.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    at = socket.socket(family, socket.SOCK_STREAM)
    try:
        at.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        at.bind((host, port))
        at.listen(128)
    except OSError:
        at.close()
        raise
    return at


def user() -> str:
    """The name of this machine's user."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "reviewer"
