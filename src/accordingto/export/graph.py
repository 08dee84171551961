"""JSON-LD as one ``@graph``, a node a line: what the formats of linked data share.

Promise: nodes are written as they come; ids of a file are unique.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote

from accordingto.export.base import Fault
from accordingto.export.cells import as_text
from accordingto.export.jsontext import Lines, load, write_around


def urn(kind: str, *names: str) -> str:
    """The IRI of a thing of ours: ``urn:accordingto:kind:name``."""
    return ":".join(("urn:accordingto", kind, *(quote(n, safe="") for n in names)))


def write_graph(out: BinaryIO, context: Any, nodes: Iterable[dict[str, Any]]) -> None:
    """Write nodes as they come.

    Args:
        out: Where to.
        context: The JSON-LD context.
        nodes: Each with ``@id`` and ``@type``.
    """
    with as_text(out) as stream:
        write_around(stream, {"@context": context}, "@graph", nodes)


def read_graph(path: Path, rule: str) -> tuple[Any, list[tuple[dict[str, Any], int | None]]] | Fault:
    """The context and the nodes of a file, each with its line; a file of one node has no ``@graph``."""
    read = load(path, rule)
    if isinstance(read, Fault):
        return read
    value, text = read
    nodes = value.get("@graph", [value] if "@type" in value else None)
    if "@context" not in value:
        return Fault(rule, "no @context", "name the vocabulary", 1, "@context")
    if not isinstance(nodes, list) or not all(isinstance(n, dict) for n in nodes):
        return Fault(rule, "no list of nodes", 'write "@graph": […]', 1, "@graph")
    lines = Lines(text, len(nodes))
    return value["@context"], [(n, lines.of(i)) for i, n in enumerate(nodes)]


def types(node: dict[str, Any]) -> tuple[str, ...]:
    """The types of a node, as text."""
    found = node.get("@type", ())
    return tuple(str(t) for t in (found if isinstance(found, list) else [found] if found else ()))


def several(value: Any) -> list[Any]:
    """A value that may be one or a list, as a list."""
    return value if isinstance(value, list) else [] if value is None else [value]


def unique(nodes: Iterable[tuple[dict[str, Any], int | None]], rule: str) -> Iterator[Fault]:
    """Faults of ids that come twice."""
    seen: set[str] = set()
    for node, line in nodes:
        name = node.get("@id")
        if isinstance(name, str):
            if name in seen:
                yield Fault(rule, f"{name!r} is the id of two nodes", "merge them", line, "@id")
            seen.add(name)
