"""What is known across reports, from the command line: every form, every filter, other rules, earlier times."""

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from accordingto.cli import app
from accordingto.store import Ledger
from tests.reconcile.idlib import readings

FIRST, SECOND = datetime(2020, 2, 21, 9, tzinfo=UTC), datetime(2020, 3, 1, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The Idlib reports, read by hand; those of the first day were learned on 21 February, the others in March."""
    where = tmp_path_factory.mktemp("ledger") / "idlib.db"
    for late, now in ((False, FIRST), (True, SECOND)):
        with Ledger.open(where, create=True, now=lambda now=now: now) as held:  # type: ignore[misc]
            for r in readings():
                if ("bosphorus" in r.report.id or "orontes" in r.report.id) == late:
                    held.add_reading(r)
    return str(where)


def run(ledger: str, *words: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, [*words, "--ledger", ledger], env={"COLUMNS": "200", "NO_COLOR": "1"})
    assert done.exit_code == code, done.output
    return done.output if code else done.stdout


def lines(ledger: str, *words: str) -> list[dict[str, Any]]:
    return [json.loads(x) for x in run(ledger, *words, "--format", "jsonl").splitlines()]


def table(ledger: str, *words: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(run(ledger, *words, "--format", "csv"))))


@pytest.fixture(scope="module")
def strike(ledger: str) -> dict[str, Any]:
    (found,) = [
        d
        for d in lines(ledger, "incidents")
        if any("01-meridian" in c["report"] for c in d["claims"])
        and d["start"] == "2020-02-20"
        and len(d["reports"]) > 4
    ]
    return found


def test_each_incident_has_what_a_program_needs(ledger: str, strike: dict[str, Any]) -> None:
    assert {"id", "place", "start", "end", "type", "parties", "estimates", "disputes", "claims"} <= set(strike)
    assert {"report", "id", "quote", "span"} <= set(strike["claims"][0])
    texts = {r.report.id: r.report.text for r in readings()}
    for c in strike["claims"]:
        assert texts[c["report"]][slice(*c["span"])] == c["quote"]
    turks = next(e for e in strike["estimates"] if (e["measure"], e["party"]) == ("killed", "Turkey"))
    assert (turks["low"], turks["best"], turks["high"]) == (2, 2, 2) and turks["used"] and turks["rule"] == "ucdp"


def test_the_table_says_who_says_so_in_which_words(ledger: str, strike: dict[str, Any]) -> None:
    out = run(ledger, "incidents")
    assert strike["id"] in out and "“Two Turkish soldiers die”" in out
    assert "contested: who harmed Turkey: Russia, Syrian government" in out
    assert "not verdicts" in out


def test_one_incident_is_shown_whole(ledger: str, strike: dict[str, Any]) -> None:
    out = run(ledger, "incident", strike["id"])
    assert "killed 2  Turkey fighters" in out and "[wounded five others]" in out
    assert "according to A spokesman for the Turkish presidency" in out
    assert "repeats" in out
    assert lines(ledger, "incident", strike["id"]) == [strike]
    (row,) = table(ledger, "incident", strike["id"])
    assert (row["injured_low"], row["injured_high"]) == ("5", "5") and "responsibility" in row["disputed"]


def test_a_telling_names_its_incident(ledger: str, strike: dict[str, Any]) -> None:
    key = next(r for r in strike["reports"] if "01-meridian" in r) + "#i1"
    assert lines(ledger, "incident", key)[0]["id"] == strike["id"]


def test_an_unknown_incident_is_said_to_be_none(ledger: str) -> None:
    assert "no incident inc-nothing" in run(ledger, "incident", "inc-nothing", code=3)


def test_no_ledger_is_said_to_be_none(tmp_path: Path) -> None:
    assert str(tmp_path / "no.db") in run(str(tmp_path / "no.db"), "incidents", code=3)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["--place", "Taftanaz"], 1), (["--place", "Homs"], 0), (["--party", "russia"], 2),
        (["--from", "2020-02-21"], 1), (["--to", "2020-02-03"], 1), (["--from", "2020-02-10", "--to", "2020-02-10"], 1),
        (["--min-killed", "40"], 1), (["--contested", "--party", "Russia"], 1), (["--type", "explosion"], 1),
        (["--source", "rescuers"], 1),
    ],
)  # fmt: skip
def test_filters_narrow_what_is_listed(ledger: str, words: list[str], found: int) -> None:
    got = lines(ledger, "incidents", *words)
    assert len(got) == found


def test_disputes_in_every_form(ledger: str, strike: dict[str, Any]) -> None:
    out = run(ledger, "disputes")
    assert "contested: responsibility, who harmed Turkey" in out and "none of them decided here" in out
    own = [d for d in lines(ledger, "disputes") if d["incident"] == strike["id"]]
    assert [{k: v for k, v in d.items() if k != "incident"} for d in own] == strike["disputes"]
    rows = [r for r in table(ledger, "disputes") if r["incident"] == strike["id"] and r["question"] == "responsibility"]
    assert {r["answer"] for r in rows} == {"Russia", "Syrian government"} and all(r["claims"] for r in rows)


def test_totals_in_every_form(ledger: str) -> None:
    out = run(ledger, "tolls")
    assert "says 15, known incidents explain 15, unexplained 0" in out and "never added to them" in out
    fifteen = next(s for s in lines(ledger, "tolls") if s["points"][0]["stated"]["best"] == 15)
    assert fifteen["counter"] == "The Meridian Post" and len(fifteen["beside"]) == 1
    row = next(r for r in table(ledger, "tolls") if r["stated_best"] == "17")
    assert (row["explained_best"], row["unexplained_best"]) == ("16", "1")
    assert [s["id"] for s in lines(ledger, "tolls", "--source", "bosphorus")] == [row["series"]]
    assert lines(ledger, "tolls", "--place", "Homs") == []


def test_why_names_every_claim_and_the_reason(ledger: str, strike: dict[str, Any]) -> None:
    out = run(ledger, "why", f"{strike['id']}.killed")
    assert "not used: taken back: the report itself says so" in out and "not used: copy" in out
    assert "injured" not in out
    rows = table(ledger, "why", strike["id"])
    assert {r["measure"] for r in rows} == {"killed", "injured"}
    assert all((r["used"] == "yes") == (not r["reason"]) for r in rows)
    assert lines(ledger, "why", f"{strike['id']}.injured")[0]["quote"]


def test_the_timeline_marks_who_was_heard_first(ledger: str, strike: dict[str, Any]) -> None:
    out = run(ledger, "timeline", strike["id"])
    assert out.index("The Meridian Post · Thu 20 Feb 2020") < out.index("Harbour Herald")
    assert "first heard here" in out and "repeats" in out
    steps = table(ledger, "timeline", strike["id"])
    assert any(s["copies"] for s in steps) and all(s["quote"] for s in steps)
    days = [d["start"] for d in lines(ledger, "timeline") if d["start"]]
    assert days == sorted(days)
    assert "20 Feb 2020" in run(ledger, "timeline")


def test_other_rules_give_other_figures_and_change_nothing_kept(ledger: str, tmp_path: Path) -> None:
    before = lines(ledger, "incidents")
    graded = lines(ledger, "incidents", "--rules", "airwars")
    assert {d["rules"] for d in graded} == {"airwars"} and all(d["grade"] for d in graded)
    own = tmp_path / "mine.yaml"
    own.write_text(
        "extends: ucdp\nname: mine\nstanding:\n  enemy-losses: {sets: [low, best, high], rank: 5}\n", "utf-8"
    )
    mine = lines(ledger, "incidents", "--rules", str(own), "--min-killed", "40")
    syrians = [e for d in mine for e in d["estimates"] if e["party"] == "Syrian government"]
    assert syrians and all(e["low"] is not None and e["rule"].startswith("mine") for e in syrians)
    assert lines(ledger, "incidents") == before


def test_a_faulty_rule_set_is_named_with_its_place(ledger: str, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("extends: ucdp\nlow: lowish\n", "utf-8")
    out = " ".join(run(ledger, "incidents", "--rules", str(bad), code=2).replace("│", " ").split())
    assert "'lowish' is no choice at low" in out
    assert "no rule set is called" in run(ledger, "incidents", "--rules", "usual", code=2)
    assert "cannot read" in run(ledger, "incidents", "--rules", str(tmp_path / "none.yaml"), code=2)


def test_what_was_not_yet_learned_is_not_known(ledger: str) -> None:
    early = lines(ledger, "incidents", "--as-of", "2020-02-22")
    reports = {r for d in early for r in d["reports"]}
    assert reports and not any("bosphorus" in r or "orontes" in r for r in reports)
    assert not any(
        p["stated"]["best"] == 17 for s in lines(ledger, "tolls", "--as-of", "2020-02-22") for p in s["points"]
    )
    assert lines(ledger, "incidents", "--as-of", "2020-01-01") == []


def test_what_was_not_yet_published_can_be_left_out(ledger: str) -> None:
    reports = {r for d in lines(ledger, "incidents", "--reported-by", "2020-02-20") for r in d["reports"]}
    assert reports and not any("harbour" in r for r in reports)


@pytest.mark.parametrize(
    "words", [["--as-of", "soon"], ["--from", "soon"], ["--reported-by", "x"], ["--min-killed", "-1"]], ids=str
)
def test_what_cannot_be_meant_is_wrong_usage(ledger: str, words: list[str]) -> None:
    run(ledger, "incidents", *words, code=2)


def test_the_method_statement_counts_what_it_speaks_of(ledger: str, tmp_path: Path) -> None:
    out = run(ledger, "method")
    assert "Reports: 9; copies of another one among them: 1." in out and "| The Meridian Post | 1 |" in out
    assert "Rule set `ucdp`" in out and "the absence of a record is not the absence of harm" in out
    assert "No person has looked at any claim." in out and "by hand 9" in out
    assert "Rule set `acled`" in run(ledger, "method", "--rules", "acled")
    assert "Reports: 7" in run(ledger, "method", "--as-of", "2020-02-22T00:00")
    run(ledger, "method", "--output", str(tmp_path / "method.md"))
    assert (tmp_path / "method.md").read_text("utf-8") == out


def test_data_goes_to_a_file(ledger: str, tmp_path: Path) -> None:
    assert run(ledger, "incidents", "--format", "jsonl", "--output", str(tmp_path / "x.jsonl")) == ""
    assert len((tmp_path / "x.jsonl").read_text("utf-8").splitlines()) == len(lines(ledger, "incidents"))


def test_who_may_only_read_gets_an_answer(ledger: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from accordingto.store import errors

    other = tmp_path / "copy.db"
    with Ledger.open(other, create=True) as held:
        held.add_reading(readings()[0])

    def refuse(self: Ledger, *_: object, **__: object) -> None:
        raise errors.read_only(self.name)

    monkeypatch.setattr(Ledger, "replace_views", refuse)
    assert lines(str(other), "incidents")
