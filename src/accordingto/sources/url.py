"""One web address, fetched only because the user named it.

Promises: only ``http`` and ``https``; no address of this machine or a private network unless allowed, judged on the
resolved address that is then connected to (so a name cannot resolve differently a moment later) and again after each
redirect; bounded in size, time and redirects. No cookies are kept, no proxy is used, nothing else of it is fetched.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import Message
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from accordingto.model import InputError, Issue
from accordingto.sources.addresses import without_credentials
from accordingto.sources.base import Context, Fetched, Options, Unread, problem, too_large
from accordingto.sources.formats import of

if TYPE_CHECKING:
    import httpx

USER_AGENT = "AccordingTo/0.1 (reads reports of armed conflict into claims; fetches single pages on a person's request)"
_REDIRECTS = 5
_PRIVATE_HEADERS = ("set-cookie", "set-cookie2")  # a session of ours is nobody's evidence
_BY_HAND = "save the page and give the file, or pipe its text to: accordingto read -"


def fetch(address: str, options: Options) -> Unread:
    """Fetch a page.

    Args:
        address: An http or https address.
        options: Limits, and whether private addresses are allowed.

    Returns:
        Its bytes, not yet parsed.

    Raises:
        InputError: It could not be fetched; the issue says why.
    """
    import httpx  # a quarter of a second to import: only when an address is given

    origin = address
    deadline = time.monotonic() + options.timeout
    try:
        origin = without_credentials(address)
        with httpx.Client(timeout=options.timeout, trust_env=False, headers={"user-agent": USER_AGENT}) as client:
            return _follow(client, address, origin, options, deadline)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, OSError) as e:
        message = f"could not be fetched: {str(e) or type(e).__name__}"
        raise InputError(problem("fetch-failed", message, origin, f"check the address; {_BY_HAND}")) from e


def _follow(client: httpx.Client, address: str, origin: str, options: Options, deadline: float) -> Unread:
    for _ in range(_REDIRECTS + 1):
        parts = urlsplit(address)
        ip = _checked_ip(parts, origin, options)
        pinned = f"[{ip}]" if ":" in ip else ip
        netloc = f"{pinned}:{parts.port}" if parts.port else pinned
        host = parts.netloc.rpartition("@")[2]
        request = client.build_request(
            "GET",
            urlunsplit((parts.scheme, netloc, parts.path or "/", parts.query, "")),
            headers={"host": host},
            # The certificate is checked against the name, although the connection goes to the checked number.
            extensions={"sni_hostname": parts.hostname or ""},
        )
        response = client.send(request, stream=True, follow_redirects=False)
        try:
            if response.is_redirect and "location" in response.headers:
                address = urljoin(address, response.headers["location"])
                continue
            if response.status_code >= 300:
                message = f"the server answered with status {response.status_code}"
                raise InputError(problem("fetch-failed", message, origin, _BY_HAND))
            body = _body(response, origin, options, deadline)
        finally:
            response.close()
        url = without_credentials(address)
        headers = tuple((n, v) for n, v in response.headers.multi_items() if n not in _PRIVATE_HEADERS)
        fetched = Fetched(url, datetime.now(UTC), response.status_code, headers)
        charset = _charset(response.headers.get("content-type"))
        context = Context(origin, options, url=url, charset=charset, fetched=fetched)
        return Unread(body, of(parts.path, body[:4096]).name, context)
    raise InputError(problem("fetch-failed", f"more than {_REDIRECTS} redirects", origin, _BY_HAND))


def _checked_ip(parts: SplitResult, origin: str, options: Options) -> str:
    if parts.scheme not in ("http", "https") or not parts.hostname:
        message = f"leads to an address that is not http or https ({parts.scheme or 'none'})"
        raise InputError(problem("fetch-failed", message, origin, _BY_HAND))
    port = parts.port or (443 if parts.scheme == "https" else 80)
    found = [str(info[4][0]) for info in socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)]
    if not options.allow_private:
        for number in found:
            if not _public(number):
                message = f"{parts.hostname} is an address of this machine or a private network ({number})"
                hint = "add --allow-private-addresses if you mean it"
                raise InputError(problem("private-address", message, origin, hint))
    # IPv4 first: many machines resolve IPv6 names that they cannot reach.
    return sorted(found, key=lambda n: ":" in n)[0]


def _public(number: str) -> bool:
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


def _charset(content_type: str | None) -> str | None:
    message = Message()
    message["content-type"] = content_type or ""
    charset = message.get_content_charset()
    return charset if charset and len(charset) <= 40 else None


def read(address: str, options: Options) -> Iterator[Unread | Issue]:
    """The page at an address as an unread input, or the issue that says why there is none."""
    try:
        page = fetch(address, options)
    except InputError as e:
        yield e.issue
        return
    yield page
