"""Web addresses as names: which inputs are addresses, what may be stored of them, when two name one page.

Promise: pure functions of the string. An address that cannot be parsed stays as it is or gives None, as each says;
nothing is looked up.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

_PORTS = {"http": 80, "https": 443}
# Parameters that say how a reader came to a page, never which page it is.
_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|yclid|_ga|ref_src|cmpid|ocid|at_(?:medium|campaign))"
    r"(?:=.*)?",
    re.IGNORECASE,
)
# Characters that may stand in a path or query as they are (RFC 3986), and "%", which is already an escape.
_KEPT = "/:@!$&'()*+,;=-._~%"


def is_address(name: str) -> bool:
    """Whether an input is a web address rather than a file."""
    return name[:8].lower().startswith(("http://", "https://"))


def without_credentials(address: str) -> str:
    """The address without user name, password and fragment: it is stored and shown.

    Raises:
        ValueError: It is no address that can be parsed.
    """
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, parts.query, ""))


def canonical(address: str) -> str | None:
    """One spelling for all addresses of a page that differ only in what cannot name another page.

    Scheme and host in lower case, no default port, credentials, fragment or tracking parameter; the order of the other
    parameters is kept, because some servers mind it (RFC 3986, section 6.2).

    Args:
        address: An http or https address.

    Returns:
        None when it is not one.
    """
    try:
        parts = urlsplit(address.strip())
        host, port = _host(parts), parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in _PORTS or not host:
        return None
    netloc = host if port is None or port == _PORTS[scheme] else f"{host}:{port}"
    query = "&".join(p for p in parts.query.split("&") if p and not _TRACKING.fullmatch(p))
    return urlunsplit((scheme, netloc, quote(parts.path or "/", safe=_KEPT), quote(query, safe=_KEPT + "?"), ""))


def site(address: str) -> str | None:
    """The host without the prefixes under which one site serves the same pages to different devices."""
    try:
        host = _host(urlsplit(address))
    except ValueError:
        return None
    return re.sub(r"^(?:www|m|mobile|amp|edition)\.", "", host) or None


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    if ":" in host:
        return f"[{host}]"
    try:
        return host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError:
        return host
