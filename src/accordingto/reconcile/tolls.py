"""Running totals as balance assertions: what somebody counts in all, held against the incidents that are known.

Promise: a total is never added to anything and never becomes an incident; what the incidents leave open of it stays
"unexplained". Totals of different counters stand side by side, and a total that falls is flagged, never mended.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from accordingto.model.linked import Estimate, LinkedIncident, TollPoint, TollSeries
from accordingto.model.telling import TollTelling
from accordingto.model.values import Bounds
from accordingto.reconcile.accounts import GROUPS
from accordingto.reconcile.figures import PEOPLE, figure_of, ref
from accordingto.reconcile.origins import origin_of
from accordingto.reconcile.sides import plain, side_key

_RESTART = 0.5
"""A total that falls below this share of what it was has begun anew; a smaller fall is a correction or an error."""


@dataclass(frozen=True, slots=True)
class _Of:
    """What a total counts: measure, side, group, where, since when."""

    measure: str
    party: str | None
    kind: str | None
    group: str | None
    place: tuple[str, ...]
    since: date | None


def toll_series(
    tolls: Iterable[TollTelling], incidents: Sequence[LinkedIncident], *, lang: str = "en"
) -> tuple[TollSeries, ...]:
    """Every running total as a series, with what the known incidents explain of it.

    Args:
        tolls: The totals that the reports state.
        incidents: The known incidents with their estimates.
        lang: Language of the reports.

    Returns:
        Series in order of their first day and name. Copies of a report state nothing of their own.
    """
    groups: dict[tuple[str, _Of], list[TollTelling]] = {}
    last = {(t.outlet.report, t.claim.id): t for t in tolls}
    reports = {report for report, _ in last}
    for t in last.values():
        copy = t.outlet.origin not in ("", t.outlet.report) and t.outlet.origin in reports
        bounds = t.claim.count.bounds if t.claim.count is not None else Bounds()
        if t.claim.type in PEOPLE and t.claim.stance in ("asserted", "possible") and bounds.numeric and not copy:
            groups.setdefault((origin_of(t.claim, t.outlet, lang=lang), _of(t, lang)), []).append(t)
    series = [_series(counter, of, own, incidents, lang) for (counter, of), own in groups.items()]
    beside = {of: [s.id for s, o in zip(series, [k[1] for k in groups], strict=True) if o == of] for _, of in groups}
    out = [
        replace(s, beside=tuple(sorted(x for x in beside[of] if x != s.id)))
        for s, (_, of) in zip(series, groups, strict=True)
    ]
    return tuple(sorted(out, key=lambda s: (min(p.day or date.max for p in s.points), s.id)))


def _of(t: TollTelling, lang: str) -> _Of:
    c = t.claim
    target = c.target
    tags = sorted(GROUPS & set(target.tags)) if target is not None else []
    path = c.place.path if c.place is not None and c.place.path else ""
    kind = target.kind if target is not None and target.kind in ("civilian", "combatant") else None
    return _Of(
        c.type,
        side_key(target.party, lang) if target is not None else None,
        kind,
        tags[0] if len(tags) == 1 else None,
        tuple(plain(x) for x in path.split(",")) if path else (),
        c.time.period.start if c.time is not None else None,
    )


def _series(
    counter: str, of: _Of, tolls: Sequence[TollTelling], incidents: Sequence[LinkedIncident], lang: str
) -> TollSeries:
    ordered = sorted(tolls, key=lambda t: (t.outlet.published or date.max, t.outlet.report, t.claim.span.start))
    first = ordered[0].claim
    points: list[TollPoint] = []
    highest: int | None = None
    for t in ordered:
        stated = t.claim.count.bounds if t.claim.count is not None else Bounds()
        inside = [(i, b) for i in incidents if (b := _part(i, of, t, lang)) is not None]
        explained: Bounds | None = None
        for _, b in inside:
            explained = b if explained is None else _plus(explained, b)
        flags = []
        now = figure_of(stated)
        if highest is not None and now < highest and stated.low is not None:
            flags.append("restart" if now < highest * _RESTART else "decrease")
            highest = now
        highest = now if highest is None else max(highest, now)
        if explained is not None and explained.low is not None and stated.high is not None:
            flags += ["exceeded"] if explained.low > stated.high else []
        points.append(
            TollPoint(
                ref(t.outlet, t.claim), t.outlet.published, stated, explained,
                tuple(i.id for i, _ in inside), tuple(flags),
            )
        )  # fmt: skip
    party = first.target.party if first.target is not None else None
    place = first.place.path if first.place is not None else None
    name = "toll-" + hashlib.sha256(repr((counter, of)).encode()).hexdigest()[:10]
    return TollSeries(name, counter, of.measure, party, of.kind, of.group, place, of.since, tuple(points))


def _part(incident: LinkedIncident, of: _Of, t: TollTelling, lang: str) -> Bounds | None:
    """What of a total one incident can be: its figure of that side, inside the total's place and days."""
    if not _inside(incident, of, t):
        return None
    own = [e for e in incident.estimates if e.measure == of.measure and e.group == of.group]
    fits = [e for e in own if _side_fits(e, of, lang)]
    return fits[0].bounds if fits and fits[0].bounds.numeric else None


def _side_fits(e: Estimate, of: _Of, lang: str) -> bool:
    if of.party is None and of.kind is None:
        return e.party is None and e.kind is None
    if of.party is not None and side_key(e.party, lang) != of.party:
        return False
    return of.kind is None or e.kind == of.kind


def _inside(incident: LinkedIncident, of: _Of, t: TollTelling) -> bool:
    if of.place:
        parts = [plain(x) for x in (incident.place or "").split(",")]
        if of.place[0] not in parts:
            return False
    start, end = incident.period.start, incident.period.end
    first, last = of.since, t.claim.time.period.end if t.claim.time is not None else None
    known = min((d for d in (last, t.outlet.published) if d is not None), default=None)
    if start is None and end is None:
        return False
    begins_early = first is not None and end is not None and end < first
    ends_late = known is not None and start is not None and start > known
    return not (begins_early or ends_late)


def _plus(a: Bounds, b: Bounds) -> Bounds:
    """Two incidents' figures: an end that one lacks below adds nothing, above it leaves the sum open."""

    def below(x: int | None, y: int | None) -> int | None:
        return None if x is None and y is None else (x or 0) + (y or 0)

    high = None if a.high is None or b.high is None else a.high + b.high
    low, best = below(a.low, b.low), below(a.best, b.best)
    return Bounds(min(low, best) if low is not None and best is not None else low, best, high)
