"""Things that go wrong: nothing stored is lost, and the error says what to do. A line at the end counts them."""

import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from accordingto.model.judgement import in_force
from accordingto.store import Ledger, LedgerError
from accordingto.workflow.adding import add_inputs
from tests import fakes
from tests.store.samples import reading

ROOT = Path(__file__).parents[2]
REPORTS = 40
tried: dict[str, int] = {}
lost: dict[str, int] = {}


def count(fault: str, missing: int) -> None:
    tried[fault] = tried.get(fault, 0) + 1
    lost[fault] = lost.get(fault, 0) + missing
    assert missing == 0


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    """Many reports in one file."""
    path = tmp_path / "batch.jsonl"
    lines = (
        {"report": f"r{n}", "published": "2020-02-20", "text": f"{n + 2} people killed at post {n}. " + "Word. " * 200}
        for n in range(REPORTS)
    )
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def adder(where: str | Path, batch: Path, **more: object) -> subprocess.Popen[str]:
    """A process that adds the batch."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.store.adder", str(where), str(batch)], cwd=ROOT, text=True, env=environment,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more,  # type: ignore[call-overload, arg-type]
    )  # fmt: skip


def content(ledger: Ledger) -> list[tuple[str, str]]:
    """Kind and content of every entry in order, apart from the times and salts that no two runs share."""
    from sqlalchemy import text

    with ledger._reading() as conn:
        rows = conn.execute(
            text("SELECT kind, body FROM ledger_entry JOIN ledger_payload USING (seq) ORDER BY ledger_entry.seq")
        ).all()
    return [(k, "|".join(f"{n}={v}" for n, v in sorted(json.loads(b).items()) if n != "retrieved")) for k, b in rows]


def finish(where: str | Path, batch: Path) -> list[tuple[str, str]]:
    out, err = (done := adder(where, batch)).communicate(timeout=120)
    assert done.returncode == 0, err
    with Ledger.open(where) as ledger:
        found = ledger.verify()
        assert found.holds, found.why
        return content(ledger)


@pytest.mark.parametrize("times", [3])
def test_killed_at_any_moment_and_run_again(where: str, batch: Path, tmp_path: Path, times: int) -> None:
    whole = finish(tmp_path / "whole.db", batch)
    dice = random.Random(5)
    for _ in range(times):
        process = adder(where, batch)
        assert process.stdout is not None
        for _ in range(dice.randrange(1, REPORTS // times)):
            process.stdout.readline()
        time.sleep(dice.random() * 0.004)
        process.send_signal(signal.SIGKILL)
        said = process.stdout.read().splitlines()
        process.communicate()
        with Ledger.open(where) as ledger:
            held = content(ledger)
            assert held == whole[: len(held)], "what is there is how it would be"
            assert set(said) <= set(ledger.reports()), "what was said to be added is there"
            count("killed", 0 if ledger.verify().holds else 1)
    assert finish(where, batch) == whole


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of twelve megabytes; skips where none can be mounted."""
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", folder], capture_output=True)
    if done.returncode:
        pytest.skip("no file system can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk(batch: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        (disk / "ballast").write_bytes(b"x" * 11_800_000)
        out, err = (process := adder(disk / "l.db", batch)).communicate(timeout=120)
        assert process.returncode == 3 and "ledger-full" in err and "free some space" in err
        said = out.split()
        with Ledger.open(disk / "l.db") as ledger:
            assert ledger.verify().holds
            count("full disk", len(set(said) - set(ledger.reports())))
        (disk / "ballast").unlink()
        assert finish(disk / "l.db", batch)[-1]


def test_a_file_that_may_not_grow(batch: Path, tmp_path: Path) -> None:
    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))

    out, err = (process := adder(tmp_path / "l.db", batch, preexec_fn=limit)).communicate(timeout=120)
    assert process.returncode == 3 and any(c in err for c in ("ledger-full", "ledger-disk")), err
    with Ledger.open(tmp_path / "l.db") as ledger:
        assert ledger.verify().holds
        count("quota", len(set(out.split()) - set(ledger.reports())))
    finish(tmp_path / "l.db", batch)


def test_a_file_that_may_only_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "l.db"
    with Ledger.open(path, create=True) as ledger:
        ledger.add_reading(reading())
        head = ledger.verify().head
    path.chmod(0o444)
    # The tests may run as root, who may write everything; the system's own answer is what counts.
    monkeypatch.setattr("accordingto.store.engine.os.access", lambda p, mode: False)
    with Ledger.open(path) as ledger:
        assert ledger.verify().head == head and ledger.reports() == ["r1"]
        with pytest.raises(LedgerError) as e:
            ledger.add_reading(reading("r2"))
        assert e.value.issue.code == "ledger-read-only"
        count("read-only", 0 if ledger.verify().holds else 1)


def test_two_writers_at_once(where: str, batch: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.jsonl"
    other.write_text(batch.read_text().replace('": "r', '": "s').replace("post", "mile"))
    Ledger.open(where, create=True).close()
    processes = [adder(where, path) for path in (batch, other)]
    for p in processes:
        _, err = p.communicate(timeout=120)
        assert p.returncode == 0, err
    with Ledger.open(where) as ledger:
        assert ledger.verify().holds
        expected = {f"{letter}{n}" for letter in "rs" for n in range(REPORTS)}
        assert sorted(ledger.reports()) == sorted(expected)
        count("two writers", len(expected - set(ledger.reports())))


def test_a_writer_that_never_ends_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accordingto.store.engine._WAIT", 0.05)
    with Ledger.open(tmp_path / "l.db", create=True) as one, Ledger.open(tmp_path / "l.db") as two:
        with one._writing(), pytest.raises(LedgerError) as e:
            two.add_reading(reading())
        assert e.value.issue.code == "ledger-busy"
        two.add_reading(reading())
        count("locked", 0 if two.reports() == ["r1"] else 1)


@pytest.fixture
def backed_up(tmp_path: Path, batch: Path) -> Path:
    """A ledger with a backup beside it (``backup.db``)."""
    path = tmp_path / "l.db"
    with Ledger.open(path, create=True) as ledger:
        assert all(o.report for o in add_inputs([str(batch)], ledger, reader=fakes.read))
        ledger.backup(tmp_path / "backup.db")
    with sqlite3.connect(path) as conn:
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    conn.close()
    return path


def restored(path: Path) -> int:
    """Entries that the backup of a damaged ledger lacks."""
    with Ledger.open(path.with_name("new.db"), create=True) as new:
        return max(0, REPORTS - len(new.reports())) if new.restore(path.with_name("backup.db")) else REPORTS


def what_it_says(path: Path) -> str:
    """How a damaged ledger is reported: by the error of opening it, or by what verify finds."""
    try:
        with Ledger.open(path) as ledger:
            found = ledger.verify()
            assert not found.holds
            return found.why or ""
    except LedgerError as e:
        assert e.issue.code == "ledger-damaged" and "restore" in (e.issue.hint or "")
        return e.issue.message


@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_page_is_found(backed_up: Path, seed: int) -> None:
    dice = random.Random(seed)
    size = backed_up.stat().st_size
    with backed_up.open("r+b") as f:
        f.seek(dice.randrange(1, size // 4096) * 4096)
        f.write(dice.randbytes(4096))
    shutil.rmtree(backed_up.with_name("l.db-wal"), ignore_errors=True)
    assert what_it_says(backed_up)
    count("damaged page", restored(backed_up))


@pytest.mark.parametrize("share", [0.05, 0.5, 0.99])
def test_a_file_cut_short_is_found(backed_up: Path, share: float) -> None:
    os.truncate(backed_up, int(backed_up.stat().st_size * share))
    assert what_it_says(backed_up)
    count("cut short", restored(backed_up))


def test_something_else_is_no_ledger(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Dear Sir or Madam, " * 100)
    assert "not a database" in what_it_says(path)


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(LedgerError) as e:
        Ledger.open("postgresql://ana:secret@127.0.0.1:9/none")
    assert e.value.issue.code == "ledger-unreachable" and "secret" not in f"{e.value.issue}"


def test_a_server_that_goes_away_loses_nothing(schema: str) -> None:
    import psycopg

    with Ledger.open(schema, create=True) as ledger:
        ledger.add_reading(reading())
        with psycopg.connect(schema, autocommit=True) as conn:
            idle = "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND state = 'idle'"
            conn.execute(f"SELECT pg_terminate_backend(pid) FROM ({idle}) AS others")
        ledger.add_reading(reading("r2", "9 people killed."))
        count("connection lost", 2 - len(ledger.reports()))
        assert ledger.verify().holds and in_force(ledger.judgements()) == ()
