"""Web addresses, fetched only because the user named them (or the feed that links to them, when told to follow it).

Promises: only ``http`` and ``https``; no address of this machine or a private network unless allowed, judged on the
resolved number that is then connected to (so a name cannot resolve differently a moment later) and again after each
redirect; robots.txt is obeyed (RFC 9309); one host is asked once a second at most; a host that says "later" is given
the time it asks for, within reason. Bounded in size, time, redirects and tries. No cookies are kept, no proxy is used.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from accordingto.model import InputError, Issue, Severity
from accordingto.sources.addresses import canonical, without_credentials
from accordingto.sources.base import PRIVATE_HEADERS, Context, Fetched, Options, Unread, Validators, problem
from accordingto.sources.connect import BY_HAND, USER_AGENT, Answer, get
from accordingto.sources.formats import of

if TYPE_CHECKING:
    import httpx
    from protego import Protego

_AGENT = "AccordingTo"
_REDIRECTS = 5
_TRIES = 3
_LATER = (429, 503)
_LONGEST_WAIT = 60.0
_LARGEST_ROBOTS = 500_000


class Fetcher:
    """Fetches the addresses of one batch, politely; a context manager that closes its connections.

    Args:
        options: Limits, delays, and whether private addresses are allowed.
        sleep: How to wait.
        clock: Seconds that only go forward.
    """

    def __init__(
        self,
        options: Options,
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._options = options
        self._known = {canonical(a) or a: v for a, v in options.known.items()}
        self._sleep = sleep
        self._clock = clock
        self._client: httpx.Client | None = None
        self._robots: dict[str, Protego | None] = {}
        self._free_at: dict[str, float] = {}

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._client is not None:
            self._client.close()

    def read(self, address: str, *, published: date | None = None) -> Unread | Issue:
        """The page at an address as an unread input, or the issue that says why there is none.

        Args:
            address: An http or https address.
            published: Day of the page, where it is known from elsewhere.
        """
        import httpx  # a quarter of a second to import: only when an address is given

        origin = address
        try:
            origin = without_credentials(address)
            answer, address = self._followed(address, origin)
            return self._page(answer, address, origin, published)
        except InputError as e:
            return e.issue
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, OSError) as e:
            message = f"could not be fetched: {str(e) or type(e).__name__}"
            return problem("fetch-failed", message[:300], origin, f"check the address; {BY_HAND}")

    def _followed(self, address: str, origin: str) -> tuple[Answer, str]:
        held = self._known.get(canonical(address) or address)
        for _ in range(_REDIRECTS + 1):
            self._permitted(address, origin)
            answer = self._asked(address, origin, held)
            if answer.status not in (301, 302, 303, 307, 308) or "location" not in answer.headers:
                return answer, address
            address = urljoin(address, answer.headers["location"])
        raise InputError(problem("fetch-failed", f"more than {_REDIRECTS} redirects", origin, BY_HAND))

    def _asked(self, address: str, origin: str, held: Validators | None) -> Answer:
        headers = {"if-none-match": held.etag, "if-modified-since": held.modified} if held else {}
        sent = {name: value for name, value in headers.items() if value}
        for tried in range(1, _TRIES + 1):
            answer = self._get(address, origin, sent)
            if answer.status not in _LATER or tried == _TRIES:
                return answer
            wait = _asked_wait(answer.headers.get("retry-after"))
            wait = max(self._options.delay, 0.1) * 2**tried if wait is None else wait
            if wait > _LONGEST_WAIT:
                message = f"the server asks to come back in {wait / 60:.0f} minutes (status {answer.status})"
                raise InputError(problem("fetch-failed", message, origin, "run the same command again then"))
            self._sleep(wait)
        raise AssertionError("unreachable")

    def _get(self, address: str, origin: str, headers: dict[str, str], limit: int | None = None) -> Answer:
        host = urlsplit(address).netloc.rpartition("@")[2].lower()
        wait = self._free_at.get(host, 0.0) - self._clock()
        if wait > 0:
            self._sleep(wait)
        if self._client is None:
            import httpx

            client_headers = {"user-agent": USER_AGENT, "accept-encoding": "gzip, deflate"}
            # No connection is kept: each is watched from its beginning (see connect), and a second passes between two.
            limits = httpx.Limits(max_keepalive_connections=0)
            self._client = httpx.Client(
                timeout=self._options.timeout, trust_env=False, headers=client_headers, limits=limits
            )
        try:
            options = self._options if limit is None else replace(self._options, max_bytes=limit)
            return get(self._client, address, origin, options, headers)
        finally:
            self._client.cookies.clear()
            self._free_at[host] = self._clock() + self._pause(address)

    def _pause(self, address: str) -> float:
        rules = self._robots.get(_root(address))
        wished = rules.crawl_delay(_AGENT) if rules is not None else None
        return max(self._options.delay, min(float(wished or 0), _LONGEST_WAIT))

    def _permitted(self, address: str, origin: str) -> None:
        root = _root(address)
        if root not in self._robots:
            self._robots[root] = self._rules(root, origin)
        rules = self._robots[root]
        if rules is None or not rules.can_fetch(address, _AGENT):
            why = "forbids programs to read this page" if rules is not None else "cannot be had, so nothing is fetched"
            raise InputError(problem("robots", f"the site's robots.txt {why}", origin, BY_HAND))

    def _rules(self, root: str, origin: str) -> Protego | None:
        """What a site asks of programs; everything is allowed where it says nothing, nothing where it fails."""
        from protego import Protego

        address = f"{root}/robots.txt"
        for _ in range(_REDIRECTS + 1):
            answer = self._get(address, origin, {}, _LARGEST_ROBOTS)
            if answer.status == 200:
                return Protego.parse(answer.body.decode("utf-8", errors="replace"))
            if not 300 <= answer.status < 400 or "location" not in answer.headers:
                return None if answer.status >= 500 or answer.status == 429 else Protego.parse("")
            address = urljoin(address, answer.headers["location"])
        return Protego.parse("")

    def _page(self, answer: Answer, address: str, origin: str, published: date | None) -> Unread | Issue:
        if answer.status == 304:
            message = "not changed since it was last fetched"
            return problem("not-modified", message, origin, "none needed", severity=Severity.NOTE)
        if answer.status >= 300:
            message = f"the server answered with status {answer.status}"
            return problem("fetch-failed", message, origin, BY_HAND)
        url = without_credentials(address)
        headers = tuple((n, v) for n, v in answer.headers.multi_items() if n not in PRIVATE_HEADERS)
        fetched = Fetched(url, datetime.now(UTC), answer.status, headers)
        options = replace(self._options, known={}, published=self._options.published or published)
        charset = _charset(answer.headers.get("content-type"))
        context = Context(origin, options, url=url, charset=charset, fetched=fetched)
        return Unread(answer.body, of(urlsplit(url).path, answer.body[:4096]).name, context)


def _root(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}".lower()


def _asked_wait(value: str | None) -> float | None:
    """Seconds that a ``Retry-After`` header asks for: a number or a date (RFC 9110, section 10.2.3)."""
    if value is None:
        return None
    if value.strip().isdigit():
        return float(value.strip()[:9])
    try:
        then = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (then if then.tzinfo else then.replace(tzinfo=UTC)).timestamp() - datetime.now(UTC).timestamp())


def _charset(content_type: str | None) -> str | None:
    message = Message()
    message["content-type"] = content_type or ""
    charset = message.get_content_charset()
    return charset if charset and len(charset) <= 40 else None
