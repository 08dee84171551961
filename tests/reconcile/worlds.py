"""Small constructed worlds: what happened is known, and so is who bends it how.

Two parties under-claim their own losses and over-claim the other's; monitors count honestly, at first less than all;
outlets quote and copy; some figures are corrected; totals are stated beside. The same seed gives the same world.
Every sentence is ours and every name invented.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from accordingto.model import Bounds, Claim, Incident, Period, Span
from accordingto.model.claim import Actor, Count, Place, Source, Target, Time
from accordingto.model.telling import Outlet, Telling, TollTelling

DAY = date(2021, 3, 4)
PARTIES = ("Northland", "Southland")
CIVILIANS = "civilians"
PLACE = "Ostra, Vale Province, Northland"
MONITORS = ("the Vale Casualty Monitor", "Ostra Rights Watchers", "the Lowland Count Project")


@dataclass
class World:
    """One incident, what is told of it, and what is true.

    Attributes:
        truth: The dead of each party, and of the civilians.
        counted: Sides that an independent source counted.
    """

    truth: dict[str, int]
    tellings: list[Telling] = field(default_factory=list)
    tolls: list[TollTelling] = field(default_factory=list)
    counted: set[str] = field(default_factory=set)

    @property
    def killed(self) -> int:
        return sum(self.truth.values())


def worlds(n: int, seed: int = 1) -> list[World]:
    """That many worlds."""
    return [world(random.Random(f"{seed}-{i}")) for i in range(n)]


def world(rng: random.Random) -> World:
    """One world."""
    w = World({side: int(rng.paretovariate(0.8)) for side in (*PARTIES, CIVILIANS) if rng.random() < 0.7})
    if not w.truth:
        w.truth[CIVILIANS] = 1 + rng.randrange(20)
    for party in PARTIES:
        if rng.random() < 0.7:
            _party_speaks(rng, w, party)
    for monitor in rng.sample(MONITORS, rng.choice((0, 1, 1, 2, 3))):
        _monitor_speaks(rng, w, monitor)
    if not w.tellings:
        _party_speaks(rng, w, PARTIES[0])
    for telling in list(w.tellings):
        if rng.random() < 0.5:
            _repeat(rng, w, telling)
    return w


def _party_speaks(rng: random.Random, w: World, party: str) -> None:
    """A defence ministry: its own losses told in part, the other side's many times over."""
    lines = []
    for side, true in w.truth.items():
        if side == party:
            n = true if rng.random() < 0.6 else int(true * rng.uniform(0.2, 1))
            lines.append((side, rng.choice((Bounds.exact, Bounds.at_least))(n)))
        elif side in PARTIES:
            n = max(1, int(true * rng.uniform(1.2, 4)))
            lines.append((side, rng.choice((Bounds.exact, Bounds.at_least, Bounds.up_to))(n)))
    if lines:
        w.tellings.append(_telling(rng, w, lines, f"{party}'s defence ministry", "military", rng.randrange(3)))


def _monitor_speaks(rng: random.Random, w: World, name: str) -> None:
    """A monitor: a first count that lacks some, said as a least figure or corrected later; then its last word."""
    sides = [s for s in w.truth if rng.random() < 0.9]
    if not sides:
        return
    corrects = rng.random() < 0.3
    if rng.random() < 0.6:
        first = [(s, Bounds.at_least(max(1, int(w.truth[s] * rng.uniform(0.4, 1))))) for s in sides]
        if corrects:
            first = [(s, Bounds.exact(b.best or 0)) for s, b in first]
        w.tellings.append(_telling(rng, w, first, name, "monitor", 0))
        # Some never look again, whether they said "at least" or not.
        if rng.random() < (0.1 if corrects else 0.3):
            w.counted.update(sides)
            return
    last = []
    for s in sides:
        n = w.truth[s]
        if rng.random() < 0.05:
            n = max(0, n + rng.choice((-1, 1)) * max(1, n // 10))
        last.append((s, rng.choice((Bounds.exact, Bounds.exact, Bounds.at_least))(n)))
        if rng.random() < 0.1 and n > 3:
            last[-1] = (s, Bounds.between(n - rng.randrange(3), n + rng.randrange(4)))
    w.tellings.append(_telling(rng, w, last, name, "monitor", 3, corrects=corrects))
    w.counted.update(sides)


def _repeat(rng: random.Random, w: World, told: Telling) -> None:
    """Another outlet: a copy of the report, or the same said again in words of its own."""
    report = f"again-{len(w.tellings)}"
    later = (told.outlet.published or DAY) + timedelta(days=rng.randrange(2))
    origin = told.outlet.report if rng.random() < 0.5 else report
    outlet = Outlet(report, published=later, publisher=f"Paper {len(w.tellings)}", origin=origin)
    w.tellings.append(Telling(outlet, told.incident, told.claims, told.around))


def _telling(
    rng: random.Random, w: World, lines: list[tuple[str, Bounds]], source: str, kind: str, days: int,
    *, corrects: bool = False,
) -> Telling:  # fmt: skip
    claims, arounds = [], []
    for k, (side, bounds) in enumerate(lines):
        claim, around = said(f"c{k + 1}", side, bounds, source, kind, 300 * k, corrects=corrects)
        claims.append(claim)
        arounds.append(around)
    outlet = Outlet(f"r{len(w.tellings)}", published=DAY + timedelta(days=days), publisher=f"Outlet {rng.randrange(6)}")
    incident = Incident("i1", "battle of Ostra", PLACE, Period.day(DAY), None, None, (), tuple(c.id for c in claims))
    if rng.random() < 0.3:
        total, _ = said("t1", lines[0][0], Bounds.exact(w.killed + rng.randrange(500)), source, kind, 9000)
        w.tolls.append(TollTelling(outlet, _cumulative(total)))
    return Telling(outlet, incident, tuple(claims), tuple(arounds))


def _cumulative(c: Claim) -> Claim:
    return Claim(
        c.id, c.type, c.quote, c.span, c.trigger, c.trigger_span, c.count, c.target, place=c.place,
        time=Time(None, None, Period(date(2021, 1, 1), None)), source=c.source, scope="cumulative",
    )  # fmt: skip


def said(
    name: str, side: str, bounds: Bounds, source: str | None, kind: str, at: int = 0, *, corrects: bool = False,
    measure: str = "killed",
) -> tuple[Claim, str]:  # fmt: skip
    """A claim that so many of a side were killed, and the sentence it stands in."""
    who = CIVILIANS if side == CIVILIANS else f"{side} soldiers"
    words = {"exact": "{n}", "least": "at least {n}", "most": "up to {n}", "range": "{low} to {high}"}
    form = "range" if bounds.best is None and bounds.low is not None else "most" if bounds.best is None else (
        "exact" if bounds.high is not None else "least"
    )  # fmt: skip
    number = words[form].format(n=bounds.best or bounds.high, low=bounds.low, high=bounds.high)
    quote = f"{number} {who} were {measure}"
    around = f"{'In a correction ' if corrects else ''}{source or 'The paper'} said {quote} in the battle of Ostra."
    end = at + len(quote)
    target = Target(who, Span(at, end), None if side == CIVILIANS else side,
                    "civilian" if side == CIVILIANS else "combatant")  # fmt: skip
    claim = Claim(
        name, measure, quote, Span(at, end), measure, Span(end - len(measure), end),
        count=Count(number, Span(at, at + len(number)), bounds), target=target,
        actor=None if side == CIVILIANS else Actor(None, None, next(p for p in PARTIES if p != side)),
        means="clash", place=Place("Ostra", None, PLACE), time=Time("on Thursday", None, Period.day(DAY)),
        source=Source(source, None, kind) if source else None, cue="said", incident="i1",
    )  # fmt: skip
    return claim, around
