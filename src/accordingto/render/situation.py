"""A report of a period as one page of HTML: summary, map, days, disputes, totals, incidents with quotes, method.

Promise: one file that loads nothing; every word of a report is escaped and isolated; every figure stands with its range
and leads to quotes; running totals are shown apart and added to nothing. Sums are sums of incidents, and say how many
of them gave a figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path

from accordingto.export.base import View
from accordingto.export.wording import between, capital, day_in_words, speaker, spoken, title_of
from accordingto.model.linked import LinkedIncident, Position, TollSeries
from accordingto.model.purpose import PURPOSE
from accordingto.render.articles import anchor, article, at_a_glance
from accordingto.render.charts import day_chart
from accordingto.render.hypertext import safe, table
from accordingto.render.markdown import to_html
from accordingto.render.placemap import place_map, placed
from accordingto.render.sums import KINDS, in_short, summed, sums

_STYLE = Path(__file__).with_name("situation.css")


@dataclass(frozen=True, slots=True)
class Scope:
    """What a report is about.

    Attributes:
        first: First day, or None for the first day of the incidents.
        last: Last day, likewise.
        place: Place, or None for everywhere.
        title: Title, or None for one made of these.
    """

    first: date | None = None
    last: date | None = None
    place: str | None = None
    title: str | None = None


def situation_report(view: View, scope: Scope) -> str:
    """The page.

    Args:
        view: What is to be reported, already narrowed to the scope.
        scope: What it is about.
    """
    incidents = sorted(view.incidents, key=lambda i: (i.period.start or i.period.end or date.max, i.id))
    tolls = list(view.tolls)
    days = [d for i in incidents for d in (i.period.start, i.period.end) if d is not None]
    first, last = scope.first or min(days, default=None), scope.last or max(days, default=None)
    title = scope.title or f"Reported harm{f' in {scope.place}' if scope.place else ''}"
    parts = [
        _head(view, title, first, last, incidents),
        _summary(incidents),
        _where(incidents),
        _when(incidents, first, last),
        _disputes(incidents),
        _tolls(tolls),
        _incidents(incidents),
        f'<section id="method">{to_html(view.method, below=1)}</section>' if view.method else "",
        _foot(view),
    ]
    style = _STYLE.read_text(encoding="utf-8")
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<meta name="viewport" content="width=device-width"><style>{style}</style></head>\n<body>'
        + "\n".join(p for p in parts if p)
        + "</body></html>\n"
    )


def _head(view: View, title: str, first: date | None, last: date | None, incidents: Sequence[LinkedIncident]) -> str:
    reports = {r for i in incidents for r in i.reports}
    outlets = {t.outlet.publisher for i in incidents for t in i.tellings if t.outlet.publisher}
    facts = [
        (f"{len(incidents):,}", "incidents"),
        (f"{sum(i.disputed for i in incidents):,}", "of them disputed"),
        (_total(incidents, "killed"), "reported killed"),
        (_total(incidents, "injured"), "reported injured"),
        (f"{len(reports):,}", f"reports of {len(outlets):,} outlets"),
    ]
    items = "".join(f"<li><b>{safe(n)}</b><span>{what}</span></li>" for n, what in facts)
    known = f" As known on {day_in_words(view.as_of.date())}." if view.as_of else ""
    return (
        f'<header><p class="kicker">Situation report · {view.profile} profile</p><h1>{safe(title)}</h1>'
        f'<p class="lead dim">{between(first, last) or "no known day"}.{known} Made on '
        f"{day_in_words(view.generated.date())}.</p>"
        f'<ul class="facts">{items}</ul><p class="notice">{escape(PURPOSE)} Figures are what reports claim; each is '
        "given with its range. The absence of a record is not the absence of harm.</p></header>"
    )


def _total(incidents: Sequence[LinkedIncident], measure: str) -> str:
    found = [e.bounds for i in incidents if (e := i.estimate(measure)) and e.bounds.numeric]
    return in_short(summed(found)) or "no figure"


def _summary(incidents: Sequence[LinkedIncident]) -> str:
    rows = [
        (
            f"{capital(s.measure)}, {KINDS[s.kind]}", _number(s.bounds.low), _number(s.bounds.best),
            _number(s.bounds.high, "open"), f"{s.figured:,} of {s.found:,}",
        )
        for s in sums(incidents)
    ]  # fmt: skip
    if not rows:
        return "<h2>Summary</h2><p>No report of this period gives a figure.</p>"
    heads = ("claimed", "low", "best", "high", "figures with a number")
    return (
        f"<h2>Summary</h2>{table(heads, rows, numbers=(1, 2, 3, 4))}"
        '<p class="small dim">Sums over the incidents below; what gives no lower end counts 0 there, and “open” means '
        "that some report says “at least”. Best is the sum of the figures that are named as such. "
        "Running totals are not in it.</p>"
    )


def _number(n: int | None, word: str = "") -> str:
    return word if n is None else f"{n:,}"


def _where(incidents: Sequence[LinkedIncident]) -> str:
    shown = place_map(incidents)
    if not shown:
        return ""
    missing = len(incidents) - len(placed(incidents))
    more = f" Incidents that are placed no nearer than a country, and are not drawn: {missing:,}." if missing else ""
    caption = (
        "Each circle is as wide as the place is known; orange: disputed. Borders and coasts are those of Natural "
        f"Earth, for bearings; they say nothing about whose a place is.{more}"
    )
    return f"<h2>Where</h2><figure>{shown}<figcaption>{caption}</figcaption></figure>"


def _when(incidents: Sequence[LinkedIncident], first: date | None, last: date | None) -> str:
    chart = day_chart(incidents, first, last) if first is not None and last is not None and first <= last else ""
    if not chart:
        return ""
    undated = sum(not i.period.known for i in incidents)
    more = f" Incidents without a known day: {undated:,}." if undated else ""
    caption = f"Incidents by their first day; orange: disputed.{more}"
    return f"<h2>When</h2><figure>{chart}<figcaption>{caption}</figcaption></figure>"


def _disputes(incidents: Sequence[LinkedIncident]) -> str:
    if not any(i.disputes for i in incidents):
        return "<h2>What is disputed</h2><p>Nothing in these reports contradicts another on the questions asked.</p>"
    out = [
        "<h2>What is disputed</h2><p class='small dim'>Nothing is decided here: every position stands with who "
        "holds it.</p>"
    ]
    for i in incidents:
        questions: dict[tuple[Position, ...], list[str]] = {}
        for d in i.disputes:
            questions.setdefault(d.positions, []).append(d.about)
        for positions, about in questions.items():
            words = safe("; ".join(dict.fromkeys(about)))
            out.append(f"<h3><a href='#{anchor(i)}'>{safe(title_of(i))}</a>, {safe(spoken(i.period))}: {words}</h3>")
            out.append(_positions(positions, i))
    return "".join(out)


def _positions(positions: Sequence[Position], i: LinkedIncident) -> str:
    rows = (
        (
            f"<b>{safe(p.answer)}</b>", safe(capital(speaker(p, i))), escape(p.stance),
            safe(", ".join(p.evidence)), f"{len(p.origins)}", p.first.isoformat() if p.first else "",
        )
        for p in positions
    )  # fmt: skip
    return table(("answer", "according to", "how", "refers to", "origins", "since"), rows, numbers=(4, 5))


def _tolls(tolls: Sequence[TollSeries]) -> str:
    if not tolls:
        return ""
    rows = (
        (
            safe(s.counter), safe(", ".join(w for w in (s.measure, s.party or s.kind, s.place) if w)),
            p.day.isoformat() if p.day else "", escape(p.stated.in_words()),
            escape(p.explained.in_words()) if p.explained else "none", safe(", ".join(p.flags)),
        )
        for s in tolls
        for p in s.points
    )  # fmt: skip
    heads = ("who counts", "what", "day", "stated", "known incidents", "flags")
    return (
        "<h2>Running totals</h2><p class='small dim'>As stated by others, beside what the known incidents come to. "
        f"They are never added to the figures above.</p>{table(heads, rows, numbers=(2, 3, 4))}"
    )


def _incidents(incidents: list[LinkedIncident]) -> str:
    if not incidents:
        return "<h2>Incidents</h2><p>No report tells of an incident in this period and place.</p>"
    return f"<h2>Incidents</h2>{at_a_glance(incidents)}{''.join(map(article, incidents))}"


def _foot(view: View) -> str:
    filters = f" Narrowed to: {safe(', '.join(view.run.filters))}." if view.run.filters else ""
    return (
        f"<footer>{escape(PURPOSE)} Made by AccordingTo {escape(view.run.version)} by the rules "
        f"{safe(view.run.rules or '')}.{filters} Corrections belong with whoever handed you this page.</footer>"
    )
