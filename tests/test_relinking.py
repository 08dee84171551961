"""A ledger that follows what is added holds what one that is linked anew would hold, in any order of arrival."""

import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accordingto.model import Bounds, Claim, Issue, Reading, Report, Severity, Span
from accordingto.model.claim import Count, Place, Target, Time
from accordingto.model.judgement import Verdict
from accordingto.model.values import Period
from accordingto.store import Ledger, LedgerError, Run
from accordingto.workflow import rebuild as rebuilding
from accordingto.workflow import relinking
from accordingto.workflow.rebuild import known
from accordingto.workflow.relinking import catch_up, fresh_tolls, rebuild
from tests import postgres
from tests.tellings import telling

PLACES = ("Ostra, Vale, Syria", "al-Ostra, Vale, Syria", "Brod, Vale, Syria", "Vale, Syria", "Syria")
DAYS = ("2020-02-20", "2020-02-21", None)
QUOTES = ("two shepherds were killed by a shell", "the mill burned after an air raid on the mill", "a bus was shot at")
WIRE = (
    "Rescue workers searched the ruins of the wool market all night while relatives waited behind the tape, and the "
    "mayor asked the provincial governor for cranes, blood and lamps before the second shift of doctors arrived. "
)


def report(rng: random.Random, name: str) -> Reading:
    """A report with one to three incidents, a total at times, and at times the words of a wire."""
    text = WIRE * (rng.random() < 0.4) + f"Number {rng.randrange(9)} of the desk.\n"
    claims: list[Claim] = []
    incidents = []
    for n in range(1, rng.randint(2, 4)):
        made = telling(
            f"{name}#i{n}", rng.choice(PLACES), rng.choice(DAYS), quote=rng.choice(QUOTES),
            killed=rng.choice((None, 1, 7, 8)), means=rng.choice(("shelling", "airstrike")),
        )  # fmt: skip
        own = []
        for c in made.claims:
            start = len(text)
            text += c.quote + ". "
            own.append(replace(c, id=f"c{len(claims) + len(own) + 1}", span=Span(start, start + len(c.quote))))
        claims += own
        incidents.append(replace(made.incident, claims=tuple(c.id for c in own)))
    published = date(2020, 2, 21) + timedelta(rng.randrange(2))
    if rng.random() < 0.4:
        quote = f"{rng.choice((20, 90))} people were killed in all"
        start = len(text)
        text += quote
        claims.append(
            Claim(
                f"c{len(claims) + 1}", "killed", quote, Span(start, len(text)), "killed", Span(start, start + 1),
                count=Count("20", Span(start, start + 2), Bounds.exact(20)), target=Target("people", None, None, None),
                place=Place(None, None, rng.choice(("Vale, Syria", "Syria"))), scope="cumulative",
                time=Time(None, None, Period(date(2020, 1, 1), published)),
            )
        )  # fmt: skip
    outlet = rng.choice(("Post", "Gazette"))
    return Reading(Report(name, text, published, outlet, None, None, name), tuple(claims), tuple(incidents), (), ())


def held(ledger: Ledger) -> dict[str, Any]:
    """Everything that the views say across reports."""
    if ledger.tolls_stale():
        fresh_tolls(ledger)
    incidents = ledger.incidents(limit=None)
    return {
        "incidents": {i.id: i.payload for i in incidents},
        "members": {i.id: ledger.incident(i.id) for i in incidents},
        "pairs": ledger.pairs(limit=None),
        "copies": ledger.copies(),
        "tolls": {s.id: s for s in ledger.tolls()},
    }


def change(ledger: Ledger, rng: random.Random, n: int) -> None:
    """Something that happens to a ledger: reports come, are read anew or otherwise, and people judge."""
    names = ledger.reports()
    keys = [t.key for t in ledger.tellings()]
    what = rng.random()
    if what < 0.5 or len(names) < 3:
        for k in range(rng.randint(1, 2)):
            ledger.add_reading(report(rng, f"r{n}-{k}"))
    elif what < 0.6:
        ledger.add_reading(report(rng, rng.choice(names)))
    elif what < 0.7:
        name = rng.choice(names)
        kept = ledger.reading(name)
        assert kept is not None
        again = replace(kept.reading, claims=kept.reading.claims[:-1])
        ledger.add_again(name, again, Run(reader=f"reader {n}"))
    elif what < 0.8:
        a, b = rng.sample(keys, 2)
        ledger.decide(rng.choice((Verdict.MERGE, Verdict.SPLIT)), a, other=b, by="ana", reason="read both")
    elif what < 0.9:
        claim = rng.choice(ledger.claims(limit=None))
        ledger.decide(Verdict.REJECT, claim.anchor, by="ana", reason="a caption")
    elif what < 0.95:
        a, b = rng.sample(names, 2)
        ledger.decide(Verdict.DUPLICATE, a, other=b, by="ana", reason="the same words")
    elif judged := [j for j in ledger.judgements() if j.verdict is not Verdict.UNDO]:
        ledger.decide(Verdict.UNDO, rng.choice(judged).id, by="ana", reason="a slip")


@given(st.randoms(use_true_random=False))
@settings(max_examples=8, deadline=None)
def test_following_is_linking_anew(rng: random.Random) -> None:
    with TemporaryDirectory() as folder, Ledger.open(Path(folder, "l.db"), create=True) as ledger:
        for n in range(14):
            change(ledger, rng, n)
            if rng.random() < 0.5:
                catch_up(ledger, few=0)
        catch_up(ledger, few=0)
        assert not ledger.stale()
        followed = held(ledger)
        rebuild(ledger)
        assert followed == held(ledger)


@pytest.mark.skipif(postgres.programs() is None, reason=postgres.WHY_NOT)
def test_it_is_so_in_postgresql_too() -> None:
    rng = random.Random(1)
    with postgres.server() as where, Ledger.open(where, create=True) as ledger:
        for n in range(8):
            change(ledger, rng, n)
            catch_up(ledger, few=0)
        followed = held(ledger)
        rebuild(ledger)
        assert followed == held(ledger)


def test_one_report_among_many_is_followed_and_many_are_linked_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(3)
    with Ledger.open(tmp_path / "l.db", create=True) as ledger:
        for n in range(2 * relinking.FEW):
            ledger.add_reading(report(rng, f"r{n}"))
        rebuild(ledger)
        ledger.add_reading(report(rng, "one"))
        with monkeypatch.context() as m:
            m.setattr(relinking, "rebuild", lambda *_, **__: pytest.fail("one report needs no more"))
            catch_up(ledger)
        for n in range(3):
            ledger.add_reading(report(rng, f"more{n}"))
        done = []
        monkeypatch.setattr(relinking, "rebuild", lambda *_, **__: done.append("anew"))
        catch_up(ledger)
        assert done == ["anew"]


def test_after_an_erasure_nothing_of_the_report_is_kept_and_all_is_linked_anew(tmp_path: Path) -> None:
    rng = random.Random(4)
    with Ledger.open(tmp_path / "l.db", create=True) as ledger:
        for n in range(4):
            ledger.add_reading(report(rng, f"r{n}"))
        catch_up(ledger)
        ledger.redact(reports=["r1"], reason="asked for", by="ana")
        with ledger.relinking(writing=False) as now:
            assert not now.neighbours.of_reports(["r1"])
            assert not now.neighbours.sketches(["r1"])
            assert all(t.outlet.report != "r1" for t in now.totals())
        catch_up(ledger, few=0)
        followed = held(ledger)
        rebuild(ledger)
        assert followed == held(ledger)


def test_who_may_only_read_gets_totals_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(5)
    with Ledger.open(tmp_path / "l.db", create=True) as ledger:
        for n in range(8):
            ledger.add_reading(report(rng, f"r{n}"))
        rebuild(ledger)
        ledger.add_reading(report(rng, "one"))
        catch_up(ledger, few=0)
        assert ledger.tolls_stale()
        monkeypatch.setattr(rebuilding, "fresh_tolls", _refused)
        found = known(ledger).series()
        monkeypatch.undo()
        assert sorted(s.id for s in known(ledger).series()) == sorted(s.id for s in found) != []
        assert not ledger.tolls_stale()


def _refused(ledger: Ledger, **_: object) -> None:
    raise LedgerError(Issue("ledger-read-only", "no", Severity.ERROR, ledger.name))
