"""One incident as an article of a page: its figures with their ranges, its words, its sources.

Promise: every figure leads to quotes, those that set it first; a quote that another one of the same report holds is
shown once. All words are escaped.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from accordingto.export.wording import capital, spoken, title_of
from accordingto.model.claim import Claim
from accordingto.model.linked import Estimate, LinkedIncident
from accordingto.model.telling import Outlet
from accordingto.render.charts import range_bar
from accordingto.render.hypertext import safe, table
from accordingto.render.sums import KINDS

_STANCES = {"asserted": "", "possible": "as possible, ", "denied": "denied, ", "planned": "as planned, "}
_MOST_QUOTES = 12


def at_a_glance(incidents: list[LinkedIncident]) -> str:
    """One line an incident, each leading to its article.

    Args:
        incidents: In the order in which they are to stand.
    """
    rows = (
        (
            safe(spoken(i.period)), f"<a href='#{anchor(i)}'>{safe(title_of(i))}</a>{_mark(i)}",
            _figure(i, "killed"), _figure(i, "injured"), f"{len(i.origins)}",
        )
        for i in incidents
    )  # fmt: skip
    return table(("day", "incident", "killed", "injured", "sources"), rows, numbers=(2, 3, 4))


def article(i: LinkedIncident) -> str:
    """One incident.

    Args:
        i: The incident.
    """
    figures = [e for e in i.estimates if e.group is None and (e.party or e.kind or _alone(i, e.measure))]
    most = max((v for e in figures for v in (e.bounds.low, e.bounds.best, e.bounds.high) if v is not None), default=1)
    rows = [
        (safe(_of(e)), escape(e.bounds.in_words()), range_bar(e.bounds, most),
         f"{e.sources} source{'s' * (e.sources != 1)}")
        for e in figures
    ]  # fmt: skip
    numbers = table((), rows, numbers=(1, 3)) if rows else '<p class="dim small">No figure is given.</p>'
    return (
        f'<article class="incident" id="{anchor(i)}"><h3>{safe(title_of(i))}{_mark(i)}</h3>'
        f'<p class="dim small place">{safe(spoken(i.period))} · {safe(i.place or "place not named")} · {safe(i.id)}'
        f"</p>{numbers}" + "".join(_quotes(i)) + f'<p class="small dim">Sources: {safe(_sources(i))}.</p></article>'
    )


def anchor(i: LinkedIncident) -> str:
    """The name under which an article can be pointed at."""
    return "".join(c if c.isalnum() and c.isascii() else "-" for c in i.id)


def _mark(i: LinkedIncident) -> str:
    return ' <span class="tag">disputed</span>' if i.disputed else ""


def _figure(i: LinkedIncident, measure: str) -> str:
    found = i.estimate(measure)
    return escape(found.bounds.in_words()) if found else ""


def _of(e: Estimate) -> str:
    """What a figure counts: "Killed, Turkey, fighters"."""
    return ", ".join(w for w in (capital(e.measure), e.party, KINDS.get(e.kind, e.kind) if e.kind else None) if w)


def _alone(i: LinkedIncident, measure: str) -> bool:
    """Whether nothing finer than the figure of everybody is known of a measure."""
    return not any(e.measure == measure and (e.party or e.kind) and not e.group for e in i.estimates)


def _quotes(i: LinkedIncident) -> Iterator[str]:
    telling = {c for e in i.estimates for c in e.used} | {c for d in i.disputes for p in d.positions for c in p.claims}
    every = [(t.outlet, c) for t in i.tellings for c in t.claims]
    every.sort(key=lambda x: f"{x[0].report}/{x[1].id}" not in telling)
    shown = [(o, c) for o, c in every if not any(_held(o, c, other) for other in every)]
    seen: set[str] = set()
    for o, c in shown:
        if c.quote in seen or len(seen) >= _MOST_QUOTES:
            continue
        seen.add(c.quote)
        who = c.source.text if c.source else "in the report’s own voice"
        day = o.published.isoformat() if o.published else "undated"
        said = f"{_STANCES.get(c.stance, '')}{who}; {o.name}, {day}"
        yield f'<blockquote><q>{safe(c.quote)}</q> <span class="dim small">{safe(said)}</span></blockquote>'


def _held(o: Outlet, c: Claim, other: tuple[Outlet, Claim]) -> bool:
    """Whether another claim of the same report and speaker, equally firm, has the words of this one in its own."""
    its, longer = other
    return (
        its.report == o.report
        and longer.stance == c.stance
        and (longer.source and longer.source.text) == (c.source and c.source.text)
        and len(longer.quote) > len(c.quote)
        and longer.span.start <= c.span.start
        and c.span.end <= longer.span.end
    )


def _sources(i: LinkedIncident) -> str:
    return "; ".join(
        dict.fromkeys(
            f"{t.outlet.name}, {t.outlet.published.isoformat() if t.outlet.published else 'undated'}"
            for t in i.tellings
        )
    )
