"""Made-up reports with their readings, as many claims as are wanted, to measure ledgers and linking on.

The happenings are those of ``linking_world``; here outlets gather what they tell into reports of a day, name who says
so, state running totals, and copy one another. Promise: the same seed and number give the same readings; every quote
stands in its text.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate, islice

from linking_world import Happening, happenings, name, told

from accordingto.model import Bounds, Claim, Incident, Period, Reading, Report, Span
from accordingto.model.claim import Count, Place, Source, Target, Time
from accordingto.model.incident import TollCheck
from accordingto.model.telling import Telling

SEED = 3
OUTLETS = 60
A_DAY = 4
"""Happenings a day: a larger world lasts longer, as an archive does, and is not a denser war."""
SPEAKERS = (
    ("the {province} health office", "medical"), ("the governor of {province}", "official"),
    ("residents of {village}", "witness"), ("the {side} spokesman", "party"), ("a monitoring group", "monitor"),
)  # fmt: skip
TOTALS, COPIED = 0.15, 0.06
"""Shares of reports that state a running total, and that another outlet copies."""
VOCABULARY = [name(random.Random(n), 1 + n % 4).lower() for n in range(4000)]
OFTEN = list(accumulate(1 / (n + 1) for n in range(len(VOCABULARY))))
"""A few words are frequent and most are rare, as in any language (Zipf)."""


def readings(claims: int, *, seed: int = SEED) -> Iterator[Reading]:
    """Readings with that many claims in all, in order of publication.

    Args:
        claims: How many; the last reading may have a few more.
        seed: Another one gives another world.
    """
    made = 0
    for reading in _reports(claims, random.Random(seed)):
        yield reading
        made += len(reading.claims)
        if made >= claims:
            return


def _reports(claims: int, rng: random.Random) -> Iterator[Reading]:
    # 1.6 accounts of two claims each tell a happening; a few more than needed, as the caller stops.
    happened = happenings(rng, claims // 3 + 50, days=max(30, claims // 3 // A_DAY))
    waiting: dict[int, list[tuple[Happening, Telling]]] = {}
    number = 0
    for happening in sorted(happened, key=lambda h: h.day):
        outlets = rng.sample(range(OUTLETS), rng.choices((1, 2, 3, 5), (70, 17, 9, 4))[0])
        for outlet in outlets:
            mine = waiting.setdefault(outlet, [])
            mine.append((happening, told(rng, happening, "")))
            if len(mine) < rng.choice((2, 3, 4, 5)):
                continue
            del waiting[outlet]
            number += 1
            reading = _reading(rng, f"r{number}", outlet, mine)
            yield reading
            if rng.random() < COPIED:
                number += 1
                by = f"Outlet {rng.randrange(OUTLETS)}"
                yield replace(reading, report=replace(reading.report, id=f"r{number}", publisher=by))


def _reading(rng: random.Random, id_: str, outlet: int, told_: list[tuple[Happening, Telling]]) -> Reading:
    """One report: a paragraph for each account, with somebody who says so, and at times a total."""
    text = f"Report {id_} by outlet {outlet} of {told_[-1][0].day}\n\n"
    claims: list[Claim] = []
    incidents: list[Incident] = []
    for n, (happening, telling) in enumerate(told_, start=1):
        speaker, kind = rng.choice(SPEAKERS)
        speaker = speaker.format(province=happening.province, village=happening.village, side=happening.side)
        own = []
        for c in telling.claims:
            start = len(text)
            text += f"{c.quote}, {speaker} said. "
            at = start + len(c.quote) + 2
            said = Source(speaker, Span(at, at + len(speaker)), kind) if rng.random() < 0.7 else None
            own.append(
                replace(
                    c, id=f"c{len(claims) + len(own) + 1}", span=Span(start, start + len(c.quote)), source=said,
                    trigger_span=Span(start, start + 1), incident=f"i{n}", cue="said" if said else None,
                )
            )  # fmt: skip
        text += f"\n\n{_filler(rng)}\n\n"
        claims += own
        incidents.append(replace(telling.incident, id=f"i{n}", claims=tuple(c.id for c in own)))
    published = max(h.day for h, _ in told_) + timedelta(1)
    tolls: tuple[TollCheck, ...] = ()
    if rng.random() < TOTALS:
        total, text = _total(rng, told_[-1][0], published, f"c{len(claims) + 1}", text)
        claims.append(total)
        assert total.count is not None
        tolls = (TollCheck(total.id, "killed", None, total.count.bounds, None),)
    report = Report(id_, text, published, f"Outlet {outlet}", None, f"https://o{outlet}.example/{id_}", id_)
    return Reading(report, tuple(claims), tuple(incidents), (), (), "en", "made", tolls)


def _filler(rng: random.Random) -> str:
    """Sixty words that say nothing: without them all reports would be copies of a few sentences."""
    words = rng.choices(VOCABULARY, cum_weights=OFTEN, k=60)
    return " ".join(w.capitalize() + "." if n % 15 == 14 else w for n, w in enumerate(words))


def _total(rng: random.Random, h: Happening, published: date, name: str, text: str) -> tuple[Claim, str]:
    """A running total at the end of the text: of the province mostly, of the country at times."""
    path = f"{h.province}, {h.country}" if rng.random() < 0.6 else h.country
    count = (published.toordinal() - 735_000) * rng.choice((2, 3))
    since = date(published.year, 1, 1)
    quote = f"{count} people have been killed in {path.partition(',')[0]} since the year began"
    start = len(text)
    claim = Claim(
        name, "killed", quote, Span(start, start + len(quote)), "killed", Span(start, start + 1),
        count=Count(str(count), Span(start, start + len(str(count))), Bounds.exact(count)),
        target=Target("people", None, None, None), place=Place(None, None, path),
        time=Time(None, None, Period(since, published)), source=Source("a monitoring group", None, "monitor"),
        scope="cumulative",
    )  # fmt: skip
    return claim, f"{text}{quote}, a monitoring group said.\n"


def some(count: int, *, seed: int = SEED + 1) -> list[Reading]:
    """A few reports of another seed, to be added to a ledger of ``readings``; their names are their own."""
    made = islice(readings(9 * count, seed=seed), count)
    return [replace(r, report=replace(r.report, id=f"new-{r.report.id}")) for r in made]
