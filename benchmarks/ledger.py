"""Speed of a ledger of 100,000 claims: adding, asking, verifying; bytes a claim. SQLite, and PostgreSQL beside it.

The reports are made here, from a seed and words of our own, twelve claims each. They are stored as `accordingto add`
stores them, each transaction waiting for the disk (SQLite ``synchronous=FULL``, PostgreSQL ``fsync=on``), without
reading: what is timed is the ledger. Targets: 3,000 claims a second added (SQLite), answers within 50 ms (95th
percentile), 100,000 entries a second verified. On a machine that others use too, the seconds of the processor that this
took tell more than those of the clock: both are printed.

Usage: python benchmarks/ledger.py [--claims N] [--engine sqlite|postgresql|both]
"""

import argparse
import os
import platform
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests import postgres  # noqa: E402

from accordingto.model import (  # noqa: E402
    Actor,
    Bounds,
    Claim,
    Count,
    Incident,
    Period,
    Place,
    Reading,
    Report,
    Span,
    Target,
    Time,
)
from accordingto.model import Source as Speaker  # noqa: E402
from accordingto.model.linked import Dispute, Estimate, LinkedIncident, Position  # noqa: E402
from accordingto.model.telling import Telling  # noqa: E402
from accordingto.store import Filter, Ledger, Run, Source  # noqa: E402

SEED, EACH, ASKED = 11, 12, 200
TOGETHER = 32  # as `accordingto add` appends them
TOWNS = [
    f"{a}{b}" for a in ("Ost", "Vel", "Mar", "Kor", "Tan", "Bel", "Gor", "Lim") for b in ("ra", "ino", "eva", "ak")
]
PARTIES = ("Northland", "Southland", "Hill Front", "River Guard", "unknown gunmen", None)
SPEAKERS = [
    f"the {a} {b}" for a in ("Northland", "Southland", "Velino") for b in ("ministry", "police", "mayor", "medics")
]
NOUNS = ("people", "soldiers", "fighters", "children", "drivers", "farmers")
FILLER = "Shops stayed shut and the road to the coast was closed until the evening, residents told our reporter. "


def readings(claims: int) -> Iterator[tuple[Reading, Source]]:
    """Made-up reports with their readings, always the same for a number of claims."""
    dice = random.Random(SEED)
    for n in range(-(-claims // EACH)):
        day = date(2020, 1, 1) + timedelta(days=n * 700 * EACH // claims)
        text, found, told = f"Report {n} of the day.\n\n", [], []
        for k in range(EACH):
            town, speaker, noun, number = (dice.choice(x) for x in (TOWNS, SPEAKERS, NOUNS, range(1, 60)))
            words = f"{number} {noun} were killed in {town}"
            at = len(text)
            text += f"{words}, {speaker} said on day {k}. {FILLER}\n"
            found.append(_claim(k, words, at, number, noun, town, speaker, day, dice))
        for k in range(0, EACH, 3):
            mine = tuple(c.id for c in found[k : k + 3])
            place = found[k].place
            told.append(
                Incident(f"i{k // 3 + 1}", "a shelling", place and place.path, Period.day(day), None, None, (), mine)
            )
        report = Report(
            f"r{n}", text, day, f"Outlet {n % 40}", f"Report {n}", f"https://o{n % 40}.example/{n}", f"r{n}"
        )
        raw = text.encode()
        source = Source(raw, sha256(raw).hexdigest(), "text/plain", report.url)
        yield Reading(report, tuple(found), tuple(told), (), (), "en", "made"), source


def _claim(
    k: int, words: str, at: int, number: int, noun: str, town: str, speaker: str, day: date, dice: random.Random
) -> Claim:
    def span(part: str) -> Span:
        start = at + words.index(part)
        return Span(start, start + len(part))

    said = Span(at + len(words) + 2, at + len(words) + 2 + len(speaker))
    return Claim(
        f"c{k + 1}", dice.choice(("killed", "injured", "attack")), words, Span(at, at + len(words)), "killed",
        span("killed"), count=Count(str(number), span(str(number)), Bounds.exact(number)),
        target=Target(noun, span(noun), dice.choice(PARTIES), "civilian"),
        actor=Actor(None, None, dice.choice(PARTIES)),
        means="shelling", place=Place(town, span(town), f"{town}, Province {len(town)}, Northland"),
        time=Time(None, None, Period.day(day)), source=Speaker(speaker, said, "government"), cue="said",
        incident=f"i{k // 3 + 1}", confidence=0.9, why=(("count", "number word before the target"),),
    )  # fmt: skip


def incidents(ledger: Ledger) -> Iterator[LinkedIncident]:
    """Accounts of one town and day together: as good as linked, for the speed of what follows."""
    groups: dict[tuple[str | None, Period], list[Telling]] = defaultdict(list)
    for t in ledger.tellings():
        groups[t.incident.place, t.incident.period].append(t)
    for n, ((place, period), told) in enumerate(groups.items()):
        names = tuple(f"{t.outlet.report}/{c.id}" for t in told for c in t.claims)
        estimate = Estimate("killed", Bounds.between(n % 9, n % 9 + n % 40), "made", used=names, sources=len(told))
        answers = tuple(Position(p, "the mayor", "asserted", names[:2]) for p in ("Northland", "Southland"))
        disputes = (Dispute("responsibility", "who", answers),) if n % 4 == 0 else ()
        yield LinkedIncident(
            f"inc-{n:06}", "a shelling", "shelling", place, period, tuple(told), (estimate,), disputes, 36.0, 37.0
        )


def questions(ledger: Ledger, dice: random.Random, reports: int, events: int) -> dict[str, Callable[[], object]]:
    """What is asked again and again, with other words each time."""

    def days() -> dict[str, date]:
        start = date(2020, 1, 1) + timedelta(days=dice.randrange(600))
        return {"start": start, "end": start + timedelta(days=7)}

    def words() -> str:
        return f'"{dice.randrange(1, 60)} {dice.choice(NOUNS)} were killed" {dice.choice(TOWNS)}'

    def party() -> str:
        return dice.choice([p for p in PARTIES if p])

    return {
        "incidents, latest": lambda: ledger.incidents(limit=50, offset=dice.randrange(events // 2)),
        "incidents by place": lambda: ledger.incidents(Filter(place=dice.choice(TOWNS)), limit=50),
        "incidents by time": lambda: ledger.incidents(Filter(**days()), limit=50),
        "incidents by party": lambda: ledger.incidents(Filter(party=party()), limit=50),
        "incidents by source": lambda: ledger.incidents(Filter(source=dice.choice(SPEAKERS)), limit=50),
        "incidents by words": lambda: ledger.incidents(
            Filter(text=f"{dice.randrange(60)} {dice.choice(NOUNS)}"), limit=50
        ),
        "incident": lambda: ledger.incident(f"inc-{dice.randrange(events):06}"),
        "show": lambda: ledger.reading(f"r{dice.randrange(reports)}"),
        "claims by place": lambda: ledger.claims(Filter(place=dice.choice(TOWNS)), limit=50),
        "claims by time": lambda: ledger.claims(Filter(**days()), limit=50),
        "claims by party": lambda: ledger.claims(Filter(party=party()), limit=50),
        "claims by source": lambda: ledger.claims(Filter(source=dice.choice(SPEAKERS)), limit=50),
        "claims by words": lambda: ledger.claims(Filter(text=words()), limit=50),
        "all filters": lambda: ledger.claims(
            Filter(place="Northland", party=party(), source="mayor", type="killed", text="killed", **days()), limit=50
        ),
    }


def measure(engine: str, where: str, claims: int) -> bool:
    """Print the figures of one engine; whether they reach the targets."""
    made = list(readings(claims))
    run = Run("bench", "made", "en")
    with Ledger.open(where, create=True) as ledger:
        begin, cpu = time.perf_counter(), time.process_time()
        for start in range(0, len(made), TOGETHER):
            ledger.add_readings([(r, s, run) for r, s in made[start : start + TOGETHER]])
        cpu = ledger.count_claims() / (time.process_time() - cpu)
        rate = ledger.count_claims() / (time.perf_counter() - begin)
        begin = time.perf_counter()
        again = sum(ledger.add_reading(r, source=s, run=run).entries for r, s in made[:1000])
        held = min(1000, len(made)) / (time.perf_counter() - begin)
        size = size_of(ledger, where)
        print(f"\n{engine}: {ledger.count_claims():,} claims of {len(made):,} reports")
        print(f"  added                {rate:>9,.0f} claims/s  ({rate / EACH:,.0f} reports/s; "
              f"{cpu:,.0f} claims a second of processor time)")  # fmt: skip
        print(f"  added again          {held:>9,.0f} reports/s ({again} entries, as it must be)")
        begin, cpu = time.perf_counter(), time.process_time()
        found = ledger.verify()
        cpu = found.entries / (time.process_time() - cpu)
        speed = found.entries / (time.perf_counter() - begin)
        print(f"  verified             {speed:>9,.0f} entries/s ({found.entries:,} entries, holds: {found.holds}; "
              f"{cpu:,.0f} a second of processor time)")  # fmt: skip
        print(
            f"  size                 {size / ledger.count_claims():>9,.0f} bytes/claim, all views and indexes included"
        )
        begin = time.perf_counter()
        joined = list(incidents(ledger))
        seconds = time.perf_counter() - begin
        ledger.replace_views(joined)
        print(f"  tellings read        {seconds:>9.1f} s; {len(joined):,} incidents written "
              f"in {time.perf_counter() - begin - seconds:.1f} s")  # fmt: skip
        print(f"  {'answers, ms':<22}{'median':>8}{'p95':>8}{'processor':>11}")
        slow = 0.0
        for name, ask in questions(ledger, random.Random(SEED), len(made), len(joined)).items():
            times, busy = [], time.process_time()
            for _ in range(ASKED):
                begin = time.perf_counter()
                ask()
                times.append((time.perf_counter() - begin) * 1000)
            busy = (time.process_time() - busy) * 1000 / ASKED
            times.sort()
            slow = max(slow, times[int(ASKED * 0.95)])
            print(f"  {name:<22}{times[ASKED // 2]:>8.1f}{times[int(ASKED * 0.95)]:>8.1f}{busy:>11.1f}")
    reached = rate >= 3000 and slow <= 50 and speed >= 100_000
    print(f"  slowest p95 {slow:.1f} ms (≤ 50), added {rate:,.0f}/s (≥ 3,000), verified {speed:,.0f}/s (≥ 100,000)")
    return reached


def size_of(ledger: Ledger, where: str) -> int:
    """Bytes that a ledger takes on the disk."""
    with ledger._reading() as conn:
        if conn.dialect.name == "sqlite":
            return sum(p.stat().st_size for p in Path(where).parent.glob(Path(where).name + "*"))
        return int(conn.exec_driver_sql("SELECT pg_database_size(current_database())").scalar() or 0)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--engine", choices=("sqlite", "postgresql", "both"), default="both")
    args = parser.parse_args()
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    print(f"{platform.machine()}, {os.cpu_count()} cores, load at the start {load}, Python {platform.python_version()}")
    reached = True
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        if args.engine != "postgresql":
            reached = measure("SQLite", str(Path(folder, "ledger.db")), args.claims)
        if args.engine != "sqlite" and postgres.programs() is None:
            print(f"\nPostgreSQL: not measured, {postgres.WHY_NOT}")
        elif args.engine != "sqlite":
            measure("PostgreSQL", stack.enter_context(postgres.server(fsync=True)), args.claims)
    print("targets reached" if reached else "targets missed")
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
