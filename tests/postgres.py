"""A PostgreSQL server of the tests' own: in a folder of its own, on a socket in it, gone when they are done."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WHY_NOT = "PostgreSQL is not installed here (Debian and Ubuntu: apt-get install postgresql)"


def programs() -> Path | None:
    """Folder of ``initdb`` and ``pg_ctl``; distributions keep them out of the search path."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((f for f in folders if (f / "initdb").exists() and (f / "pg_ctl").exists()), None)


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
        options = f"-k {home} -c listen_addresses='' -c fsync={'on' if fsync else 'off'}"
        run("pg_ctl", "-D", data, "-o", options, "-w", "-s", "-l", home / "log", "start")
        try:
            yield f"postgresql://tests@/postgres?host={home}"
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "-w", "-s", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)
