"""One figure from all accounts of it, by the rules of a set.

Promise: an origin speaks once, with its last word; a figure that was taken back sets nothing; every account ends up
used or aside with a reason; the outcome does not depend on the order of the accounts, nor on how often one is heard.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from accordingto.model.linked import Aside
from accordingto.model.values import Bounds
from accordingto.reconcile.accounts import Account
from accordingto.reconcile.figures import LATE, figure_of
from accordingto.reconcile.rules import ENDS, Rules
from accordingto.reconcile.standing import voice_group


@dataclass(frozen=True, slots=True)
class Settled:
    """A figure and how it came about.

    Attributes:
        used: Claims that set one of its ends or say the same as its best figure, in order.
        origins: Independent voices among the used claims, in order.
        rule: Name of the rule that set it.
        spoken: The accounts in force: each origin's last words, without what was taken back.
    """

    bounds: Bounds
    used: tuple[str, ...] = ()
    aside: tuple[Aside, ...] = ()
    origins: tuple[str, ...] = ()
    rule: str = ""
    spoken: tuple[Account, ...] = ()


def settle(accounts: Sequence[Account], rules: Rules, leads: Mapping[str, Account] | None = None) -> Settled:
    """The low, best and high that the accounts of one figure support.

    Args:
        accounts: All accounts of how many, of one side or group.
        rules: Which of them may set what.
        leads: The account in which each report sums up, for rules that take a report's own words so.
    """
    ordered = sorted(accounts, key=lambda a: (a.first.day, a.first.outlet.report, a.first.turn))
    reasons: dict[str, str] = {}
    states = _states(ordered, reasons)
    spoken = _last_words(ordered, states, reasons)
    free = {id(a): _free(a, states.get(id(a), ""), rules, reasons) for a in spoken}
    if rules.own_voice == "summary" and leads:
        free |= _under_summaries(spoken, leads, free, reasons)
    lows = [(v, a) for a in spoken if "low" in free[id(a)] and (v := _low(a)) is not None]
    highs = [(_high(a), a) for a in spoken if "high" in free[id(a)]]
    best = _best([a for a in spoken if "best" in free[id(a)] and _figure(a) is not None], rules)
    low = min((v for v, _ in lows), default=None)
    high = max((v for v, _ in highs), default=None)
    if rules.low == "best":
        low = best
    if rules.high == "best":
        high = best
    setting = [a for v, a in lows if v == low] + [a for v, a in highs if v == high]
    setting += [a for a in spoken if best is not None and free[id(a)] and _figure(a) == best]
    # "At least 14" leaves the range open unless somebody names more, and only for those who may set all of it.
    opening = [a for v, a in highs if v == high and a.bounds.high is None and "low" in free[id(a)]]
    closed = any(v == high and a.bounds.high is not None for v, a in highs)
    if opening and not closed and rules.open == "keep" and rules.high == "highest":
        high = None
    bounds = _in_order(low, best, high)
    used = [a for a in spoken if any(a is s for s in setting)]
    for a in spoken:
        if not any(a is s for s in setting) and free[id(a)]:
            for name in a.refs:
                reasons.setdefault(name, "within the range; another account was preferred for the best figure")
    named = dict.fromkeys(r for a in used for r in a.refs)
    return Settled(
        bounds,
        tuple(named),
        tuple(Aside(r, reasons[r]) for a in ordered for r in a.refs if r in reasons and r not in named),
        tuple(dict.fromkeys(voice_group(a.first.origin) for a in used)),
        _rule(rules, used),
        tuple(a for a in spoken if id(a) not in states),
    )


def _rule(rules: Rules, used: Sequence[Account]) -> str:
    summed = any(len(a.figures) > 1 for a in used)
    return f"{rules.name}: sum of disjoint parts" if summed else rules.name


def _in_order(low: int | None, best: int | None, high: int | None) -> Bounds:
    """Ends from different accounts need not be in order: the range then reaches as far as its figures do."""
    if low is not None and high is not None and low > high:
        low, high = high, low
    if best is not None:
        low = None if low is None else min(low, best)
        high = None if high is None else max(high, best)
    return Bounds(low, best, high)


def _low(a: Account) -> int | None:
    b = a.bounds
    return b.low if b.low is not None else b.best


def _high(a: Account) -> int:
    b = a.bounds
    return b.high if b.high is not None else figure_of(b)


def _figure(a: Account) -> int | None:
    return a.bounds.best


def _states(ordered: Sequence[Account], reasons: dict[str, str]) -> dict[int, str]:
    """Which accounts were overtaken or taken back, by their own words or by a correction of the same origin."""
    out: dict[int, str] = {}
    taken_back: dict[tuple[str, int], str] = {}
    corrected: dict[str, tuple[int, str, set[int]]] = {}
    for a in ordered:
        f = a.first
        if f.state:
            out[id(a)] = f.state
            why = "taken back" if f.state == "withdrawn" else "overtaken"
            reasons.setdefault(f.ref, f"{why}: the report itself says so")
        if f.state == "withdrawn":
            taken_back[f.origin, f.n] = f.ref
        if f.corrects:
            day, name, figures = corrected.get(f.origin, (f.day, f.ref, set()))
            corrected[f.origin] = (max(day, f.day), name, figures | {f.n})
    for a in ordered:
        f = a.first
        if id(a) in out or f.corrects:
            continue
        by = taken_back.get((f.origin, f.n))
        if by is None and f.origin in corrected:
            day, name, figures = corrected[f.origin]
            by = name if f.day <= day and f.day != LATE and f.n not in figures else None
        if by is not None:
            out[id(a)] = "withdrawn"
            reasons.setdefault(f.ref, f"superseded: corrected by the same source in {by}")
    return out


def _last_words(ordered: Sequence[Account], states: Mapping[int, str], reasons: dict[str, str]) -> list[Account]:
    """The accounts without those that the same origin replaced on a later day."""
    latest: dict[str, int] = {}
    for a in ordered:
        f = a.first
        if f.day != LATE and id(a) not in states:
            latest[f.origin] = max(latest.get(f.origin, 0), f.day)
    out = []
    for a in ordered:
        f = a.first
        last = latest.get(f.origin, 0)
        newer = [b for b in ordered if b.first.origin == f.origin and b.first.day == last and id(b) not in states]
        # "At least ten" a day after "twelve" takes nothing back.
        replaced = f.day < last and newer and not any(b.bounds.contains(f.n) and not _exact(b) for b in newer)
        said_again = any(b.bounds == a.bounds for b in newer)
        if id(a) not in states and replaced and not said_again:
            for name in a.refs:
                reasons.setdefault(name, f"superseded: the same source says otherwise later, in {newer[0].first.ref}")
            continue
        out.append(a)
    return out


def _exact(a: Account) -> bool:
    b = a.bounds
    return b.low is not None and b.low == b.best == b.high


def _free(a: Account, state: str, rules: Rules, reasons: dict[str, str]) -> frozenset[str]:
    """What an account may set."""
    may: frozenset[str] = frozenset(ENDS)
    why = ""
    for f in a.figures:
        entry = rules.standing[f.standing]
        if may - entry.sets and not why:
            why = f"{f.standing}: by the rules such an account sets {_named(entry.sets)}"
        may &= entry.sets
        if f.claim.stance == "possible":
            why = why or f"hedged: by the rules it sets {_named(rules.possible)}"
            may &= rules.possible
    if state:
        may &= rules.earlier if state == "earlier" else rules.withdrawn
    if why and "best" not in may:
        for name in a.refs:
            reasons.setdefault(name, why)
    return may


def summaries(accounts: Iterable[Account]) -> dict[str, Account]:
    """The first account of everybody that each report gives in its own voice, by report."""
    out: dict[str, Account] = {}
    for a in sorted(accounts, key=lambda a: a.first.turn):
        if a.first.claim.source is None and not a.first.state and a.group is None:
            out.setdefault(a.first.outlet.report, a)
    return out


def _under_summaries(
    spoken: Sequence[Account], leads: Mapping[str, Account], free: Mapping[int, frozenset[str]],
    reasons: dict[str, str],
) -> dict[int, frozenset[str]]:  # fmt: skip
    """What accounts may set where their report sums them up in its own voice: only an end that this leaves open."""
    out: dict[int, frozenset[str]] = {}
    for a in spoken:
        own = leads.get(a.first.outlet.report)
        if own is None or own.refs == a.refs or a.group is not None:
            continue
        open_ends: set[str] = set()
        if own.bounds.low is None and _high(a) <= _high(own):
            open_ends.add("low")
        if own.bounds.high is None and _high(a) > figure_of(own.bounds):
            open_ends.add("high")
        out[id(a)] = free[id(a)] & open_ends
        if not out[id(a)]:
            for name in a.refs:
                reasons.setdefault(name, f"summed up by the report's own words in {own.first.ref}")
    return out


def _named(ends: Iterable[str]) -> str:
    some = [e for e in ENDS if e in ends]
    return "only the " + " and the ".join(some) if some else "nothing"


def _best(accounts: Sequence[Account], rules: Rules) -> int | None:
    """The figure that the accounts which may set one support best, by the order of preference of the rules."""
    if rules.best == "none" or not accounts:
        return None
    by_figure: dict[int, list[Account]] = {}
    for a in accounts:
        by_figure.setdefault(a.bounds.best or 0, []).append(a)

    def worth(figure: int) -> tuple[int, ...]:
        own = by_figure[figure]
        days = [a.first.day for a in own if a.first.day != LATE]
        measures = {
            "rank": min(max(rules.standing[f.standing].rank for f in a.figures) for a in own),
            "origins": -len({voice_group(a.first.origin) for a in own}),
            "latest": -max(days, default=0),
            "exact": 0 if any(_exact(a) for a in own) else 1,
            "lowest": figure,
            "highest": -figure,
        }
        return (*(measures[p] for p in rules.prefer), figure)

    return min(by_figure, key=worth)
