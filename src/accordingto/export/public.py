"""The public profile: a view as it may be published, and what was taken out of it by which rule.

Promise: the view that is given is left as it is; the one that comes out holds no text of a report but short quotes, no
place of forces within the delay, no way to reach or find a person, and no name that the rules (``policy.RULES``) do not
let stand. Both stream. It errs on the side of taking out too much.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from accordingto.export.base import Again, Run, View
from accordingto.export.clean import Cleaner, public_name, public_ref, unnamed
from accordingto.export.delay import claim_may, day_of, incident_may, is_position, last_day, passed
from accordingto.export.policy import RULES, Policy, Removed
from accordingto.export.publicclaims import Taking, locals_of, parts_of, province_of, public_claim, speakers
from accordingto.model import Claim, Reading, Report
from accordingto.model.incident import Incident
from accordingto.model.linked import Aside, Dispute, Estimate, LinkedIncident, TollPoint, TollSeries
from accordingto.model.telling import Outlet, Telling


def public(view: View, policy: Policy | None = None) -> tuple[View, Iterable[Removed]]:
    """A view as it may be published.

    Args:
        view: Everything, as the ledger has it; not changed.
        policy: The settings; None is the defaults.

    Returns:
        The view to export, and what was taken out, which is worked out when it is gone through.
    """
    chosen = policy or Policy()
    run = Run(view.run.version, view.run.rules, view.run.reader, None, _filters(view.run.filters, chosen))
    out = View(
        Again(lambda: _incidents(view, chosen, _unheard)),
        Again(lambda: _readings(view, chosen, _unheard)),
        Again(lambda: _tolls(view, chosen, _unheard)),
        run, view.generated, view.as_of, _method(view.method, chosen), "public",
    )  # fmt: skip
    return out, Again(lambda: _report(view, chosen))


def _unheard(_: Removed) -> None:
    """What is told while the view itself is gone through."""


def _report(view: View, policy: Policy) -> Iterator[Removed]:
    for walk in (_incidents, _readings, _tolls):
        told: list[Removed] = []
        for _ in walk(view, policy, told.append):
            yield from told
            told.clear()
        yield from told


def _filters(words: Iterable[str], policy: Policy) -> tuple[str, ...]:
    cleaner = Cleaner("", policy, _unheard)
    return tuple(cleaner.contacts(w, "filters") for w in words)


def _method(method: str, policy: Policy) -> str:
    rules = "\n".join(f"- {text[0].upper()}{text[1:]}." for text in RULES.values())
    said = (
        f"## Publication\n\nPublic profile: a delay of {policy.delay} hours, {policy.positions} days for where forces "
        f"are; coordinates of {policy.decimals} decimals; quotes of {policy.quote} characters at most.\n\n{rules}\n"
    )
    return f"{Cleaner('', policy, _unheard).contacts(method, 'method')}\n\n{said}".lstrip()


def _incidents(view: View, policy: Policy, taken: Taking) -> Iterator[LinkedIncident]:
    for incident in view.incidents:
        if not incident_may(incident, policy, view.generated):
            taken(Removed(incident.id, "", "delay"))
            continue
        found = _incident(incident, view.generated, policy, taken)
        if found is not None:
            yield found


def _incident(i: LinkedIncident, now: datetime, policy: Policy, taken: Taking) -> LinkedIncident | None:
    day, parts = day_of(i), parts_of(i.place)
    gone = {f"{t.outlet.report}/{c.id}" for t in i.tellings for c in t.claims if not claim_may(c, day, policy, now)}
    tellings = tuple(x for x in (_telling(t, gone, parts, policy) for t in i.tellings) if x is not None)
    if not tellings:
        taken(Removed(i.id, "", "delay"))
        return None
    claims = [c for t in i.tellings for c in t.claims]
    cleaner = Cleaner(i.id, policy, taken, parts, speakers(claims), persons=locals_of(claims))
    forces = all(is_position(c) for c in claims)
    if forces:
        taken(Removed(i.id, "place", "position"))
    lat, lon = (None if forces or x is None else round(x, policy.decimals) for x in (i.lat, i.lon))
    if i.lat is not None:
        taken(Removed(i.id, "lat, lon", "coordinates"))
    reports = {name for t in i.tellings for name in (t.outlet.report, t.outlet.origin)}
    return replace(
        i, what=cleaner.words(i.what, "what"), place=cleaner.path(province_of(i.place) if forces else i.place),
        tellings=tellings, lat=lat, lon=lon,
        estimates=tuple(_estimate(e, reports, cleaner) for e in i.estimates if not gone & set(e.used)),
        disputes=tuple(filter(None, (_dispute(d, gone, reports, cleaner) for d in i.disputes))),
        notes=tuple(cleaner.words(unnamed(n, reports), "notes") for n in i.notes),
    )  # fmt: skip


def _telling(t: Telling, gone: set[str], parts: tuple[str, ...], policy: Policy) -> Telling | None:
    claims = tuple(c for c in t.claims if f"{t.outlet.report}/{c.id}" not in gone)
    if not claims:
        return None
    cleaner = Cleaner(t.outlet.report, policy, _unheard, places=parts)
    o = t.outlet
    outlet = Outlet(
        public_name(o.report), "", o.published, cleaner.outlet(o.publisher), None, None, None,
        public_name(o.origin) if o.origin else "", o.words, o.credit,
    )  # fmt: skip
    done = tuple(public_claim(c, o.report, parts, policy, _unheard) for c in claims)
    return Telling(outlet, _told(t.incident, {c.id for c in claims}, t.claims, cleaner), done)


def _told(i: Incident, kept: set[str], claims: Sequence[Claim], cleaner: Cleaner) -> Incident:
    own = cleaner.with_(places=parts_of(i.place), speakers=speakers(claims), persons=locals_of(claims))

    def only(names: Iterable[str]) -> tuple[str, ...]:
        return tuple(n for n in names if n in kept)

    return replace(
        i, what=own.words(i.what, "incident.what"), place=own.path(i.place),
        responsible=tuple(
            replace(r, party=own.party(r.party), said_by=own.opt(r.said_by, "incident.said_by"), claims=only(r.claims))
            for r in i.responsible
            if not r.claims or only(r.claims)
        ),
        claims=only(i.claims), killed_from=only(i.killed_from), injured_from=only(i.injured_from),
    )  # fmt: skip


def _estimate(e: Estimate, reports: set[str], cleaner: Cleaner) -> Estimate:
    return replace(
        e, party=e.party and cleaner.party(e.party), used=tuple(map(public_ref, e.used)),
        aside=tuple(Aside(public_ref(a.claim), cleaner.words(unnamed(a.reason, reports), "aside")) for a in e.aside),
    )  # fmt: skip


def _dispute(d: Dispute, gone: set[str], reports: set[str], cleaner: Cleaner) -> Dispute | None:
    positions = tuple(
        replace(
            p, answer=cleaner.words(p.answer, "dispute"), claimant=cleaner.opt(p.claimant, "dispute"),
            claims=tuple(public_ref(c) for c in p.claims if c not in gone),
            origins=tuple(
                public_name(o) if o in reports else cleaner.words(unnamed(o, reports), "dispute") for o in p.origins
            ),
        )
        for p in d.positions
        if not p.claims or set(p.claims) - gone
    )  # fmt: skip
    return Dispute(d.question, cleaner.words(d.about, "dispute"), positions, d.state) if positions else None


def _readings(view: View, policy: Policy, taken: Taking) -> Iterator[Reading]:
    now, days = view.generated, {}
    for i in view.incidents:
        # Of an incident that is withheld the claims are, whatever else their report says.
        day = day_of(i) if incident_may(i, policy, now) else None
        days.update({t.key: day for t in i.tellings})
    for reading in view.readings:
        yield _reading(reading, days, now, policy, taken)


def _reading(r: Reading, days: dict[str, date | None], now: datetime, policy: Policy, taken: Taking) -> Reading:
    name = r.report.id
    taken(Removed(name, "report", "source"))
    places = {i.id: parts_of(i.place) for i in r.incidents}
    kept: list[Claim] = []
    for c in r.claims:
        key = f"{name}#{c.incident}"
        told = next((i for i in r.incidents if i.id == c.incident), None)
        day = last_day(told.period, r.report.published) if told and told.period.known else r.report.published
        day = days.get(key, day)
        withheld = key in days and day is None
        if withheld or not claim_may(c, day, policy, now):
            taken(Removed(f"{name}/{c.id}", "", "position" if is_position(c) else "delay"))
        else:
            kept.append(public_claim(c, name, places.get(c.incident or "", ()), policy, taken))
    ids = {c.id for c in kept}
    cleaner = Cleaner(name, policy, taken)
    incidents = tuple(
        _told(i, ids, [c for c in r.claims if c.incident == i.id], cleaner) for i in r.incidents if ids & set(i.claims)
    )
    known = {i.id for i in incidents}
    kept = [c if c.incident in known else replace(c, incident=None) for c in kept]
    report = Report(public_name(name), "", r.report.published, cleaner.outlet(r.report.publisher))
    tolls = tuple(
        replace(t, party=t.party and cleaner.party(t.party), incidents=tuple(x for x in t.incidents if x in known))
        for t in r.tolls
        if t.claim in ids
    )  # fmt: skip
    return Reading(report, tuple(kept), incidents, (), (), r.lang, r.reader, tolls)


def _tolls(view: View, policy: Policy, taken: Taking) -> Iterator[TollSeries]:
    for series in view.tolls:
        cleaner = Cleaner(series.id, policy, taken, places=parts_of(series.place))
        points = tuple(_point(p) for p in series.points if passed(p.day, policy.delay, view.generated))
        if len(points) < len(series.points):
            taken(Removed(series.id, "points", "delay", len(series.points) - len(points)))
        if points:
            yield replace(
                series, id=public_name(series.id, "t"), counter=cleaner.words(series.counter, "counter"),
                party=series.party and cleaner.party(series.party), place=cleaner.path(series.place), points=points,
                beside=tuple(public_name(b, "t") for b in series.beside),
            )  # fmt: skip


def _point(p: TollPoint) -> TollPoint:
    return replace(p, claim=public_ref(p.claim))
