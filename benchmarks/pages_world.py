"""A ledger of 10,000 incidents and 100,000 claims to look at, made from a seed in about a minute.

Promise: the same numbers give the same ledger. The reports are those of ``ledger.readings``, with doubts, judgements,
copies and points strewn over them; accounts of one town and some days are one incident, its figures and disputes are
those that the rules make of them. Linking is left out: what is timed on this ledger is the store and the pages.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from ledger import TOWNS, readings

from accordingto.model import Bounds, Claim, Period, Reading
from accordingto.model.judgement import Verdict
from accordingto.model.linked import LinkedIncident, TollPoint, TollSeries
from accordingto.model.telling import Telling
from accordingto.reconcile.incident import reconcile
from accordingto.reconcile.rules import DEFAULT, built_in
from accordingto.store import Ledger, Pair, Run, Source

SEED, TOGETHER, JUDGED, TOTALS = 5, 64, 500, 120


def fill(where: Path, *, claims: int, incidents: int) -> None:
    """A ledger of about so many claims and incidents."""
    dice, run = random.Random(SEED), Run("bench", "made", "en")
    with Ledger.open(where, create=True) as ledger:
        made = [(_doubted(reading, dice), source) for reading, source in readings(claims)]
        for start in range(0, len(made), TOGETHER):
            ledger.add_readings([(r, s, run) for r, s in made[start : start + TOGETHER]])
        _judge(ledger, made, dice)
        ledger.replace_copies({f"r{n}": f"r{n - 3}" for n in range(3, len(made), 11)})
        linked = list(_incidents(ledger, incidents, dice))
        keys = [i.tellings[0].key for i in linked]
        pairs = [
            Pair(a, b, dice.uniform(-2, 2), False, {"chance": 0.5, "observed": ["time: same day", "place: same town"]})
            for a, b in zip(keys[::9], keys[4::9], strict=False)
        ]
        ledger.replace_views(linked, pairs, [_total(n, linked, dice) for n in range(TOTALS)])


def _doubted(reading: Reading, dice: random.Random) -> Reading:
    def doubted(c: Claim) -> Claim:
        slots = tuple((s, round(dice.triangular(0.3, 1, 0.95), 2)) for s in ("count", "target", "place", "time"))
        return replace(c, confidence=round(dice.triangular(0.4, 1, 0.95), 2), slot_confidence=slots)

    return replace(reading, claims=tuple(map(doubted, reading.claims)))


def _judge(ledger: Ledger, made: list[tuple[Reading, Source]], dice: random.Random) -> None:
    for reading, _ in dice.sample(made, min(JUDGED, len(made))):
        anchor = ledger.anchor_of(f"{reading.report.id}/{dice.choice(reading.claims).id}")
        assert anchor is not None
        verdict, why = dice.choice(((Verdict.ACCEPT, "as it says"), (Verdict.REJECT, "another event")))
        ledger.decide(verdict, anchor, by=dice.choice(("Ada", "Berta")), reason=why)


def _incidents(ledger: Ledger, wanted: int, dice: random.Random) -> Iterator[LinkedIncident]:
    first, points = date(2020, 1, 1), {t: (dice.uniform(8, 40), dice.uniform(20, 48)) for t in TOWNS}
    tellings = list(ledger.tellings())
    each = 700 * len(TOWNS) / wanted  # days of a town that are one incident
    groups: dict[tuple[str, int], list[Telling]] = defaultdict(list)
    for x in tellings:
        place, day = x.incident.place or "", x.incident.period.start or first
        groups[place, int((day - first).days / each)].append(x)
    rules = built_in(DEFAULT)
    for n, ((place, _), told) in enumerate(groups.items()):
        found = reconcile(f"inc-{n:06}", told, rules)
        lat, lon = points[place.partition(",")[0]]
        lost, period = n % 10 == 0, Period() if n % 23 == 0 else found.period
        yield replace(
            found, type=dice.choice(("shelling", "airstrike", "clash")), period=period,
            lat=None if lost else lat + dice.gauss(0, 0.8), lon=None if lost else lon + dice.gauss(0, 1.2),
        )  # fmt: skip


def _total(n: int, linked: list[LinkedIncident], dice: random.Random) -> TollSeries:
    start, stated = date(2020, 1, 10) + timedelta(days=dice.randrange(200)), 0
    points = []
    for k in range(12):
        stated += dice.randrange(1, 60)
        known = Bounds.between(stated // 3, stated // 2)
        some = tuple(i.id for i in dice.sample(linked, min(8, len(linked))))
        flags = ("decrease",) if n % 4 == 0 and k == 5 else ()
        points.append(TollPoint(f"r{n}/c1", start + timedelta(days=20 * k), Bounds.exact(stated), known, some, flags))
    return TollSeries(
        f"toll-{n:03}", "the Northland ministry", "killed", None, None, None, "Northland", None, tuple(points)
    )
