import io
import json
import sys
from datetime import date
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accordingto.model import Issue, Reading
from accordingto.workflow import read_inputs, read_text
from tests import fakes


def jsonl(path: Path, texts: list[str]) -> str:
    path.write_text("".join(json.dumps({"report": f"r{i}", "text": t}) + "\n" for i, t in enumerate(texts)))
    return str(path)


def names(results: list[Reading | Issue]) -> list[str]:
    return [r.report.id if isinstance(r, Reading) else r.code for r in results]


def test_a_text_with_what_is_known_about_it() -> None:
    reading = read_text("two people killed", published="20 February 2020", publisher="Post", reader=fakes.read)
    assert [c.quote for c in reading.claims] == ["two people killed"]
    assert (reading.report.published, reading.report.publisher) == (date(2020, 2, 20), "Post")


def test_a_wrong_date_an_empty_text_and_a_failing_reader_are_issues() -> None:
    assert [i.code for i in read_text("x", published="03/04/2020", reader=fakes.read).issues] == ["bad-date"]
    assert [i.code for i in read_text(" \n", reader=fakes.read).issues] == ["empty-input"]
    failed = read_text("CRASH", report_id="mine", reader=fakes.read)
    assert failed.claims == () and failed.issues[0].code == "reader-failed"
    assert "cannot cope" in failed.issues[0].message and failed.issues[0].origin == "mine"


def test_bytes_are_not_a_text() -> None:
    with pytest.raises(TypeError, match="string"):
        read_text(b"x", reader=fakes.read)  # type: ignore[arg-type]


@settings(max_examples=50)
@given(st.text())
def test_quotes_stand_at_their_spans_whatever_the_text(text: str) -> None:
    text = text + "3 people killed" + text
    for claim in read_text(text, reader=fakes.read).claims:
        assert claim.span.of(text) == claim.quote


def test_a_crash_on_one_report_is_named_and_the_batch_goes_on(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "a.jsonl", ["x", "CRASH", "y"])
    results = list(read_inputs([path], workers=1, reader=fakes.read))
    assert names(results) == ["r0", "reader-failed", "r2"]
    assert isinstance(results[1], Issue) and results[1].origin == f"{path}:2"


def test_what_intake_noticed_stands_in_the_reading(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("the mayor’s word".encode("cp1252"))
    (reading,) = read_inputs([str(tmp_path)], workers=1, reader=fakes.read)
    assert isinstance(reading, Reading) and [i.code for i in reading.issues] == ["decoding"]


def test_few_inputs_start_no_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "accordingto.workflow.pool", None)
    path = jsonl(tmp_path / "a.jsonl", ["x"] * 15)
    assert len(list(read_inputs([path], workers=4, reader=fakes.read))) == 15


def test_many_are_read_by_processes_in_order_even_when_one_of_them_dies(tmp_path: Path) -> None:
    texts = [f"report {i}" for i in range(60)]
    texts[7], texts[41] = "CRASH", "DIE"
    (tmp_path / "page.html").write_text("<html><body><p>" + "Two people killed in Ostra on Thursday. " * 5)
    path = jsonl(tmp_path / "a.jsonl", texts)
    results = list(read_inputs([path, "no-such-file", str(tmp_path / "page.html")], workers=2, reader=fakes.read))
    expected = [f"r{i}" for i in range(60)]
    expected[7] = expected[41] = "reader-failed"
    assert names(results) == [*expected, "missing-file", str(tmp_path / "page.html")]
    died = results[41]
    assert isinstance(died, Issue) and "process died" in died.message and died.origin == f"{path}:42"


def test_reading_runs_only_a_little_ahead() -> None:
    class Counted(io.RawIOBase):
        lines = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            line = b'{"text": "x"}\n'
            buffer[: len(line)] = line
            self.lines += 1
            return len(line)

    source = Counted()
    results = read_inputs(["-"], workers=1, reader=fakes.read, stdin=source)  # type: ignore[arg-type]
    assert len(list(islice(results, 50))) == 50
    assert source.lines < 60


def test_the_reader_is_loaded_in_the_workers_only() -> None:
    import subprocess

    code = "import accordingto.workflow, accordingto.workflow.pool, sys; print(sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "onnxruntime" not in loaded and "trafilatura" not in loaded and "'httpx'" not in loaded
