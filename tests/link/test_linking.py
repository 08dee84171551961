"""Which constructed accounts are linked, in our own words: what joins, what must not, and what reviewers decide."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.tellings import telling

from accordingto.link import explain, incident_id, link
from accordingto.link.weights import Weights
from accordingto.model.judgement import Judgement, Verdict
from accordingto.model.telling import Telling
from accordingto.model.where import Location

BAKERY = "a suicide bomber on a motorcycle killed people queueing outside a bakery"


def groups(*tellings: Telling, judgements: tuple[Judgement, ...] = ()) -> set[frozenset[str]]:
    return {frozenset(c) for c in link(tellings, judgements=judgements).clusters}


def judgement(id_: str, verdict: Verdict, subject: str, other: str | None = None, *, day: int = 1) -> Judgement:
    return Judgement(id_, verdict, subject, "ana", datetime(2024, 1, day, tzinfo=UTC), "I read both", other)


def test_one_bombing_told_by_three_outlets_is_one_incident() -> None:
    a = telling("a#i1", "Salihiah, Hasaka, Syria", quote=BAKERY, means="suicide-bomb", killed=16)
    b = telling(
        "b#i2",
        "al-Salihiyah, Hasakah, Syria",
        quote="16 died at a bakery in Salihiyah",
        means="suicide-bomb",
        killed=16,
    )
    c = telling(
        "c#i1", "Hasakeh, Syria", quote="a bomber on a motorcycle struck a bakery queue", means="explosion", killed=15
    )
    assert groups(a, b, c) == {frozenset({"a#i1", "b#i2", "c#i1"})}


@pytest.mark.parametrize(
    "other",
    [
        telling("b#i1", day="2020-02-24", quote="four farmers died under rockets", means="rocket", killed=4),
        telling("b#i1", "Brod, Vale, Syria", quote="four farmers died under rockets", means="rocket", killed=4),
        telling("b#i1", "Ostra, Vale, Mali", killed=3, quote="artillery fire took three lives"),
        telling("b#i1", quote="the army took the town", kind="control", means="clash"),
        telling("b#i1", "Syria", None, quote="dozens died in an air raid", means="airstrike", killed=40),
    ],
    ids=["days later", "another village", "another country", "ground taken", "vague account of something else"],
)
def test_unlike_incidents_stay_apart(other: Telling) -> None:
    assert groups(telling("a#i1", killed=2), other) == {frozenset({"a#i1"}), frozenset({"b#i1"})}


def test_two_incidents_that_one_report_tells_apart_are_never_one_through_a_third() -> None:
    morning = telling("a#i1", quote="a morning shell on the market killed two", killed=2)
    evening = telling("a#i2", quote="an evening shell on the market killed two", killed=2)
    other = telling("b#i1", quote="a shell on the market killed two", killed=2)
    joined = groups(morning, evening, other)
    assert not any({"a#i1", "a#i2"} <= g for g in joined)


def test_a_chain_of_likenesses_does_not_join_its_ends() -> None:
    """The vague account in the middle is like both ends; the ends, two tolls in two towns, are not like each other."""
    a = telling(
        "a#i1",
        "Ostra, Vale, Syria",
        quote="an air raid on the Ostra mill killed eleven workers",
        means="airstrike",
        killed=11,
    )
    b = telling("b#i1", "Vale, Syria", quote="an air raid killed people", means="airstrike")
    c = telling(
        "c#i1",
        "Brod, Vale, Syria",
        quote="an air raid on the Brod clinic killed thirty patients",
        means="airstrike",
        killed=30,
    )
    assert not any({"a#i1", "c#i1"} <= g for g in groups(a, b, c))


def test_an_account_without_a_day_joins_the_one_that_gives_it() -> None:
    a = telling(
        "a#i1", killed=7, injured=12, quote="a shell on the wool market killed seven buyers", published="2020-02-21"
    )
    b = telling(
        "b#i1",
        day=None,
        killed=7,
        injured=12,
        quote="seven buyers died when a shell hit the wool market",
        published="2020-02-21",
    )
    assert groups(a, b) == {frozenset({"a#i1", "b#i1"})}


def test_the_id_is_that_of_the_oldest_telling_and_later_reports_do_not_change_it() -> None:
    a, b = telling("z#i1", killed=9, published="2020-02-20"), telling("a#i1", killed=9, published="2020-02-21")
    before, after = link([a]), link([b, a])
    assert before.ids == after.ids == (incident_id("z#i1"),)
    # Were an older report to come, the former id would still find it.
    older = telling("m#i1", killed=9, published="2020-02-19", day="2020-02-20")
    found = link([a, b, older])
    assert found.ids == (incident_id("m#i1"),)
    assert found.find(incident_id("z#i1")) == found.find("z#i1") == found.find(found.ids[0]) == 0
    assert found.find("inc-nothing") is None


class TestJudgements:
    ALIKE = (telling("a#i1", killed=6), telling("b#i1", killed=6))
    UNLIKE = (
        telling("a#i1", killed=6),
        telling("b#i1", "Brod, Marsh, Mali", "2021-07-01", means="raid", kind="detained"),
    )

    def test_split_wins_over_any_score(self) -> None:
        split = judgement("j1", Verdict.SPLIT, "a#i1", "b#i1")
        assert len(groups(*self.ALIKE)) == 1
        assert len(groups(*self.ALIKE, judgements=(split,))) == 2

    def test_merge_wins_over_any_score_and_over_one_report_telling_both(self) -> None:
        merge = judgement("j1", Verdict.MERGE, "b#i1", "a#i1")
        assert len(groups(*self.UNLIKE)) == 2
        assert len(groups(*self.UNLIKE, judgements=(merge,))) == 1
        twice = (telling("a#i1", killed=6), telling("a#i2", killed=6))
        assert len(groups(*twice, judgements=(judgement("j1", Verdict.MERGE, "a#i1", "a#i2"),))) == 1

    def test_undo_restores_and_undoing_the_undo_restores_again(self) -> None:
        split = judgement("j1", Verdict.SPLIT, "a#i1", "b#i1")
        undo = judgement("j2", Verdict.UNDO, "j1", day=2)
        again = judgement("j3", Verdict.UNDO, "j2", day=3)
        assert len(groups(*self.ALIKE, judgements=(split, undo))) == 1
        assert len(groups(*self.ALIKE, judgements=(undo, again, split))) == 2

    def test_the_younger_of_two_about_one_pair_holds(self) -> None:
        split, merge = (
            judgement("j1", Verdict.SPLIT, "a#i1", "b#i1"),
            judgement("j2", Verdict.MERGE, "a#i1", "b#i1", day=2),
        )
        assert len(groups(*self.ALIKE, judgements=(merge, split))) == 1

    def test_merging_two_accounts_joins_their_whole_incidents(self) -> None:
        here = (telling("a#i1", killed=6), telling("b#i1", killed=6))
        there = tuple(telling(k, "Brod, Marsh, Mali", "2021-07-01", means="raid", killed=9) for k in ("c#i1", "d#i1"))
        merge = judgement("j1", Verdict.MERGE, "a#i1", "c#i1")
        assert len(groups(*here, *there)) == 2
        assert len(groups(*here, *there, judgements=(merge,))) == 1

    def test_an_older_judgement_that_contradicts_younger_ones_is_named_not_applied(self) -> None:
        three = (*self.ALIKE, telling("c#i1", killed=6))
        old = judgement("j1", Verdict.SPLIT, "a#i1", "c#i1", day=1)
        young = (
            judgement("j2", Verdict.MERGE, "a#i1", "b#i1", day=2),
            judgement("j3", Verdict.MERGE, "b#i1", "c#i1", day=2),
        )
        linking = link(three, judgements=(old, *young))
        assert len(linking.clusters) == 1
        assert linking.aside == (old,)

    def test_a_judgement_about_an_unknown_telling_changes_nothing(self) -> None:
        stray = judgement("j1", Verdict.MERGE, "a#i1", "gone#i9")
        assert groups(*self.ALIKE, judgements=(stray,)) == groups(*self.ALIKE)


class TestDoubt:
    """With weights under which every compared pair has the same score: which pairs a reviewer is shown."""

    A, B = telling("a#i1"), telling("b#i1", quote="nothing alike")

    def test_nearly_joined(self) -> None:
        linking = link([self.A, self.B], weights=Weights("flat", {"bias": -0.2}))
        assert len(linking.clusters) == 2
        (doubt,) = linking.doubtful
        assert (doubt.a, doubt.b, doubt.joined) == ("a#i1", "b#i1", False)
        assert doubt.chance == pytest.approx(0.45, abs=0.01)
        assert "time: same day" in doubt.observed

    def test_barely_joined(self) -> None:
        linking = link([self.A, self.B], weights=Weights("flat", {"bias": 0.2}))
        assert len(linking.clusters) == 1
        assert [d.joined for d in linking.doubtful] == [True]

    @pytest.mark.parametrize("bias", [-3.0, 3.0])
    def test_no_question_where_the_evidence_is_clear(self, bias: float) -> None:
        assert link([self.A, self.B], weights=Weights("flat", {"bias": bias})).doubtful == ()

    @pytest.mark.parametrize("verdict", [Verdict.SPLIT, Verdict.MERGE])
    def test_a_judged_pair_is_no_question_any_more(self, verdict: Verdict) -> None:
        judged = judgement("j1", verdict, "a#i1", "b#i1")
        flat = Weights("flat", {"bias": 0.2})
        assert link([self.A, self.B], weights=flat, judgements=(judged,)).doubtful == ()


class TestExplain:
    def test_evidence_adds_up_and_speaks_of_both(self) -> None:
        a = telling("a#i1", "Ostra, Vale, Syria", killed=9, actor="Vale army")
        b = telling("b#i1", "Vale, Syria", killed=9, actor="river brigades")
        why = explain(a, b)
        assert why.score == pytest.approx(why.bias + sum(e.weight for e in why.evidence))
        said = {e.what: (e.ours, e.theirs) for e in why.evidence}
        assert said["place: one inside the other"] == ("Ostra, Vale, Syria", "Vale, Syria")
        assert said["time: same day"] == ("2020-02-20", "2020-02-20")
        assert said["actor: other"] == ("Vale army", "river brigades")
        assert why.rule is None

    def test_it_is_the_same_from_either_side(self) -> None:
        a, b = telling("a#i1", killed=9), telling("b#i1", "Vale, Syria", day=None, injured=4, means="rocket")
        assert {(e.what, e.weight) for e in explain(a, b).evidence} == {
            (e.what, e.weight) for e in explain(b, a).evidence
        }
        assert explain(a, b).score == pytest.approx(explain(b, a).score)

    def test_it_names_what_decides_whatever_the_score(self) -> None:
        a, b = telling("a#i1"), telling("b#i1")
        split = judgement("j1", Verdict.SPLIT, "a#i1", "b#i1")
        assert explain(a, b, judgements=[split]).rule == "ana split them on 2024-01-01: I read both"
        assert explain(a, telling("a#i2")).rule == "one report tells them as two incidents"

    @pytest.mark.parametrize(("radius", "counts"), [(3.0, True), (80.0, False)])
    def test_distance_is_a_witness_only_where_names_differ_and_points_are_exact(
        self, radius: float, counts: bool
    ) -> None:
        here = pointed(telling("a#i1"), 35.0, 36.0)
        near = explain(here, pointed(telling("b#i1", "Brod, Vale, Syria"), 35.05, 36.0, radius))
        far = explain(here, pointed(telling("b#i1", "Lum, Vale, Syria"), 37.0, 38.0, radius))
        same = explain(here, pointed(telling("b#i1"), 35.0, 36.0))
        assert ("distance: under 10 km" in {e.what for e in near.evidence}) is counts
        assert (far.score < near.score) is counts
        assert not any(e.what.startswith("distance") for e in same.evidence)


def pointed(told: Telling, lat: float, lon: float, radius: float = 1.0) -> Telling:
    """The same account with a point for its place."""
    at = Location(lat, lon, radius, 1 if radius < 5 else 4, "made", "SY")
    claims = tuple(replace(c, place=replace(c.place, location=at) if c.place else None) for c in told.claims)
    return replace(told, claims=claims)
