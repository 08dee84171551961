import hashlib
import io
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.samples import HOSTILE, SAMPLES

from accordingto.model import Issue, Severity
from accordingto.sources import Arrival, Options, Unread, estimate, iter_reports, iter_unread
from accordingto.sources.base import Context
from accordingto.sources.formats import all_formats, of

TEXT = "Two people were killed.\r\nThe mayor said so.\n"


def names(found: list[Arrival | Issue]) -> list[str]:
    return [Path(f.report.id).name if isinstance(f, Arrival) else f.code for f in found]


def test_plain_text_is_kept_exactly(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode())
    (found,) = iter_reports([str(path)], options=Options(published=date(2020, 2, 20), publisher="Post"))
    assert isinstance(found, Arrival)
    assert found.report.text == TEXT
    assert (found.report.published, found.report.publisher, found.report.origin) == (
        date(2020, 2, 20),
        "Post",
        str(path),
    )


def test_a_folder_is_read_in_order_and_everything_else_is_named(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", ".hidden.txt", "sub/c.txt", ".git/d.txt", "page.html", "page_files/x.js"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT)
    (tmp_path / "page.html").write_text(f"<html><body><article><p>{TEXT * 9}</p></article></body></html>")
    (tmp_path / "z.xlsx").write_bytes(b"PK\x03\x04")
    (tmp_path / "y.txt").write_bytes(b"\x00\x01")
    (tmp_path / "w.txt").write_bytes(b" \n")
    found = list(iter_reports([str(tmp_path)]))
    assert names(found) == [
        "companion-folder", "a.txt", "b.txt", "page.html", "empty-input", "binary-input", "unknown-format", "c.txt",
    ]  # fmt: skip
    notes = [f for f in found if isinstance(f, Issue) and f.severity is Severity.NOTE]
    assert [n.code for n in notes] == ["companion-folder"]
    assert all(f.hint and f.origin for f in found if isinstance(f, Issue))


def test_a_folder_without_files_says_so(tmp_path: Path) -> None:
    assert names(list(iter_reports([str(tmp_path)]))) == ["empty-input"]


@pytest.mark.parametrize("name", ["no/such/file.txt", "x" * 5000, "nul\x00name"])
def test_a_file_that_is_not_there(name: str) -> None:
    (found,) = iter_reports([name])
    assert isinstance(found, Issue)
    assert found.code in ("missing-file", "unreadable-file")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    path.chmod(0)
    assert names(list(iter_reports([str(path)]))) == ["unreadable-file"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert names(list(iter_reports([str(tmp_path)]))) == ["unknown-format"]


def test_too_large_and_empty() -> None:
    big = iter_reports(["-"], options=Options(max_bytes=10), stdin=io.BytesIO(b"x" * 11))
    assert names(list(big)) == ["too-large"]
    assert names(list(iter_reports(["-"], stdin=io.BytesIO(b"")))) == ["empty-input"]


def test_standard_input_is_recognised_by_its_bytes() -> None:
    found = list(iter_reports(["-"], stdin=io.BytesIO(b'{"report": "a", "text": "x"}\n{"text": "y"}')))
    assert names(found) == ["a", "stdin:2"]


def test_pages_come_unread_so_that_a_worker_can_parse_them(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<html><body><p>x</p></body></html>")
    (found,) = iter_unread([str(tmp_path)])
    assert isinstance(found, Unread) and found.format == "HTML"


def test_the_order_of_inputs_is_kept_past_a_bad_one(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).write_text(TEXT)
    inputs = [str(tmp_path / n) for n in ("b", "missing", "a")]
    assert names(list(iter_reports(inputs))) == ["b", "missing-file", "a"]


def test_estimate_counts_files_and_lines(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("{}\n{}\n")
    (tmp_path / "b.txt").write_text("x")
    (tmp_path / "c.bin").write_text("x")
    assert estimate([str(tmp_path), "https://x.example/"]) == 4
    assert estimate(["-"]) is None


@pytest.mark.parametrize("fmt", all_formats(), ids=lambda f: f.name)
def test_every_format_keeps_the_contract(fmt) -> None:  # type: ignore[no-untyped-def]
    for data in (*HOSTILE, *SAMPLES.values()):
        assert isinstance(fmt.sniff(data), bool)
        found = list(fmt.read(io.BufferedReader(io.BytesIO(data)), Context("x", Options())))
        assert found
        assert all(isinstance(f, Arrival | Unread | Issue) for f in found)
        assert all(f.hint and f.origin for f in found if isinstance(f, Issue))


@pytest.mark.parametrize("fmt", all_formats(), ids=lambda f: f.name)
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_no_format_raises_on_a_damaged_input(fmt, data) -> None:  # type: ignore[no-untyped-def]
    whole = bytearray(SAMPLES[fmt.name])
    for _ in range(data.draw(st.integers(0, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(whole[: data.draw(st.integers(0, len(whole)))])
    for item in fmt.read(io.BufferedReader(io.BytesIO(cut)), Context("x", Options())):
        assert not isinstance(item, Unread) or list(item.load())


@pytest.mark.parametrize("fmt", all_formats(), ids=lambda f: f.name)
def test_every_format_is_known_by_its_bytes_and_gives_its_report(fmt) -> None:  # type: ignore[no-untyped-def]
    sample = SAMPLES[fmt.name]
    assert of("sample", sample[:4096]) is fmt
    found = list(iter_reports(["-"], options=Options(keep_raw=True), stdin=io.BytesIO(sample)))
    (arrival,) = (f for f in found if isinstance(f, Arrival))
    assert "Two shepherds were killed" in arrival.report.text
    assert arrival.capture is not None and arrival.capture.raw
    assert arrival.capture.sha256 == hashlib.sha256(arrival.capture.raw).hexdigest()


@pytest.mark.parametrize("fmt", all_formats(), ids=lambda f: f.name)
def test_no_format_needs_more_than_the_limit(fmt) -> None:  # type: ignore[no-untyped-def]
    options = Options(max_bytes=60)
    found = list(iter_reports(["-"], options=options, stdin=io.BytesIO(SAMPLES[fmt.name])))
    assert [f.code for f in found if isinstance(f, Issue) and f.code == "too-large"]


def test_formats_are_found_and_asked_in_order() -> None:
    names = ["gzip", "WARC", "WACZ", "JSON Lines", "feed", "HTML", "CSV", "text"]
    assert [f.name for f in all_formats()] == names
    assert of("x.HTM", b"plain").name == "HTML"
    assert of("https://x.example/a", b"<!doctype html>").name == "HTML"
    assert of("notes.txt", b'{"text": "x"}').name == "JSON Lines"
    assert [of("a.xml", head).name for head in (b"<rss>", b"<?xml version='1.0'?><html>", b"<x>")] == [
        "feed", "HTML", "feed",
    ]  # fmt: skip


def test_a_file_below_the_working_folder_has_one_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Two people were killed.", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "in")
    whole = str(tmp_path / "in" / "a.txt")
    for named in (whole, "a.txt", str(tmp_path / "in")):
        (item,) = iter_unread([named])
        assert isinstance(item, Unread) and item.context.origin == "a.txt"
    monkeypatch.chdir(Path(__file__).parent)
    (item,) = iter_unread([whole])
    assert isinstance(item, Unread) and item.context.origin == whole
