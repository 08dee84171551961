"""The figures of one incident: for everybody, for each side, for each group of victims.

Promise: a side never exceeds the whole; where the accounts contradict one another this is said in a note, and no figure
is bent to hide it. Sides and groups of different accounts are never mixed into a number that nobody gave, except the
sum of the sides, which says that it is one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from accordingto.model.linked import Aside, Estimate
from accordingto.model.telling import Telling
from accordingto.model.values import Bounds
from accordingto.reconcile.accounts import Account, accounts
from accordingto.reconcile.figures import PEOPLE, Figure, Side, collect
from accordingto.reconcile.placing import party_names, placed
from accordingto.reconcile.rules import Rules
from accordingto.reconcile.settle import Settled, settle, summaries
from accordingto.reconcile.sides import side_keys
from accordingto.reconcile.standing import with_standings


@dataclass(frozen=True, slots=True)
class Figured:
    """The figures of an incident and what they were made from.

    Attributes:
        notes: Contradictions, in words.
        figures: The placed figures of all claims.
        cells: What was settled for each measure and side; ``Side()`` is what is said of everybody.
        names: The name to show for each side's key.
        origins: The origin of every claim that is no copy.
    """

    estimates: tuple[Estimate, ...]
    notes: tuple[str, ...]
    figures: tuple[Figure, ...]
    cells: Mapping[tuple[str, Side], Settled]
    names: Mapping[str, str]
    origins: Mapping[str, str]


def estimates(tellings: Sequence[Telling], rules: Rules, *, lang: str = "en") -> Figured:
    """The estimates of one incident.

    Args:
        tellings: Its tellings, as ``figures.ordered`` gives them.
        rules: The rule set.
        lang: Language of the reports.

    Returns:
        Estimates by measure: everybody first, then sides, then groups.
    """
    raw, unused, origins = collect(tellings, rules, lang=lang)
    figures = with_standings(placed(raw, lang=lang), tellings, lang=lang)
    names = party_names(figures, lang=lang)
    types = {f"{t.outlet.report}/{c.id}": c.type for t in tellings for c in t.claims}
    out: list[Estimate] = []
    notes: list[str] = []
    cells: dict[tuple[str, Side], Settled] = {}
    for measure in PEOPLE:
        own = [f for f in figures if f.measure == measure]
        silent = tuple(a for name, a in unused.items() if types[name] == measure)
        if own:
            made, said, settled = _measure(measure, own, rules, names, silent)
            out += made
            notes += said
            cells |= {(measure, side): s for side, s in settled.items()}
    notes += _casualties(out)
    return Figured(tuple(out), tuple(notes), tuple(figures), cells, names, origins)


def _measure(
    measure: str, figures: Sequence[Figure], rules: Rules, names: Mapping[str, str], silent: tuple[Aside, ...]
) -> tuple[list[Estimate], list[str], dict[Side, Settled]]:
    told, held, contradictions = accounts(figures)
    everybody = [a for a in told if a.group is None]
    sides = sorted({a.side for a in everybody if a.side != Side()}, key=lambda s: (s.kind or "", s.party or ""))
    leads = summaries(everybody)
    by_side = {s: settle([a for a in everybody if a.side == s], rules, _governing(leads, s)) for s in sides}
    whole = settle([a for a in everybody if a.side == Side()], rules, leads)
    total, notes = _total(measure, whole, by_side, _apart(figures, sides), rules)
    notes = [*contradictions, *notes]
    parts = tuple(Aside(name, why) for name, why in held.items())

    def estimate(s: Settled, side: Side, group: str | None, more: tuple[Aside, ...] = ()) -> Estimate:
        return Estimate(
            measure, s.bounds, s.rule, names.get(side.party or "", side.party), side.kind, group,
            s.used, (*s.aside, *(a for a in more if a.claim not in s.used)), len(s.origins),
        )  # fmt: skip

    out = [estimate(total, Side(), None, (*parts, *silent))]
    out += [estimate(by_side[s], s, None) for s in sides if by_side[s].used or by_side[s].aside]
    for side, group in sorted({(a.side, a.group) for a in told if a.group}, key=str):
        settled = settle([a for a in told if a.group == group and a.side == side], rules)
        out.append(estimate(settled, side, group))
        limit = by_side.get(side, total)
        notes += _exceeds(measure, f"the {group}", settled, limit)
    return out, notes, {**by_side, Side(): whole}


def _governing(leads: Mapping[str, Account], side: Side) -> dict[str, Account]:
    """The summaries that speak of a side: of itself, or of everybody where the side is not named by party."""
    return {r: a for r, a in leads.items() if a.side == side or side == Side(None, "combatant") or a.side == Side()}


Apart = Callable[[Side, Side], bool]


def _apart(figures: Sequence[Figure], sides: Sequence[Side]) -> Apart:
    """Which sides cannot be the same people under two names.

    A state and another state, civilians and fighters; and sides that one report tells apart, or of which one is said
    to have harmed the other.
    """
    pairs: set[frozenset[Side]] = set()
    told: dict[str, set[Side]] = {}
    for f in figures:
        told.setdefault(f.outlet.report, set()).add(f.side)
        if f.claim.actor is not None:
            doers = side_keys(f.claim.actor.party)
            pairs |= {frozenset((f.side, s)) for s in sides if s.party in doers}
    for some in told.values():
        pairs |= {frozenset(pair) for pair in combinations(some, 2)}

    def apart(a: Side, b: Side) -> bool:
        states = all(s.party is not None and s.party.startswith("state ") for s in (a, b))
        return states or {a.kind, b.kind} == {"civilian", "combatant"} or frozenset((a, b)) in pairs

    return apart


def _merged(by_side: Mapping[Side, Settled], apart: Apart) -> list[Bounds]:
    """The figures of the sides to be added up; sides that may be one under two names count as one at the least."""
    groups: list[list[Side]] = []
    for side, s in by_side.items():
        if not s.bounds.numeric:
            continue
        home = next((g for g in groups if not any(apart(side, other) for other in g)), None)
        if home is None:
            groups.append([side])
        else:
            home.append(side)
    out = []
    for group in groups:
        own = sorted((by_side[s] for s in group), key=lambda s: (-len(s.origins), -(s.bounds.best or 0)))
        if len(own) == 1:
            out.append(own[0].bounds)
            continue
        summed = _sum([s.bounds for s in own])
        low, best = _largest(s.bounds.low for s in own), next((s.bounds.best for s in own if s.bounds.best), None)
        best = best if low is None or best is None else max(low, best)
        out.append(Bounds(low, best, summed.high))
    return out


def _total(
    measure: str, whole: Settled, by_side: Mapping[Side, Settled], apart: Apart, rules: Rules
) -> tuple[Settled, list[str]]:
    """Everybody: what is said of all, and of each side, together."""
    sides = [s for s in by_side.values() if s.bounds.numeric]
    if not sides:
        return _joined(whole, by_side.values()), []
    if not whole.bounds.numeric and len(sides) == 1:
        return _joined(sides[0], [whole, *by_side.values()]), []
    summed = _sum(_merged(by_side, apart))
    used = _joined(whole, by_side.values(), merge=True)
    if not whole.bounds.numeric:
        return replace(used, bounds=summed, rule=f"{rules.name}: sum of the sides"), []
    w = whole.bounds
    # The whole is at least its largest side, and may be all of them: they need not be everybody.
    low = _largest([w.low, *(s.bounds.low for s in sides)])
    best = _largest([w.best, *(s.bounds.best for s in sides)]) if w.best is not None else summed.best
    high = None if w.high is None or summed.high is None else max(w.high, summed.high)
    notes = []
    if summed.low is not None and w.high is not None and summed.low > w.high:
        notes.append(
            f"contradiction: {measure} of all sides add up to {summed.in_words()}, of all together {w.in_words()}"
        )
    bounds = _ordered(low, best, high)
    return replace(used, bounds=bounds, rule=f"{rules.name}: whole, not below its sides"), notes


def _ordered(low: int | None, best: int | None, high: int | None) -> Bounds:
    if low is not None and best is not None:
        best = max(low, best)
    top = _largest([low, best])
    return (
        Bounds(low, best, None if high is None or top is None else max(high, top))
        if top is not None
        else Bounds(None, None, high)
    )


def _largest(values: Iterable[int | None]) -> int | None:
    return max((v for v in values if v is not None), default=None)


def _sum(bounds: Sequence[Bounds]) -> Bounds:
    """Sides added: an end that one side lacks below counts nothing there, and above leaves the sum open."""
    lows, bests = [b.low for b in bounds if b.low is not None], [b.best for b in bounds if b.best is not None]
    highs = [b.high for b in bounds]
    low = sum(lows) if lows else None
    best = sum(bests) if bests else None
    high = None if any(h is None for h in highs) else sum(h for h in highs if h is not None)
    if low is not None and best is not None:
        # A side without a best figure counts nothing there: it must not take from what all have at least.
        best = max(low, best)
    return Bounds(low, best, high)


def _joined(main: Settled, others: Iterable[Settled], *, merge: bool = False) -> Settled:
    """``main`` with the claims that the others set aside, and with ``merge`` those they used as well."""
    rest = [s for s in others if s is not main]
    used = dict.fromkeys([*main.used, *(u for s in rest for u in (s.used if merge else ()))])
    aside = dict.fromkeys([*main.aside, *(a for s in rest for a in s.aside)])
    origins = dict.fromkeys([*main.origins, *(o for s in rest for o in (s.origins if merge else ()))])
    return replace(main, used=tuple(used), aside=tuple(a for a in aside if a.claim not in used), origins=tuple(origins))


def _exceeds(measure: str, who: str, part: Settled, whole: Settled) -> list[str]:
    least, most = part.bounds.low, whole.bounds.high
    if least is None or most is None or least <= most:
        return []
    some, all_ = part.bounds.in_words(), whole.bounds.in_words()
    return [f"contradiction: {who} {measure} ({some}) exceed everybody {measure} ({all_})"]


def _casualties(made: Sequence[Estimate]) -> list[str]:
    """Killed and wounded given as one number, held against the two apart."""
    whole = {e.measure: e.bounds for e in made if e.party is None and e.kind is None and e.group is None}
    one, killed, injured = (whole.get(m) for m in ("casualties", "killed", "injured"))
    if one is None or killed is None or injured is None:
        return []
    low = (killed.low or 0) + (injured.low or 0)
    high = None if killed.high is None or injured.high is None else killed.high + injured.high
    too_many = one.high is not None and low > one.high
    too_few = high is not None and one.low is not None and one.low > high
    if not (too_many or too_few):
        return []
    apart = Bounds(low, None, high).in_words()
    return [f"contradiction: killed and injured come to {apart}, given as one number {one.in_words()}"]
