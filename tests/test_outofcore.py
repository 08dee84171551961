"""Tables linked out of memory: the same incidents as linking in memory, whatever the slices and shards are."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from accordingto.cli import app
from accordingto.export.parts import write_part
from accordingto.link import link
from accordingto.model import Reading
from accordingto.model.identity import text_id
from accordingto.model.telling import Outlet, Telling, tellings_of
from accordingto.reconcile.incident import reconcile
from accordingto.reconcile.rules import built_in
from accordingto.workflow import outofcore
from accordingto.workflow.outofcore import link_tables

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
from reports_world import readings


@pytest.fixture(scope="module")
def made() -> list[Reading]:
    return list(readings(900))


@pytest.fixture(scope="module")
def tables(made: list[Reading], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("read")
    for part in range(3):
        write_part(folder, part, made[part::3], version="test")
    return folder


def in_memory(made: list[Reading]) -> Iterator[Telling]:
    """The same accounts as a program would link them that holds them all."""
    first: dict[str, str] = {}
    for r in sorted((r.report for r in made), key=lambda r: (str(r.published), r.id)):
        first.setdefault(text_id(r.text), r.id)
    for reading in made:
        r = reading.report
        outlet = Outlet(r.id, text_id(r.text), r.published, r.publisher, r.title, r.url, origin=first[text_id(r.text)])
        for telling in tellings_of(reading, outlet):
            yield Telling(outlet, telling.incident, telling.claims)


def rows(folder: Path, name: str, columns: str) -> list[tuple[str, ...]]:
    return duckdb.sql(f"SELECT {columns} FROM '{folder}/{name}/*.parquet'").fetchall()


@pytest.mark.parametrize(("slice_", "shard", "workers"), [(100_000, 4_000, 1), (700, 40, 1), (2_000, 150, 2)])
def test_the_incidents_are_those_of_linking_in_memory(
    made: list[Reading], tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slice_: int, shard: int,
    workers: int,
) -> None:  # fmt: skip
    monkeypatch.setattr(outofcore, "SLICE", slice_)
    monkeypatch.setattr(outofcore, "SHARD", shard)
    out = tmp_path / "out"
    done = link_tables(tables, out, workers=workers)
    tellings = {t.key: t for t in in_memory(made)}
    linking = link(tellings.values())
    expected = {
        name: reconcile(name, [tellings[k] for k in keys], built_in("ucdp")).to_dict()
        for name, keys in zip(linking.ids, linking.clusters, strict=True)
    }
    assert {name: json.loads(d) for name, d in rows(out, "incidents", "incident, json")} == expected
    members = {(i, f"{report}#{told}") for i, report, told in rows(out, "members", "incident, report, told")}
    assert members == {(i, k) for i, keys in zip(linking.ids, linking.clusters, strict=True) for k in keys}
    assert (done.tellings, done.incidents) == (len(tellings), len(expected))
    assert {len(c) for c in linking.clusters} > {1, 2}
    assert sorted(p.name for p in out.iterdir()) == ["incidents", "members"]


def test_the_command_says_what_it_did_and_what_is_missing(tables: Path, tmp_path: Path) -> None:
    run = CliRunner().invoke(app, ["link", str(tables), "--out", str(tmp_path / "o"), "--workers", "1"])
    assert run.exit_code == 0 and "incidents of" in run.stdout
    again = CliRunner().invoke(app, ["link", str(tables), "--out", str(tmp_path / "o")])
    assert again.exit_code == 3 and "other-run" in again.stderr
    nothing = CliRunner().invoke(app, ["link", str(tmp_path / "none"), "--out", str(tmp_path / "p")])
    assert nothing.exit_code == 3 and "accordingto read" in nothing.stderr
    assert not (tmp_path / "p").exists()


def test_damaged_tables_and_odd_memory_are_said_in_a_sentence(tables: Path, tmp_path: Path) -> None:
    (tmp_path / "read" / "reports").mkdir(parents=True)
    (tmp_path / "read" / "reports" / "part-000000.parquet").write_bytes(b"PAR1 no more")
    for source, memory in ((tmp_path / "read", "1GB"), (tables, "a lot")):
        out = tmp_path / "out"
        run = CliRunner().invoke(app, ["link", str(source), "--out", str(out), "--workers", "1", "--memory", memory])
        assert run.exit_code == 3 and "error[tables-failed]" in run.stderr
        assert not any(out.iterdir())
