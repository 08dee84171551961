import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from accordingto.model import Issue
from accordingto.sources import Arrival, Options, iter_reports, url
from accordingto.sources.addresses import is_address, without_credentials

ARTICLE = (
    "<html><body><article>" + "<p>Two shepherds were killed by a shell on Thursday, the mayor of Ostra said.</p>" * 3
)
ALLOWED = Options(allow_private=True, timeout=5)


class Handler(BaseHTTPRequestHandler):
    asked: ClassVar[list[tuple[str, str, str]]] = []

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers["host"], self.headers["user-agent"]))
        moves = {"/loop": "/loop", "/away": "ftp://x.example/", "/inside": "http://10.1.2.3/", "/moved": "/page.html"}
        if self.path in moves:
            self.send_response(302)
            self.send_header("location", moves[self.path])
            self.end_headers()
            return
        bodies = {
            "/page.html": ARTICLE.encode(),
            "/a.jsonl": b'{"report": "a", "text": "x"}\n{"report": "b", "text": "y"}',
        }
        bodies |= {"/koi": "Двое погибли".encode("koi8-r"), "/big": b"x" * 5000}
        body = bodies.get(self.path)
        self.send_response(404 if body is None else 200)
        self.send_header("content-type", "text/plain; charset=koi8-r" if self.path == "/koi" else "text/html")
        self.end_headers()
        self.wfile.write(body or b"no")

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://localhost:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def take(address: str, options: Options = ALLOWED) -> list[Arrival | Issue]:
    return list(iter_reports([address], options=options))


def code(address: str, options: Options = ALLOWED) -> str:
    (found,) = take(address, options)
    assert isinstance(found, Issue)
    assert found.hint
    return found.code


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
    before = len(Handler.asked)
    assert code(f"{site}/page.html", Options()) == "private-address"
    assert len(Handler.asked) == before


def test_a_redirect_into_the_private_network_is_refused(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(url, "_public", lambda number: number == "127.0.0.1")
    monkeypatch.setattr(url.socket, "getaddrinfo", _only_v4)
    assert code(f"{site}/inside", Options(timeout=5)) == "private-address"


def _only_v4(host: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
    number = "127.0.0.1" if host == "localhost" else host
    return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", (number, port))]


def test_too_large(site: str) -> None:
    assert code(f"{site}/big", Options(allow_private=True, max_bytes=1000)) == "too-large"


@pytest.mark.parametrize(
    "address", ["http://", "http://[::1", "http://127.0.0.1:99999/", "http://127.0.0.1:9/", "https://\x00/"]
)
def test_no_address_at_all(address: str) -> None:
    assert code(address) == "fetch-failed"


@pytest.mark.parametrize(
    ("number", "public"),
    [("8.8.8.8", True), ("127.0.0.1", False), ("10.0.0.1", False), ("169.254.169.254", False), ("192.168.1.1", False),
     ("100.64.0.1", False), ("0.0.0.0", False), ("224.0.0.1", False), ("::1", False), ("fe80::1%eth0", False),
     ("fd00::1", False), ("::ffff:127.0.0.1", False), ("::ffff:8.8.8.8", True),
     ("2002:7f00:1::", False), ("2606:4700:4700::1111", True)],
)  # fmt: skip
def test_which_numbers_are_public(number: str, public: bool) -> None:
    assert url._public(number) is public


def test_passwords_are_not_stored() -> None:
    assert without_credentials("https://me:secret@x.example/a?b=c#d") == "https://x.example/a?b=c"
    assert is_address("HTTPS://x.example") and not is_address("http/file") and not is_address("ftp://x")
