import json
from pathlib import Path

import pytest

from accordingto.evaluate.gate import (
    EPSILON,
    Corpus,
    Floors,
    RegressionRefusedError,
    check,
    load_floors,
    save_floors,
    update,
)

CORPUS = Corpus("aa", "bb", 3)
PINNED = Floors(CORPUS, EPSILON, {"strict": 0.5, "toll": 0.7})


def test_passes_at_the_floor_and_within_noise() -> None:
    assert check({"strict": 0.5, "toll": 0.7}, CORPUS, PINNED) == []
    assert check({"strict": 0.5 - EPSILON / 2, "toll": 0.9}, CORPUS, PINNED) == []


def test_fails_below_floor_minus_noise() -> None:
    (failure,) = check({"strict": 0.5 - 2 * EPSILON, "toll": 0.7}, CORPUS, PINNED)
    assert failure.startswith("strict:")


@pytest.mark.parametrize(
    "metrics",
    [{"strict": 0.9}, {"strict": 0.9, "toll": 0.9, "new": 0.1}, {"strict": 0.9, "toll": float("nan")}],
    ids=["unmeasured", "unpinned", "not-a-number"],
)
def test_nothing_passes_by_being_absent(metrics: dict[str, float]) -> None:
    assert len(check(metrics, CORPUS, PINNED)) == 1


def test_other_data_fail_even_with_better_figures() -> None:
    (failure,) = check({"strict": 0.9, "toll": 0.9}, Corpus("aa", "cc", 3), PINNED)
    assert "data" in failure


def test_update_raises_floors_and_keeps_those_lower_by_noise() -> None:
    new = update({"strict": 0.6, "toll": 0.7 - EPSILON / 2}, CORPUS, PINNED)
    assert new.floors == {"strict": 0.6, "toll": 0.7}


def test_update_refuses_to_lower_a_floor_without_leave() -> None:
    with pytest.raises(RegressionRefusedError, match="strict 0.5000 -> 0.4000"):
        update({"strict": 0.4, "toll": 0.7}, CORPUS, PINNED)
    with pytest.raises(RegressionRefusedError, match="toll"):
        update({"strict": 0.6}, CORPUS, PINNED)
    assert update({"strict": 0.4, "toll": 0.7}, CORPUS, PINNED, allow_regression=True).floors["strict"] == 0.4


def test_first_pinning_takes_what_there_is() -> None:
    assert update({"strict": 0.12345}, CORPUS, None).floors == {"strict": 0.1235}


def test_floors_read_back_as_written(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    save_floors(path, PINNED)
    assert load_floors(path) == PINNED


@pytest.mark.parametrize(
    "content", ["{}", '{"floors": [], "corpus": {}, "epsilon": 0}', '{"floors": {}, "epsilon": 1}']
)
def test_a_file_of_another_form_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "floors.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match="floors"):
        load_floors(path)


def test_corpus_hash_follows_content_and_ids_but_not_their_order(tmp_path: Path) -> None:
    data = tmp_path / "a.jsonl"
    data.write_text(json.dumps({"report": "x"}), encoding="utf-8")
    first = Corpus.of([data], ["x", "y"])
    assert Corpus.of([data], ["y", "x"]) == first
    assert Corpus.of([data], ["x"]) != first
    data.write_text("changed", encoding="utf-8")
    assert Corpus.of([data], ["x", "y"]).data_sha256 != first.data_sha256
