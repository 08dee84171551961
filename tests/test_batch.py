"""Output in bulk: a run that was stopped anywhere is finished by running it again, and tables open elsewhere."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.dataset
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from accordingto import cli
from accordingto.export import jsonl, parts
from accordingto.export.tables import REAL, TEXT, WHOLE
from accordingto.model import InputError, Issue, Reading, Report
from accordingto.sources import Arrival
from accordingto.workflow import keepers
from accordingto.workflow.batch import Batch
from accordingto.workflow.keepers import LinesFile, TablesFolder
from accordingto.workflow.one import Item, Job, here, read_item
from tests import fakes

ROOT = Path(__file__).parents[1]
TEXT_OF_ONE = "In Ostra two people killed, the mayor said. Later 15 people killed in all."


@pytest.fixture(autouse=True)
def _fake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli.read, "reader", fakes.read)


def run(*args: object, stdin: str | None = None) -> Result:
    return CliRunner().invoke(cli.app, [str(a) for a in args], input=stdin)


def write_reports(path: Path, texts: list[str]) -> Path:
    path.write_text("".join(json.dumps({"report": f"r{i}", "text": t}) + "\n" for i, t in enumerate(texts)))
    return path


def items(many: int) -> list[Item]:
    out: list[Item] = [Arrival(Report(f"r{i}", f"{i + 2} people killed")) for i in range(many)]
    out[many // 2] = Issue("missing-file", "there is none", origin="none.txt")
    return out


def kept(folder: Path) -> dict[str, bytes]:
    """Every file that a run leaves, without the note, which names the output."""
    files = (p for p in sorted(folder.rglob("*")) if p.is_file() and p.name != "run.json")
    return {str(p.relative_to(folder)): p.read_bytes() for p in files}


def some(batch: Batch, all_of_them: list[Item], many: int | None = None) -> None:
    """Read so many items more and stop as a process does that is killed; all that are left, if None."""
    with closing(batch):
        for n, (item, outcomes) in enumerate(here(batch.rest(iter(all_of_them)), Job(read_item, fakes.read))):
            if n == many:
                return
            batch.keep(item, outcomes)
        batch.finish()


@settings(max_examples=25, deadline=None)
@given(
    stops=st.lists(st.integers(0, 12), max_size=4), seconds=st.sampled_from([0.0, 1000.0]), part=st.integers(3, 8),
    leftover=st.booleans(), tables=st.booleans(),
)  # fmt: skip
def test_however_often_a_run_is_stopped_the_output_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, stops: list[int], seconds: float, part: int, leftover: bool, tables: bool
) -> None:
    folder = tmp_path_factory.mktemp("run")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keepers, "_SECONDS", seconds)
        patch.setattr(keepers, "_PART", part)
        # Nothing is lost here that only a disk could lose, and waiting for it would be all that this test does.
        patch.setattr(os, "fsync", lambda _: None)

        def batch(name: str) -> Batch:
            (folder / name).mkdir(exist_ok=True)
            where = folder / name / "out" if tables else folder / name / "out.jsonl"
            return Batch(TablesFolder(where) if tables else LinesFile(where), {"inputs": ["x"]})

        some(batch("straight"), items(20))
        for many in stops:
            some(batch("stopped"), items(20), many)
            if leftover and tables:
                last = sorted((folder / "stopped/out/claims").glob("*"))
                for path in last[-1:]:
                    shutil.copy(path, path.with_name("part-000099.parquet"))
                    shutil.copy(path, path.with_name("part-000003.unfinished"))
            elif leftover:
                with (folder / "stopped/out.jsonl.unfinished").open("ab") as out:
                    out.write(b'{"report": "half of a li')
        last_one = batch("stopped")
        some(last_one, items(20))
        assert kept(folder / "stopped") == kept(folder / "straight")
        assert sum(stops) == 0 or tables or last_one.tally.before <= 20


def test_the_counts_are_those_of_all_runs_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keepers, "_SECONDS", 0)
    some(Batch(LinesFile(tmp_path / "a"), {}), items(20), 15)
    tally = Batch(LinesFile(tmp_path / "a"), {}).tally
    assert (tally.read, tally.before, tally.claims) == (14, 14, 14)


@pytest.mark.skipif(os.name == "nt", reason="killed by a signal")
@pytest.mark.parametrize("target", [("--format", "jsonl", "-o", "out.jsonl"), ("--out", "out")])
def test_a_command_that_was_killed_goes_on_where_it_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: tuple[str, ...]
) -> None:
    code = (
        "import tests.deadly as d, accordingto.cli as c, accordingto.workflow.keepers as k; "
        "k._SECONDS, k._PART = 0.2, 10; c.read.reader = d.read; c.main()"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(keepers, "_PART", 10)
    texts = [f"{i + 2} people killed SLOW{' CRASH' if i == 3 else ''}" for i in range(60)]
    write_reports(tmp_path / "in.jsonl", texts)
    command = [sys.executable, "-c", code, "read", "in.jsonl", *target, "--workers", "2"]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    name = target[-1]
    notes = tmp_path / ("out/run.json" if name == "out" else "out.jsonl.progress")
    with subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL) as process:
        while not (notes.exists() and json.loads(notes.read_text())["items"] >= 10):
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
    assert json.loads(notes.read_text())["items"] < 60
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    said = " ".join(done.stderr.split())
    assert done.returncode == 1 and "59 reports read, 1 not" in said and "by an earlier run" in said
    assert run("read", "in.jsonl", *target[:-1], f"all-{name}").exit_code == 1
    if name == "out":
        assert kept(tmp_path / "out") == kept(tmp_path / "all-out")
    else:
        assert (tmp_path / name).read_bytes() == (tmp_path / f"all-{name}").read_bytes()
        assert sorted(p.name for p in tmp_path.iterdir()) == ["all-out.jsonl", "in.jsonl", "out.jsonl"]


def test_another_command_and_other_inputs_leave_an_output_alone(tmp_path: Path) -> None:
    path = write_reports(tmp_path / "in.jsonl", ["2 people killed"] * 3)
    out = tmp_path / "out"
    assert run("read", path, "--out", out).exit_code == 0
    before = kept(out)
    other = run("read", path, "--out", out, "--publisher", "Post")
    assert other.exit_code == 3 and "error[other-run]" in other.stderr and "publisher differ" in other.stderr
    write_reports(path, ["3 people killed"] * 3)
    changed = run("read", path, "--out", out)
    assert changed.exit_code == 3 and "changed since" in changed.stderr
    write_reports(path, ["2 people killed"] * 2)
    assert run("read", path, "--out", out).exit_code == 3
    assert kept(out) == before


def test_a_run_that_is_whole_takes_in_what_was_added(tmp_path: Path) -> None:
    path = write_reports(tmp_path / "in.jsonl", ["2 people killed"] * 3)
    out = tmp_path / "out"
    run("read", path, "--out", out)
    before = kept(out)
    again = run("read", path, "--out", out)
    assert again.exit_code == 0 and kept(out) == before and "3 inputs by an earlier run" in again.stderr
    write_reports(path, ["2 people killed"] * 5)
    assert run("read", path, "--out", out).exit_code == 0
    assert pyarrow.dataset.dataset(out / "reports").to_table()["report"].to_pylist() == [f"r{i}" for i in range(5)]


def test_a_folder_that_holds_other_things_is_not_written_to(tmp_path: Path) -> None:
    path = write_reports(tmp_path / "in.jsonl", ["2 people killed"])
    refused = run("read", path, "--out", tmp_path)
    assert refused.exit_code == 3 and "holds other things" in refused.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["in.jsonl"]
    assert run("read", path, "--out", path).exit_code == 2


@pytest.mark.parametrize("tables", [True, False])
def test_what_was_damaged_is_not_gone_on_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tables: bool) -> None:
    monkeypatch.setattr(keepers, "_SECONDS", 0)
    monkeypatch.setattr(keepers, "_PART", 4)

    def batch() -> Batch:
        return Batch(TablesFolder(tmp_path / "a") if tables else LinesFile(tmp_path / "a"), {})

    some(batch(), items(20), 9)
    notes = tmp_path / ("a/run.json" if tables else "a.progress")
    damaged = tmp_path / ("a/tolls/part-000001.parquet" if tables else "a.unfinished")
    damaged.unlink()
    with pytest.raises(InputError) as e:
        some(batch(), items(20))
    assert e.value.issue.code == "other-run" and damaged.name in e.value.issue.message
    notes.write_text("[1]")
    with pytest.raises(InputError, match="no note of a run"):
        batch()


def test_the_tables_hold_all_that_was_read_and_open_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keepers, "_PART", 4)
    path = write_reports(tmp_path / "in.jsonl", [TEXT_OF_ONE] * 9 + ["nothing", "CRASH", "\ud800 two people killed"])
    out = tmp_path / "out"
    done = run("read", path, "--out", out, "--published", "2020-02-20")
    assert done.exit_code == 1 and done.stdout == ""
    assert "error[reader-failed]" in done.stderr.replace("\n", "")

    def sql(query: str) -> list[Any]:
        return duckdb.sql(query.replace("FROM ", f"FROM '{out}/").replace(" /", "/*.parquet' ")).fetchall()

    assert sql("SELECT count(*), count(DISTINCT report), sum(claims) FROM reports /") == [(11, 11, 19)]
    assert sql("SELECT type, sum(best), min(published) FROM claims / GROUP BY type") == [("killed", 155, "2020-02-20")]
    assert sql("SELECT DISTINCT killed_best, responsible FROM incidents / ORDER BY ALL LIMIT 1") == [
        (2, "Northland (according to the mayor); Southland (possible, according to r0)")
    ]
    assert sql("SELECT DISTINCT stated_best, unexplained_best, incidents FROM tolls /") == [(15, 13, "i1")]
    assert sql("SELECT count(*) FROM numbers /") == [(10,)]
    lost = sql("SELECT origin, report FROM issues / WHERE severity = 'error'")
    assert lost == [(f"{path}:11", None)]
    written = run("read", path, "-f", "jsonl", "--published", "2020-02-20").stdout.splitlines()
    readings = pyarrow.dataset.dataset(out / "reports").to_table()["reading"].to_pylist()
    assert [json.loads(line) for line in readings] == [json.loads(line) for line in written]


def test_every_part_has_the_columns_and_types_of_its_table(tmp_path: Path) -> None:
    parts.write_part(tmp_path, 0, [fakes.read(Report("r", TEXT_OF_ONE))])
    parts.write_part(tmp_path, 1, [Issue("missing-file", "none")])
    types = {TEXT: "string", WHOLE: "int64", REAL: "double"}
    for part in (0, 1):
        for (table, columns), path in zip(parts.TABLES.items(), parts.paths(tmp_path, part), strict=True):
            schema = pyarrow.parquet.read_schema(path)
            assert {f.name: str(f.type) for f in schema} == {c: types[k] for c, k in columns.items()}, table
            assert b"claims, not verdicts" in schema.metadata[b"purpose"]


def test_rows_fit_their_tables() -> None:
    for outcome in (fakes.read(Report("r", TEXT_OF_ONE)), Issue("x", "y")):
        for table, row in parts.rows(outcome):
            assert list(row) == list(parts.TABLES[table])


def test_a_line_is_that_of_the_other_output() -> None:
    reading = fakes.read(Report("r", TEXT_OF_ONE))
    rows = dict(parts.rows(reading))
    assert rows["reports"]["reading"] == jsonl.line(reading)


def test_without_the_library_the_command_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    path = write_reports(tmp_path / "in.jsonl", ["2 people killed"])
    done = run("read", path, "--out", tmp_path / "out")
    assert done.exit_code == 3 and "pip install 'accordingto[tables]'" in done.stderr
    assert not (tmp_path / "out").exists()


def test_options_that_contradict_each_other(tmp_path: Path) -> None:
    path = write_reports(tmp_path / "in.jsonl", ["x"])
    for words in (("--out", "d", "-f", "csv"), ("--out", "d", "-o", "f"), ("--cluster", "tcp://a:1", "--workers", "2")):
        assert run("read", path, *words).exit_code == 2
    assert run("read", path, "--time-limit", "0").exit_code == 2
    assert list(tmp_path.iterdir()) == [path]


def test_a_device_is_written_to_as_it_is(tmp_path: Path) -> None:
    path = write_reports(tmp_path / "in.jsonl", ["2 people killed"])
    assert run("read", path, "-f", "jsonl", "-o", "/dev/null").exit_code == 0
    assert not Path("/dev/null.progress").exists()


def test_the_same_inputs_from_standard_input(tmp_path: Path) -> None:
    lines = write_reports(tmp_path / "in.jsonl", ["2 people killed"] * 3).read_text()
    out = tmp_path / "out"
    assert run("read", "-", "--out", out, stdin=lines).exit_code == 0
    assert run("read", "-", "--out", out, stdin=lines + lines).exit_code == 0
    assert pyarrow.dataset.dataset(out / "reports").count_rows() == 6


def test_nothing_is_held_but_one_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keepers, "_PART", 3)
    keeper = TablesFolder(tmp_path / "out")
    keeper.begin(None)
    sizes: list[int] = []

    def outcomes() -> Iterator[Reading]:
        for i in range(10):
            yield fakes.read(Report(f"r{i}", TEXT_OF_ONE))

    for outcome in outcomes():
        keeper.write(outcome)
        if keeper.due():
            sizes.append(keeper.secure())
    assert sizes == [1, 2, 3]
    monkeypatch.setattr(keepers, "_PART_ROWS", 2)
    assert keeper.due()
