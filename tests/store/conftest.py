"""Ledgers to test: an empty one of each engine, with a clock that the test moves."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from accordingto.store import Ledger
from tests import postgres

_number = iter(range(10**6))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many faults were tried and how many entries were lost of them."""
    from tests.store.test_faults import lost, tried

    if tried:
        counted = ", ".join(f"{name} {n}" for name, n in sorted(tried.items()))
        terminalreporter.write_line(
            f"faults tried: {sum(tried.values())} ({counted}); entries lost: {sum(lost.values())}"
        )


class Clock:
    """A clock that goes on by a second each time it is read."""

    def __init__(self) -> None:
        self.at = datetime(2020, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Address of a running server."""
    if postgres.programs() is None:
        pytest.skip(postgres.WHY_NOT)
    with postgres.server() as address:
        yield address


@pytest.fixture
def schema(postgresql: str) -> str:
    """Address of an empty schema of the server, which is as good as a database and quicker made."""
    import psycopg

    name = f"t{next(_number)}"
    with psycopg.connect(postgresql, autocommit=True) as conn:
        conn.execute(f"CREATE SCHEMA {name}")  # type: ignore[call-overload]
    return f"{postgresql}&options=-csearch_path%3D{name}"


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Name of a ledger that is not there yet."""
    if request.param == "sqlite":
        return str(tmp_path / "ledger.db")
    return str(request.getfixturevalue("schema"))


@pytest.fixture(scope="session")
def emptied(postgresql: str) -> Callable[[], str]:
    """Gives the address of one schema whose ledger is emptied each time: making the tables takes most of a second."""
    import psycopg

    address = f"{postgresql}&options=-csearch_path%3Dshared"
    with psycopg.connect(postgresql, autocommit=True) as conn:
        conn.execute("CREATE SCHEMA shared")

    def empty() -> str:
        with psycopg.connect(postgresql, autocommit=True, options="-csearch_path=shared") as conn:
            conn.execute("SET session_replication_role = replica")  # the guards would refuse
            tables = conn.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'shared'").fetchall()
            for (name,) in tables:
                if name in ("ledger_entry", "ledger_payload", "src_raw", "src_text"):
                    conn.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")
            names = ", ".join(n for (n,) in tables if n != "ledger_meta")
            if names:
                conn.execute(f"TRUNCATE {names}")
                conn.execute("DELETE FROM ledger_meta WHERE key NOT IN ('form', 'views')")
        return address

    return empty


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Ledger]:
    """An empty ledger."""
    sqlite = request.param == "sqlite"
    where = tmp_path / "ledger.db" if sqlite else request.getfixturevalue("emptied")()
    with Ledger.open(where, create=True, now=clock) as opened:
        yield opened
