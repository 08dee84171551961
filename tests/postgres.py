"""A PostgreSQL server of the tests' own: in a folder of its own, on a socket in it, gone when they are done."""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

WHY_NOT = "PostgreSQL is not installed here (Debian and Ubuntu: apt-get install postgresql)"


def programs() -> Path | None:
    """Folder of ``initdb`` and ``postgres``; distributions keep them out of the search path."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((f for f in folders if (f / "initdb").exists() and (f / "postgres").exists()), None)


@contextmanager
def server(*, fsync: bool = False) -> Iterator[str]:
    """A running server: the address of its one database.

    Args:
        fsync: Whether it waits for the disk, as it must where its speed is measured.
    """
    folder = programs()
    assert folder is not None
    # A socket's name may have 107 bytes at most, so not below pytest's deep folders.
    home = Path(tempfile.mkdtemp(prefix="pg"))
    user = None
    if os.getuid() == 0:  # the server refuses to run as root
        user = next(n for n in ("postgres", "nobody") if any(p.pw_name == n for p in pwd.getpwall()))
        shutil.chown(home, user)
    data = home / "data"

    def run(*words: str | Path) -> None:
        done = subprocess.run(
            [folder / words[0], *words[1:]], user=user, cwd=home, capture_output=True, text=True, timeout=60,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr

    try:
        run("initdb", "-D", data, "-U", "tests", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        options = ["-k", home, "-c", "listen_addresses=", "-c", f"fsync={'on' if fsync else 'off'}"]
        with (home / "log").open("w") as log:
            process = subprocess.Popen(
                [folder / "postgres", "-D", data, *options], user=user, cwd=home, stdout=log, stderr=log,
                stdin=subprocess.DEVNULL, preexec_fn=_ends_with_its_parent,
            )  # fmt: skip
        try:
            address = f"postgresql://tests@/postgres?host={home}"
            _wait_for(address, process, home / "log")
            yield address
        finally:
            process.send_signal(signal.SIGQUIT)  # at once: nothing of it is kept
            process.wait(30)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _ends_with_its_parent() -> None:
    """Have the server end with tests that are killed, where the system can (Linux)."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGQUIT)


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    import psycopg

    for _ in range(600):
        assert process.poll() is None, log.read_text()
        try:
            psycopg.connect(address).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise AssertionError(log.read_text())
