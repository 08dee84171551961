"""Reading by several processes: order, bounds, and what becomes of processes that die or hang."""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from accordingto.model import InputError, Issue, Reading, Report
from accordingto.sources import Arrival
from accordingto.workflow import pool, read_inputs
from accordingto.workflow.one import Item, Job, read_item
from accordingto.workflow.pool import _AHEAD, in_processes
from accordingto.workflow.worker import Worker
from tests import deadly

pytestmark = pytest.mark.skipif(os.name == "nt", reason="processes are killed by signals here")
JOB = Job(read_item, deadly.read)


def report(text: str, name: str = "r") -> Arrival:
    return Arrival(Report(name, text, origin=f"{name}.txt"))


def reports(texts: list[str]) -> list[Item]:
    return [report(text, f"r{i}") for i, text in enumerate(texts)]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_dead_and_stuck_processes_cost_their_report_only() -> None:
    texts = [f"{i + 2} people killed" for i in range(40)]
    texts[3], texts[17], texts[18], texts[30] = "SIGSEGV", "HANG", "SIGKILL", "EXIT"
    items = reports(texts)
    items[5] = Issue("missing-file", "there is none", origin="none.txt")
    found = list(in_processes(items, JOB, workers=2, limit=3))
    assert [item for item, _ in found] == items
    for i, (_, (outcome,)) in enumerate(found):
        if i in (3, 17, 18, 30):
            assert isinstance(outcome, Issue) and outcome.origin == f"r{i}.txt"
        elif i != 5:
            assert isinstance(outcome, Reading) and outcome.report.id == f"r{i}"
    said = {i: str(found[i][1][0]) for i in (3, 17, 18, 30)}
    assert "SIGSEGV" in said[3] and "SIGKILL, perhaps for want of memory" in said[18] and "exit code 3" in said[30]
    assert "reader-stuck" in said[17] and "longer than 3 seconds" in said[17] and "--time-limit" in said[17]


def test_what_kills_a_process_from_outside_loses_nothing(tmp_path: Path) -> None:
    texts = [f"{i + 2} people killed" for i in range(20)]
    texts[4] += f" ONCE {tmp_path}/a"
    texts[11] += f" ONCE {tmp_path}/b"
    found = list(in_processes(reports(texts), JOB, workers=2))
    assert all(isinstance(outcome, Reading) for _, (outcome,) in found)


def test_only_a_little_is_read_ahead_and_nobody_is_left_behind() -> None:
    taken = 0

    def endless() -> Iterator[Item]:
        nonlocal taken
        while True:
            taken += 1
            yield report(f"{taken} people killed")

    results = in_processes(endless(), Job(read_item, deadly.named), workers=2)
    pids = {int(str(outcome.reader)) for _ in range(20) for outcome in next(results)[1] if isinstance(outcome, Reading)}
    time.sleep(0.5)
    assert taken <= 20 + 2 * _AHEAD
    assert all(alive(pid) for pid in pids)
    results.close()  # type: ignore[attr-defined]
    assert not any(alive(pid) for pid in pids)


def test_leaving_early_waits_for_no_stuck_report() -> None:
    results = in_processes(reports(["2 people killed", "HANG", "HANG", "3 people killed"]), JOB, workers=2)
    next(results)
    begin = time.monotonic()
    results.close()  # type: ignore[attr-defined]
    assert time.monotonic() - begin < 30


def test_large_reports_are_not_held_by_the_dozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_HELD", 3_000)
    taken = 0

    def large() -> Iterator[Item]:
        nonlocal taken
        for _ in range(40):
            taken += 1
            yield report("x" * 1_000)

    results = in_processes(large(), JOB, workers=2)
    next(results)
    assert taken == 3
    results.close()  # type: ignore[attr-defined]


def test_what_libraries_print_does_not_get_among_the_answers(capfd: pytest.CaptureFixture[str]) -> None:
    worker = Worker(JOB)
    (reading,) = worker(report("PRINT 2 people killed"))
    worker.close()
    assert isinstance(reading, Reading) and len(reading.claims) == 1
    out, err = capfd.readouterr()
    assert out == "" and "a library says something" in err


def test_a_worker_that_was_closed_begins_again() -> None:
    worker = Worker(JOB)
    worker.close()
    first = worker(report("2 people killed"))
    worker.close()
    assert worker(report("2 people killed")) == first
    worker.close()


def test_a_process_that_cannot_begin_ends_the_run_with_a_reason(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    only_here = ModuleType("only_here")
    exec("def read(report, *, lang='en'): ...", only_here.__dict__)
    monkeypatch.setitem(sys.modules, "only_here", only_here)
    with pytest.raises(InputError) as e:
        list(in_processes(reports(["x"] * 20), Job(read_item, only_here.read), workers=2))
    assert e.value.issue.code == "no-worker" and "exit code 1" in e.value.issue.message
    assert "only_here" in capfd.readouterr().err


def test_a_working_folder_full_of_traps_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pickle", "accordingto", "numpy"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('imported from the working folder')")
    monkeypatch.setattr(sys, "path", [p for p in sys.path if p])
    monkeypatch.chdir(tmp_path)
    worker = Worker(JOB)
    assert isinstance(worker(report("2 people killed"))[0], Reading)
    worker.close()


def failing(item: Item, reader: object, lang: str) -> list[Reading | Issue]:
    raise ValueError("no such thing")


def test_a_parser_that_fails_is_an_issue_too() -> None:
    (issue,) = Job(failing, deadly.read)(report("x"))
    assert isinstance(issue, Issue) and "ValueError: no such thing" in issue.message and issue.origin == "r.txt"


def test_more_time_and_less(tmp_path: Path) -> None:
    for i in range(20):
        (tmp_path / f"{i:02}.txt").write_text("HANG" if i == 7 else "2 people killed")
    found = list(read_inputs([str(tmp_path)], workers=2, time_limit=2, reader=deadly.read))
    assert [i for i, r in enumerate(found) if isinstance(r, Issue)] == [7]
    assert "2 seconds" in str(found[7])
