import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordingto.model import Issue
from accordingto.sources.decode import Decoded, decode

TEXT = "The mayor’s office in Żabno said “two” died – café.\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_exact_and_silent(encoding: str) -> None:
    found = decode(TEXT.encode(encoding), "x")
    assert found == Decoded(TEXT, {"utf-8-sig": "utf-8-sig"}.get(encoding, encoding))


def test_windows_quotes_are_read_and_mentioned() -> None:
    text = "The ministry’s spokesman said “two” soldiers were killed – no more. " * 20
    found = decode(text.encode("cp1252"), "x.txt")
    assert isinstance(found, Decoded)
    assert found.text == text
    assert [i.code for i in found.issues] == ["decoding"]


def test_a_declared_charset_is_used() -> None:
    text = "Двое солдат погибли"
    found = decode(text.encode("koi8-r"), "x", charset="KOI8-R")
    assert isinstance(found, Decoded)
    assert (found.text, found.encoding) == (text, "koi8-r")


def test_a_declared_charset_that_is_none_is_passed_over() -> None:
    assert isinstance(decode("é".encode("cp1252"), "x", charset="no-such"), Decoded)


def test_broken_utf_16_says_so() -> None:
    found = decode(b"\xff\xfea\x00b", "x")
    assert isinstance(found, Decoded)
    assert found.issues[0].code == "decoding"


@pytest.mark.parametrize(
    ("data", "what"),
    [(b"%PDF-1.7 ...", "PDF"), (b"PK\x03\x04rest", "zip"), (b"\x1f\x8b\x08", "gzip"), (b"a\x00b", "binary"),
     (bytes(range(1, 32)) * 9, "binary"), (b"plain" * 2000 + b"\x00", "binary")],
)  # fmt: skip
def test_binary_data_is_refused_by_its_name(data: bytes, what: str) -> None:
    found = decode(data, "x")
    assert isinstance(found, Issue)
    assert found.code == "binary-input" and what in found.message and found.hint


@given(st.binary(max_size=400))
def test_nothing_raises(data: bytes) -> None:
    found = decode(data, "x")
    assert isinstance(found, Issue) or found.text is not None
