import json
from pathlib import Path
from typing import Any

import pytest

from accordingto.evaluate.agree import agrees, value_of
from accordingto.evaluate.measures import F1, b_cubed
from accordingto.evaluate.report import corpora, fault_counts, table
from accordingto.evaluate.score import by_corpus, load, score

TEXT = "The ministry said 12 people were killed in a strike on Orda on Monday and 3 were hurt."


def claim(kind: str, quote: str, **slots: Any) -> dict[str, Any]:
    return {
        "id": "c",
        "type": kind,
        "quote": quote,
        "stance": "asserted",
        "scope": "incident",
        "incident": "i1",
        **slots,
    }


KILLED = claim(
    "killed",
    "12 people were killed",
    count={"text": "12", "low": 12, "best": 12, "high": 12},
    source={"text": "The ministry", "kind": "government"},
)
ATTACK = claim("attack", "a strike on Orda", means="airstrike", place={"text": "Orda", "path": "Orda, Testland"})
INJURED = claim("injured", "3 were hurt", count={"text": "3", "low": 3, "best": 3, "high": 3})
INCIDENT = {
    "id": "i1",
    "killed": {"low": 12, "best": 12, "high": 12},
    "responsible": [{"party": "Northern army", "said_by": None, "stance": "asserted"}],
}
GOLD = {"mini-1": {"report": "mini-1", "claims": [KILLED, ATTACK, INJURED], "incidents": [INCIDENT]}}
DOCS = {"mini-1": {"report": "mini-1", "text": TEXT}}


def predict(*claims: dict[str, Any], incidents: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    listed = [INCIDENT] if incidents is None else incidents
    return {"mini-1": {"report": "mini-1", "claims": list(claims), "incidents": listed}}


def test_gold_against_itself_is_perfect() -> None:
    figures = score(GOLD, GOLD, DOCS).metrics()
    for name in ("strict", "found", "slots", "incidents B3", "toll", "blame"):
        assert figures[name] == 1.0, name


def test_nothing_predicted_scores_nothing() -> None:
    result = score(GOLD, {}, DOCS)
    assert result.found["harm"] == F1(0, 0, 2)
    assert result.toll.to_dict() == {"share": 0.0, "n": 1}
    assert {f.kind for f in result.faults} == {"missed"}


def test_a_wrong_bound_costs_the_slot_and_the_strict_point() -> None:
    wrong = {**KILLED, "count": {"text": "12", "low": 12, "best": 12, "high": None}}
    result = score(GOLD, predict(wrong, ATTACK, INJURED), DOCS)
    assert result.slots["count"] == F1(1, 1, 1)
    assert result.strict == F1(1, 1, 1)
    assert [f.kind for f in result.faults] == ["slot count"]


def test_default_stance_counts_for_nothing_and_another_does() -> None:
    assert score(GOLD, GOLD, DOCS).slots["stance"] == F1()
    denied = {**INJURED, "stance": "denied"}
    assert score(GOLD, predict(KILLED, ATTACK, denied), DOCS).slots["stance"] == F1(0, 1, 0)


def test_pairs_need_the_same_type_and_overlapping_evidence() -> None:
    elsewhere = {**KILLED, "quote": "on Monday"}
    assert score(GOLD, predict(elsewhere), DOCS).found["harm"] == F1(0, 1, 2)
    assert score(GOLD, predict({**KILLED, "type": "injured"}), DOCS).found["harm"].right == 0


def test_splitting_an_incident_costs_recall_of_grouping() -> None:
    result = score(GOLD, predict(KILLED, {**ATTACK, "incident": "i2"}, {**INJURED, "incident": None}), DOCS)
    assert (result.b3.p, round(result.b3.r, 3)) == (1.0, 0.333)


def test_blame_needs_the_same_stance() -> None:
    hedged = {**INCIDENT, "responsible": [{"party": "the Northern army", "said_by": None, "stance": "possible"}]}
    assert score(GOLD, predict(KILLED, incidents=[hedged]), DOCS).blame == F1(0, 1, 1)
    named = {**INCIDENT, "responsible": [{"party": "the Northern army", "said_by": "x", "stance": "asserted"}]}
    assert score(GOLD, predict(KILLED, incidents=[named]), DOCS).blame == F1(1, 0, 0)


@pytest.mark.parametrize(
    ("slot", "gold", "predicted", "right"),
    [
        ("count", {"vague": "dozens"}, {"text": "dozens of"}, True),
        ("count", {"text": "12", "low": 12}, {"text": "12"}, False),
        ("place", {"text": "the town", "path": "Orda, Testland"}, {"text": "Orda"}, True),
        ("place", {"text": "Orda", "path": "Orda, Testland"}, {"text": "Testland"}, False),
        ("time", {"text": "Monday", "start": "2020-01-06", "end": "2020-01-06"}, {"text": "Monday"}, False),
        ("time", {"text": "last Monday"}, {"text": "Monday"}, True),
        ("actor", {"text": "regime troops"}, {"party": "the government army"}, True),
        ("source", {"text": "the ministry"}, {"text": "a witness"}, False),
        ("means", "drone", "missile", False),
    ],
)
def test_agreement_of_slots(slot: str, gold: Any, predicted: Any, right: bool) -> None:
    assert agrees(slot, gold, predicted) is right


def test_an_object_of_empty_fields_is_an_empty_slot() -> None:
    assert value_of({"place": {"text": "", "path": None}}, "place") is None
    assert value_of({"stance": None}, "stance") == "asserted"


def test_b_cubed_of_one_lump() -> None:
    result = b_cubed({1: "a", 2: "a", 3: "b", 4: "b"}, dict.fromkeys((1, 2, 3, 4), "x"))
    assert (result.p, result.r) == (0.5, 1.0)


def test_corpora_are_told_by_the_prefix() -> None:
    gold = {**GOLD, "other-1": {**GOLD["mini-1"], "report": "other-1"}}
    docs = {**DOCS, "other-1": {"report": "other-1", "text": TEXT}}
    scores = by_corpus(gold, GOLD, docs)
    assert list(scores) == ["mini", "other"]
    assert (scores["mini"].metrics()["found"], scores["other"].metrics()["found"]) == (1.0, 0.0)
    assert "other" in corpora(scores)


def test_tables_name_every_measure() -> None:
    result = score(GOLD, predict(KILLED), DOCS)
    text = table("mini", result)
    for name in ("strict harm+loss", "found control", "slot time", "incidents B3", "toll exactly right", "blame"):
        assert name in text
    assert "missed" in fault_counts(result)


def test_load_names_the_line_that_is_no_record(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"report": "x"}) + "\n\n{}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="a.jsonl:3"):
        load(path)
