"""JSON Lines: one report a line, ``{report, publisher, published, title, text, url}``; only ``text`` is needed.

Promises: the text is kept code point for code point (spans are scored against it); a bad line is named by its number
and skipped; lines are read one by one, so a file may be of any length.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from accordingto.model import Issue, Report
from accordingto.sources.base import Arrival, Context, Format, captured, empty, problem, too_large
from accordingto.sources.decode import decode, mark
from accordingto.sources.published import parsed_or_issue

_SKIM = 1 << 20


def sniff(head: bytes) -> bool:
    """Whether the first line begins a JSON object with a text or a report name."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith(b"{") and (b'"text"' in head or b'"report"' in head)


def read(stream: BinaryIO, context: Context) -> Iterator[Arrival | Issue]:
    """The reports of the lines, each bad line as an issue."""
    seen = False
    for number, line in _lines(stream, context):
        origin = f"{context.origin}:{number}"
        if isinstance(line, Issue):
            seen = True
            yield line
        elif line.strip():
            seen = True
            yield _record(line, origin, context)
            if number == 1 and line.strip() in (b"[", b"{"):
                return  # one document over many lines: one issue says so, not one a line
    if not seen:
        yield empty(context.origin)


def _lines(stream: BinaryIO, context: Context) -> Iterator[tuple[int, bytes | Issue]]:
    limit = context.options.max_bytes
    source = _as_utf8(stream)
    number = 0
    while line := source.readline(limit + 1):
        number += 1
        if len(line) > limit and not line.endswith(b"\n"):
            while (rest := source.readline(_SKIM)) and not rest.endswith(b"\n"):
                pass
            yield number, too_large(f"{context.origin}:{number}", limit)
        else:
            yield number, line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line


def _as_utf8(stream: BinaryIO) -> BinaryIO:
    head = stream.peek(4)[:4] if isinstance(stream, io.BufferedReader) else b""
    encoding = mark(head)
    if encoding in ("utf-16", "utf-32"):
        # Line ends of these are not a byte: such a file is re-coded as a whole. Archives are not written in UTF-16.
        return io.BytesIO(stream.read().decode(encoding, errors="replace").encode("utf-8"))
    return stream


def _record(line: bytes, origin: str, context: Context) -> Arrival | Issue:
    decoded = decode(line, origin)
    if isinstance(decoded, Issue):
        return decoded
    try:
        value = json.loads(decoded.text)
    except (ValueError, RecursionError) as e:
        return _bad(_json_error(e), origin)
    if not isinstance(value, dict):
        return _bad(f"a JSON {_kind(value)} where an object with a text is expected", origin)
    text = value.get("text")
    if not isinstance(text, str):
        what = "has no text" if text is None else f"has a text that is a JSON {_kind(text)}"
        return _bad(f"this object {what}", origin)
    if not text.strip():
        return empty(origin)
    published, issues = parsed_or_issue(value.get("published"), origin)
    report = Report(
        id=_string(value.get("report")) or origin,
        text=text,
        published=published or context.options.published,
        publisher=_string(value.get("publisher")) or context.options.publisher,
        title=_string(value.get("title")),
        url=_string(value.get("url")),
        origin=origin,
    )
    return Arrival(report, (*decoded.issues, *issues), captured(line, context, "application/json", report.url))


def _bad(message: str, origin: str) -> Issue:
    hint = 'write each report as one line: {"report": "id", "published": "YYYY-MM-DD", "text": "…"}'
    return problem("bad-json", message, origin, hint)


def _json_error(e: Exception) -> str:
    if isinstance(e, json.JSONDecodeError):
        return f"not JSON: {e.msg} at column {e.colno}"
    return "not JSON that can be read: nested too deeply or with a number too long"


def _kind(value: Any) -> str:
    names = {dict: "object", list: "array", str: "string", bool: "truth value", type(None): "null"}
    return names.get(type(value), "number")


def _string(value: object) -> str | None:
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, str | int | float):
        return str(value).strip() or None
    return None


FORMAT = Format("JSON Lines", 10, (".jsonl", ".ndjson", ".json"), sniff, read, streams=True)
