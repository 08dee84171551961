"""Who may talk to the server, and what a browser may do with its pages.

Promise: a page runs and loads only what this server sends; a request that changes something comes from one of its own
pages (token, origin); a name that is not this machine's is refused, so that no other site can be pointed at it (DNS
rebinding); bodies are bounded. After OWASP's cheat sheets on CSRF, XSS and HTTP headers.
"""

from __future__ import annotations

import hmac
import re
import secrets
from hashlib import sha256

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from accordingto.web.faults import refused

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
LARGEST = 256 * 1024
"""Bytes of a request's body."""
_COOKIE = "accordingto"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # Addresses carry names of reports: no other site is to learn them from a link that was followed. Not "no-referrer":
    # with it browsers call the origin of this server's own forms "null", and they could not be told from others'.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}
_SESSION = re.compile(r"[0-9a-f]{64}")


class Guard:
    """Refuses foreign hosts and oversized bodies, and puts the headers on every answer."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self._app, self._hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                out = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    out.setdefault(name, value)
                if scope.get("scheme") == "https":
                    out.setdefault("strict-transport-security", "max-age=31536000")
            await send(message)

        problem = self._problem(headers)
        if problem is not None:
            await PlainTextResponse(problem[1], problem[0])(scope, receive, with_headers)
            return
        await self._app(scope, _bounded(receive), with_headers)

    def _problem(self, headers: Headers) -> tuple[int, str] | None:
        if _host(headers.get("host", "")) not in self._hosts:
            return 400, "This server answers to the names of this machine only.\n"
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > LARGEST:
            return 413, f"A request may bring {LARGEST // 1024} KiB at most.\n"
        return None


def _bounded(receive: Receive) -> Receive:
    seen = 0

    async def bounded() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > LARGEST:
            # A body without a stated length is cut off, as if the sender had gone.
            return {"type": "http.disconnect"}
        return message

    return bounded


def _host(value: str) -> str:
    """The name of a Host header without its port."""
    if value.startswith("["):
        return value[1:].partition("]")[0]
    return value.partition(":")[0].lower()


def _secure(request: Request) -> bool:
    return request.url.scheme == "https"


def _cookie(request: Request) -> str:
    # With the prefix, a browser takes the cookie from this very host alone, encrypted; without TLS it may not be set.
    return f"__Host-{_COOKIE}" if _secure(request) else _COOKIE


class Tokens:
    """Tokens that only a page of this server can carry: a keyed hash of the browser's own random cookie."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)

    def held(self, request: Request) -> str:
        """The browser's random name, which is its session's when it has signed in; empty when it has none yet."""
        held = request.cookies.get(_cookie(request), "")
        return held if _SESSION.fullmatch(held) else ""

    @staticmethod
    def fresh() -> str:
        """A random name for a browser that has none."""
        return secrets.token_hex(32)

    def give(self, request: Request, answer: Response, name: str) -> None:
        """Have the browser bear a name from now on."""
        answer.set_cookie(_cookie(request), name, secure=_secure(request), httponly=True, samesite="lax", path="/")

    def take(self, request: Request, answer: Response) -> None:
        """Have the browser forget its name."""
        answer.delete_cookie(_cookie(request), secure=_secure(request), httponly=True, samesite="lax", path="/")

    def token(self, session: str) -> str:
        """A token that goes with it, another each time (compressed pages give away what stays)."""
        return self._token(secrets.token_hex(8), session)

    def _token(self, once: str, session: str) -> str:
        return once + hmac.new(self._key, f"{once} {session}".encode(), sha256).hexdigest()[:48]

    def check(self, request: Request, given: str) -> None:
        """Let a changing request pass.

        Raises:
            PageError: It comes from another site, or its token is not this server's.
        """
        session = self.held(request)
        origin = request.headers.get("origin")
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            raise refused("The request comes from another site.")
        if origin is not None and origin != f"{request.url.scheme}://{request.headers.get('host', '')}":
            raise refused("The request comes from another site.")
        if not session or not hmac.compare_digest(self._token(given[:16], session).encode(), given.encode()):
            raise refused("The page is older than the server.")
