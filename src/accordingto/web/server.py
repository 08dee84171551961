"""The server: one process on one address, until it is told to stop.

Promise: it listens where it says it does before it says so; nothing is sent anywhere; its log holds no addresses of
pages, because those name reports.
"""

from __future__ import annotations

import getpass
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from accordingto.store import Ledger
from accordingto.web.app import create_app
from accordingto.web.desk import Desk
from accordingto.web.safety import LOOPBACK

EVERY = ("0.0.0.0", "::")
"""All addresses of a machine; no name that a browser asks for."""


@dataclass(frozen=True, slots=True)
class At:
    """Where a server listens, and how it is reached.

    Attributes:
        host: An address of this machine.
        port: 0 takes any that is free.
        names: Names under which others reach it.
        certificate: For TLS, as PEM; ``key`` is its key.
        proxy: Address of a proxy that speaks TLS with browsers, whose word about them is taken.
    """

    host: str = "127.0.0.1"
    port: int = 8765
    names: frozenset[str] = frozenset()
    certificate: Path | None = None
    key: Path | None = None
    proxy: str | None = None

    @property
    def reachable(self) -> bool:
        """Whether others can reach it."""
        return self.host not in LOOPBACK or bool(self.names)

    @property
    def hosts(self) -> frozenset[str]:
        """Names that a request may ask for."""
        own = frozenset() if self.host in EVERY else frozenset({self.host})
        return LOOPBACK | own | {name.lower() for name in self.names}

    @property
    def address(self) -> str:
        """How a browser reaches it, without the port."""
        name = min(self.names, default=self.host)
        return f"http{'s' if self.certificate else ''}://{f'[{name}]' if ':' in name else name}"

    def config(self, app: Starlette) -> uvicorn.Config:
        """The server's own settings."""
        return uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, lifespan="off",
            ssl_certfile=self.certificate, ssl_keyfile=self.key,
            # Anybody else could claim to come from elsewhere, and so guess at passwords from as many addresses.
            proxy_headers=self.proxy is not None or self.host in LOOPBACK,
            forwarded_allow_ips=self.proxy or "127.0.0.1",
        )  # fmt: skip


def run(
    ledger: Ledger, where: At, *, reviewer: str | None, told: Callable[[str], object], shared: bool = False
) -> None:  # fmt: skip
    """Serve a ledger until interrupted.

    Args:
        ledger: An open ledger.
        where: Where to listen.
        reviewer: Who judges while there are no accounts; the user of this machine unless given.
        told: Told in a line where the page is.
        shared: Whether nobody gets in without an account, though there be none.

    Raises:
        OSError: The port is taken.
    """
    with listening(where.host, where.port) as at:
        desk = Desk(ledger, reviewer or user())
        if desk.behind:
            told("Incidents across reports are being worked out, because something was added since.")
            desk.freshen(asked=True)
        app = create_app(ledger, reviewer=desk.reviewer, hosts=where.hosts, desk=desk, shared=shared)
        told(f"Review page of {ledger.name}: {where.address}:{at.getsockname()[1]}/ (stop with Ctrl-C)")
        try:
            uvicorn.Server(where.config(app)).run(sockets=[at])
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
