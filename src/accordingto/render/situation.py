"""A report of a period as one page of HTML: summary, map, days, disputes, totals, incidents with quotes, method.

Promise: one file that loads nothing; every word of a report is escaped and isolated; every figure stands with its range
and leads to quotes; running totals are shown apart and added to nothing. Sums are sums of incidents, and say how many
of them gave a figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path

from accordingto.export.base import View
from accordingto.export.wording import capital, day_in_words, title_of
from accordingto.model.linked import LinkedIncident, Position, TollSeries
from accordingto.model.purpose import PURPOSE
from accordingto.model.values import Bounds
from accordingto.render.charts import day_chart, place_map, range_bar
from accordingto.render.markdown import to_html
from accordingto.render.picture import MEASURES, spoken

_STYLE = Path(__file__).with_name("situation.css")
_STANCES = {"asserted": "", "possible": "as possible, ", "denied": "denied, ", "planned": "as planned, "}
_MOST_QUOTES = 12


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
        _where_and_when(incidents, first, last),
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
    period = f"{day_in_words(first)} to {day_in_words(last)}" if first != last else day_in_words(first)
    reports = {r for i in incidents for r in i.reports}
    outlets = {t.outlet.publisher for i in incidents for t in i.tellings if t.outlet.publisher}
    facts = [
        (f"{len(incidents):,}", "incidents"),
        (f"{sum(i.disputed for i in incidents):,}", "of them disputed"),
        (_total([e.bounds for i in incidents if (e := i.estimate("killed"))]) or "no figure", "reported killed"),
        (_total([e.bounds for i in incidents if (e := i.estimate("injured"))]) or "no figure", "reported injured"),
        (f"{len(reports):,}", f"reports of {len(outlets):,} outlets"),
    ]
    items = "".join(f"<li><b>{_safe(n)}</b><span>{what}</span></li>" for n, what in facts)
    known = f" As known on {day_in_words(view.as_of.date())}." if view.as_of else ""
    return (
        f'<header><p class="kicker">Situation report · {view.profile} profile</p><h1>{_safe(title)}</h1>'
        f'<p class="lead dim">{period or "no known day"}.{known} Made on {day_in_words(view.generated.date())}.</p>'
        f'<ul class="facts">{items}</ul><p class="notice">{escape(PURPOSE)} Figures are what reports claim; each is '
        "given with its range. The absence of a record is not the absence of harm.</p></header>"
    )


def _summary(incidents: Sequence[LinkedIncident]) -> str:
    rows = []
    for measure in MEASURES:
        for kind, label in ((None, "everybody"), ("civilian", "civilians"), ("combatant", "fighters")):
            found = [
                e.bounds
                for i in incidents
                for e in i.estimates
                if (e.measure, e.kind, e.group) == (measure, kind, None) and (kind or e.party is None)
            ]
            figured = [b for b in found if b.numeric]
            if found:
                total = summed(figured)
                rows.append(
                    f"<tr><td>{capital(measure)}, {label}</td><td class='n'>{_number(total.low)}</td>"
                    f"<td class='n'>{_number(total.best)}</td><td class='n'>{_number(total.high, 'open')}</td>"
                    f"<td class='n'>{len(figured):,} of {len(found):,}</td></tr>"
                )
    if not rows:
        return "<h2>Summary</h2><p>No report of this period gives a figure.</p>"
    return (
        "<h2>Summary</h2><table><thead><tr><th>Claimed</th><th class='n'>low</th><th class='n'>best</th>"
        "<th class='n'>high</th><th class='n'>figures with a number</th></tr></thead><tbody>"
        + "".join(rows)
        + "</tbody></table>"
        '<p class="small dim">Sums over the incidents below; what gives no lower end counts 0 there, and “open” means '
        "that some report says “at least”. Best is the sum of the figures that are named as such. "
        "Running totals are not in it.</p>"
    )


def summed(found: Sequence[Bounds]) -> Bounds:
    """The sum of figures of different incidents: an open upper end leaves the sum open.

    Args:
        found: The figures.
    """
    if not found:
        return Bounds()
    low = sum(b.low or 0 for b in found)
    high = None if any(b.high is None for b in found) else sum(b.high or 0 for b in found)
    best = sum(b.best for b in found if b.best is not None)
    best = max(best, low) if high is None else min(max(best, low), high)
    return Bounds(low, best, high)


def _total(found: Sequence[Bounds]) -> str:
    total = summed([b for b in found if b.numeric])
    if total.low is None:
        return ""
    return (
        f"{total.low:,}"
        if total.low == total.high
        else f"{total.low:,}-{total.high:,}"
        if total.high is not None
        else f"{total.low:,} or more"
    )


def _number(n: int | None, word: str = "") -> str:
    return word if n is None else f"{n:,}"


def _where_and_when(incidents: Sequence[LinkedIncident], first: date | None, last: date | None) -> str:
    parts = []
    shown = place_map(incidents)
    if shown:
        missing = sum(i.lat is None for i in incidents)
        caption = "Circles are as wide as the place is known; the orange ones are disputed. No borders are drawn."
        more = f" {missing:,} incidents have no point and are in the list only." if missing else ""
        parts.append(f"<h2>Where</h2><figure>{shown}<figcaption>{caption}{more}</figcaption></figure>")
    chart = day_chart(incidents, first, last) if first is not None and last is not None and first <= last else ""
    if chart:
        undated = sum(not i.period.known for i in incidents)
        more = f" {undated:,} incidents have no known day." if undated else ""
        parts.append(
            f"<h2>When</h2><figure>{chart}<figcaption>Incidents by their first day; orange: "
            f"disputed.{more}</figcaption></figure>"
        )
    return "".join(parts)


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
            words = _safe("; ".join(dict.fromkeys(about)))
            out.append(f"<h3><a href='#{_anchor(i)}'>{_safe(title_of(i))}</a>, {_safe(spoken(i.period))}: {words}</h3>")
            out.append(_positions(positions))
    return "".join(out)


def _positions(positions: Sequence[Position]) -> str:
    rows = "".join(
        f"<tr><td><b>{_safe(p.answer)}</b></td><td>{_safe(capital(p.claimant or 'a report in its own voice'))}"
        f"</td><td>{escape(p.stance)}</td><td>{_safe(', '.join(p.evidence))}</td><td class='n'>{len(p.origins)}</td>"
        f"<td class='n'>{p.first.isoformat() if p.first else ''}</td></tr>"
        for p in positions
    )
    heads = "".join(f"<th>{h}</th>" for h in ("answer", "according to", "how", "refers to", "origins", "since"))
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _tolls(tolls: Sequence[TollSeries]) -> str:
    if not tolls:
        return ""
    rows = "".join(
        f"<tr><td>{_safe(s.counter)}</td><td>{_safe(_joined(s.measure, s.party or s.kind, s.place))}</td>"
        f"<td class='n'>{p.day.isoformat() if p.day else ''}</td><td class='n'>{escape(p.stated.in_words())}</td>"
        f"<td class='n'>{escape(p.explained.in_words()) if p.explained else 'none'}</td>"
        f"<td>{_safe(', '.join(p.flags))}</td></tr>"
        for s in tolls
        for p in s.points
    )
    heads = ("who counts", "what", "day", "stated", "known incidents", "flags")
    return (
        "<h2>Running totals</h2><p class='small dim'>As stated by others, beside what the known incidents come to. "
        "They are never added to the figures above.</p><table><thead><tr>"
        + "".join(f"<th>{h}</th>" for h in heads)
        + f"</tr></thead><tbody>{rows}</tbody></table>"
    )


def _incidents(incidents: Sequence[LinkedIncident]) -> str:
    out = ["<h2>Incidents</h2>"]
    if not incidents:
        out.append("<p>No report tells of an incident in this period and place.</p>")
    out += [_incident(i) for i in incidents]
    return "".join(out)


def _incident(i: LinkedIncident) -> str:
    mark = ' <span class="tag">disputed</span>' if i.disputed else ""
    figures = [
        e
        for e in i.estimates
        if e.group is None and (e.party is not None or e.kind is not None or _alone(i, e.measure))
    ]
    most = max((v for e in figures for v in (e.bounds.low, e.bounds.best, e.bounds.high) if v is not None), default=1)
    rows = "".join(
        f"<tr><td>{_safe(_joined(capital(e.measure), e.party, e.kind))}</td>"
        f"<td class='n'>{escape(e.bounds.in_words())}</td><td>{range_bar(e.bounds, most)}</td>"
        f"<td class='n'>{e.sources} source{'s' * (e.sources != 1)}</td></tr>"
        for e in figures
    )
    table = f"<table><tbody>{rows}</tbody></table>" if rows else '<p class="dim small">No figure is given.</p>'
    return (
        f'<article class="incident" id="{_anchor(i)}"><h3>{_safe(title_of(i))}{mark}</h3>'
        f'<p class="dim small">{_safe(spoken(i.period))} · {_safe(i.place or "place not named")} · {_safe(i.id)}'
        f"</p>{table}" + "".join(_quotes(i)) + f'<p class="small dim">Sources: {_safe(_sources(i))}.</p></article>'
    )


def _alone(i: LinkedIncident, measure: str) -> bool:
    """Whether nothing finer than the figure of everybody is known of a measure."""
    return not any(e.measure == measure and (e.party or e.kind) and not e.group for e in i.estimates)


def _quotes(i: LinkedIncident) -> Iterator[str]:
    """The words: each once, those that set a figure or a position first."""
    telling = {c for e in i.estimates for c in e.used} | {c for d in i.disputes for p in d.positions for c in p.claims}
    every = [(t.outlet, c) for t in i.tellings for c in t.claims]
    every.sort(key=lambda x: f"{x[0].report}/{x[1].id}" not in telling)
    seen: set[str] = set()
    for o, c in every:
        if c.quote in seen or len(seen) >= _MOST_QUOTES:
            continue
        seen.add(c.quote)
        who = c.source.text if c.source else "in the report’s own voice"
        day = o.published.isoformat() if o.published else "undated"
        said = f"{_STANCES.get(c.stance, '')}{who}; {o.name}, {day}"
        yield f'<blockquote><q>{_safe(c.quote)}</q> <span class="dim small">{_safe(said)}</span></blockquote>'


def _sources(i: LinkedIncident) -> str:
    return "; ".join(
        dict.fromkeys(
            f"{t.outlet.name}, {t.outlet.published.isoformat() if t.outlet.published else 'undated'}"
            for t in i.tellings
        )
    )


def _foot(view: View) -> str:
    filters = f" Narrowed to: {_safe(', '.join(view.run.filters))}." if view.run.filters else ""
    return (
        f"<footer>{escape(PURPOSE)} Made by AccordingTo {escape(view.run.version)} by the rules "
        f"{_safe(view.run.rules or '')}.{filters} Corrections belong with whoever handed you this page.</footer>"
    )


def _anchor(i: LinkedIncident) -> str:
    return "".join(c if c.isalnum() and c.isascii() else "-" for c in i.id)


def _joined(*words: str | None) -> str:
    return ", ".join(w for w in words if w)


def _safe(text: str) -> str:
    """Words as words, whose direction does not reach beyond them."""
    return f"<bdi>{escape(text)}</bdi>" if text else ""
