"""From what the user names to reports: each input is a file, a folder, ``-`` for standard input, or a web address.

Promise: reports and issues come in the order of the inputs, one at a time; nothing but a single page is ever held.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from accordingto.model import Issue
from accordingto.sources import folder
from accordingto.sources.addresses import is_address
from accordingto.sources.base import Arrival, Context, Item, Linked, Options, Unread, problem, too_large
from accordingto.sources.formats import all_formats, by_name, of
from accordingto.sources.url import Fetcher

_HEAD = 4096
_COUNTED = 2_000_000_000


def iter_reports(
    inputs: Iterable[str], *, options: Options | None = None, stdin: BinaryIO | None = None
) -> Iterator[Arrival | Issue]:
    """Every report of the inputs, with an issue in place of each that could not be taken in.

    Args:
        inputs: Files, folders, ``-`` or web addresses.
        options: What holds for all of them.
        stdin: What ``-`` reads instead of the process's standard input.
    """
    for item in iter_unread(inputs, options=options, stdin=stdin):
        if isinstance(item, Unread):
            yield from item.load()
        else:
            yield item


def iter_unread(
    inputs: Iterable[str], *, options: Options | None = None, stdin: BinaryIO | None = None
) -> Iterator[Arrival | Unread | Issue]:
    """Like ``iter_reports``, but pages and texts come as bytes, to be parsed by whoever has time for it."""
    options = options or Options()
    # What is held already matters to the fetching only; it would travel with every page to the worker processes.
    light = replace(options, known={})
    with Fetcher(options) as fetcher:
        for name in inputs:
            if name == "-":
                source = stdin if stdin is not None else sys.stdin.buffer
                found = _stream(_peekable(source), Context("stdin", light))
            elif is_address(name):
                found = _page(fetcher.read(name))
            else:
                found = _path(_short(Path(name)), light)
            for item in found:
                yield from _followed(item, fetcher) if isinstance(item, Linked) else (item,)


def _followed(link: Linked, fetcher: Fetcher) -> Iterator[Arrival | Unread | Issue]:
    page = fetcher.read(link.address, published=link.context.options.published)
    yield page
    if isinstance(page, Issue) and page.code != "not-modified":
        yield link.arrival


def _short(path: Path) -> Path:
    """A path below the working folder without that folder: a report has one name, however it was pointed at.

    It also keeps the folders of a machine out of what is published.
    """
    try:
        return path.relative_to(Path.cwd()) if path.is_absolute() else path
    except (OSError, ValueError):  # elsewhere, or the working folder is gone
        return path


def _path(path: Path, options: Options) -> Iterator[Item]:
    anything = False
    for item in _listed(path):
        anything = True
        if isinstance(item, Issue):
            yield item
        else:
            yield from _file(item, options)
    if not anything:
        yield problem("empty-input", "the folder holds no files", str(path), "check that it is the right folder")


def _listed(path: Path) -> Iterator[Path | Issue]:
    try:
        folders = path.is_dir()
    except (OSError, ValueError):  # a name too long, or with a NUL in it
        return iter((_no_name(path),))
    return folder.files(path) if folders else iter((path,))


def _no_name(path: Path) -> Issue:
    return problem("missing-file", "not a name of a file", repr(str(path))[:200], "check the spelling")


def _file(path: Path, options: Options) -> Iterator[Item]:
    try:
        stream = path.open("rb")
    except ValueError:
        yield _no_name(path)
        return
    except OSError as e:
        e.filename = e.filename or str(path)
        yield folder.unreadable(e)
        return
    try:
        with stream:
            yield from _stream(stream, Context(str(path), options))
    except OSError as e:  # a disk that fails, a folder taken away while it is read
        e.filename = e.filename or str(path)
        yield folder.unreadable(e)


def _stream(stream: io.BufferedReader, context: Context) -> Iterator[Item]:
    fmt = of(context.origin, stream.peek(_HEAD)[:_HEAD])
    if fmt.streams:
        yield from fmt.read(stream, context)
        return
    limit = context.options.max_bytes
    data = stream.read(limit + 1)
    yield too_large(context.origin, limit) if len(data) > limit else Unread(data, fmt.name, context)


def _page(page: Unread | Issue) -> Iterator[Item]:
    # A fetched archive or feed yields its reports one by one, like a file of them.
    if isinstance(page, Unread) and by_name(page.format).streams:
        yield from by_name(page.format).read(_peekable(io.BytesIO(page.data)), page.context)
    else:
        yield page


def _peekable(stream: BinaryIO) -> io.BufferedReader:
    return stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)  # type: ignore[arg-type]


def estimate(inputs: Iterable[str]) -> int | None:
    """About how many reports there are, for a progress bar; None when that cannot be told without reading them all.

    Args:
        inputs: As for ``iter_reports``.
    """
    total = 0
    for name in inputs:
        if name == "-":
            return None
        if is_address(name):
            total += 1
            continue
        path = Path(name)
        try:
            for item in _listed(path):
                count = _count(item) if isinstance(item, Path) else 0
                if count is None:
                    return None
                total += count
        except (OSError, ValueError):
            total += 1
    return total


def _count(path: Path) -> int | None:
    if path.suffix.lower() not in (".jsonl", ".ndjson"):
        several = any(path.suffix.lower() in f.suffixes for f in all_formats() if f.streams)
        return None if several else 1
    if not path.is_file() or path.stat().st_size > _COUNTED:
        return None
    with path.open("rb") as f:
        return sum(block.count(b"\n") for block in iter(lambda: f.read(1 << 20), b"")) or 1
