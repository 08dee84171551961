"""The pages over the wire: both forms, and what nobody may do to them."""

import re
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from accordingto.cli import app
from accordingto.store import Ledger
from accordingto.web.pages import PAGES, openapi
from accordingto.web.safety import POLICY

ADDRESSES = [
    "/", "/?reason=unread", "/?reason=second&page=2",
    "/incident/inc-1/preview?verdict=merge&other=inc-2", "/incident/inc-1/preview?verdict=split&subject=long%23i1",
    "/tolls?id=toll-1", "/incidents", "/incidents?contested=yes&place=Northland", "/incident/inc-1",
    "/incident/inc-2",
    "/report?id=hostile", "/report?id=long&order=doubt", "/report?id=x%26y%3D%2F..%2F%3Cb%3E", "/tolls",
    "/map", "/map?place=Northland&view=30,30,40,40&borders=no&from=2020-01-01",
]  # fmt: skip


class Page(HTMLParser):
    """What a browser would run or load from a page, and every tag with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def token(client: httpx.Client) -> str:
    found = re.search(r'name="csrf" content="([0-9a-f]{64})"', client.get("/").text)
    assert found
    return found[1]


def claim(client: httpx.Client, name: str = "hostile", number: int = 0) -> dict[str, str]:
    c = client.get("/report", params={"id": name, "format": "json"}).json()["claims"][number]
    return {"report": name, "anchor": c["anchor"], "seen": c["seen"], "verdict": "accept"}


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_has_both_forms_and_runs_nothing_of_its_own(client: httpx.Client, address: str) -> None:
    html = client.get(address)
    assert html.status_code == 200 and html.headers["content-type"].startswith("text/html")
    assert "claims, not verdicts" in html.text and "Not for targeting" in html.text
    twin = client.get(address, params={**httpx.URL(address).params, "format": "json"})
    assert twin.status_code == 200 and isinstance(twin.json(), dict)
    for tag, attributes in Page(html.text).tags:
        assert tag not in ("iframe", "object", "embed", "style", "base", "img", "i", "b") or (
            tag == "b" and not attributes
        )
        assert not [a for a in attributes if a.startswith("on") or a == "style"]
        assert tag != "script" or (attributes.get("src") or "").startswith("/static/")
        assert not re.match(r"(?i)\s*(javascript|data|https?|//)", attributes.get("href") or "") or "rel" in attributes
    assert "alert('x')</script>" not in html.text
    assert "{{ 7*7 }}" in html.text or address not in ("/report?id=hostile", "/incident/inc-1")


def test_headers_forbid_everything_foreign(client: httpx.Client) -> None:
    for address in ("/", "/nowhere", "/static/style.css", "/incidents?from=x"):
        headers = client.get(address).headers
        assert headers["content-security-policy"] == POLICY and "unsafe" not in POLICY
        assert headers["x-content-type-options"] == "nosniff" and headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "same-origin"
    assert "httponly" in client.get("/", headers={"cookie": ""}).headers.get("set-cookie", "httponly").lower()


def test_static_files_call_nobody() -> None:
    folder = Path(__file__).parents[2] / "src" / "accordingto" / "web"
    for path in [*folder.glob("static/*"), *folder.glob("templates/*")]:
        said = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert re.findall(r"https?://|url\(|@import|eval\(|innerHTML = [^\"]", said) == [], path.name


def test_a_decision_needs_the_token_of_the_page(writer: httpx.Client) -> None:
    good, body = token(writer), claim(writer)
    for headers in (
        {}, {"x-csrf-token": "0" * 64}, {"x-csrf-token": good, "origin": "http://evil.example"},
        {"x-csrf-token": good, "sec-fetch-site": "cross-site"},
        {"x-csrf-token": good, "cookie": "accordingto=" + "0" * 32},
    ):  # fmt: skip
        assert writer.post("/judge", json=body, headers=headers).status_code == 403
    with httpx.Client(base_url=writer.base_url, trust_env=False) as stranger:
        assert stranger.post("/judge", json=body, headers={"x-csrf-token": good}).status_code == 403
    assert writer.post("/rebuild", data={"csrf": "x"}).status_code == 403
    assert writer.get("/judge").status_code == 405
    assert writer.get("/report?id=hostile&format=json").json()["progress"]["judged"] == 0
    done = writer.post("/judge", json=body, headers={"x-csrf-token": good})
    assert done.status_code == 200 and done.json()["progress"]["judged"] == 1
    assert "s-accepted" in done.json()["card"] and "<script" not in done.json()["card"]
    assert writer.post("/judge", json=body, headers={"x-csrf-token": good}).status_code == 409


def test_a_form_without_scripts_decides_and_comes_back(writer: httpx.Client) -> None:
    body = {**claim(writer, "x&y=/../<b>"), "verdict": "reject", "reason": "no", "csrf": token(writer)}
    done = writer.post("/judge", data={**body, "next": "https://evil.example"})
    assert done.status_code == 303 and done.headers["location"] == "/report?id=x%26y%3D%2F..%2F%3Cb%3E#c1"
    back = writer.get(done.headers["location"])
    assert back.status_code == 200 and "rejected" in back.text
    again = writer.post("/judge", data={**body, "verdict": "accept"})
    assert again.status_code == 409 and "while you were looking at it" in again.text


def test_accounts_are_joined_on_the_incident_page_and_undone(writer: httpx.Client) -> None:
    both = {"subject": "hostile#i1", "other": "x&y=/../<b>#i1", "csrf": token(writer)}
    assert writer.post("/judge", data={**both, "verdict": "merge"}).status_code == 400
    done = writer.post("/judge", data={**both, "verdict": "merge", "reason": "the same market"})
    page = writer.get(done.headers["location"])
    assert done.status_code == 303 and "the same market" in page.text and "x&amp;y=/../&lt;b&gt;" in page.text
    which = re.search(r'name="judgement" value="(j-[0-9a-f]+)"', page.text)
    assert which
    undone = writer.post("/judge", data={"verdict": "undo", "judgement": which[1], "csrf": token(writer)})
    assert "the same market" not in writer.get(undone.headers["location"]).text


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "[::2]", ""])
def test_a_name_that_is_not_this_machines_is_refused(client: httpx.Client, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 400


def test_bodies_are_bounded_and_must_be_readable(client: httpx.Client) -> None:
    head = {"x-csrf-token": token(client), "content-type": "application/json"}
    assert client.post("/judge", content=b"x" * 300_000, headers=head).status_code == 413
    for body in (b"[1]", b"{", b"\xff", b"[" * 100_000):
        assert client.post("/judge", content=body, headers=head).status_code == 400
    assert client.post("/judge", content=b"x", headers={**head, "content-type": "text/xml"}).status_code == 415


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static//etc/passwd",
        "/static/",
        "/report?id=../../etc/passwd",
    ],
)
def test_no_path_leads_out(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code in (404, 405)


@pytest.mark.parametrize(
    "asked", ["/?reason=<script>alert(1)</script>", "/incident/<script>alert(1)</script>", "/incidents?from=<script>"]
)
def test_what_was_asked_for_comes_back_as_text(client: httpx.Client, asked: str) -> None:
    page = client.get(asked)
    assert page.status_code in (400, 404) and "<script>" not in page.text


def test_errors_say_what_to_do_in_both_forms(client: httpx.Client) -> None:
    assert client.get("/nowhere").status_code == 404 and "There is no such page" in client.get("/nowhere").text
    said = client.get("/report?id=nowhere&format=json")
    assert said.status_code == 404 and set(said.json()) == {"error", "hint", "status"} and said.json()["hint"]


def test_selected_words_are_understood_and_nothing_is_stored(client: httpx.Client, filled: Path) -> None:
    text = "".join(s["text"] for s in client.get("/report?id=hostile&format=json").json()["segments"])
    at = len(text[: text.index("up to 50")].encode("utf-16-le")) // 2
    with Ledger.open(filled) as ledger:
        before = ledger.last
        found = client.get("/propose", params={"id": "hostile", "slot": "count", "start": at, "end": at + 8}).json()
        assert (found["text"], found["parts"]) == ("up to 50", {"low": None, "best": None, "high": 50, "vague": None})
        assert ledger.last == before
    for wrong in ({"slot": "nose"}, {"start": "x"}, {"end": "999999"}, {"id": "nowhere"}):
        asked = {"id": "hostile", "slot": "count", "start": str(at), "end": str(at + 8), **wrong}
        assert client.get("/propose", params=asked).status_code in (400, 404)


def test_the_description_names_every_page(client: httpx.Client) -> None:
    assert client.get("/openapi.json").json() == openapi()
    assert {p.path for p in PAGES} < set(openapi()["paths"])


def test_serving_is_for_this_machine_and_needs_its_extra(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = CliRunner().invoke(app, ["serve", "--ledger", str(filled), "--host", "0.0.0.0"])
    assert done.exit_code == 2 and "passwords would cross the network" in re.sub(r"[\s│]+", " ", done.output)
    monkeypatch.setattr("accordingto.cli.serve.find_spec", lambda name: None)
    done = CliRunner().invoke(app, ["serve", "--ledger", str(filled)])
    assert done.exit_code == 3 and "pip install 'accordingto[web]'" in done.output


def test_a_taken_port_is_said(client: httpx.Client, filled: Path) -> None:
    done = CliRunner().invoke(app, ["serve", "--ledger", str(filled), "--port", str(client.base_url.port)])
    assert done.exit_code == 3 and "name another port" in done.output
