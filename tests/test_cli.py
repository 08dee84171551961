import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from accordingto import cli
from tests import fakes

TEXT = "In Ostra two people killed, the mayor said. Later 15 people killed in all."


@pytest.fixture(autouse=True)
def _fake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli.read, "reader", fakes.read)


def run(*args: object, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(cli.app, [str(a) for a in args], input=stdin)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(TEXT)
    return path


def test_help_and_version() -> None:
    assert "evaluate" in run("--help").stdout
    assert "Exit codes" in run("read", "--help").stdout
    assert run("--version").stdout.startswith("accordingto 0.")


def test_the_table_says_who_says_what_in_which_words(report: Path) -> None:
    done = run("read", report, "--published", "2020-02-20", "--publisher", "Post")
    assert done.exit_code == 0
    out = done.stdout
    assert "Post · published Thu 20 Feb 2020" in out
    assert "disputed" in out and "according to the mayor" in out and "Southland (possibly)" in out
    assert "says the mayor (local-official, via “radio”, “said”)" in out
    assert "[two people killed]" in out
    assert "Stated totals" in out and "never added" in out
    assert "says 15, incidents here explain 2 (i1), unexplained 13" in out
    assert "claims, not verdicts" in out.replace("\n", " ")
    assert "\x1b" not in out and not any(line.endswith(" ") for line in out.splitlines())


def test_jsonl_is_the_published_format_and_nothing_else(report: Path) -> None:
    done = run("read", report, "--format", "jsonl", "--published", "20 Feb 2020")
    (line,) = done.stdout.splitlines()
    data = json.loads(line)
    assert data["report"] == str(report) and data["published"] == "2020-02-20"
    assert data["claims"][0]["quote"] == "two people killed"
    assert data["claims"][0]["span"] == [9, 26]


def test_half_a_character_does_not_stop_the_batch(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"report": "a", "text": "\\ud800 two people killed", "publisher": "\\ud800"}\n')
    for form in ("jsonl", "csv", "table"):
        assert run("read", path, "-f", form).exit_code == 0
    assert json.loads(run("read", path, "-f", "jsonl").stdout)["publisher"] == "\ud800"


def test_csv_has_a_row_a_claim_and_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"report": "=cmd|' /C calc'!A0", "publisher": "@x", "text": TEXT}) + "\n")
    rows = list(csv.DictReader(io.StringIO(run("read", path, "-f", "csv").stdout)))
    assert [r["best"] for r in rows] == ["2", "15"]
    assert rows[0]["report"].startswith("'=") and rows[0]["publisher"] == "'@x"


def test_an_empty_csv_still_names_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("nothing here")
    assert run("read", path, "-f", "csv").stdout.startswith("report,publisher,")


def test_explain_and_audit(report: Path) -> None:
    done = run("read", report, "--explain", "--audit")
    assert "count: number word before the target" in done.stdout
    assert "1 unexplained" in done.stdout and "no rule" in done.stdout
    assert run("read", report, "--audit", "-f", "csv").exit_code == 2


def test_standard_input_and_output_file(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    done = run("read", "-", "-f", "jsonl", "-o", target, stdin=TEXT)
    assert done.exit_code == 0 and done.stdout == ""
    assert json.loads(target.read_text())["report"] == "stdin"
    assert run("read", "-", "-o", tmp_path / "no" / "dir", stdin=TEXT).exit_code == 2


def test_exit_codes_say_what_failed(tmp_path: Path, report: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"\x00")
    some = run("read", report, bad, "-f", "jsonl")
    assert some.exit_code == 1
    assert len(some.stdout.splitlines()) == 1
    assert "error[binary-input]" in some.stderr.replace("\n", "") and "bad.txt" in some.stderr.replace("\n", "")
    assert "→" in some.stderr and "1 report read, 1 not" in some.stderr
    assert run("read", bad).exit_code == 3
    assert run("read", tmp_path / "none").exit_code == 3
    assert run("read").exit_code == 2
    assert run("read", report, "--published", "someday").exit_code == 2
    assert run("read", report, "--workers", "0").exit_code == 2


def test_one_bad_file_in_a_folder_of_a_thousand(tmp_path: Path) -> None:
    for i in range(999):
        (tmp_path / f"{i:03}.txt").write_text("two people killed")
    (tmp_path / "500.txt").write_bytes(b"\x89PNG\r\n")
    done = run("read", tmp_path, "--workers", "1", "-f", "jsonl")
    assert done.exit_code == 1
    assert len(done.stdout.splitlines()) == 998
    assert done.stderr.count("error[") == 1 and "500.txt" in done.stderr.replace("\n", "")


def test_control_characters_of_a_report_do_not_reach_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\x1b[31mred\u202e \x1b]0;title\x07two people killed [bold]now[/bold]")
    out = run("read", path).stdout
    assert "\x1b" not in out and "\u202e" not in out and "\x07" not in out
    assert "[bold]now[/bold]" in out


def command(*args: object) -> list[str]:
    code = "import sys; import tests.fakes as f, accordingto.cli as c; c.read.reader = f.read; c.main()"
    return [sys.executable, "-c", code, *map(str, args)]


@pytest.mark.skipif(os.name == "nt", reason="pipes differ")
def test_a_closed_pipe_is_silent(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text((json.dumps({"text": TEXT * 20}) + "\n") * 200)
    root = Path(__file__).parents[1]
    with subprocess.Popen(
        command("read", path, "-f", "jsonl", "--workers", 1), stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=root
    ) as run_:
        assert run_.stdout is not None and run_.stderr is not None
        run_.stdout.readline()
        run_.stdout.close()
        assert run_.stderr.read() == b""
    assert run_.returncode == 141


def test_evaluate_a_perfect_and_a_missing_prediction(tmp_path: Path, report: Path) -> None:
    gold, docs = tmp_path / "gold.jsonl", tmp_path / "docs.jsonl"
    gold.write_text(run("read", report, "-f", "jsonl").stdout)
    docs.write_text(json.dumps({"report": str(report), "text": TEXT}) + "\n")
    figures = json.loads(run("evaluate", gold, gold, docs, "--json").stdout)
    assert figures["strict"]["f1"] == 1.0
    shown = run("evaluate", gold, gold, docs, "--by-corpus").stdout
    assert "strict" in shown and "1.000" in shown
    empty = tmp_path / "empty.jsonl"
    empty.write_text("")
    assert "missed" in run("evaluate", gold, empty, docs, "--errors", "5").stdout
    assert run("evaluate", gold, gold, empty).exit_code == 3
    broken = tmp_path / "broken.jsonl"
    broken.write_text("{")
    done = run("evaluate", gold, broken, docs)
    assert done.exit_code == 3 and "broken.jsonl" in done.stderr
    assert run("evaluate", gold, tmp_path / "none", docs).exit_code == 3
