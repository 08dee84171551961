import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordingto.model import Issue
from accordingto.sources import Arrival, Options, iter_reports

PROSE = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.sampled_from('\r\n\t",;')


def take(data: bytes | str, **options: object) -> list[Arrival | Issue]:
    raw = data.encode() if isinstance(data, str) else data
    return list(iter_reports(["-"], options=Options(**options), stdin=io.BytesIO(raw)))  # type: ignore[arg-type]


def told(found: list[Arrival | Issue]) -> list[str]:
    return [f.report.text if isinstance(f, Arrival) else f"{f.code} {f.origin}" for f in found]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_columns_under_their_usual_names_in_any_order(delimiter: str) -> None:
    rows = [["Headline", "ID", "Date", "Body", "Source", "Link", "Other"],
            ["Two die", "7", "20/02/2020", '"Two, she said; both."', "Post", "https://o.example/", "x"]]  # fmt: skip
    (found,) = take("\r\n".join(delimiter.join(r) for r in rows))
    assert isinstance(found, Arrival)
    r = found.report
    assert (r.id, r.title, str(r.published), r.publisher, r.url) == (
        "7", "Two die", "2020-02-20", "Post", "https://o.example/",
    )  # fmt: skip
    assert r.text == "Two, she said; both."


@given(st.text(PROSE, min_size=1).filter(lambda s: s.strip()))
def test_the_text_is_kept_exactly(text: str) -> None:
    import csv

    out = io.StringIO(newline="")
    csv.writer(out).writerows([["id", "text"], ["1", text], ["2", "after"]])
    first, second = take(out.getvalue().encode())
    assert isinstance(first, Arrival) and isinstance(second, Arrival)
    assert (first.report.text, second.report.text) == (text, "after")


def test_bad_rows_are_named_by_their_line_and_the_rest_goes_on() -> None:
    data = 'id,date,text\n1,2020-02-20,one\n2,short\n3,x,three\n4,,\n5,,"never closed\n6,,six\n7,,seven "quoted"\n'
    found = take(data)
    assert told(found) == [
        "one", "bad-csv stdin:3", "three", "empty-input stdin:5", "bad-csv stdin:6", "six", 'seven "quoted"',
    ]  # fmt: skip
    assert [i.code for f in found if isinstance(f, Arrival) for i in f.issues] == ["bad-date"]


def test_an_open_quotation_mark_loses_its_own_row_only() -> None:
    assert told(take('id,text\n1,"open\n2,two\n3,"three"\n4,four\n')) == ["bad-csv stdin:2", "two", "three", "four"]


def test_a_file_of_open_quotation_marks_ends() -> None:
    found = take("id,text\n" + '1,"x\n2,y\n' * 5000)
    assert isinstance(found[-1], Issue) and "stopped" in found[-1].message


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_what_spreadsheets_write(encoding: str) -> None:
    found = take("text;id\nThe mayor’s café – “two” died;1\n".encode(encoding))
    assert told(found) == ["The mayor’s café – “two” died"]
    assert found[0].report.id == "1"  # type: ignore[union-attr]


def test_a_table_without_texts_says_what_is_wanted(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n")
    (found,) = iter_reports([str(path)])
    assert isinstance(found, Issue) and found.code == "bad-csv" and "text" in (found.hint or "")


def test_a_row_too_large_is_skipped() -> None:
    data = "id,text\n1,one\n2," + "x" * 5000 + '\n3,"' + "y\n" * 2000 + '"\n4,four\n'
    found = told(take(data, max_bytes=1000))
    assert found[0] == "one" and found[-1] == "four"
    assert "too-large stdin:3" in found and "bad-csv stdin:4" in found


def test_prose_is_no_table() -> None:
    (found,) = take("Text, body and content.\nTwo died.")
    assert isinstance(found, Arrival) and found.report.text.startswith("Text, body")


def test_the_bytes_of_a_row_are_its_capture() -> None:
    (found,) = take('id,text\n1,"two\nlines"\n', keep_raw=True)
    assert isinstance(found, Arrival) and found.capture is not None
    assert found.capture.raw == b'1,"two\nlines"\n'
