"""The formats in which what is known leaves: one file each, found by looking (every module here with a ``FORMAT``).

Promise: what a format has no place for is noted with its reason, never dropped in silence; every format can check a
file, our own or another's. Libraries that only some formats need are imported when such a format is used.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from pathlib import Path

from accordingto.export.base import Format


@cache
def all_formats() -> tuple[Format, ...]:
    """Every format, by name."""
    folder = str(Path(__file__).parent)
    modules = (import_module(f"accordingto.export.{m.name}") for m in pkgutil.iter_modules([folder]))
    found = (getattr(m, "FORMAT", None) for m in modules)
    return tuple(sorted((f for f in found if isinstance(f, Format)), key=lambda f: f.name))


def by_name(name: str) -> Format:
    """The format of that name.

    Raises:
        KeyError: There is none; the message lists those there are.
    """
    for fmt in all_formats():
        if fmt.name == name:
            return fmt
    raise KeyError(f"no format is called {name!r}; there are: {', '.join(f.name for f in all_formats())}")
