"""The order of things on a terminal: incidents day by day, and of one incident who said what first and who repeats it.

Promise: a copy is named as one; who is heard for the first time is marked; nothing says who was right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from accordingto.model.linked import LinkedIncident
from accordingto.reconcile.figures import ref
from accordingto.render import words
from accordingto.render.linked import OPEN, figure_of_claim, head, kind_of, period_of, published, quoted, toll
from accordingto.render.table import print_trimmed


def show_timeline(i: LinkedIncident, origins: Mapping[str, str], console: Console) -> None:
    """Print who said what when: each report in order, whose voice it is, who only repeats."""
    parts: list[RenderableType] = [head(i)]
    voiced: set[str] = set()
    for t in i.tellings:
        parts.append(published(t))
        for c in t.claims:
            origin = origins.get(ref(t.outlet, c))
            if origin is None:
                continue
            first = "" if origin in voiced else "  first heard here"
            voiced.add(origin)
            line = Text.assemble((words.safe(origin), "bold"), (first, OPEN), "  ", figure_of_claim(c), "  ", quoted(c))
            parts.append(Padding(line, (0, 0, 0, 4)))
    print_trimmed(Group(*parts), console)


def show_days(incidents: Iterable[Mapping[str, Any]], console: Console) -> int:
    """Print incidents by day, the earliest first; returns how many there were."""
    some = sorted(incidents, key=lambda d: (d["start"] or "9999", d["id"]))
    day = ""
    for d in some:
        when = words.period(period_of(d)) or "no known day"
        if when != day:
            print_trimmed(Text(f"\n{when}", style="bold underline"), console)
            day = when
        print_trimmed(Padding(_short(d), (0, 0, 0, 2)), console)
    return len(some)


def _short(d: Mapping[str, Any]) -> Text:
    tolls = [t.plain.partition("  ")[0] for m in ("killed", "injured") if (t := toll(d, m))]
    mark = "  contested" if d["disputes"] else ""
    place = words.safe(d["place"] or "place not known")
    facts = f"{place} · {kind_of(d['type']) or 'incident'} · {' · '.join(tolls) or 'no figure'}"
    return Text.assemble(facts, (mark, OPEN), (f"  {d['id']}", "dim"))
