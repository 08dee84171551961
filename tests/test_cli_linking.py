"""``accordingto why-linked``: the evidence between two names of a ledger, from the command line."""

import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from typer.testing import CliRunner

from accordingto.cli import app
from accordingto.link import explain
from accordingto.model.judgement import Judgement, Verdict
from accordingto.render.linking import show_why_linked
from accordingto.store import Ledger
from accordingto.workflow.relinking import rebuild
from accordingto.workflow.whylinked import UnknownNameError, why_linked
from tests.reconcile.idlib import readings


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> str:
    where = tmp_path_factory.mktemp("ledger") / "idlib.db"
    with Ledger.open(where, create=True) as held:
        for r in readings():
            held.add_reading(r)
        rebuild(held)
    return str(where)


@pytest.fixture(scope="module")
def keys(ledger: str) -> dict[str, str]:
    """Telling keys by the beginning of the file name and the incident: "01#i1"."""
    with Ledger.open(ledger) as held:
        return {t.key.rpartition("/")[2][:2] + "#" + t.incident.id: t.key for t in held.tellings()}


def run(ledger: str, *words: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["why-linked", *words, "--ledger", ledger], env={"COLUMNS": "160", "NO_COLOR": "1"})
    assert done.exit_code == code, done.output
    return done.output if code else done.stdout


def as_json(ledger: str, *words: str) -> dict[str, Any]:
    found = json.loads(run(ledger, *words, "--format", "jsonl"))
    assert isinstance(found, dict)
    return found


def test_two_accounts_of_one_strike(ledger: str, keys: dict[str, str]) -> None:
    out = run(ledger, keys["01#i1"], keys["03#i1"])
    assert "killed: same figure" in out and "sum, in log-odds" in out
    assert "one incident in this ledger" in out
    said = as_json(ledger, keys["01#i1"], keys["03#i1"])
    assert said["one_incident"] is True and said["pairs"] == 1
    assert said["score"] == pytest.approx(said["bias"] + sum(e["weight"] for e in said["evidence"]), abs=0.01)


def test_incidents_by_their_ids(ledger: str, keys: dict[str, str]) -> None:
    with Ledger.open(ledger) as held:
        strike, shelling = (str(held.incident_of(keys[k])) for k in ("01#i1", "01#i2"))
    said = as_json(ledger, strike, shelling)
    assert said["one_incident"] is False and said["pairs"] > 1
    assert "two incidents in this ledger" in run(ledger, strike, shelling)
    # Of the pairs of accounts the most alike is shown, and one report tells those two apart or another does.
    assert said["mean"] <= said["score"]


def test_a_judgement_is_named(ledger: str, keys: dict[str, str], tmp_path: Path) -> None:
    copy = tmp_path / "judged.db"
    with Ledger.open(copy, create=True) as held:
        for r in readings():
            held.add_reading(r)
        a, b = keys["01#i1"], keys["03#i1"]
        held.judge(Judgement("j1", Verdict.SPLIT, a, "ana", datetime(2024, 1, 2, tzinfo=UTC), "two convoys", other=b))
    out = " ".join(run(str(copy), a, b).split())
    assert "two incidents in this ledger" in out and "ana split them" in out and "two convoys" in out


def test_words_of_reports_are_no_markup(ledger: str, keys: dict[str, str]) -> None:
    with Ledger.open(ledger) as held:
        found = why_linked(held, keys["01#i1"], keys["03#i1"])
    a, b = (
        replace(t, incident=replace(t.incident, what="[red]x[/red]\x1b[2J", place="[bold]Y"))
        for t in (found.a[0], found.b[0])
    )
    console = Console(width=160, file=io.StringIO())
    show_why_linked(replace(found, a=(a,), b=(b,), best=explain(a, b)), console)
    assert isinstance(console.file, io.StringIO)
    out = console.file.getvalue()
    assert "[red]x[/red]" in out and "[bold]Y" in out and "\x1b[2J" not in out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("inc-unknown", "inc-unknown"), "no incident and no account is called inc-unknown"),
        (("{01#i1}", "{01#i1}"), "both names mean the same account"),
    ],
)
def test_wrong_names_say_what_to_do(ledger: str, keys: dict[str, str], words: tuple[str, str], says: str) -> None:
    named = [keys[w[1:-1]] if w.startswith("{") else w for w in words]
    assert says in run(ledger, *named, code=3)


def test_an_unknown_name_is_an_error_of_its_own(ledger: str) -> None:
    with Ledger.open(ledger) as held, pytest.raises(UnknownNameError, match="nothing"):
        why_linked(held, "nothing", "nothing")
