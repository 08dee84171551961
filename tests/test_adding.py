"""Adding to a ledger, from files to claims, and the commands that go with it."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from accordingto.cli import app
from accordingto.cli import ledger as commands
from accordingto.model import Reading, Report
from accordingto.store import Ledger
from accordingto.workflow.adding import Outcome, add_inputs, reread
from tests import fakes

FIRST = "The mayor said 3 people killed in Ostra. 12 fighters killed in all this month."


def better(report: Report, *, lang: str = "en") -> Reading:
    """A reader that hears doubt where the first one heard none."""
    old = fakes.read(report, lang=lang)
    return replace(old, claims=tuple(replace(c, stance="possible") for c in old.claims), reader="better")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "l.db", create=True) as opened:
        yield opened


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(FIRST)
    (folder / "b.txt").write_text("")
    lines = [
        {"report": f"r{n}", "text": f"{n + 2} men killed. CRASH" if n == 3 else f"{n + 2} men killed."}
        for n in range(5)
    ]
    (folder / "c.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return folder


def add(ledger: Ledger, *inputs: Path | str, **more: object) -> list[Outcome]:
    return list(add_inputs(map(str, inputs), ledger, reader=fakes.read, **more))  # type: ignore[arg-type]


def test_what_can_be_read_is_kept_and_the_rest_is_named(ledger: Ledger, batch: Path) -> None:
    outcomes = add(ledger, batch)
    assert ledger.reports() == [str(batch / "a.txt"), "r0", "r1", "r2", "r4"]
    assert sorted(o.issue.code for o in outcomes if o.issue) == ["empty-input", "reader-failed"]
    raws = [row["sha256"] for row in ledger.history(str(batch / "a.txt"))["captures"]]
    assert [ledger.raw(r) for r in raws] == [FIRST.encode()]


@pytest.mark.parametrize("workers", [1, 2])
def test_again_is_nothing_and_nothing_is_read_twice(ledger: Ledger, batch: Path, workers: int) -> None:
    add(ledger, batch, workers=workers)
    head = ledger.verify().head

    def never(report: Report, *, lang: str = "en") -> Reading:
        assert "CRASH" in report.text, "what is held is not read again"
        raise RuntimeError

    outcomes = list(add_inputs([str(batch)], ledger, reader=never))
    assert [o.report for o in outcomes if o.report] == ledger.reports()
    assert all(o.added is None for o in outcomes) and ledger.verify().head == head


def test_a_changed_file_supersedes_and_says_what_changed(ledger: Ledger, batch: Path) -> None:
    add(ledger, batch)
    path = batch / "a.txt"
    path.write_text(FIRST.replace("3 people", "5 people"))
    (outcome,) = (o for o in add(ledger, path) if o.report)
    assert outcome.changed is not None and outcome.added is not None and outcome.added.supersedes
    (change,) = outcome.changed.changed
    assert {s for s, _, _ in change.slots} == {"count"} and outcome.changed.same == 1


def test_a_day_given_later_is_another_version(ledger: Ledger, batch: Path) -> None:
    add(ledger, batch / "a.txt")
    add(ledger, batch / "a.txt", published=datetime(2020, 2, 21, tzinfo=UTC).date())
    assert len(ledger.history(str(batch / "a.txt"))["versions"]) == 2
    assert not any(o.added for o in add(ledger, batch / "a.txt")), "leaving the day open contradicts nothing"


def test_rereading_keeps_judgements_and_reports_the_difference(ledger: Ledger, batch: Path) -> None:
    add(ledger, batch)
    outcomes = list(reread(ledger, reader=better))
    assert len(outcomes) == 5 and all(o.changed and not o.changed.added and not o.changed.gone for o in outcomes)
    assert {c.row["stance"] for c in ledger.claims()} == {"possible"}
    assert [o.added for o in reread(ledger, reader=better)] == [None] * 5
    assert ledger.verify().holds


class Page(BaseHTTPRequestHandler):
    """A page that changes when the test says so, and knows when it did not."""

    text = FIRST
    asked: list[str | None] = []

    def do_GET(self) -> None:  # noqa: N802 - the name that the library calls
        if self.path == "/robots.txt":
            self.send_response(404)
            self.end_headers()
            return
        tag = f'"{len(self.text)}"'
        self.asked.append(self.headers.get("if-none-match"))
        same = self.headers.get("if-none-match") == tag
        self.send_response(304 if same else 200)
        self.send_header("etag", tag)
        self.send_header("content-type", "text/plain")
        self.end_headers()
        if not same:
            self.wfile.write(self.text.encode())

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/news"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_page_is_asked_whether_it_changed(ledger: Ledger, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Page, "asked", [])
    add(ledger, address, allow_private_addresses=True)
    (again,) = add(ledger, address, allow_private_addresses=True)
    assert again.issue is not None and again.issue.code == "not-modified"
    monkeypatch.setattr(Page, "text", FIRST.replace("3 people", "44 people"))
    (changed,) = add(ledger, address, allow_private_addresses=True)
    assert changed.report == address and changed.changed is not None and len(changed.changed.changed) == 1
    assert Page.asked == [None, f'"{len(FIRST)}"', f'"{len(FIRST)}"']
    (capture, _) = ledger.history(address)["captures"]
    assert capture["status"] == 200 and "etag" in capture["headers"]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(commands, "reader", fakes.read)
    runner = CliRunner()

    def call(*words: str | Path, code: int = 0) -> Result:
        done = runner.invoke(app, [str(w) for w in words])
        assert done.exit_code == code, done.output
        return done

    return call


def test_a_day_with_a_ledger(run, batch: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    done = run("add", "in", code=1)
    assert "5 reports added, 2 not read" in done.stdout and "reader-failed" in done.stderr
    assert "0 reports added, 5 held already, 2 not read" in run("add", "in", code=1).stdout
    assert "in/a.txt/c1  killed 3" in run("claims", "--place", "ostra", "--text", "people").stdout
    row = json.loads(run("claims", "--report", "r0", "-f", "jsonl").stdout)
    assert row["quote"] == "2 men killed" and row["status"] == "unjudged"
    assert run("claims", "-f", "csv").stdout.startswith("report,id,anchor,status")
    said = run("judge", "reject", "in/a.txt/c1", "-r", "not so", "--by", "ana").stdout
    run(
        "judge",
        "edit",
        "r0/c1",
        "-r",
        "two or three",
        "--by",
        "ana",
        "--set",
        "count.high=3",
        "--set",
        "stance=possible",
    )
    run("judge", "merge", "r0#i1", "r1#i1", "-r", "same", "--by", "ana")
    run("judge", "duplicate", "r1", "r0", "-r", "same", "--by", "ana")
    run("judge", "note", "r1", "-r", "look again", "--by", "ana")
    shown = run("show", "in/a.txt", "--history").stdout
    assert "c1 rejected: reject by ana" in shown and "version: " in shown
    assert "2-3" in run("claims", "--status", "edited").stdout
    run("judge", "undo", said.partition(":")[0], "-r", "it is", "--by", "ana")
    assert run("claims", "--status", "rejected").stdout.startswith("0 claims")
    assert run("show", "r0", "--text").stdout == "2 men killed.\n"
    assert json.loads(run("show", "r0", "--json").stdout)["claims"][0]["stance"] == "possible"
    assert run("claims", "--as-of", "2020-01-01").stdout.startswith("0 claims")
    head = run("verify").stdout.split("head ")[1].strip()
    assert head in run("backup", "copy.db").stdout
    assert "all checked" in run("restore", "copy.db", "--ledger", "new.db").stdout
    assert "whole" in run("verify", "--ledger", "new.db", "--head", head[:10]).stdout
    assert "emptied" in run("redact", "r4", "--reason", "asked", "--by", "ana", "--yes").stdout
    assert "whole" in run("verify").stdout
    assert "erased" in run("add", "in", code=1).stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("verify",), 3, "ledger-missing"),
        (("show", "x", "--ledger", "nowhere/l.db"), 3, "ledger-missing"),
        (("claims", "--as-of", "yesterday"), 2, "2020-02-21T10:00"),
        (("claims", "--from", "whenever"), 2, "YYYY-MM-DD"),
        (("restore", "none.db", "--ledger", "l.db"), 3, "no such file"),
        (("redact", "--reason", "x", "--by", "y"), 2, "one of them"),
        (("judge", "accept", "x/c1", "-r", "x", "--by", "y"), 3, "ledger-missing"),
        (("add", "x", "--ledger", "postgresql://u:secret@127.0.0.1:9/d"), 3, "ledger-unreachable"),
    ],
)
def test_what_cannot_be_done_says_why(run, words: tuple[str, ...], code: int, said: str) -> None:  # type: ignore[no-untyped-def]
    done = run(*words, code=code)
    assert said in " ".join(done.output.split()) and "secret" not in done.output


def test_what_is_not_there_is_named(run, batch: Path) -> None:  # type: ignore[no-untyped-def]
    run("add", batch / "a.txt")
    assert "no report x is held" in run("show", "x", code=3).output
    assert "no claim x/c1" in run("judge", "accept", "x/c1", "-r", "x", "--by", "y", code=3).output
    assert "no report x is held" in run("reread", "x", code=3).output
    assert (
        "bad-judgement"
        in run("judge", "edit", "in/a.txt/c1", "-r", "x", "--by", "y", "--set", "colour=1", code=3).output
    )
    assert (
        "nothing was erased" in run("redact", "--publisher", "x", "--reason", "x", "--by", "y", "--yes", code=3).output
    )
