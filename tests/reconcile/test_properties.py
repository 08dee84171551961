"""What holds of any set of tellings: order, copies and hearing a thing twice change no estimate."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reconcile.worlds import CIVILIANS, world, worlds

from accordingto.model.linked import LinkedIncident
from accordingto.reconcile.incident import reconcile
from accordingto.reconcile.rules import available, built_in

SEEDS = st.integers(0, 10_000)
RULES = st.sampled_from(available())


def figures(i: LinkedIncident) -> list[object]:
    return [(e.measure, e.party, e.kind, e.group, e.bounds, e.sources) for e in i.estimates]


@settings(max_examples=40, deadline=None)
@given(SEEDS, RULES, st.randoms())
def test_order_changes_nothing(seed: int, rules: str, shuffled: random.Random) -> None:
    told = world(random.Random(seed)).tellings
    other = list(told)
    shuffled.shuffle(other)
    assert reconcile("x", told, built_in(rules)) == reconcile("x", other, built_in(rules))


@settings(max_examples=40, deadline=None)
@given(SEEDS, RULES)
def test_hearing_a_report_twice_changes_nothing(seed: int, rules: str) -> None:
    told = world(random.Random(seed)).tellings
    assert reconcile("x", [*told, *told], built_in(rules)) == reconcile("x", told, built_in(rules))


@settings(max_examples=40, deadline=None)
@given(SEEDS, RULES)
def test_a_copy_of_every_report_changes_no_figure(seed: int, rules: str) -> None:
    told = world(random.Random(seed)).tellings
    copies = [
        replace(
            t, outlet=replace(t.outlet, report=f"copy-{t.outlet.report}", origin=t.outlet.origin or t.outlet.report)
        )
        for t in told
    ]
    assert figures(reconcile("x", [*told, *copies], built_in(rules))) == figures(reconcile("x", told, built_in(rules)))


@settings(max_examples=60, deadline=None)
@given(SEEDS, RULES)
def test_every_figure_is_in_order_and_answers_for_itself(seed: int, rules: str) -> None:
    w = world(random.Random(seed))
    got = reconcile("x", w.tellings, built_in(rules))
    named = {f"{t.outlet.report}/{c.id}" for t in w.tellings for c in t.claims}
    whole = got.estimate("killed")
    for e in got.estimates:
        known = [v for v in (e.bounds.low, e.bounds.best, e.bounds.high) if v is not None]
        assert known == sorted(known)
        assert e.rule.startswith(rules)
        assert set(e.used) <= named and {a.claim for a in e.aside} <= named
        assert not set(e.used) & {a.claim for a in e.aside}
        assert all(a.reason for a in e.aside)
        assert bool(e.used) == e.bounds.numeric
        assert e.sources <= len(e.used)
        assert whole is not None
        assert whole.bounds.low is None or e.bounds.low is None or e.bounds.low <= whole.bounds.low
    spoken = {c for e in got.estimates for c in (*e.used, *(a.claim for a in e.aside))}
    assert spoken == named


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_a_total_never_changes_a_figure(seed: int) -> None:
    w = world(random.Random(seed))
    with_totals = [
        replace(t, claims=(*t.claims, *(x.claim for x in w.tolls if x.outlet.report == t.outlet.report)), around=())
        for t in w.tellings
    ]
    without = [replace(t, around=()) for t in w.tellings]
    got, plain = (reconcile("x", ts, built_in("ucdp")) for ts in (with_totals, without))
    assert figures(got) == figures(plain)


@pytest.mark.parametrize(("rules", "least"), [("ucdp", 0.95), ("acled", 0.9)])
def test_the_truth_lies_inside_where_an_independent_source_counted(rules: str, least: float) -> None:
    inside = counted = 0
    for w in worlds(150, seed=7):
        got = reconcile("x", w.tellings, built_in(rules))
        if not set(w.truth) <= w.counted:
            continue
        counted += 1
        e = got.estimate("killed")
        inside += e is not None and e.bounds.contains(w.killed)
    assert counted > 50
    assert inside / counted >= least


def test_civilians_are_a_side_of_their_own() -> None:
    some = [w for w in worlds(40, seed=3) if w.truth.get(CIVILIANS) and CIVILIANS in w.counted]
    assert some
    for w in some:
        assert reconcile("x", w.tellings, built_in("ucdp")).estimate("killed", kind="civilian") is not None
