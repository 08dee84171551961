"""Accounts, the log and agreement from the command line; and when a ledger is not served to others."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from accordingto.cli import app
from accordingto.store import Ledger
from tests.store.samples import anchor, reading

WORDS = "seven quiet herons stand\n"


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    where = tmp_path / "book.db"
    with Ledger.open(where, create=True) as ledger:
        ledger.add_reading(reading())
    monkeypatch.setenv("ACCORDINGTO_LEDGER", str(where))
    monkeypatch.setenv("ACCORDINGTO_BY", "ana")
    return where


def run(*words: str, given: str = "") -> Result:
    return CliRunner().invoke(app, list(words), input=given)


def test_people_from_the_command_line(book: Path) -> None:
    assert run("people", "add", "Bo", "--role", "coder", given=WORDS).exit_code == 3, "the first is an admin"
    assert run("people", "add", "Ana", "--role", "admin", given=WORDS).output == "Ana: admin\n"
    assert run("people", "add", "Bo", "--role", "coder", given=WORDS).exit_code == 0
    assert run("people", "role", "bo", "reviewer").output == "Bo: reviewer\n"
    assert run("people", "disable", "Bo").output == "Bo: reviewer, disabled\n"
    assert run("people", "enable", "Bo").exit_code == 0
    assert run("people", "password", "Bo", given="short\n").exit_code == 3
    assert run("people", "password", "Bo", given="another long sentence\n").exit_code == 0
    assert run("people", "four-eyes", "off").exit_code == 0
    listed = json.loads(run("people", "list", "--json").output)
    assert [(p["name"], p["role"], p["password"]) for p in listed["people"]] == [
        ("Ana", "admin", True), ("Bo", "reviewer", True),
    ]  # fmt: skip
    assert listed["four_eyes"] is False and run("people", "list").output.endswith("four eyes: off\n")
    with Ledger.open(book) as ledger:
        assert ledger.recognise("Bo", "another long sentence") is not None


@pytest.mark.parametrize(
    "words",
    [
        ("people", "add", "Bo", "--role", "boss"), ("people", "role", "Ana", "boss"), ("people", "four-eyes", "maybe"),
        ("audit",), ("audit", "--person", "Ana", "--record", "r1"),
    ],
)  # fmt: skip
def test_wrong_usage_is_named(book: Path, words: tuple[str, ...]) -> None:
    done = run(*words, given=WORDS)
    assert done.exit_code == 2 and "Traceback" not in done.output


def test_no_password_is_ever_an_argument() -> None:
    for command in ("add", "password"):
        assert "--password" not in run("people", command, "--help").output


def test_a_proposal_is_approved_and_logged_by_command(book: Path) -> None:
    run("people", "add", "Ana", "--role", "admin", given=WORDS)
    with Ledger.open(book) as ledger:
        claim = anchor(ledger, "r1", "c1")
    made = run("judge", "reject", "r1/c1", "--reason", "no", "--by", "bo").output
    assert "waits for a second eye" in made
    name = made.split(":")[0]
    assert name in run("judge", "waiting").output
    assert "four-eyes" in run("judge", "approve", name, "--by", "Bo").output
    assert run("judge", "approve", name, "--by", "ana").exit_code == 0
    assert run("judge", "waiting").output == ""
    log = run("audit", "--record", "r1/c1").output
    assert "bo: reject (proposed) r1" in log and "ana: approve r1" in log
    rows = [json.loads(line) for line in run("audit", "--person", "bo", "--json").output.splitlines()]
    assert [(r["did"], r["subject"]) for r in rows] == [("reject", claim)]
    assert run("audit", "--person", "nobody").exit_code == 3


def test_a_blind_round_and_its_agreement(book: Path) -> None:
    for name, role in (("Ana", "admin"), ("Bo", "coder")):
        run("people", "add", name, "--role", role, given=WORDS)
    assert run("agreement").exit_code == 3
    begun = run("people", "blind", "--coder", "Ana", "--coder", "Bo", "--claims", "2", "--seed", "3").output
    name = begun.split(":")[0]
    assert "2 claims for Ana and Bo (seed 3)" in begun and "still open" in run("agreement", name).output
    with Ledger.open(book) as ledger:
        for who in ("Ana", "Bo"):
            for unit in ("u1", "u2"):
                slots = None if (who, unit) == ("Bo", "u2") else {"type": "killed", "stance": "asserted"}
                ledger.code(name, unit, slots, by=who)
    said = run("agreement").output
    assert "2 of 2 claims coded by Ana and Bo" in said and "claim         same  50%" in said
    found = json.loads(run("agreement", name, "--json").output)
    assert found["compared"] == 2 and found["slots"][0]["same"] == 0.5


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--name", "review.example.org"), "has no accounts"),
        (("--host", "192.0.2.1"), "passwords would cross the network"),
        (("--host", "0.0.0.0", "--proxy", "10.0.0.1"), "under which name"),
        (("--host", "192.0.2.1", "--proxy", "192.0.2.2"), "has no accounts"),
    ],
)
def test_a_ledger_without_accounts_is_not_served_to_others(book: Path, words: tuple[str, ...], said: str) -> None:
    done = run("serve", "--port", "0", *words)
    assert done.exit_code in (2, 3) and said in " ".join(done.output.replace("│", " ").split())
    if said == "has no accounts":
        assert "accordingto people add" in done.output


def test_a_certificate_that_is_none_is_named(book: Path) -> None:
    run("people", "add", "Ana", "--role", "admin", given=WORDS)
    done = run("serve", "--host", "192.0.2.1", "--certificate", str(book), "--key", str(book))
    assert done.exit_code == 2 and "cannot be used" in " ".join(done.output.replace("│", " ").split())
    assert run("serve", "--certificate", str(book)).exit_code == 2
