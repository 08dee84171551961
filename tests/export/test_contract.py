"""What every format must hold to: each is discovered, written, checked, and given hostile input."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from accordingto.export import all_formats, by_name
from accordingto.export.base import Again, Format, Note, Options, View
from accordingto.model.linked import LinkedIncident
from tests.export import world
from tests.export.planting import PLANTS, planted

FORMATS = all_formats()
NAMES = {
    "ucdp", "acled", "airwars", "plover", "losses", "hxl", "geojson", "geoparquet", "parquet", "csv", "excel", "ftm",
    "annotation", "prov", "schemaorg", "jsonl",
}  # fmt: skip
DOCS = Path(__file__).parents[2] / "docs" / "exports.md"
every = pytest.mark.parametrize("fmt", FORMATS, ids=lambda f: f.name)


def write(fmt: Format, view: View, notes: list[Note] | None = None, options: Options | None = None) -> bytes:
    out = io.BytesIO()
    fmt.write(view, out, (notes if notes is not None else []).append, options or Options())
    assert not out.closed
    return out.getvalue()


def faults(fmt: Format, data: bytes, folder: Path) -> list[str]:
    path = folder / f"x{fmt.suffix}"
    path.write_bytes(data)
    return [f"{x.rule} {x.line} {x.column}: {x.message}" for x in fmt.check(path)]


def test_all_formats_of_the_field_are_there() -> None:
    assert {f.name for f in FORMATS} >= NAMES
    with pytest.raises(KeyError, match="ucdp"):
        by_name("nothing")


@every
def test_its_own_files_break_no_rule(fmt: Format, tmp_path: Path) -> None:
    assert faults(fmt, write(fmt, world.view()), tmp_path) == []


@every
@pytest.mark.parametrize("table", ["incidents", "claims", "tolls"])
def test_every_table_breaks_no_rule(fmt: Format, table: str, tmp_path: Path) -> None:
    if fmt.name in ("csv", "parquet"):
        assert faults(fmt, write(fmt, world.view(), options=Options(table)), tmp_path) == []


@every
def test_an_empty_ledger_gives_a_valid_file(fmt: Format, tmp_path: Path) -> None:
    notes: list[Note] = []
    data = write(fmt, world.empty(), notes)
    assert notes == []
    assert faults(fmt, data, tmp_path) == []


@every
def test_the_same_view_gives_the_same_bytes(fmt: Format) -> None:
    assert write(fmt, world.view()) == write(fmt, world.view())


@every
def test_hostile_words_do_no_harm(fmt: Format, tmp_path: Path) -> None:
    words = '=cmd|"/c calc" سراقب 😀\ud800 "quoted", line\nbreak <script> \x00 {"a": 1}'
    told = world.disputed()
    view = world.view(incidents=(replace(told, what=words, notes=(words,)),))
    data = write(fmt, view)
    assert faults(fmt, data, tmp_path) == []
    if fmt.terminal:
        text = data.decode("utf-8")
        assert not re.search(r"(?:^|,)\"?=cmd", text, re.MULTILINE)
        if fmt.name in ("csv", "hxl", "geojson", "ftm", "acled"):
            assert "سراقب" in text or "\\u0633" in text


@every
def test_notes_say_why(fmt: Format) -> None:
    notes: list[Note] = []
    write(fmt, world.view(), notes)
    assert {n.kind for n in notes} <= {"skipped", "lost", "row"}
    assert all(n.subject and n.detail for n in notes)
    assert fmt.notes or not notes


@pytest.mark.parametrize("name", ["ucdp", "acled", "hxl", "geojson", "csv", "ftm", "prov", "schemaorg"])
def test_it_writes_before_the_last_incident_was_made(name: str) -> None:
    """Tables in pieces, workbooks and zips keep their pieces in files; benchmarks/exports.py measures them."""
    out = io.BytesIO()
    sizes: list[int] = []

    def incidents() -> Iterator[LinkedIncident]:
        for i, x in enumerate(world.many(120).incidents):
            if i in (0, 110):
                sizes.append(out.tell())
            yield x

    by_name(name).write(replace(world.view(), incidents=Again(incidents)), out, lambda _: None, Options())
    assert sizes[1] > sizes[0]


@every
def test_columns_never_move(fmt: Format) -> None:
    pinned = json.loads((Path(__file__).parent / "columns.json").read_text(encoding="utf-8"))
    if fmt.suffix == ".csv":
        assert write(fmt, world.empty()).decode().splitlines()[0].split(",") == pinned[fmt.name]


def test_columns_of_ucdp_and_acled_are_those_of_the_codebooks() -> None:
    lists = Path(__file__).parents[3] / "shared" / "standards" / "codelists.json"
    pinned = json.loads((Path(__file__).parent / "columns.json").read_text(encoding="utf-8"))
    assert (len(pinned["ucdp"]), len(pinned["acled"])) == (49, 31)
    if not lists.is_file():
        pytest.skip(f"{lists.name} of the shared standards is absent")
    known = json.loads(lists.read_text(encoding="utf-8"))
    assert pinned["ucdp"] == known["ucdp_ged"]["columns"]
    assert pinned["acled"] == known["acled"]["columns"]


CASES = [(f.name, rule) for f in FORMATS for rule in f.rules]


def test_every_rule_has_a_fault_planted() -> None:
    assert {f.name: set(PLANTS.get(f.name, ())) for f in FORMATS} == {f.name: set(f.rules) for f in FORMATS}


@pytest.mark.parametrize(("name", "rule"), CASES)
def test_a_planted_fault_is_caught_with_its_place_and_remedy(name: str, rule: str, tmp_path: Path) -> None:
    path = planted(name, rule, tmp_path)
    found = [f for f in by_name(name).check(path) if f.rule == rule]
    assert found, [f"{f.rule}: {f.message}" for f in by_name(name).check(path)]
    issue = found[0].issue("x.file")
    assert issue.origin == "x.file"
    assert issue.hint
    assert rule in issue.message


@every
@pytest.mark.parametrize("data", [b"", b"\x00\xff\xfe", b"{}", b"[]", b'{"a": [1]}\n', b"a,b\n1,2\n", b"[" * 100_000])
def test_what_is_nothing_of_the_kind_is_a_fault_and_no_crash(fmt: Format, data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(data)
    list(fmt.check(path))


@every
def test_its_rules_and_its_section_are_documented(fmt: Format) -> None:
    page = DOCS.read_text(encoding="utf-8")
    section = re.search(rf"^## `{fmt.name}`.*?(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    assert section, fmt.name
    assert fmt.title in section[0]
    assert [r for r, words in fmt.rules.items() if f"| {r} | {words} |" not in page] == []
