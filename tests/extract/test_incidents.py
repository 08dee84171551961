import random
import time
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from accordingto.extract.incidents import average_link, candidate_pairs, group_claims
from accordingto.extract.tolls import toll_checks
from accordingto.model import Actor, Bounds, Claim, Count, Period, Place, Source, Span, Target, Time

MARKET = (
    "Strike on market kills six\n\nAt least six people were killed when warplanes struck a market in Orda on Monday, "
    "the Valley Monitor said. Two children were among the dead. Another ten people were injured in the strike.\n\n"
    "Separately, gunmen killed a teacher in Velm on Sunday, police said."
)


def make(text: str, id_: str, kind: str, quote: str, **slots: Any) -> Claim:
    at = text.index(quote)
    span = Span(at, at + len(quote))
    words, bounds = slots.pop("count", (None, None))
    count = None
    if words is not None:
        begin = text.index(words, at)
        count = Count(words, Span(begin, begin + len(words)), bounds)
    if "actor" in slots:
        slots["actor"] = Actor(None, None, slots["actor"])
    if "place" in slots:
        slots["place"] = Place(None, None, slots["place"])
    if "day" in slots:
        slots["time"] = Time(None, None, Period.day(slots.pop("day")))
    if "source" in slots:
        slots["source"] = Source(slots["source"], None, "monitor")
    if "target" in slots:
        slots["target"] = Target(None, None, *slots["target"])
    return Claim(id_, kind, quote, span, quote.split()[0], Span(at, at), count=count, **slots)


MONDAY, SUNDAY = date(2020, 1, 6), date(2020, 1, 5)
ORDA, VELM = {"place": "Orda, Testland", "day": MONDAY}, {"place": "Velm, Testland", "day": SUNDAY}


def market_claims() -> list[Claim]:
    six, two = Bounds.exact(6), Bounds.exact(2)
    monitor = {"source": "the Valley Monitor"}
    return [
        make(MARKET, "c1", "attack", "Strike on market", means="airstrike"),
        make(MARKET, "c2", "killed", "kills six", count=("six", six), means="airstrike"),
        make(
            MARKET, "c3", "killed", "At least six people were killed", count=("At least six", Bounds.at_least(6)),
            means="airstrike", **ORDA, **monitor,
        ),
        make(
            MARKET, "c4", "attack", "warplanes struck a market in Orda", means="airstrike", actor="Northland",
            **ORDA, **monitor,
        ),
        make(
            MARKET, "c5", "killed", "Two children were among the dead", count=("Two", two), means="airstrike",
            target=(None, "civilian", ("children",)), **monitor,
        ),
        make(
            MARKET, "c6", "injured", "Another ten people were injured in the strike", count=("ten", Bounds.exact(10)),
            means="airstrike",
        ),
        make(
            MARKET, "c7", "killed", "gunmen killed a teacher in Velm", count=("a", Bounds.exact(1)), means="small-arms",
            actor="unknown gunmen", source="police", **VELM,
        ),
    ]  # fmt: skip


def test_title_lead_and_later_mentions_are_one_incident_and_the_rest_another() -> None:
    claims, incidents = group_claims(market_claims(), MARKET)
    assert [c.incident for c in claims] == ["i1"] * 6 + ["i2"]
    market, shooting = incidents
    assert (market.place, market.period.start) == ("Orda, Testland", MONDAY)
    assert (shooting.place, shooting.killed) == ("Velm, Testland", Bounds.exact(1))
    assert market.claims == ("c1", "c2", "c3", "c4", "c5", "c6")
    assert len(market.what.split()) <= 10


def test_parts_are_not_added_and_the_hedge_of_the_body_wins() -> None:
    _, (market, _) = group_claims(market_claims(), MARKET)
    assert market.killed == Bounds.at_least(6)
    assert market.killed_from == ("c2", "c3")
    assert market.injured == Bounds.exact(10)


def test_totals_and_acts_belong_to_no_incident() -> None:
    claims = market_claims()
    claims[1] = replace(claims[1], scope="cumulative")
    claims[3] = replace(claims[3], type="act", act="MOBILIZE")
    claims[0] = replace(claims[0], stance="planned")
    grouped, incidents = group_claims(claims, MARKET)
    assert [grouped[k].incident for k in (0, 1, 3)] == [None, None, None]
    assert "c2" not in incidents[0].killed_from


def test_a_report_without_claims_has_no_incidents() -> None:
    assert group_claims((), MARKET) == ((), ())
    assert group_claims((), "") == ((), ())


def test_grouping_twice_changes_nothing() -> None:
    once = group_claims(market_claims(), MARKET)
    assert group_claims(once[0], MARKET) == once


def tolls_of(*rows: tuple[str, Bounds, dict[str, Any]]) -> Bounds | None:
    """The killed of one incident that is told in these sentences and nothing else."""
    text = " ".join(f"{row[0]}." for row in rows)
    claims = []
    for k, (sentence, bounds, slots) in enumerate(rows, start=1):
        slots = {"day": MONDAY, "place": "Orda, Testland", "means": "airstrike", **slots}
        claims.append(make(text, f"c{k}", "killed", sentence, count=(slots.pop("words"), bounds), **slots))
    _, incidents = group_claims(claims, text)
    assert len(incidents) == 1
    return incidents[0].killed


def test_rival_figures_stay_a_range() -> None:
    killed = tolls_of(
        ("Officials said 12 villagers died", Bounds.exact(12), {"words": "12", "source": "officials"}),
        ("Doctors said 15 villagers died", Bounds.exact(15), {"words": "15", "source": "doctors"}),
    )
    assert killed == Bounds(12, 12, 15)


def test_an_open_top_figure_leaves_the_range_open() -> None:
    killed = tolls_of(
        ("Officials said 12 villagers died", Bounds.exact(12), {"words": "12", "source": "officials"}),
        ("Doctors said at least 15 villagers died", Bounds.at_least(15), {"words": "at least 15", "source": "doctors"}),
    )
    assert killed == Bounds(12, 12, None)


def test_neighbours_that_add_up_to_the_total_are_its_parts() -> None:
    killed = tolls_of(
        ("The strike killed 28 fighters", Bounds.exact(28), {"words": "28"}),
        ("The strike killed 11 northern fighters", Bounds.exact(11), {"words": "11"}),
        ("The strike killed 17 southern fighters", Bounds.exact(17), {"words": "17"}),
    )
    assert killed == Bounds.exact(28)


def test_the_dead_of_two_sides_are_summed_where_no_total_is_given() -> None:
    killed = tolls_of(
        ("The clash killed 30 rebels", Bounds.exact(30), {"words": "30", "target": ("Rebels", "combatant")}),
        ("The army lost 3 soldiers in the clash", Bounds.exact(3), {"words": "3", "target": ("Army", "combatant")}),
    )
    assert killed == Bounds.exact(33)


def test_up_to_never_becomes_a_figure() -> None:
    killed = tolls_of(("Up to 50 fighters died in the strike", Bounds.up_to(50), {"words": "Up to 50"}))
    assert killed == Bounds(None, None, 50)


BLAME = (
    "A strike hit Orda on Monday. Rebels fired on Orda, the ministry said. It may have been Northland, a witness said."
)


def blame(*claims: Claim) -> list[tuple[str, str | None, str]]:
    _, incidents = group_claims(claims, BLAME)
    return [(r.party, r.said_by, r.stance) for i in incidents for r in i.responsible]


def test_rival_attributions_stay_side_by_side() -> None:
    slots = {"means": "shelling", **ORDA}
    told = blame(
        make(BLAME, "c1", "attack", "A strike hit Orda", **slots),
        make(BLAME, "c2", "attack", "Rebels fired on Orda", actor="Rebels", source="the ministry", **slots),
        make(
            BLAME, "c3", "attack", "It may have been Northland", actor="Northland", source="a witness",
            stance="possible", **slots,
        ),
    )  # fmt: skip
    assert told == [("Rebels", "the ministry", "asserted"), ("Northland", "a witness", "possible")]


def test_a_hedged_doer_is_not_asserted_by_the_harm() -> None:
    told = blame(
        make(BLAME, "c1", "attack", "Rebels fired on Orda", actor="Rebels", stance="possible", **ORDA),
        make(BLAME, "c2", "killed", "Rebels fired on Orda", actor="Rebels", **ORDA),
    )
    assert told == [("Rebels", None, "possible")]


def test_a_deadly_attack_without_a_doer_is_of_unknown_hand() -> None:
    attack = make(BLAME, "c1", "attack", "A strike hit Orda", **ORDA)
    killed = make(BLAME, "c2", "killed", "hit Orda", count=("Orda", Bounds.exact(1)), **ORDA)
    assert blame(attack, killed) == [("unknown", None, "asserted")]
    assert blame(attack) == []


def total_of(bounds: Bounds, **slots: Any) -> Claim:
    return make(MARKET, "c9", "killed", "Separately", count=("Separately", bounds), scope="cumulative", **slots)


@pytest.mark.parametrize(
    ("slots", "explained", "unexplained"),
    [
        ({}, Bounds.at_least(7), Bounds(None, 8, 8)),
        ({"place": "Velm, Testland"}, Bounds.exact(1), Bounds.exact(14)),
        ({"day": SUNDAY}, Bounds.exact(1), Bounds.exact(14)),
        ({"target": ("Northland", "combatant")}, None, Bounds.exact(15)),
    ],
    ids=["all", "by place", "by time", "another side"],
)
def test_a_running_total_is_checked_and_never_added(
    slots: dict[str, Any], explained: Bounds | None, unexplained: Bounds
) -> None:
    claims, incidents = group_claims([*market_claims(), total_of(Bounds.exact(15), **slots)], MARKET)
    assert sum(i.killed.best or 0 for i in incidents if i.killed) == 7
    (check,) = toll_checks(claims, incidents)
    assert (check.claim, check.stated) == ("c9", Bounds.exact(15))
    assert (check.explained, check.unexplained) == (explained, unexplained)
    assert check.to_dict()["unexplained"]["high"] == unexplained.high


def test_a_total_smaller_than_its_incidents_does_not_hold() -> None:
    claims, incidents = group_claims([*market_claims(), total_of(Bounds.exact(3))], MARKET)
    (check,) = toll_checks(claims, incidents)
    assert check.holds is False
    assert check.unexplained.high == 0


@given(st.integers(0, 12), st.randoms(use_true_random=False))
def test_average_link_partitions_whatever_the_scores(n: int, rng: random.Random) -> None:
    scores = {p: rng.uniform(-3, 3) for p in candidate_pairs(n) if rng.random() < 0.8}
    groups = average_link(n, scores)
    assert sorted(k for g in groups for k in g) == list(range(n))
    assert [g[0] for g in groups] == sorted(g[0] for g in groups)
    where = {k: i for i, g in enumerate(groups) for k in g}
    for i, a in enumerate(groups):
        for j in range(i + 1, len(groups)):
            between = [s for (x, y), s in scores.items() if {where[x], where[y]} == {i, j}]
            assert not between or sum(between) <= 1e-9, (a, groups[j])


@given(st.lists(st.sampled_from(market_claims()), max_size=10), st.text(max_size=80))
def test_any_claims_with_any_text_are_grouped_without_error(claims: list[Claim], text: str) -> None:
    grouped, incidents = group_claims(claims, text)
    assert len(grouped) == len(claims)
    assert {c.incident for c in grouped} <= {i.id for i in incidents} | {None}


@example([(0, "exact"), (0, "at_least")])
@given(st.lists(st.tuples(st.integers(0, 40), st.sampled_from(["exact", "at_least", "up_to", "about"])), min_size=1))
def test_tolls_of_any_figures_are_in_order(figures: list[tuple[int, str]]) -> None:
    base = market_claims()[2]
    assert base.count is not None
    claims = [
        replace(base, id=f"c{k}", count=replace(base.count, bounds=getattr(Bounds, how)(n)))
        for k, (n, how) in enumerate(figures)
    ]
    _, incidents = group_claims(claims, MARKET)
    assert any(i.killed is not None for i in incidents)


def test_thousands_of_claims_do_not_hang() -> None:
    base = market_claims()
    claims = [replace(base[k % len(base)], id=f"c{k}") for k in range(1500)]
    begin = time.perf_counter()
    group_claims(claims, MARKET)
    assert time.perf_counter() - begin < 15


def test_what_an_incident_is_called_ends_with_no_word_left_hanging() -> None:
    text = "warplanes struck a market and two houses near the centre of the town of Orda"
    _, (incident,) = group_claims([make(text, "c1", "attack", text, **ORDA)], text)
    assert incident.what == "warplanes struck a market and two houses near the centre"
