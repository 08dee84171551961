"""One HTTP request to a number that was checked first, with its answer held within bounds.

Promises: the address is resolved once, every number it has is judged, and the connection goes to a judged number while
the certificate is checked against the name; the answer is read no further than the size and time allowed.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urlsplit, urlunsplit

from accordingto.model import InputError
from accordingto.sources.base import Options, problem, too_large

if TYPE_CHECKING:
    import httpx

USER_AGENT = "AccordingTo/0.1 (reads reports of armed conflict into claims; fetches what a person names)"
BY_HAND = "save the page and give the file, or pipe its text to: accordingto read -"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered."""

    status: int
    headers: httpx.Headers
    body: bytes


def get(client: httpx.Client, address: str, origin: str, options: Options, headers: dict[str, str]) -> Answer:
    """Ask for one address, following nothing.

    Args:
        client: What connects.
        address: Where to.
        origin: What the user named, for messages.
        options: Limits, and whether private addresses are allowed.
        headers: To be sent besides the usual ones.

    Raises:
        InputError: The address may not be asked, or its answer goes beyond the limits.
        httpx.HTTPError: It does not answer.
    """
    parts = urlsplit(address)
    ip = _checked_ip(parts, origin, options)
    line = _Line(options.timeout)
    pinned = f"[{ip}]" if ":" in ip else ip
    netloc = f"{pinned}:{parts.port}" if parts.port else pinned
    request = client.build_request(
        "GET",
        urlunsplit((parts.scheme, netloc, parts.path or "/", parts.query, "")),
        headers={"host": parts.netloc.rpartition("@")[2], **headers},
        # The certificate is checked against the name, although the connection goes to the checked number.
        extensions={"sni_hostname": parts.hostname or "", "trace": line.traced},
    )
    with line:
        try:
            response = client.send(request, stream=True, follow_redirects=False)
            try:
                # The body of a redirect or an error is nobody's report.
                body = _body(response, origin, options.max_bytes) if response.status_code < 300 else b""
            finally:
                response.close()
        except Exception as e:
            if not line.cut:
                raise
            raise _too_slow(origin, options) from e
    # A connection cut in the middle may look like its end.
    if line.cut:
        raise _too_slow(origin, options)
    return Answer(response.status_code, response.headers, body)


def _too_slow(origin: str, options: Options) -> InputError:
    return InputError(problem("fetch-failed", f"took longer than {options.timeout:g} seconds", origin, BY_HAND))


class _Line:
    """The connection of one request, cut when its time is over.

    The library limits each single wait, so a server that sends a byte now and then could hold it for ever.
    """

    def __init__(self, seconds: float) -> None:
        self.cut = False
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._over)
        self._timer.daemon = True

    def traced(self, event: str, info: dict[str, Any]) -> None:
        """Note the connection when it is made, and again when it is encrypted (httpcore's ``trace`` extension)."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            self._sockets.append(info["return_value"].get_extra_info("socket"))
            if self.cut:
                self._shut()

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def _over(self) -> None:
        self.cut = True
        self._shut()

    def _shut(self) -> None:
        for line in self._sockets[-1:]:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)


def _checked_ip(parts: SplitResult, origin: str, options: Options) -> str:
    if parts.scheme not in ("http", "https") or not parts.hostname:
        message = f"leads to an address that is not http or https ({parts.scheme or 'none'})"
        raise InputError(problem("fetch-failed", message, origin, BY_HAND))
    port = parts.port or (443 if parts.scheme == "https" else 80)
    found = [str(info[4][0]) for info in socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)]
    if not options.allow_private:
        for number in found:
            if not public(number):
                message = f"{parts.hostname} is an address of this machine or a private network ({number})"
                hint = "add --allow-private-addresses if you mean it"
                raise InputError(problem("private-address", message, origin, hint))
    # IPv4 first: many machines resolve IPv6 names that they cannot reach.
    return sorted(found, key=lambda n: ":" in n)[0]


def public(number: str) -> bool:
    """Whether an IP number belongs to the public network, also where it wraps another number."""
    ip = ipaddress.ip_address(number.partition("%")[0])
    embedded = ip.ipv4_mapped or ip.sixtofour if isinstance(ip, ipaddress.IPv6Address) else None
    return ip.is_global and not ip.is_multicast and (embedded is None or embedded.is_global)


def _body(response: httpx.Response, origin: str, limit: int) -> bytes:
    chunks: list[bytes] = []
    size = 0
    for chunk in response.iter_bytes():
        size += len(chunk)
        if size > limit:
            raise InputError(too_large(origin, limit))
        chunks.append(chunk)
    return b"".join(chunks)
