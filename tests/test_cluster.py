"""Reading on a Dask cluster of real processes: the same bytes as here, whatever dies on the way."""

import json
import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from accordingto import cli
from accordingto.export import jsonl
from accordingto.model import InputError, Issue, Reading, Report
from accordingto.sources import Arrival
from accordingto.workflow import cluster as clusters
from accordingto.workflow.cluster import chunks, do_chunk, in_cluster
from accordingto.workflow.one import Item, Job, here, read_item
from tests import deadly, fakes
from tests.test_batch import kept, write_reports

distributed = pytest.importorskip("distributed")
JOB = Job(read_item, deadly.read)
ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def dask() -> Iterator[Any]:
    """Two workers, each a process of its own that a nanny starts again when it dies."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=50
    ) as running:
        yield running


def run(*args: object) -> Result:
    return CliRunner().invoke(cli.app, [str(a) for a in args])


def items(many: int, text: str = "") -> list[Item]:
    return [Arrival(Report(f"r{i}", f"{i + 2} people killed {text}", origin=f"r{i}.txt")) for i in range(many)]


def pids(dask: Any) -> list[int]:
    return [nanny.process.pid for nanny in dask.workers.values() if nanny.process is not None]


def lines(found: list[tuple[Item, list[Reading | Issue]]]) -> list[str]:
    return [jsonl.line(o) if isinstance(o, Reading) else str(o) for _, outcomes in found for o in outcomes]


def test_every_output_is_byte_for_byte_that_of_one_machine(
    dask: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli.read, "reader", fakes.read)
    texts = [f"{i + 2} people killed" for i in range(60)]
    texts[7], texts[41] = "CRASH", "DIE"
    path = write_reports(tmp_path / "in.jsonl", texts)
    (tmp_path / "page.html").write_text("<html><body><p>" + "Two people killed in Ostra on Thursday. " * 5)
    inputs = (path, "no-such-file", tmp_path / "page.html")
    there, of_here = ("--cluster", dask.scheduler_address), ("--workers", "2")
    far, near = run("read", *inputs, "-f", "jsonl", *there), run("read", *inputs, "-f", "jsonl", *of_here)
    assert (far.exit_code, far.stdout, far.stderr) == (near.exit_code, near.stdout, near.stderr)
    assert far.exit_code == 1 and len(far.stdout.splitlines()) == 59
    for name, where in (("far", there), ("near", of_here)):
        assert run("read", *inputs, "--out", tmp_path / name, *where).exit_code == 1
    assert kept(tmp_path / "far") == kept(tmp_path / "near")


@pytest.mark.skipif(os.name == "nt", reason="killed by a signal")
def test_a_worker_killed_in_the_middle_changes_nothing(dask: Any) -> None:
    wanted = items(60, "SLOW")
    found = []
    for n, pair in enumerate(in_cluster(iter(wanted), JOB, address=dask.scheduler_address)):
        found.append(pair)
        if n in (5, 25):
            os.kill(pids(dask)[n % 2], signal.SIGKILL)
    assert lines(found) == lines(list(here(wanted, JOB)))


def test_a_deadly_and_a_stuck_report_take_no_worker_with_them(dask: Any) -> None:
    before = pids(dask)
    wanted = items(30)
    wanted[3] = Arrival(Report("r3", "SIGKILL", origin="r3.txt"))
    wanted[20] = Arrival(Report("r20", "HANG", origin="r20.txt"))
    found = list(in_cluster(iter(wanted), JOB, address=dask.scheduler_address, limit=2))
    lost = {i: o.code for i, (_, (o,)) in enumerate(found) if isinstance(o, Issue)}
    assert lost == {3: "reader-failed", 20: "reader-stuck"}
    assert pids(dask) == before


def test_only_a_few_chunks_are_under_way_and_no_process_is_left(dask: Any) -> None:
    taken = 0

    def endless() -> Iterator[Item]:
        nonlocal taken
        while True:
            taken += 1
            yield Arrival(Report("r", "2 people killed"))

    results = in_cluster(endless(), Job(read_item, deadly.named), address=dask.scheduler_address)
    names = {int(str(o.reader)) for _ in range(40) for o in next(results)[1] if isinstance(o, Reading)}
    time.sleep(0.5)
    assert taken <= 40 + (2 * clusters._AHEAD + 1) * clusters._CHUNK
    results.close()  # type: ignore[attr-defined]
    for pid in names:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_chunks_are_bounded_in_number_and_size() -> None:
    assert [len(c) for c in chunks(items(20))] == [8, 8, 4]
    large: list[Item] = [Arrival(Report("r", "x" * 300_000)) for _ in range(5)]
    assert [len(c) for c in chunks(large)] == [2, 2, 1]


def test_a_cluster_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "_CONNECT", 1)
    path = write_reports(tmp_path / "in.jsonl", ["2 people killed"])
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    for address in (f"tcp://127.0.0.1:{port}", "nonsense://x", "no such thing"):
        done = run("read", path, "--cluster", address)
        assert done.exit_code == 3 and "error[cluster-unreachable]" in done.stderr, done.stderr
        assert address in done.stderr


def test_a_cluster_that_goes_away_is_said_and_what_was_read_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "_CONNECT", 5)
    got = 0
    with (
        pytest.raises(InputError) as e,
        distributed.LocalCluster(
            n_workers=1, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=50
        ) as running,
    ):
        for _ in in_cluster(iter(items(200, "SLOW")), JOB, address=running.scheduler_address):
            got += 1
            if got == 10:
                running.close()
    assert e.value.issue.code == "cluster-lost" and 10 <= got < 200


def test_another_version_is_refused(monkeypatch: pytest.MonkeyPatch, dask: Any) -> None:
    monkeypatch.setattr("accordingto.__version__", "0.0.0")
    with pytest.raises(InputError) as e:
        list(in_cluster(iter(items(3)), JOB, address=dask.scheduler_address))
    assert e.value.issue.code == "cluster-version" and "0.0.0 asks" in e.value.issue.message


def test_a_chunk_that_no_worker_survives_is_named_report_by_report() -> None:
    class Future:
        def result(self) -> bytes:
            raise distributed.KilledWorker("task", "worker", 3)

    lost = Issue("missing-file", "none")
    found = clusters._Chunk([*items(1), lost], Future(), distributed.KilledWorker).result()
    assert found[0][0].code == "reader-failed" and found[0][0].origin == "r0.txt" and found[1] == [lost]


def test_a_chunk_is_done_by_a_process_that_is_kept_for_the_next() -> None:
    import pickle

    packed = pickle.dumps((Job(read_item, deadly.named), 5.0, clusters._version()))
    first, second = (pickle.loads(do_chunk(packed, pickle.dumps(items(2)))) for _ in range(2))
    assert len({o.reader for outcomes in (*first, *second) for o in outcomes}) == 1
    clusters.let_go(packed)
    assert packed not in clusters._idle


def test_without_the_library_the_command_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "distributed", None)
    path = write_reports(tmp_path / "in.jsonl", ["2 people killed"])
    done = run("read", path, "--cluster", "tcp://127.0.0.1:1")
    assert done.exit_code == 3 and "pip install 'accordingto[cluster]'" in done.stderr
    assert json.loads(path.read_text())["report"] == "r0"
