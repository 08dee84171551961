"""Filters: each finds what its plain meaning says, the same in SQL as in Python; incidents come back as they were."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from accordingto.model import Actor, Period, Place, Source, Target, Time
from accordingto.model.linked import Aside, Dispute, Estimate, LinkedIncident, Position, TollPoint, TollSeries
from accordingto.model.values import Bounds
from accordingto.store import Filter, Ledger, Pair, incident_holds
from accordingto.store.queries import claim_holds
from tests.store.samples import reading

PLACES = ("Inkhil, Daraa, Syria", "Daraa, Syria", "Aden, Yemen", None)
DAYS = ((date(2020, 2, 1), date(2020, 2, 1)), (date(2020, 2, 1), date(2020, 2, 9)), (None, date(2020, 1, 5)), None)
SOURCES = ("the Syrian Observatory", "a 100% sure aide", None)

WANTED = [
    Filter(),
    Filter(place="Syria"),
    Filter(place="daraa"),
    Filter(place="Daraa, Syria"),
    Filter(place="Inkhil, Yemen"),
    Filter(start=date(2020, 2, 5)),
    Filter(end=date(2020, 1, 31)),
    Filter(start=date(2020, 2, 1), end=date(2020, 2, 1)),
    Filter(party="Turkey"),
    Filter(party="Northland"),
    Filter(source="observatory"),
    Filter(source="100% SURE"),
    Filter(source="1000"),
    Filter(source="a_100"),
    Filter(type="killed"),
    Filter(type="attack"),
    Filter(status="unjudged"),
    Filter(status="rejected"),
    Filter(report="r3"),
    Filter(publisher="Post"),
    Filter(means="shelling"),
    Filter(stance="denied"),
    Filter(text="people"),
    Filter(text='"3 people" KILLED'),
    Filter(text="3 killed people"),
    Filter(text='"killed people"'),
    Filter(text="killed OR NEAR -x *"),
    Filter(text='"'),
    Filter(place="Syria", party="Turkey", start=date(2020, 2, 2)),
]


@pytest.fixture
def world(ledger: Ledger) -> Ledger:
    for n, (path, days, source) in enumerate(product(PLACES, DAYS, SOURCES)):
        given = reading(f"r{n}", f"{n} people killed at post {n}.", publisher="Post" if n % 2 else None)
        claim = replace(
            given.claims[0],
            place=Place(None, None, path) if path else None,
            time=Time(None, None, Period(*days)) if days else None,
            source=Source(source, None, "monitor") if source else None,
            target=Target(None, None, "Turkey", None) if n % 3 else None,
            actor=Actor(None, None, "Turkey") if n % 5 == 0 else None,
            stance="denied" if n % 4 == 0 else "asserted",
        )
        ledger.add_reading(replace(given, claims=(claim,)))
    return ledger


def test_a_filter_finds_what_it_says(world: Ledger) -> None:
    held = [k for k in (world.reading(name) for name in world.reports()) if k is not None]
    for n, wanted in enumerate(WANTED):
        expected = [k.reading.report.id for k in held for s in k.standings if claim_holds(s, k.reading.report, wanted)]
        assert [c.report for c in world.claims(wanted, limit=None)] == expected, wanted
        assert world.count_claims(wanted) == len(expected)
        if n % 7 == 0:  # in memory, for a time that has no views
            assert [c.report for c in world.claims(wanted, reported_by=date(2021, 1, 1), limit=None)] == expected
    counts = [world.count_claims(w) for w in WANTED]
    assert len(set(counts)) >= 8 and 0 in counts, "the world tells the filters apart"


def test_what_is_common_is_found_as_what_is_rare(world: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    world.replace_views(incidents(world))

    def found() -> list[list[str]]:
        claims = [[c.anchor for c in world.claims(w, limit=None)] for w in WANTED]
        return claims + [[i.id for i in world.incidents(w, limit=None)] for w in WANTED if w.status is None]

    rare = found()
    monkeypatch.setattr("accordingto.store.queries._MANY", 1)
    monkeypatch.setattr("accordingto.store.fulltext._MANY", 1)
    assert found() == rare
    monkeypatch.setattr("accordingto.store.queries._FEW", 1)
    assert found() == rare


def test_pages_of_results_join_to_the_whole(world: Ledger) -> None:
    whole = [c.report for c in world.claims(limit=None)]
    pages = [c.report for offset in range(0, len(whole), 7) for c in world.claims(limit=7, offset=offset)]
    assert pages == whole


def incidents(ledger: Ledger) -> list[LinkedIncident]:
    """One incident for each telling, and one of two."""
    by_report = {t.outlet.report: t for t in ledger.tellings()}
    out = []
    for n, t in enumerate(by_report.values()):
        if n == 1:  # told by the first incident, beside its own
            continue
        told = (t, by_report["r1"]) if n == 0 else (t,)
        position = Position(
            "Turkey", "the mayor", "asserted", ("r1/c1",), ("footage",), ("r1",), date(2020, 2, 1), None
        )
        out.append(
            LinkedIncident(
                f"inc-{n}", "a shelling", "shelling" if n % 2 else None, t.claims[0].place and t.claims[0].place.path,
                t.claims[0].time.period if t.claims[0].time else Period(), told,
                (Estimate("killed", Bounds(n, n, None), "latest", used=("r1/c1",), aside=(Aside("r2/c1", "older"),)),),
                (Dispute("responsibility", "who", (position,)),) if n % 3 == 0 else (), 36.1, 37.2, ("note",), "rules",
                "grade",
            )
        )  # fmt: skip
    return out


def test_incidents_come_back_as_they_were_and_are_found(world: Ledger) -> None:
    given = incidents(world)
    world.replace_views(given, [Pair("r1#i1", "r2#i1", -0.2, detail={"why": "x"}), Pair("r3#i1", "r4#i1", 2.0)])
    assert not world.stale()
    assert world.incident("inc-0") == given[0] and world.incident("nope") is None
    assert world.incident_of("r5#i1") == "inc-5"
    assert [p.a for p in world.pairs()] == ["r1#i1", "r3#i1"]
    wanted = [*WANTED, Filter(contested=True), Filter(contested=False), Filter(type="shelling")]
    texts = {i.id: [world.text(r) or "" for r in i.reports] for i in given}
    for w in (w for w in wanted if w.status is w.means is w.stance is None):
        expected = {i.id for i in given if incident_holds(i, w, texts[i.id])}
        assert {i.id for i in world.incidents(w, limit=None)} == expected, w
        assert world.count_incidents(w) == len(expected)
    row = world.incidents(Filter(report="r7"))[0]
    assert (row.killed, row.contested, row.payload["grade"]) == (Bounds(7, 7, None), False, "grade")
    world.add_reading(reading("new"))
    assert world.stale()


def test_some_incidents_anew(world: Ledger) -> None:
    given = incidents(world)
    world.replace_views(given)
    two, three = (next(i for i in given if i.id == name) for name in ("inc-2", "inc-3"))
    moved = replace(two, what="changed", tellings=(*two.tellings, *three.tellings))
    with world.relinking() as now:
        now.update([moved], ["inc-3"], (), ())
    assert world.incident("inc-2") == moved and world.incident("inc-3") is None
    assert world.incident_of("r3#i1") == "inc-2"
    assert world.count_incidents() == len(given) - 1


def test_totals_come_back_as_they_were(ledger: Ledger) -> None:
    point = TollPoint("r1/c1", date(2020, 2, 1), Bounds.exact(15), Bounds.exact(2), ("inc-1",), ("decrease",))
    series = TollSeries(
        "t1", "the ministry", "killed", "Turkey", None, None, "Syria", date(2020, 2, 1), (point,), ("t2",)
    )
    ledger.replace_views((), (), [series])
    assert ledger.tolls() == [series]


def test_a_link_judged_split_leaves_no_telling_of_a_report_that_went(world: Ledger) -> None:
    world.replace_views(incidents(world))
    world.redact(reports=["r1"], reason="asked", by="ana")
    assert world.incident("inc-0") is None and world.incident("inc-2") is not None
    assert world.count_incidents(Filter(report="r1")) == 0
