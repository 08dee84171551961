"""A ledger beside a published dataset: which events are in both, how their counts differ, what either lacks and why.

Promise: an event is matched at most once, by day, place and parties and never by its count, so that a difference of
counts is one of the datasets; the order of either changes nothing. Neither is taken for the truth.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from accordingto.export import by_name
from accordingto.export.actors import actor, country_code
from accordingto.export.base import Note, Options, View
from accordingto.export.foreign import Published
from accordingto.export.where import Where, where
from accordingto.model.linked import LinkedIncident
from accordingto.model.values import Bounds
from accordingto.model.where import distance
from accordingto.reconcile.sides import plain

NEAR_DAYS = 1
"""Days between two events that may still be one: reports and datasets date by different clocks."""
ENOUGH = 4
_CLOSE_KM, _FAR_KM = 15.0, 60.0
_COARSE = 4
_DEFINED = {"ucdp": "UCDP GED", "acled": "ACLED"}
_EMPTY = frozenset(
    ("government", "of", "the", "forces", "military", "police", "militia", "group", "state", "civilians")
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a comparison.

    Attributes:
        kind: ``both``, ``only ours`` or ``only theirs``.
        ours: Our incident, or None.
        theirs: Their event, or None.
        score: How well they agree on day, place and parties; 0 for what is in one only.
        counts: ``same``, ``within``, ``differs``, or ``""`` where one of them has no figure.
        why: Reasons: of a match what agrees, else why the other may lack it.
    """

    kind: str
    ours: LinkedIncident | None
    theirs: Published | None
    score: int = 0
    counts: str = ""
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a comparison came to.

    Attributes:
        rows: By day; what is in both, and what is in one only.
        outside: Events of theirs that are outside of our days or countries, and not compared.
    """

    rows: tuple[Row, ...]
    outside: int

    def count(self, kind: str, counts: str | None = None) -> int:
        """How many rows are of a kind, and of a comparison of counts where one is named."""
        return sum(r.kind == kind and (counts is None or r.counts == counts) for r in self.rows)


def compare(view: View, published: Iterable[Published], kind: str = "csv") -> Comparison:
    """Hold incidents against a published dataset.

    Args:
        view: Our incidents.
        published: Their events; those outside of our days and countries are only counted.
        kind: What kind of dataset it is; what the definitions of ``ucdp`` and ``acled`` leave out is said to be so.
    """
    ours = sorted(view.incidents, key=lambda i: i.id)
    places = {i.id: where(i) for i in ours}
    inside, outside = _inside(ours, places, published)
    found: list[tuple[int, str, str, tuple[str, ...]]] = []
    by_day = _by_day(inside)
    mine, theirs = {i.id: i for i in ours}, {e.id: e for e in inside}
    for i in ours:
        for e in _near(i, by_day):
            score, why = agreement(i, places[i.id], e)
            if score >= ENOUGH:
                found.append((-score, i.id, e.id, why))
    taken: dict[str, Row] = {}
    used: set[str] = set()
    for score, a, b, why in sorted(found):
        if a not in taken and b not in used:
            used.add(b)
            taken[a] = Row("both", mine[a], theirs[b], -score, _counts(mine[a], theirs[b]), why)
    unfit = _unfit(view, kind)
    rows = list(taken.values())
    rows += [Row("only ours", i, None, why=_our_reason(i, unfit.get(i.id))) for i in ours if i.id not in taken]
    rows += [Row("only theirs", None, e, why=_their_reason(e, ours, places)) for e in inside if e.id not in used]
    return Comparison(tuple(sorted(rows, key=_order)), outside)


def agreement(i: LinkedIncident, place: Where, e: Published) -> tuple[int, tuple[str, ...]]:
    """How well an incident and an event agree, and on what.

    Args:
        i: Our incident.
        place: Where it is.
        e: Their event.

    Returns:
        Points for day (2), place (3) and parties (2), fewer where they agree less; 0 where day or place exclude it.
    """
    days, day_why = _day_points(i, e)
    spot, place_why = _place_points(place, e)
    if not days or not spot:
        return 0, ()
    sides, side_why = _party_points(i.parties, e.parties)
    return days + spot + sides, tuple(w for w in (day_why, place_why, side_why) if w)


def _day_points(i: LinkedIncident, e: Published) -> tuple[int, str]:
    first, last = i.period.start or i.period.end, i.period.end or i.period.start
    if first is None or last is None:
        return 0, ""
    gap = max((e.start - last).days, (first - e.end).days, 0)
    if gap > NEAR_DAYS:
        return 0, ""
    return (2, "same days") if gap == 0 else (1, "a day apart")


def _place_points(place: Where, e: Published) -> tuple[int, str]:
    code = place.state.code if place.state else None
    their_code = country_code(e.country) if e.country else None
    if code and their_code and code != their_code:
        return 0, ""
    mine, theirs = _names(place.path), _names(e.place)
    coarse = (place.precision or 6) >= _COARSE or (e.precision or 1) >= _COARSE
    if place.point and e.lat is not None and e.lon is not None:
        km = distance(place.point, (e.lat, e.lon))
        if km <= _CLOSE_KM:
            return 3, f"{km:.0f} km apart"
        if km <= _FAR_KM:
            return 2, f"{km:.0f} km apart"
        if not coarse:
            return 0, ""
    if mine and theirs and (mine[0] in theirs or theirs[0] in mine):
        specific = mine[0] == theirs[0] or not coarse
        return (3, "same place") if specific else (2, "one place lies in the other")
    if set(mine[1:]) & set(theirs[1:]):
        return (1, "same province") if coarse else (0, "")
    return (1, "same country") if coarse and (code is not None and code == their_code) else (0, "")


def _names(path: str | None) -> list[str]:
    """Names of a path without its country."""
    parts = [p for p in (path or "").split(",") if p.strip()]
    return [plain(p) for p in parts if country_code(p.strip()) is None]


def _party_points(mine: Sequence[str], theirs: Sequence[str]) -> tuple[int, str]:
    a, b = [_side(p) for p in mine], [_side(p) for p in theirs]
    a, b = [s for s in a if s], [s for s in b if s]
    if not a or not b:
        return 0, ""
    shared = [p for p, s in zip(theirs, map(_side, theirs), strict=True) if s and any(s & x for x in a)]
    return (2, f"party in common: {shared[0]}") if shared else (-1, "no party in common")


def _side(party: str) -> frozenset[str]:
    """What names a party under any name: the state that it is, and its telling words."""
    known = actor(party)
    words = {w for w in plain(party).split() if w not in _EMPTY}
    codes = {c for w in party.replace("Government of ", "").split(" and ") if (c := country_code(w.strip()))}
    if known.country:
        codes.add(known.country)
    return frozenset({f"state:{c}" for c in codes} or words)


def _counts(i: LinkedIncident, e: Published) -> str:
    whole = i.estimate("killed")
    mine, theirs = (whole.bounds if whole else None), e.killed
    if mine is None or not mine.numeric or theirs is None or not theirs.numeric:
        return ""
    figure = next(v for v in (theirs.best, theirs.low, theirs.high) if v is not None)
    if figure == (mine.best if mine.best is not None else mine.low):
        return "same"
    return "within" if mine.contains(figure) else "differs"


def _inside(
    ours: Sequence[LinkedIncident], places: Mapping[str, Where], published: Iterable[Published]
) -> tuple[list[Published], int]:
    days = [d for i in ours for d in (i.period.start, i.period.end) if d is not None]
    codes = {w.state.code for w in places.values() if w.state}
    inside, outside = [], 0
    for e in published:
        code = country_code(e.country) if e.country else None
        within = bool(days) and e.end >= min(days) and e.start <= max(days) and (code is None or code in codes)
        inside += [e] if within else []
        outside += not within
    return sorted(inside, key=lambda e: e.id), outside


def _by_day(events: Iterable[Published]) -> dict[int, list[Published]]:
    """Events by each of the days that they may be met on."""
    out: dict[int, list[Published]] = {}
    for e in events:
        for n in range(
            e.start.toordinal() - NEAR_DAYS, min(e.end.toordinal(), e.start.toordinal() + 366) + NEAR_DAYS + 1
        ):
            out.setdefault(n, []).append(e)
    return out


def _near(i: LinkedIncident, by_day: Mapping[int, list[Published]]) -> Iterator[Published]:
    first, last = i.period.start or i.period.end, i.period.end or i.period.start
    if first is None or last is None:
        return
    seen: set[str] = set()
    for n in range(first.toordinal(), min(last.toordinal(), first.toordinal() + 366) + 1):
        for e in by_day.get(n, ()):
            if e.id not in seen:
                seen.add(e.id)
                yield e


def _unfit(view: View, kind: str) -> dict[str, str]:
    """Why the definition of a dataset has no place for an incident, by its id: what our own rows of it leave out."""
    out: dict[str, str] = {}
    name = _DEFINED.get(kind)
    if name is None:
        return out

    def note(n: Note) -> None:
        if n.kind == "skipped":
            out[n.subject] = f"not of the kind that {name} counts: {n.detail}"

    by_name(kind).write(view, io.BytesIO(), note, Options())
    return out


def _our_reason(i: LinkedIncident, unfit: str | None) -> tuple[str, ...]:
    if unfit is not None:
        return (unfit,)
    n = f"{len(i.origins)} origin{'s' * (len(i.origins) != 1)}"
    return (f"they have no event of that day, place and parties; ours stands on {n}",)


def _their_reason(e: Published, ours: Sequence[LinkedIncident], places: Mapping[str, Where]) -> tuple[str, ...]:
    sameday = [i for i in ours if _day_points(i, e)[0]]
    if not sameday:
        return ("no report in the ledger tells of anything on that day",)
    best = max(sameday, key=lambda i: (agreement(i, places[i.id], e)[0], i.id))
    score, why = agreement(best, places[best.id], e)
    nearest = f"nearest is {best.id}: {', '.join(why)}" if score else "nothing of that day at that place"
    return (nearest,)


def _order(r: Row) -> tuple[date, str, str]:
    day = r.theirs.start if r.theirs else (r.ours.period.start or r.ours.period.end) if r.ours else None
    return day or date.max, r.kind, r.ours.id if r.ours else r.theirs.id if r.theirs else ""


def killed_of(i: LinkedIncident) -> Bounds | None:
    """Our figure of the dead."""
    whole = i.estimate("killed")
    return whole.bounds if whole else None
