import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from accordingto.model import Issue, Severity
from accordingto.sources import Arrival, Options, Validators, connect, iter_reports
from accordingto.sources.addresses import is_address, without_credentials
from accordingto.sources.base import Unread
from accordingto.sources.url import Fetcher

ARTICLE = (
    "<html><body><article>" + "<p>Two shepherds were killed by a shell on Thursday, the mayor of Ostra said.</p>" * 3
)
ALLOWED = Options(allow_private=True, timeout=5, delay=0)
MOVES = {
    "/loop": "/loop", "/away": "ftp://x.example/", "/inside": "http://10.1.2.3/", "/moved": "/page.html",
    "/around": "/closed/page",
}  # fmt: skip
BODIES = {
    "/page.html": ARTICLE.encode(),
    "/a.jsonl": b'{"report": "a", "text": "x"}\n{"report": "b", "text": "y"}',
    "/koi": "Двое погибли".encode("koi8-r"),
    "/big": b"x" * 5000,
    "/closed/page": b"closed",
}


class Handler(BaseHTTPRequestHandler):
    asked: ClassVar[list[tuple[str, str, str]]] = []
    robots: ClassVar[tuple[int, bytes]] = (404, b"")
    busy: ClassVar[list[str]] = []  # values of Retry-After that are still to be answered

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers["host"], self.headers["user-agent"]))
        if self.path == "/robots.txt":
            self.answer(*self.robots)
        elif self.path in MOVES:
            self.answer(302, b"", location=MOVES[self.path])
        elif self.path == "/busy" and self.busy:
            self.answer(429, b"later", **{"retry-after": self.busy.pop()})
        elif self.path == "/busy":
            self.answer(200, ARTICLE.encode())
        elif self.path == "/held" and self.headers["if-none-match"] == '"v1"':
            self.answer(304, b"")
        elif self.path == "/held":
            self.answer(200, ARTICLE.encode(), etag='"v1"', **{"set-cookie": "session=secret"})
        elif self.path in ("/slow", "/drip"):
            self.wfile.write(b"HTTP/1.0 200 OK\r\n" + b"\r\n" * (self.path == "/slow"))
            for _ in range(50):
                self.wfile.write(b"x: y\r\n")
                time.sleep(0.05)
        else:
            body = BODIES.get(self.path)
            self.answer(404 if body is None else 200, body or b"no")

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        self.send_header("content-type", "text/plain; charset=koi8-r" if self.path == "/koi" else "text/html")
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError):  # the client hangs up on purpose
            super().handle()


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://localhost:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def site(server: str) -> str:
    Handler.asked.clear()
    Handler.busy.clear()
    Handler.robots = (404, b"")
    return server


def take(address: str, options: Options = ALLOWED) -> list[Arrival | Issue]:
    return list(iter_reports([address], options=options))


def code(address: str, options: Options = ALLOWED) -> str:
    (found,) = take(address, options)
    assert isinstance(found, Issue)
    assert found.hint
    return found.code


def paths() -> list[str]:
    return [path for path, _, _ in Handler.asked]


class Waits(list[float]):
    """Records the waits instead of waiting, on a clock that moves only with them."""

    def sleep(self, seconds: float) -> None:
        self.append(round(seconds, 3))

    def clock(self) -> float:
        return sum(self)


def test_a_page_is_fetched_under_our_name(site: str) -> None:
    (found,) = take(f"{site}/page.html#part")
    assert isinstance(found, Arrival)
    assert found.report.text.count("shepherds") == 1
    assert found.report.url == f"{site}/page.html"
    path, host, agent = Handler.asked[-1]
    assert (path, host) == ("/page.html", site.removeprefix("http://")) and "AccordingTo" in agent


def test_redirects_are_followed_to_the_final_address(site: str) -> None:
    (found,) = take(f"{site}/moved")
    assert isinstance(found, Arrival) and found.report.url == f"{site}/page.html"


def test_an_archive_and_a_charset(site: str) -> None:
    assert [f.report.id for f in take(f"{site}/a.jsonl") if isinstance(f, Arrival)] == ["a", "b"]
    (found,) = take(f"{site}/koi")
    assert isinstance(found, Arrival) and found.report.text == "Двое погибли"


@pytest.mark.parametrize("path", ["/none", "/loop", "/away"])
def test_what_gives_no_page(site: str, path: str) -> None:
    assert code(site + path) == "fetch-failed"


def test_this_machine_only_with_leave(site: str) -> None:
    assert code(f"{site}/page.html", Options()) == "private-address"
    assert Handler.asked == []


def test_a_redirect_into_the_private_network_is_refused(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connect, "public", lambda number: number == "127.0.0.1")
    monkeypatch.setattr(connect.socket, "getaddrinfo", _only_v4)
    assert code(f"{site}/inside", Options(timeout=5, delay=0)) == "private-address"


def _only_v4(host: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
    number = "127.0.0.1" if host == "localhost" else host
    return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", (number, port))]


def test_a_name_that_changes_its_number_is_connected_to_the_one_that_was_judged(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = iter(["127.0.0.1", "127.0.0.1", "10.9.9.9", "10.9.9.9"])
    port = int(site.rpartition(":")[2])

    def rebinding(host: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        # A number is its own answer; only the name changes from one look-up to the next.
        number = host if host[0].isdigit() else next(numbers)
        return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", (number, port))]

    monkeypatch.setattr(connect, "public", lambda number: number == "127.0.0.1")
    monkeypatch.setattr(connect.socket, "getaddrinfo", rebinding)
    options = Options(timeout=5, delay=0)
    with Fetcher(options) as fetcher:
        assert isinstance(fetcher.read(f"http://rebind.example:{port}/page.html"), Unread)
        again = fetcher.read(f"http://rebind.example:{port}/page.html")
    assert isinstance(again, Issue) and again.code == "private-address"
    assert Handler.asked[-1][1] == f"rebind.example:{port}"


def test_too_large(site: str) -> None:
    assert code(f"{site}/big", Options(allow_private=True, max_bytes=1000, delay=0)) == "too-large"


@pytest.mark.parametrize("path", ["/slow", "/drip"])
def test_a_server_that_drips_its_answer_is_cut_off(site: str, path: str) -> None:
    begin = time.monotonic()
    (found,) = take(site + path, Options(allow_private=True, timeout=0.4, delay=0))
    assert isinstance(found, Issue) and "longer than 0.4 seconds" in found.message
    assert time.monotonic() - begin < 2


@pytest.mark.parametrize(
    "address", ["http://", "http://[::1", "http://127.0.0.1:99999/", "http://127.0.0.1:9/", "https://\x00/"]
)
def test_no_address_at_all(address: str) -> None:
    assert code(address) == "fetch-failed"


def test_robots_txt_is_obeyed_and_asked_once(site: str) -> None:
    Handler.robots = (200, b"User-agent: *\nDisallow: /closed/\nDisallow: /*.html\n\nUser-agent: Other\nDisallow: /")
    addresses = [f"{site}{p}" for p in ("/koi", "/closed/page", "/page.html", "/around")]
    found = list(iter_reports(addresses, options=ALLOWED))
    assert [f.code if isinstance(f, Issue) else "read" for f in found] == ["read", "robots", "robots", "robots"]
    assert paths() == ["/robots.txt", "/koi", "/around"]


@pytest.mark.parametrize(("status", "outcome"), [(404, "read"), (403, "read"), (500, "robots"), (503, "robots")])
def test_a_site_without_robots_txt_allows_and_one_that_fails_does_not(site: str, status: int, outcome: str) -> None:
    Handler.robots = (status, b"Disallow")
    (found,) = take(f"{site}/koi")
    assert (found.code if isinstance(found, Issue) else "read") == outcome


def test_one_host_is_not_asked_faster_than_agreed(site: str) -> None:
    waits = Waits()
    with Fetcher(Options(allow_private=True, delay=2), sleep=waits.sleep, clock=waits.clock) as fetcher:
        for _ in range(2):
            assert isinstance(fetcher.read(f"{site}/koi"), Unread)
    assert waits == [2.0, 2.0]  # robots.txt, page, page
    Handler.robots = (200, b"User-agent: *\nCrawl-delay: 7")
    waits.clear()
    with Fetcher(Options(allow_private=True, delay=2), sleep=waits.sleep, clock=waits.clock) as fetcher:
        for _ in range(2):
            fetcher.read(f"{site}/koi")
    assert waits == [2.0, 7.0]


def test_a_busy_server_is_given_the_time_it_asks_for(site: str) -> None:
    waits = Waits()
    Handler.busy = [formatdate(time.time() + 20, usegmt=True), "3"]
    with Fetcher(ALLOWED, sleep=waits.sleep, clock=waits.clock) as fetcher:
        assert isinstance(fetcher.read(f"{site}/busy"), Unread)
    assert waits[0] == 3.0 and 15 < waits[1] <= 20
    waits.clear()
    Handler.busy = ["soon", "soon", "soon"]
    with Fetcher(ALLOWED, sleep=waits.sleep, clock=waits.clock) as fetcher:
        failed = fetcher.read(f"{site}/busy")
    assert isinstance(failed, Issue) and "429" in failed.message
    assert waits == [0.2, 0.4]
    Handler.busy = ["3600"]
    with Fetcher(ALLOWED, sleep=waits.sleep, clock=waits.clock) as fetcher:
        failed = fetcher.read(f"{site}/busy")
    assert isinstance(failed, Issue) and "60 minutes" in failed.message


def test_what_is_held_is_not_sent_again(site: str) -> None:
    (found,) = take(f"{site}/held", Options(allow_private=True, delay=0, keep_raw=True))
    assert isinstance(found, Arrival) and found.capture is not None and found.capture.fetched is not None
    capture = found.capture
    assert capture.raw == ARTICLE.encode() and capture.media_type == "text/html"
    assert (capture.url, capture.validators) == (f"{site}/held", Validators('"v1"', None))
    assert (found.capture.fetched.status, found.capture.fetched.address) == (200, f"{site}/held")
    assert "set-cookie" not in dict(found.capture.fetched.headers)
    (same,) = take(f"{site}/held", Options(allow_private=True, delay=0, known={f"{site}/held": capture.validators}))
    assert isinstance(same, Issue) and (same.code, same.severity) == ("not-modified", Severity.NOTE)


def test_a_feed_and_the_pages_it_links_to(site: str) -> None:
    entries = "".join(f"<item><title>{n}</title><link>{site}/{n}</link></item>" for n in ("page.html", "none"))
    BODIES["/feed"] = f'<rss version="2.0"><channel><title>Post</title>{entries}</channel></rss>'.encode()
    assert [f.code for f in take(f"{site}/feed") if isinstance(f, Issue)] == ["empty-input", "empty-input"]
    assert paths() == ["/robots.txt", "/feed"]
    found = take(f"{site}/feed", Options(allow_private=True, delay=0, follow=True))
    assert [f.code if isinstance(f, Issue) else f.report.url for f in found] == [
        f"{site}/page.html", "fetch-failed", "empty-input",
    ]  # fmt: skip


def test_nothing_is_carried_that_nobody_keeps(site: str) -> None:
    (found,) = take(f"{site}/held")
    assert isinstance(found, Arrival) and found.capture is None


@pytest.mark.parametrize(
    ("number", "public"),
    [("8.8.8.8", True), ("127.0.0.1", False), ("10.0.0.1", False), ("169.254.169.254", False), ("192.168.1.1", False),
     ("100.64.0.1", False), ("0.0.0.0", False), ("224.0.0.1", False), ("::1", False), ("fe80::1%eth0", False),
     ("fd00::1", False), ("::ffff:127.0.0.1", False), ("::ffff:8.8.8.8", True),
     ("2002:7f00:1::", False), ("2606:4700:4700::1111", True)],
)  # fmt: skip
def test_which_numbers_are_public(number: str, public: bool) -> None:
    assert connect.public(number) is public


def test_passwords_are_not_stored() -> None:
    assert without_credentials("https://me:secret@x.example/a?b=c#d") == "https://x.example/a?b=c"
    assert is_address("HTTPS://x.example") and not is_address("http/file") and not is_address("ftp://x")
