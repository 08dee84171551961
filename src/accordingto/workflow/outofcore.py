"""Linking and estimates for more claims than memory holds: tables of ``read --out`` in, tables of incidents out.

Promise: the same clusters as linking in memory, because the same blocks, comparisons and clustering decide; DuckDB only
brings together what shares a block, sorts, and spills to disk. No step holds more than a part of the tables, a slice of
the pairs, or the accounts of a few thousand tellings. Two runs give the same tables, however many processes work.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accordingto.export.needs import wanted
from accordingto.export.tables import TABLES, TEXT, WHOLE, incident_row
from accordingto.link.blocking import LIMITS, keys
from accordingto.link.cluster import FLOOR
from accordingto.link.linker import Linker
from accordingto.link.memory import Compared
from accordingto.link.profile import profile
from accordingto.link.results import incident_id
from accordingto.link.stored import key_number, profile_as_json, profile_from_json
from accordingto.model import InputError, Issue, Severity
from accordingto.model.parse import claim_from_dict, incident_from_dict, outlet_from_dict
from accordingto.model.telling import Telling
from accordingto.reconcile.incident import reconcile
from accordingto.reconcile.rules import DEFAULT, Rules, built_in
from accordingto.workflow.worktables import Tables, faults, parts_of, processes, quoted

Step = Callable[[str], None]
SLICE = 100_000
"""Pairs that are compared at a time."""
SHARD = 4_000
"""Accounts whose incidents are worked out at a time, unless one component has more."""
_PART = 1 << 24
"""Accounts of one part of the tables have numbers from a multiple of this on."""
_SORTS = {name: n for n, name in enumerate(LIMITS)}
_MEMBER = {"incident": TEXT, "report": TEXT, "told": TEXT, "position": WHOLE}
_INCIDENT = {**TABLES["incidents"].columns, "json": TEXT}


@dataclass(frozen=True, slots=True)
class Linked:
    """What a run gave."""

    tellings: int
    incidents: int
    pairs: int


@dataclass(frozen=True, slots=True)
class _Run:
    """What every process needs to know."""

    source: Path
    work: Tables
    lang: str
    rules: Rules


def link_tables(
    source: Path,
    out: Path,
    *,
    rules: Rules | None = None,
    workers: int = 1,
    memory: str = "1GB",
    lang: str = "en",
    step: Step = lambda _: None,
) -> Linked:
    """Link the readings in a folder of tables, reconcile every incident, and write the incidents as tables.

    Args:
        source: A folder that ``accordingto read --out`` wrote.
        out: A folder that is empty or not there yet; it gets the tables ``incidents`` and ``members``.
        rules: The rule set of the figures; None is the default one.
        workers: Processes.
        memory: What DuckDB may take before it spills to the disk.
        lang: Language of the reports.
        step: Told in a few words what is being done.

    Raises:
        InputError: There are no such tables or they are damaged, the folder for the output holds other things, DuckDB
            cannot have that memory, or a library is missing.
    """
    parts = sorted((source / "reports").glob("part-*.parquet"))
    if not parts:
        raise InputError(_no_tables(source))
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        hint = "name a folder that is empty, or not there yet"
        raise InputError(Issue("other-run", "the folder holds other things", Severity.ERROR, str(out), hint=hint))
    run = _Run(source, Tables(out / "unfinished", memory), lang, rules or built_in(DEFAULT))
    run.work.folder.mkdir(parents=True)
    try:
        with processes(workers) as do:
            step("preparing the accounts")
            origins = _copies(run)
            tellings = sum(do(partial(_prepare, run, origins), list(enumerate(parts))))
            step("looking for accounts to compare")
            slices = _pairs(run)
            step("comparing")
            pairs = sum(do(partial(_compare, run), list(enumerate(pairwise(slices)))))
            step("linking and reconciling")
            incidents = sum(do(partial(_reconcile, run), range(_shards(run))))
        for name in ("incidents", "members"):
            (run.work.folder / name).rename(out / name)
    except faults() as e:
        why = next(iter(str(e).strip().splitlines()), type(e).__name__)
        hint = "read the reports anew into another folder, or give it less or more with --memory and --workers"
        raise InputError(Issue("tables-failed", why, Severity.ERROR, str(source), hint=hint)) from None
    finally:
        shutil.rmtree(run.work.folder, ignore_errors=True)
    return Linked(tellings, incidents, pairs)


def _copies(run: _Run) -> dict[str, str]:
    """Reports with the very text of an earlier one, each with that one; there are no texts to look for near-copies."""
    reports = parts_of(run.source / "reports")
    same = run.work.ask().execute(
        f"SELECT report, first_value(report) OVER w FROM {reports} "
        "WINDOW w AS (PARTITION BY text_id ORDER BY published NULLS LAST, report) "
        "QUALIFY count(*) OVER (PARTITION BY text_id) > 1"
    )
    return {report: first for report, first in same.fetchall() if report != first}


def _prepare(run: _Run, origins: Mapping[str, str], part: tuple[int, Path]) -> int:
    """Profiles, blocks and bodies of the accounts in one part of the tables; how many there are."""
    number, path = part
    columns = ["report", "text_id", "publisher", "published", "title", "url", "reading"]
    rows = wanted("pyarrow.parquet", "tables").read_table(path, columns=columns).to_pylist()
    told: dict[str, list[str]] = {name: [] for name in ("telling", "report", "profile", "body")}
    blocks: dict[str, list[int]] = {name: [] for name in ("key", "sort", "looks", "number")}
    for n, telling in enumerate(t for row in rows for t in _tellings(row, origins)):
        own, at = profile(telling, lang=run.lang), number * _PART + n
        body = {
            "outlet": telling.outlet.to_dict(), "incident": telling.incident.to_dict(),
            "claims": [c.to_dict() for c in telling.claims],
        }  # fmt: skip
        row_of = (telling.key, own.report, profile_as_json(own), json.dumps(body))
        for column, value in zip(told.values(), row_of, strict=True):
            column.append(value)
        own_keys = keys(own)
        for looks, some in ((0, own_keys.found), (1, own_keys.looks)):
            blocks["key"].extend(map(key_number, some))
            blocks["sort"].extend(_SORTS[str(k[0])] for k in some)
            blocks["looks"].extend([looks] * len(some))
            blocks["number"].extend([at] * len(some))
    numbers = number * _PART + np.arange(len(told["telling"]))
    run.work.keep("tellings", number, {"number": numbers, **told})
    run.work.keep("blocks", number, {name: np.array(own, np.int64) for name, own in blocks.items()})
    return len(numbers)


def _tellings(row: Mapping[str, Any], origins: Mapping[str, str]) -> Iterator[Telling]:
    reading = json.loads(row["reading"])
    outlet = outlet_from_dict(
        {k: row[k] for k in ("report", "publisher", "published", "title", "url")}
        | {"text": row["text_id"], "origin": origins.get(row["report"], row["report"])}
    )
    claims = [claim_from_dict(c) for c in reading["claims"]]
    for incident in map(incident_from_dict, reading["incidents"]):
        own = tuple(c for c in claims if c.incident == incident.id)
        if own:
            yield Telling(outlet, incident, own)


def _pairs(run: _Run) -> list[int]:
    """Write every pair that shares an open block, sorted; where the slices of pairs begin and end, by the first."""
    con = run.work.ask()
    limits = " ".join(f"WHEN {_SORTS[name]} THEN {limit}" for name, limit in LIMITS.items())
    con.execute(
        f"""
        CREATE TABLE open AS SELECT key FROM {run.work.all_of("blocks")} GROUP BY key, sort
        HAVING sum(looks) > 0 AND sum(looks) * sum(1 - looks) BETWEEN 1 AND CASE sort {limits} END;
        CREATE TABLE shared AS SELECT key, looks, number FROM {run.work.all_of("blocks")} SEMI JOIN open USING (key);
        CREATE TABLE pairs AS SELECT DISTINCT least(x.number, y.number) AS a, greatest(x.number, y.number) AS b
        FROM shared x JOIN shared y ON x.key = y.key AND x.looks = 1 AND y.looks = 0 AND x.number <> y.number
        """
    )
    con.execute(f"COPY (FROM pairs ORDER BY a, b) TO {quoted(run.work.part('pairs', 0))} (FORMAT parquet)")
    cuts = con.execute(
        f"""
        WITH counted AS (SELECT a, count(*) AS n FROM pairs GROUP BY a),
        running AS (SELECT a, n, sum(n) OVER (ORDER BY a) AS upto FROM counted)
        SELECT a FROM running WHERE upto // {SLICE} <> (upto - n) // {SLICE} ORDER BY a
        """
    ).fetchall()
    return [0, *(a + 1 for (a,) in cuts), np.iinfo(np.int64).max]


def _compare(run: _Run, slice_: tuple[int, tuple[int, int]]) -> int:
    """Score one slice of the pairs; how many there were."""
    number, (first, end) = slice_
    con = run.work.ask()
    con.execute(f"CREATE TABLE p AS FROM {run.work.all_of('pairs')} WHERE a >= {first} AND a < {end}")
    told = con.execute(
        f"SELECT number, profile FROM {run.work.all_of('tellings')} "
        "SEMI JOIN (SELECT a AS number FROM p UNION SELECT b FROM p) USING (number)"
    )
    profiles = {n: profile_from_json(body, lang=run.lang) for n, body in told.fetchall()}
    linker = Linker(lang=run.lang)
    pairs = con.execute("SELECT a, b FROM p ORDER BY a, b").fetchall()
    scored = [
        (a, b, score)
        for a, b in pairs
        if profiles[a].report != profiles[b].report and (score := linker.score(profiles[a], profiles[b])) > FLOOR
    ]
    likes = np.array(scored, np.float64).reshape(-1, 3)
    # Numbers of accounts are far below 2**53, so they are exact as they went through.
    run.work.keep("scores", number, {"a": likes[:, 0].astype(int), "b": likes[:, 1].astype(int), "score": likes[:, 2]})
    return len(pairs)


def _shards(run: _Run) -> int:
    """Put whole components together into shards of about a size; how many there are."""
    con = run.work.ask()
    numbers = con.execute(f"SELECT number FROM {run.work.all_of('tellings')} ORDER BY number").fetchnumpy()["number"]
    likes = con.execute(f"SELECT a, b FROM {run.work.all_of('scores')} WHERE score > 0").fetchnumpy()
    first = _components(numbers, likes["a"], likes["b"])
    # Components in the order of their first account, so that a shard holds accounts that came together.
    order = np.lexsort((numbers, first))
    _, sizes = np.unique(first, return_counts=True)
    shard_of = (np.cumsum(sizes) - sizes) // SHARD
    shards = np.repeat(shard_of, sizes)
    run.work.keep("shards", 0, {"number": numbers[order], "component": first[order], "shard": shards})
    # In the order of their shards, so that whoever works one out reads its rows and not the whole table.
    for name, rows in (
        ("told", "SELECT s.shard, t.* FROM {tellings} t JOIN {shards} s USING (number) ORDER BY s.shard, number"),
        ("alike", "SELECT x.shard, t.* FROM {scores} t JOIN {shards} x ON x.number = t.a JOIN {shards} y "
                  "ON y.number = t.b WHERE x.component = y.component ORDER BY x.shard, a, b"),
    ):  # fmt: skip
        asked = rows.format(**{table: run.work.all_of(table) for table in ("tellings", "scores", "shards")})
        con.execute(f"COPY ({asked}) TO {quoted(run.work.part(name, 0))} (FORMAT parquet, ROW_GROUP_SIZE 4096)")
    return int(shards[-1]) + 1 if shards.size else 0


def _components(numbers: NDArray[np.int64], a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each sorted number the least number that pairs connect it with."""
    x, y = np.searchsorted(numbers, a), np.searchsorted(numbers, b)
    label = np.arange(numbers.size)
    while True:
        # The lesser label of each pair spreads to both, then every label points to the end of its chain.
        before = label.copy()
        least = np.minimum(label[x], label[y])
        np.minimum.at(label, label[x], least)
        np.minimum.at(label, label[y], least)
        while not np.array_equal(label, shorter := label[label]):
            label = shorter
        if np.array_equal(before, label):
            return numbers[label]


def _reconcile(run: _Run, shard: int) -> int:
    """Work out the incidents of one shard and write them; how many there are."""
    con = run.work.ask()
    rows = con.execute(
        f"SELECT number, telling, profile, body FROM {run.work.all_of('told')} WHERE shard = {shard} ORDER BY number"
    ).fetchall()
    name = {number: telling for number, telling, _, _ in rows}
    profiles = {telling: profile_from_json(own, lang=run.lang) for _, telling, own, _ in rows}
    scores: dict[str, dict[str, float]] = {telling: {} for telling in profiles}
    inside = con.execute(f"SELECT a, b, score FROM {run.work.all_of('alike')} WHERE shard = {shard}")
    for a, b, score in inside.fetchall():
        scores[name[a]][name[b]] = scores[name[b]][name[a]] = score
    linker = Linker(lang=run.lang, memory=Compared(profiles, scores), scores=scores)
    linker.cluster_anew(profiles)
    bodies = {telling: body for _, telling, _, body in rows}
    incidents, members = [], []
    for cluster in linker.incidents(profiles.keys()):
        found = reconcile(incident_id(cluster[0]), [_told(bodies[k]) for k in cluster], run.rules, lang=run.lang)
        incidents.append({**incident_row(found), "json": json.dumps(found.to_dict(), ensure_ascii=False)})
        members += [
            {"incident": found.id, "report": t.outlet.report, "told": t.incident.id, "position": n}
            for n, t in enumerate(found.tellings)
        ]
    run.work.write("incidents", shard, _INCIDENT, incidents)
    run.work.write("members", shard, _MEMBER, members)
    return len(incidents)


def _told(body: str) -> Telling:
    d = json.loads(body)
    claims = tuple(map(claim_from_dict, d["claims"]))
    return Telling(outlet_from_dict(d["outlet"]), incident_from_dict(d["incident"]), claims)


def _no_tables(source: Path) -> Issue:
    hint = f"write them with: accordingto read INPUT... --out {source}"
    return Issue("no-tables", "there are no tables of reports in this folder", Severity.ERROR, str(source), hint=hint)
