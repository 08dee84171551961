"""The scores of linking against worked examples, and gold turned into tellings."""

from typing import Any

import pytest

from accordingto.evaluate.linking import align, cluster_of, pairs_within, pairwise, tellings_of
from accordingto.evaluate.measures import b_cubed

GOLD = {"a": "x", "b": "x", "c": "y", "d": "y", "e": "e"}


def test_b_cubed_of_a_worked_example() -> None:
    made = {"a": "1", "b": "1", "c": "1", "d": "2", "e": "3"}
    score = b_cubed(GOLD, made)
    # a, b: 2 of 3 right, all found; c: 1 of 3, half found; d: right, half found; e: right.
    assert score.p == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)
    assert score.r == pytest.approx((1 + 1 + 0.5 + 0.5 + 1) / 5)
    assert b_cubed(GOLD, GOLD).f1 == 1


def test_an_item_that_was_not_found_counts_as_wholly_wrong() -> None:
    made: dict[str, str | None] = {**GOLD, "e": None}
    assert b_cubed(GOLD, made).f1 == pytest.approx(4 / 5)
    assert b_cubed(GOLD, made, over=["a", "b"]).f1 == 1


def test_pairs_are_counted_where_they_are_looked_for() -> None:
    made: dict[str, str | None] = {"a": "1", "b": "1", "c": "2", "d": "3", "e": "2"}
    everywhere = pairwise(GOLD, made, among=GOLD)
    assert (everywhere.right, everywhere.spurious, everywhere.missed) == (1, 1, 1)
    only_x = pairwise(GOLD, made, among=["a", "b"])
    assert (only_x.right, only_x.spurious, only_x.missed) == (1, 0, 0)
    assert pairs_within({"a": "1", "b": "1", "c": None, "d": None}) == {("a", "b")}


def test_clusters_as_a_mapping() -> None:
    assert cluster_of([("a", "b"), ("c",)]) == {"a": "a", "b": "a", "c": "c"}


def claim(id_: str, quote: str, incident: str | None, kind: str = "killed") -> dict[str, Any]:
    return {"id": id_, "type": kind, "quote": quote, "trigger": kind, "incident": incident}


TEXT = "A shell killed two men in Ostra. Later a mine wounded a boy near Brod."


def record(*claims: dict[str, Any]) -> dict[str, Any]:
    incidents = [
        {"id": i, "place": "Ostra, Syria", "start": "2020-02-20", "end": "2020-02-19", "killed": None, "injured": None}
        for i in dict.fromkeys(c["incident"] for c in claims if c["incident"])
    ]
    return {"report": "r", "claims": list(claims), "incidents": incidents}


def test_incidents_are_answered_by_what_shares_most_of_their_claims() -> None:
    gold = record(claim("c1", "killed two men", "i1"), claim("c2", "wounded a boy", "i2", "injured"))
    apart = record(claim("c1", "A shell killed two men", "i7"), claim("c2", "a mine wounded a boy", "i9", "injured"))
    merged = record(claim("c1", "A shell killed two men", "i1"), claim("c2", "a mine wounded a boy", "i1", "injured"))
    nothing = record(claim("c1", "near Brod", "i1", "attack"))
    assert align(gold, apart, TEXT) == {"i1": "i7", "i2": "i9"}
    assert align(gold, merged, TEXT) == {"i1": "i1", "i2": "i1"}
    assert align(gold, nothing, TEXT) == {}


def test_gold_as_tellings_carries_the_report_s_words_only() -> None:
    gold = record(claim("c1", "killed two men", "i1"), claim("c2", "wounded a boy", None, "injured"))
    gold["incidents"][0]["what"] = "the annotator's own words"
    (told,) = tellings_of(gold, {"report": "r", "text": TEXT, "published": "2020-02-21", "publisher": "Herald"})
    assert told.key == "r#i1" and [c.id for c in told.claims] == ["c1"]
    assert told.incident.what == "killed two men"
    # A gold period that ends before it starts is taken as its first day.
    assert told.incident.period.start == told.incident.period.end
