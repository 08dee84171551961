import gzip
import io
import zipfile
from pathlib import Path

import pytest
from tests.sources.samples import HTTP, JSONL, PAGE, SAID, record, wacz

from accordingto.model import Issue, Severity
from accordingto.sources import Arrival, Options, bounded, iter_reports
from accordingto.sources import wacz as wacz_format

ZEROS = b"\x00" * 5_000_000


@pytest.fixture
def small_bombs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Proportion is minded from one megabyte on, not from 64: the tests need not make a real bomb."""
    for module in (bounded, wacz_format):
        monkeypatch.setattr(module, "FREE", 1_000_000)


def take(data: bytes, name: str, tmp_path: Path, **options: object) -> list[Arrival | Issue]:
    path = tmp_path / name
    path.write_bytes(data)
    return list(iter_reports([str(path)], options=Options(**options)))  # type: ignore[arg-type]


def told(found: list[Arrival | Issue]) -> list[str]:
    return ["read" if isinstance(f, Arrival) else f.code for f in found]


def test_a_page_of_an_archive_keeps_how_it_was_taken(tmp_path: Path) -> None:
    (found,) = take(record(), "a.warc", tmp_path, keep_raw=True)
    assert isinstance(found, Arrival) and found.capture is not None and found.capture.fetched is not None
    assert SAID in found.report.text and found.report.url == "https://ostra.example/shell"
    taken = found.capture.fetched
    assert (taken.address, taken.status, taken.retrieved.isoformat()) == (
        "https://ostra.example/shell", 200, "2020-02-20T10:00:00+00:00",
    )  # fmt: skip
    assert found.capture.raw == PAGE and found.capture.media_type == "text/html"
    assert dict(taken.headers)["etag"] == '"v1"' and "set-cookie" not in dict(taken.headers)


def test_what_is_no_page_is_counted(tmp_path: Path) -> None:
    moved = HTTP.replace(b"200 OK", b"301 Moved")
    picture = HTTP.replace(b"text/html", b"image/png")
    data = b"".join([
        record(kind="warcinfo", http=b"", body=b"x: y\r\n"), record(http=moved), record(http=picture, body=b"\x89PNG"),
        record(), record(kind="revisit", body=b""),
    ])  # fmt: skip
    found = take(data, "a.warc", tmp_path)
    assert told(found) == ["read", "passed-over"]
    note = found[1]
    assert isinstance(note, Issue) and note.severity is Severity.NOTE
    assert all(f"1 {w}" in note.message for w in ("pictures", "answers", "records", "pages unchanged"))


def test_compressed_by_record_or_as_a_whole_or_not(tmp_path: Path) -> None:
    pages = [record(address=f"https://ostra.example/{n}") for n in range(3)]
    for data in (b"".join(pages), gzip.compress(b"".join(pages)), b"".join(gzip.compress(p) for p in pages)):
        name = "a.warc.gz" if data[0] == 0x1F else "a.warc"
        assert told(take(data, name, tmp_path)) == ["read"] * 3
        assert told(take(data, "no-name", tmp_path)) == ["read"] * 3
    package = wacz(**{"archive__a.warc.gz": gzip.compress(pages[0]), "archive__b.warc": pages[1], "fuzzy.json": b"{}"})
    assert told(take(package, "a.wacz", tmp_path)) == ["read"] * 2


def test_an_encoded_body_is_decoded_within_bounds(tmp_path: Path) -> None:
    http = HTTP + b"Content-Encoding: gzip\r\n"
    data = record(http=http, body=gzip.compress(PAGE)) + record(http=http, body=gzip.compress(ZEROS)) + record()
    found = take(data, "a.warc", tmp_path, max_bytes=1_000_000)
    assert told(found) == ["read", "too-large", "read"]
    assert isinstance(found[1], Issue) and (found[1].origin or "").endswith("a.warc:2")


def test_a_huge_record_is_named_and_passed(tmp_path: Path) -> None:
    data = record(body=b"<html>" + b"x" * 3_000_000) + record()
    assert told(take(data, "a.warc", tmp_path, max_bytes=1_000_000)) == ["too-large", "read"]


@pytest.mark.parametrize(
    "data",
    [record(length=10), record(length=10**9), record()[:-300], b"WARC/1.0\r\n" + b"x" * 5_000_000,
     record() + b"WARC/1.0\r\nContent-Length: x\r\n\r\n", record(http=b"HTTP/1.1 abc\r\n"), b"WARC/9.9\r\n\r\n" * 9],
    ids=["short", "long", "cut", "endless header", "no number", "no status", "version"],
)  # fmt: skip
def test_archives_that_lie_are_bounded_and_reported(
    data: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = take(data, "a.warc", tmp_path)
    assert found and len(found) <= 9
    assert capsys.readouterr() == ("", "")


def test_gzip_of_anything(tmp_path: Path) -> None:
    assert told(take(gzip.compress(JSONL * 3), "a.jsonl.gz", tmp_path)) == ["read"] * 3
    assert told(take(gzip.compress(PAGE), "a.html.gz", tmp_path)) == ["read"]
    (found,) = take(gzip.compress(SAID.encode()), "a.txt.gz", tmp_path)
    assert isinstance(found, Arrival) and found.report.text == SAID


def test_a_bomb_is_stopped(tmp_path: Path, small_bombs: None) -> None:
    found = take(gzip.compress(JSONL) + gzip.compress(ZEROS), "a.jsonl.gz", tmp_path, max_bytes=500_000_000)
    assert told(found) == ["read", "too-large"]
    assert told(take(gzip.compress(gzip.compress(JSONL)), "a.gz", tmp_path)) == ["bad-archive"]
    assert told(take(gzip.compress(b""), "a.gz", tmp_path)) == ["empty-input"]


def test_a_broken_end_keeps_what_came_before(tmp_path: Path) -> None:
    lines = b"".join(JSONL.replace(b"a1", b"a%d" % n) for n in range(2000))
    found = take(gzip.compress(lines)[:-200], "a.jsonl.gz", tmp_path)
    assert told(found)[0] == "read" and told(found)[-1] == "bad-archive"


def test_a_package_made_to_harm_is_named_and_writes_nothing(tmp_path: Path, small_bombs: None) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("archive/bomb.warc", ZEROS)
        package.writestr("../../evil.warc", record())
        package.writestr("/etc/evil.warc", record())
        package.writestr("archive/..\\evil.warc", record())
        package.writestr("archive/good.warc", record())
    before = sorted(tmp_path.iterdir())
    found = take(out.getvalue(), "a.wacz", tmp_path)
    assert told(found) == ["too-large", "bad-archive", "bad-archive", "bad-archive", "read"]
    assert sorted(tmp_path.iterdir()) == [*before, tmp_path / "a.wacz"]


def test_a_broken_member_leaves_the_others(tmp_path: Path) -> None:
    for name in ("a.warc", "a.warc.gz"):
        first = record(address="https://ostra.example/1")
        data = bytearray(wacz(**{f"archive__{name}": gzip.compress(first) if name.endswith("gz") else first,
                                 "archive__b.warc": record()}))  # fmt: skip
        data[data.index(b"WARC/1.0" if name == "a.warc" else b"\x1f\x8b") + 60] ^= 0xFF
        found = told(take(bytes(data), "a.wacz", tmp_path))
        assert found[-1] == "read" and "bad-archive" in found


def test_a_package_that_is_none(tmp_path: Path) -> None:
    assert told(take(b"PK\x03\x04" + b"x" * 900, "a.wacz", tmp_path)) == ["bad-archive"]
    assert told(take(wacz(**{"pages__pages.jsonl": b"{}"}), "a.wacz", tmp_path)) == ["empty-input"]
    # A zip of anything else is still refused by its name.
    assert told(take(b"PK\x03\x04" + b"x" * 900, "a.bin", tmp_path)) == ["binary-input"]
