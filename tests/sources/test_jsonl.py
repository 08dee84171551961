import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordingto.model import Issue
from accordingto.sources import Arrival, Options, iter_reports


def take(data: bytes, **options: object) -> list[Arrival | Issue]:
    return list(iter_reports(["-"], options=Options(**options), stdin=io.BytesIO(data)))  # type: ignore[arg-type]


def record(**fields: object) -> bytes:
    return json.dumps({"report": "r", "text": "Two died.", **fields}).encode() + b"\n"


def test_all_fields_are_taken_and_extra_ones_ignored() -> None:
    data = record(publisher="Post", published="2020-02-20", title="Head", url="https://x.org/a", extra={"a": [1]})
    (found,) = take(data)
    assert isinstance(found, Arrival)
    report = found.report
    assert (report.id, report.publisher, str(report.published)) == ("r", "Post", "2020-02-20")
    assert (report.title, report.url, report.text) == ("Head", "https://x.org/a", "Two died.")
    assert found.issues == ()


def test_a_record_without_a_name_is_named_by_its_line() -> None:
    found = take(record() + b'{"text": "One died."}\n')
    assert [f.report.id for f in found if isinstance(f, Arrival)] == ["r", "stdin:2"]


@given(st.text(st.characters(codec="utf-8"), min_size=1).filter(lambda s: s.strip()))
def test_the_text_is_kept_exactly(text: str) -> None:
    (found,) = take(record(text=text))
    assert isinstance(found, Arrival)
    assert found.report.text == text


@pytest.mark.parametrize("text", ["a\r\nb\rc\n", "\ufeffx", "x\u2028y", "\ud800 half", "a\x00b", "שלום 👩‍👩‍👧"])
def test_awkward_characters_are_kept(text: str) -> None:
    (found,) = take(record(text=text))
    assert isinstance(found, Arrival)
    assert found.report.text == text


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        (b"{not json", "bad-json", "column"),
        (b"[1, 2]", "bad-json", "array"),
        (b'"text"', "bad-json", "string"),
        (b'{"report": "x"}', "bad-json", "no text"),
        (b'{"text": 7}', "bad-json", "number"),
        (b'{"text": "  "}', "empty-input", "no text"),
        (b'{"text": ' + b"[" * 100_000, "bad-json", "not JSON"),
        (b'{"text": "x", "n": ' + b"9" * 5000 + b"}", "bad-json", "number too long"),
        (b"\x00\x01\x02", "binary-input", "binary"),
    ],
)
def test_one_bad_line_is_named_and_the_rest_goes_on(line: bytes, code: str, says: str) -> None:
    before, bad, after = take(record(report="a") + line + b"\n" + record(report="b"))
    assert isinstance(before, Arrival) and isinstance(after, Arrival)
    assert (before.report.id, after.report.id) == ("a", "b")
    assert isinstance(bad, Issue)
    assert bad.code == code and says in bad.message
    assert bad.origin == "stdin:2" and bad.hint


def test_a_document_over_many_lines_is_one_issue() -> None:
    data = json.dumps([{"report": "a", "text": "x"}] * 20, indent=1).encode()
    path_like = take(b'{"report": "a",\n "text": "x"}')
    assert len(path_like) == 2 or len(path_like) == 1
    assert all(isinstance(i, Issue) for i in take(data)) or len(take(data)) == 1


def test_a_line_too_long_is_skipped_without_being_held() -> None:
    found = take(record(report="a") + record(text="x" * 5000) + record(report="b"), max_bytes=1000)
    assert [f.code if isinstance(f, Issue) else f.report.id for f in found] == ["a", "too-large", "b"]


@pytest.mark.parametrize("value", ["03/04/2020", "yesterday", 7, {"a": 1}, "2020-02-31"])
def test_a_wrong_date_is_an_issue_of_a_report_that_is_read(value: object) -> None:
    (found,) = take(record(published=value))
    assert isinstance(found, Arrival)
    assert found.report.published is None
    assert [i.code for i in found.issues] == ["bad-date"]


def test_blank_lines_and_a_mark_are_no_problem(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + record(report="a") + b"\n\n" + record(report="b").rstrip())
    assert [f.report.id for f in iter_reports([str(path)]) if isinstance(f, Arrival)] == ["a", "b"]


def test_utf_16_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(record(text="naïve").decode() * 2, encoding="utf-16")
    assert [f.report.text for f in iter_reports([str(path)]) if isinstance(f, Arrival)] == ["naïve", "naïve"]


def test_a_file_without_records_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\n\n")
    (found,) = iter_reports([str(path)])
    assert isinstance(found, Issue) and found.code == "empty-input"


def test_lines_are_read_one_by_one() -> None:
    class Endless(io.RawIOBase):
        given = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            line = record()[: len(buffer)]
            buffer[: len(line)] = line
            self.given += len(line)
            return len(line)

    source = Endless()
    found = iter_reports(["-"], stdin=source)  # type: ignore[arg-type]
    assert all(isinstance(next(found), Arrival) for _ in range(500))
    assert source.given < 200_000
