"""One HTTP request to a number that was checked first, with its answer held within bounds.

Promises: the address is resolved once, every number it has is judged, and the connection goes to a judged number while
the certificate is checked against the name; the answer is read no further than the size and time allowed.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit, urlunsplit

from accordingto.model import InputError
from accordingto.sources.base import Options, problem, too_large

if TYPE_CHECKING:
    import httpx

USER_AGENT = "AccordingTo/0.1 (reads reports of armed conflict into claims; fetches what a person names)"
_BY_HAND = "save the page and give the file, or pipe its text to: accordingto read -"


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
    deadline = time.monotonic() + options.timeout
    parts = urlsplit(address)
    ip = _checked_ip(parts, origin, options)
    pinned = f"[{ip}]" if ":" in ip else ip
    netloc = f"{pinned}:{parts.port}" if parts.port else pinned
    request = client.build_request(
        "GET",
        urlunsplit((parts.scheme, netloc, parts.path or "/", parts.query, "")),
        headers={"host": parts.netloc.rpartition("@")[2], **headers},
        # The certificate is checked against the name, although the connection goes to the checked number.
        extensions={"sni_hostname": parts.hostname or ""},
    )
    response = client.send(request, stream=True, follow_redirects=False)
    try:
        # The body of a redirect or an error is nobody's report.
        body = _body(response, origin, options, deadline) if response.status_code < 300 else b""
        return Answer(response.status_code, response.headers, body)
    finally:
        response.close()


def _checked_ip(parts: SplitResult, origin: str, options: Options) -> str:
    if parts.scheme not in ("http", "https") or not parts.hostname:
        message = f"leads to an address that is not http or https ({parts.scheme or 'none'})"
        raise InputError(problem("fetch-failed", message, origin, _BY_HAND))
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


def _body(response: httpx.Response, origin: str, options: Options, deadline: float) -> bytes:
    chunks: list[bytes] = []
    size = 0
    for chunk in response.iter_bytes():
        size += len(chunk)
        if size > options.max_bytes:
            raise InputError(too_large(origin, options.max_bytes))
        if time.monotonic() > deadline:
            message = f"took longer than {options.timeout:.0f} seconds"
            raise InputError(problem("fetch-failed", message, origin, _BY_HAND))
        chunks.append(chunk)
    return b"".join(chunks)
