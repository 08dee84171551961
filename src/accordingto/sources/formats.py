"""The formats there are, found by looking: every module of this package that has a ``FORMAT``."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from pathlib import Path, PurePath

from accordingto.sources.base import Format


@cache
def all_formats() -> tuple[Format, ...]:
    """Every format, in the order in which they are asked."""
    folder = str(Path(__file__).parent)
    modules = (import_module(f"accordingto.sources.{m.name}") for m in pkgutil.iter_modules([folder]))
    found = (getattr(m, "FORMAT", None) for m in modules)
    return tuple(sorted((f for f in found if isinstance(f, Format)), key=lambda f: (f.order, f.name)))


@cache
def by_name(name: str) -> Format:
    """The format of that name.

    Raises:
        KeyError: There is none.
    """
    for fmt in all_formats():
        if fmt.name == name:
            return fmt
    raise KeyError(name)


def of(name: str, head: bytes) -> Format:
    """The format of a stream, by the end of its name, else by its first bytes; plain text when nothing else claims it.

    Args:
        name: File name or address; its ending counts before the bytes do, because the user chose it.
        head: The first bytes, some hundreds of them.
    """
    suffix = PurePath(name).suffix.lower()
    formats = all_formats()
    named = [fmt for fmt in formats if suffix and suffix in fmt.suffixes and fmt.name != "text"]
    # An ending of several formats (.xml) leaves the choice among them to the bytes.
    for fmt in named or formats:
        if len(named) == 1 or fmt.sniff(head):
            return fmt
    return named[0] if named else formats[-1]


def known_suffixes() -> frozenset[str]:
    """Every file-name ending that some format takes."""
    return frozenset(s for fmt in all_formats() for s in fmt.suffixes)
