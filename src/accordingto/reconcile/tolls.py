"""Running totals as balance assertions: what somebody counts in all, held against the incidents that are known.

Promise: a total is never added to anything and never becomes an incident; what the incidents leave open of it stays
"unexplained". Totals of different counters stand side by side, and a total that falls is flagged, never mended.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from accordingto.model.linked import LinkedIncident, TollPoint, TollSeries
from accordingto.model.telling import TollTelling
from accordingto.model.values import Bounds
from accordingto.reconcile.accounts import GROUPS
from accordingto.reconcile.explaining import Explaining, Of
from accordingto.reconcile.figures import PEOPLE, figure_of, ref
from accordingto.reconcile.origins import origin_of
from accordingto.reconcile.sides import plain, side_key

_RESTART = 0.5
"""A total that falls below this share of what it was has begun anew; a smaller fall is a correction or an error."""


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
    groups: dict[tuple[str, Of], list[TollTelling]] = {}
    last = {(t.outlet.report, t.claim.id): t for t in tolls}
    reports = {report for report, _ in last}
    for t in last.values():
        copy = t.outlet.origin not in ("", t.outlet.report) and t.outlet.origin in reports
        bounds = t.claim.count.bounds if t.claim.count is not None else Bounds()
        if t.claim.type in PEOPLE and t.claim.stance in ("asserted", "possible") and bounds.numeric and not copy:
            groups.setdefault((origin_of(t.claim, t.outlet, lang=lang), _of(t, lang)), []).append(t)
    known = Explaining(incidents, lang)
    series = [_series(counter, of, own, known) for (counter, of), own in groups.items()]
    counted: dict[Of, list[str]] = {}
    for s, (_, of) in zip(series, groups, strict=True):
        counted.setdefault(of, []).append(s.id)
    out = [
        replace(s, beside=tuple(sorted(x for x in counted[of] if x != s.id)))
        for s, (_, of) in zip(series, groups, strict=True)
    ]
    return tuple(sorted(out, key=lambda s: (min(p.day or date.max for p in s.points), s.id)))


def _of(t: TollTelling, lang: str) -> Of:
    c = t.claim
    target = c.target
    tags = sorted(GROUPS & set(target.tags)) if target is not None else []
    path = c.place.path if c.place is not None and c.place.path else ""
    kind = target.kind if target is not None and target.kind in ("civilian", "combatant") else None
    return Of(
        c.type,
        side_key(target.party, lang) if target is not None else None,
        kind,
        tags[0] if len(tags) == 1 else None,
        tuple(plain(x) for x in path.split(",")) if path else (),
        c.time.period.start if c.time is not None else None,
    )


def _series(counter: str, of: Of, tolls: Sequence[TollTelling], known: Explaining) -> TollSeries:
    ordered = sorted(tolls, key=lambda t: (t.outlet.published or date.max, t.outlet.report, t.claim.span.start))
    first = ordered[0].claim
    points: list[TollPoint] = []
    highest: int | None = None
    for t in ordered:
        stated = t.claim.count.bounds if t.claim.count is not None else Bounds()
        explained, counted, names = known.part(of, t)
        flags = []
        now = figure_of(stated)
        if highest is not None and now < highest and stated.low is not None:
            flags.append("restart" if now < highest * _RESTART else "decrease")
            highest = now
        highest = now if highest is None else max(highest, now)
        if explained is not None and explained.low is not None and stated.high is not None:
            flags += ["exceeded"] if explained.low > stated.high else []
        points.append(
            TollPoint(ref(t.outlet, t.claim), t.outlet.published, stated, explained, names, tuple(flags), counted)
        )
    party = first.target.party if first.target is not None else None
    place = first.place.path if first.place is not None else None
    name = "toll-" + hashlib.sha256(repr((counter, of)).encode()).hexdigest()[:10]
    return TollSeries(name, counter, of.measure, party, of.kind, of.group, place, of.since, tuple(points))
