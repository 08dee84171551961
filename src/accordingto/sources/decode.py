"""Bytes to text without guessing more than needed: byte order mark, UTF-8, declared charset, then an educated guess.

Promises: UTF-8 (with or without mark) and marked UTF-16/32 are exact and silent; anything else is decoded with an issue
that names the encoding, because a wrong guess changes names of people and places. Binary data is refused, not decoded.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from accordingto.model import Issue, Severity
from accordingto.sources.base import problem

# UTF-32 before UTF-16: the little-endian mark of the one begins with that of the other.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"%PDF", "a PDF file", "extract its text first, for example with pdftotext"),
    (b"PK\x03\x04", "a zip archive or office document", "unpack it, or save the document as plain text"),
    (b"\x1f\x8b", "a gzip file", "decompress it first: gzip -dc FILE | accordingto read -"),
    (b"\x89PNG", "a PNG image", "images are not read"),
    (b"\xff\xd8\xff", "a JPEG image", "images are not read"),
    (b"GIF8", "a GIF image", "images are not read"),
    (b"SQLite format 3\x00", "an SQLite database", "export its texts as JSON Lines"),
)
_HEAD = 4096
# The bytes that English and French prose in Windows-1252 uses beyond ASCII: typographic marks, then accented letters.
_CP1252_PROSE = frozenset([0x80, 0x85, *range(0x91, 0x98), 0xA0, 0xA3, 0xAB, 0xB0, 0xBB, *range(0xC0, 0x100)])


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, and what there is to say about how it was decoded."""

    text: str
    encoding: str
    issues: tuple[Issue, ...] = ()


def mark(data: bytes) -> str | None:
    """The encoding that a byte order mark announces, or None."""
    return next((name for bom, name in _MARKS if data.startswith(bom)), None)


def binary(data: bytes, origin: str) -> Issue | None:
    """An issue if these bytes are no text, judged from the first of them."""
    for magic, what, hint in _MAGIC:
        if data.startswith(magic):
            return problem("binary-input", f"{what}, not text", origin, hint)
    if mark(data):
        return None
    head = data[:_HEAD]
    controls = sum(b < 32 and b not in (9, 10, 12, 13, 27) for b in head)
    # The whole of it is searched for NUL, which no text in a byte encoding has; other controls may slip into a text.
    if b"\x00" in data or controls > len(head) * 0.05:
        return problem(
            "binary-input",
            "binary data, not text",
            origin,
            "give plain text, HTML or JSON Lines; save UTF-16 text with a byte order mark or as UTF-8",
        )
    return None


def decode(data: bytes, origin: str, *, charset: str | None = None) -> Decoded | Issue:
    """Decode a whole input.

    Args:
        data: The bytes.
        origin: For messages.
        charset: Encoding declared elsewhere (an HTTP header), tried after UTF-8.

    Returns:
        The text with issues about its decoding, or the issue that says why there is none.
    """
    refused = binary(data, origin)
    if refused is not None:
        return refused
    marked = mark(data)
    if marked:
        return _decode_marked(data, marked, origin)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as e:
        at = e.start
    encoding = _declared(data, charset) or _guess(data)
    text = data.decode(encoding, errors="replace")
    lost = text.count("�")
    message = f"not UTF-8 (byte {at:,}); read as {encoding}"
    if lost:
        message += f", {lost:,} character{'s' if lost > 1 else ''} could not be read"
    hint = "check the accented letters and quotation marks; save it as UTF-8 if they are wrong"
    return Decoded(text, encoding, (problem("decoding", message, origin, hint, severity=Severity.WARNING),))


def _decode_marked(data: bytes, encoding: str, origin: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as e:
        message = f"marked as {encoding.upper()} but broken at byte {e.start:,}; the broken parts show as �"
        issue = problem("decoding", message, origin, "save it again as UTF-8", severity=Severity.WARNING)
        return Decoded(data.decode(encoding, errors="replace"), encoding, (issue,))


def _declared(data: bytes, charset: str | None) -> str | None:
    if not charset:
        return None
    try:
        data.decode(charset)
    except (LookupError, UnicodeDecodeError):
        return None
    return codecs.lookup(charset).name


def _guess(data: bytes) -> str:
    high = [b for b in data if b > 127]
    # English prose with a few curly quotes fits dozens of code pages: statistics guess badly there, this rule does not.
    if len(high) < len(data) * 0.05 and all(b in _CP1252_PROSE for b in high):
        return "cp1252"
    from charset_normalizer import from_bytes  # 80 ms to import: only for the rare input that needs it

    best = from_bytes(data[:200_000]).best()
    return best.encoding if best is not None else "cp1252"
