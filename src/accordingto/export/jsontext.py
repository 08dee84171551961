"""JSON as text: one value a line, or one list streamed into a larger value; and reading it back with line numbers.

Promise: what is written is UTF-8 whatever a report holds, and a list of any length is written without being held.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

from accordingto.export.base import Fault
from accordingto.export.cells import opened


def dumps(value: Any) -> str:
    """A value as one line of JSON, in readable characters where UTF-8 can carry them."""
    out = json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
    try:
        out.encode("utf-8")
    except UnicodeEncodeError:  # half a character, which JSON can name but UTF-8 cannot carry
        return json.dumps(value, ensure_ascii=True, separators=(", ", ": "))
    return out


def write_lines(out: TextIO, values: Iterable[Any]) -> None:
    """One value a line, as they come."""
    for value in values:
        out.write(dumps(value) + "\n")


def write_around(out: TextIO, head: dict[str, Any], key: str, items: Iterable[Any]) -> None:
    """Write an object whose last key holds a long list, one item a line.

    Args:
        out: A text stream.
        head: The other keys, which come first.
        key: Key of the list.
        items: The list, as it comes.
    """
    begin = dumps(head)[:-1]
    out.write(begin + (", " if head else "") + dumps(key) + ": [")
    first = True
    for item in items:
        out.write(("\n" if first else ",\n") + dumps(item))
        first = False
    out.write("\n]}\n")


def faults_of_objects(
    path: Path, rule: str, faults: Callable[[dict[str, Any], int], Iterator[Fault]]
) -> Iterator[Fault]:
    """The faults of JSON Lines: of lines that hold no object, and of the objects, in the order of the lines.

    Args:
        path: The file.
        rule: Id of the rule that a line without an object breaks.
        faults: Gives the faults of the object on a line.
    """
    with opened(path) as stream:
        for n, found in _objects(stream, rule):
            if isinstance(found, Fault):
                yield found
            else:
                yield from faults(found, n)


def _objects(stream: TextIO, rule: str) -> Iterator[tuple[int, dict[str, Any] | Fault]]:
    for n, text in enumerate(stream, 1):
        if not text.strip():
            continue
        try:
            value = json.loads(text)
        except (ValueError, RecursionError) as e:
            where = f" at character {e.pos + 1}" if isinstance(e, json.JSONDecodeError) else ""
            yield n, Fault(rule, f"not JSON{where}", "write one JSON object a line", n)
            continue
        if isinstance(value, dict):
            yield n, value
        else:
            yield n, Fault(rule, f"a {type(value).__name__} where an object belongs", "write one JSON object a line", n)


def load(path: Path, rule: str) -> tuple[dict[str, Any], str] | Fault:
    """A whole file as one object with the text that it was read from, or the fault that says why it is none."""
    with opened(path) as stream:
        text = stream.read()
    try:
        value = json.loads(text)
    except json.JSONDecodeError as e:
        return Fault(rule, f"not JSON: {e.msg}", "mend it at that place", e.lineno, f"character {e.colno}")
    except (ValueError, RecursionError):
        return Fault(rule, "not JSON: it is nested too deep or its numbers are too long", "write it anew")
    if not isinstance(value, dict):
        return Fault(rule, "not a JSON object", "begin the file with {", 1)
    return value, text


class Lines:
    """The lines on which the items of a list begin, where each has a line of its own; else no line is named."""

    def __init__(self, text: str, items: int) -> None:
        starts = [n for n, row in enumerate(text.splitlines(), 1) if row.startswith("{")][1:]
        self._starts = starts if len(starts) == items else []

    def of(self, item: int) -> int | None:
        """The line of an item, the first being 0."""
        return self._starts[item] if item < len(self._starts) else None
