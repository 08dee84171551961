"""Invariants of linking: order, copies and re-adding change nothing; incremental equals all at once; undo restores."""

import random
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.tellings import telling

from accordingto.link import Linker, blocking, link
from accordingto.link.blocking import Index, keys
from accordingto.link.cluster import FLOOR, cluster
from accordingto.link.compare import observe
from accordingto.link.profile import profile
from accordingto.model.judgement import Judgement, Verdict
from accordingto.model.telling import Telling

PLACES = (
    "Ostra, Vale, Syria",
    "al-Ostra, Vale, Syria",
    "Brod, Vale, Syria",
    "Vale, Syria",
    "Syria",
    "Brod, Mali",
    None,
)
DAYS = ("2020-02-20", "2020-02-21", "2020-02-25", None)
QUOTES = (
    "a shell on the wool market killed buyers", "an air raid on the mill killed workers", "gunmen shot at a bus",
    "buyers died when the wool market of Ostra was shelled", "the mill burned after a raid",
)  # fmt: skip


@st.composite
def worlds(draw: st.DrawFn) -> list[Telling]:
    n = draw(st.integers(2, 14))
    return [
        telling(
            f"r{k % max(2, n - 3)}#i{k}",
            draw(st.sampled_from(PLACES)),
            draw(st.sampled_from(DAYS)),
            quote=draw(st.sampled_from(QUOTES)),
            means=draw(st.sampled_from(("shelling", "airstrike", None))),
            killed=draw(st.sampled_from((None, 1, 7, 8, 40))),
            published=draw(st.sampled_from(("2020-02-21", "2020-02-22", None))),
        )
        for k in range(n)
    ]


@st.composite
def judged_worlds(draw: st.DrawFn) -> tuple[list[Telling], list[Judgement]]:
    world = draw(worlds())
    names = [t.key for t in world]
    made: list[Judgement] = []
    for k in range(draw(st.integers(0, 5))):
        at = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=k)
        kind = draw(st.sampled_from((Verdict.MERGE, Verdict.SPLIT, Verdict.UNDO)))
        if kind is Verdict.UNDO and made:
            made.append(Judgement(f"j{k}", kind, draw(st.sampled_from(made)).id, "ana", at, "slip"))
        elif kind is not Verdict.UNDO:
            a, b = draw(st.sampled_from(names)), draw(st.sampled_from(names))
            made.append(Judgement(f"j{k}", kind, a, "ana", at, "read", other=b))
    return world, made


@given(judged_worlds(), st.randoms())
@settings(max_examples=80, deadline=None)
def test_order_duplicates_and_readding_change_nothing(
    w: tuple[list[Telling], list[Judgement]], rng: random.Random
) -> None:
    world, judgements = w
    once = link(world, judgements=judgements)
    shuffled = [*world, *world[:3]]
    rng.shuffle(shuffled)
    mixed = judgements[:]
    rng.shuffle(mixed)
    assert link(shuffled, judgements=mixed) == once


@given(judged_worlds(), st.randoms())
@settings(max_examples=80, deadline=None)
def test_incremental_is_all_at_once(w: tuple[list[Telling], list[Judgement]], rng: random.Random) -> None:
    world, judgements = w
    linker = Linker()
    order = world[:]
    rng.shuffle(order)
    for t in order:
        linker.add([t])
        if rng.random() < 0.3:
            linker.judge(rng.sample(judgements, rng.randint(0, len(judgements))))
        if rng.random() < 0.3:
            # A telling that goes and comes back, and one that is read anew and then as before.
            linker.remove([t.key])
            linker.add([telling(t.key, "Lum, Hills, Mali", "2019-01-01")])
            linker.add([t])
    linker.judge(judgements)
    assert linker.linking() == link(world, judgements=judgements)
    gone = rng.sample(world, len(world) // 2)
    linker.remove(t.key for t in gone)
    assert linker.linking() == link([t for t in world if t not in gone], judgements=judgements)


@given(judged_worlds())
@settings(max_examples=80, deadline=None)
def test_judgements_win_and_undo_restores(w: tuple[list[Telling], list[Judgement]]) -> None:
    world, judgements = w
    linking = link(world, judgements=judgements)
    home = {k: n for n, c in enumerate(linking.clusters) for k in c}
    undone = set()
    in_force: dict[frozenset[str], Judgement] = {}
    for j in reversed(judgements):
        if j.id in undone:
            continue
        if j.verdict is Verdict.UNDO:
            undone.add(j.subject)
        elif j.other != j.subject and j not in linking.aside:
            in_force.setdefault(frozenset((j.subject, str(j.other))), j)
    for j in in_force.values():
        assert (home[j.subject] == home[str(j.other)]) is (j.verdict is Verdict.MERGE)
    later = datetime(2025, 1, 1, tzinfo=UTC)
    all_undone = [Judgement(f"u{j.id}", Verdict.UNDO, j.id, "ana", later, "back") for j in judgements]
    # Undoing an undo would bring its subject back; the judgements themselves are undone last.
    assert link(world, judgements=[*judgements, *all_undone]).clusters == link(world).clusters


@given(worlds())
@settings(max_examples=40, deadline=None)
def test_every_telling_stands_in_exactly_one_incident_and_ids_are_distinct(world: list[Telling]) -> None:
    linking = link(world)
    members = [k for c in linking.clusters for k in c]
    assert sorted(members) == sorted({t.key for t in world})
    assert len(set(linking.ids)) == len(linking.ids) == len(linking.clusters)
    report = {t.key: t.outlet.report for t in world}
    for c in linking.clusters:
        assert len({report[k] for k in c}) == len(c)


@given(worlds())
@settings(max_examples=40, deadline=None)
def test_observations_are_the_same_from_either_side(world: list[Telling]) -> None:
    profiles = [profile(t) for t in world]
    for p in profiles:
        for q in profiles:
            assert sorted(observe(p, q)) == sorted(observe(q, p))


@given(worlds(), st.sampled_from((1, 4, 30)))
@settings(max_examples=40, deadline=None)
def test_candidates_are_mutual_and_independent_of_order_when_blocks_overflow(world: list[Telling], limit: int) -> None:
    before = dict(blocking.LIMITS)
    blocking.LIMITS.update(dict.fromkeys(before, limit))
    try:
        one, two = Index(), Index()
        own = {t.key: keys(profile(t)) for t in world}
        for k, v in own.items():
            one.add(k, v)
        for k, v in reversed(own.items()):
            two.add(k, v)
        first = next(iter(own))
        two.remove(first)
        two.add(first, own[first])
        found = {k: one.candidates(k) for k in own}
        assert found == {k: two.candidates(k) for k in own}
        assert all(a in found[b] for a in found for b in found[a])
        assert Linker_equals_batch(world)
    finally:
        blocking.LIMITS.update(before)


def Linker_equals_batch(world: list[Telling]) -> bool:  # noqa: N802
    linker = Linker()
    for t in world:
        linker.add([t])
    return linker.linking() == link(world)


def brute(items: list[str], scores: dict[str, dict[str, float]], report: dict[str, str]) -> list[tuple[str, ...]]:
    """Average link as the textbook has it: every mean anew at every step."""
    groups = [[k] for k in sorted(items)]
    while True:
        best = None
        for i, g in enumerate(groups):
            for j in range(i + 1, len(groups)):
                h = groups[j]
                if {report[k] for k in g} & {report[k] for k in h}:
                    continue
                mean = sum(scores.get(a, {}).get(b, FLOOR) for a in g for b in h) / (len(g) * len(h))
                key = (-round(mean, 9), *sorted((g[0], h[0])))
                if mean > 0 and (best is None or key < best[0]):
                    best = (key, i, j)
        if best is None:
            return sorted(tuple(g) for g in groups)
        _, i, j = best
        groups[i] = sorted(groups[i] + groups.pop(j))


@given(st.integers(2, 9), st.randoms())
@settings(max_examples=100, deadline=None)
def test_clustering_is_average_link(n: int, rng: random.Random) -> None:
    items = [f"t{k}" for k in range(n)]
    scores: dict[str, dict[str, float]] = {k: {} for k in items}
    for i, a in enumerate(items):
        for b in items[i + 1 :]:
            if rng.random() < 0.7:
                scores[a][b] = scores[b][a] = round(rng.uniform(FLOOR, 6), 2)
    report = {k: f"r{rng.randrange(n)}" for k in items}
    assert cluster(items, scores, report) == brute(items, scores, report)


def test_a_new_report_touches_only_its_own_neighbourhood() -> None:
    linker = Linker()
    far = [telling(f"far{n}#i1", f"Town{n}, Marsh, Mali", "2019-05-05", means="raid") for n in range(30)]
    linker.add([*far, telling("a#i1", killed=5)])
    assert linker.add([telling("b#i1", killed=5)]) == {"a#i1", "b#i1"}
    assert linker.add([telling("b#i1", killed=5)]) == frozenset()
