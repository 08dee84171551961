"""What a rule cannot match without, so that most rules are never tried on most of a text.

Reads the regular expressions that ``dategrammar`` builds (symbols, classes, groups, ``|``, ``?``, ``*``, ``{m,n}``,
look around) and nothing else. Promise: every match holds a symbol of ``symbols`` and is at most ``width`` long.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PIECE = re.compile(
    r"(?P<open>\(\?(?P<look>[!=]|<[!=])|\(\?:|\(\?P<\w+>)|(?P<close>\))|(?P<bar>\|)"
    r"|(?P<times>\?\??|\*\??|\{(?P<least>\d+),(?P<most>\d+)\}\??)|\[(?P<cls>(?:\\.|[^\]])*)\]|(?P<char>\\.|.)",
    re.DOTALL,
)
_MANY = 60


@dataclass(frozen=True)
class Need:
    """The smallest set of symbols of which every match holds one (None: no such set), and the longest match."""

    symbols: frozenset[str] | None
    width: int


def needed(pattern: str) -> Need:
    """What any match of ``pattern`` must hold, and how long it can be."""
    need, _ = _alternatives(pattern, 0)
    return need


def _alternatives(pattern: str, pos: int) -> tuple[Need, int]:
    """The alternatives from ``pos`` to the closing bracket or the end."""
    options: list[Need] = []
    items: list[Need] = []
    while pos < len(pattern):
        m = _PIECE.match(pattern, pos)
        if m is None:  # pragma: no cover - the last alternative of _PIECE takes any character
            break
        pos = m.end()
        if m["open"]:
            inner, pos = _alternatives(pattern, pos)
            items.append(Need(None, 0) if m["look"] else inner)
        elif m["close"]:
            break
        elif m["bar"]:
            options.append(_sequence(items))
            items = []
        elif m["times"]:
            least, most = int(m["least"] or 0), int(m["most"] or (_MANY if m["times"][0] == "*" else 1))
            last = items.pop()
            items.append(Need(last.symbols if least else None, last.width * most))
        elif m["cls"] is not None:
            items.append(Need(frozenset(re.sub(r"\\(.)", r"\1", m["cls"])), 1))
        else:
            items.append(Need(frozenset(m["char"][-1]), 1))
    options.append(_sequence(items))
    known = [o.symbols for o in options if o.symbols is not None]
    together = frozenset().union(*known) if len(known) == len(options) else None
    return Need(together, max(o.width for o in options)), pos


def _sequence(items: list[Need]) -> Need:
    known = [i.symbols for i in items if i.symbols is not None]
    return Need(min(known, key=len) if known else None, sum(i.width for i in items))
