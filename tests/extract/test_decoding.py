"""Decoding: one anchor an extent, a number to its surest trigger, empty and borrowed slots."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from accordingto.extract.decode import Thresholds, decode_window
from accordingto.extract.encoding import FEATURES, Pieces
from accordingto.extract.heads import CLASS_SIZES, bucket, sentence_step, softmax
from accordingto.extract.schema import SLOTS, TYPES

KILLED, DETAINED = TYPES.index("killed"), TYPES.index("detained")


def pieces(n: int, second_from: int | None = None) -> Pieces:
    sentence = np.zeros(n, dtype=np.int64)
    sentence[n if second_from is None else second_from :] = 1
    starts = np.arange(n, dtype=np.int64) * 4
    features = np.zeros((n, len(FEATURES)), dtype=np.float32)
    return Pieces(np.ones(n, dtype=np.int64), starts, starts + 3, sentence, features)


class FakeHeads:
    """Heads that answer from tables: trigger probabilities, link probabilities, and one span a slot."""

    def __init__(
        self,
        triggers: dict[tuple[int, int], float],
        links: dict[tuple[int, int], float],
        slots: dict[str, tuple[int, int]],
    ) -> None:
        self.table, self.link_table, self.slots = triggers, links, slots

    def triggers(self, hidden: NDArray[np.float32]) -> NDArray[np.float32]:
        out = np.zeros((len(hidden), len(TYPES)), dtype=np.float32)
        for (at, kind), p in self.table.items():
            out[at, kind] = p
        return out

    def links(self, hidden, sentence, triggers, types, numbers):  # type: ignore[no-untyped-def]
        return np.array([[self.link_table.get((t, m), 0.0) for m in numbers] for t in triggers], dtype=np.float32)

    def queries(self, hidden, triggers, types, numbers):  # type: ignore[no-untyped-def]
        return np.zeros((len(triggers), 1), dtype=np.float32)

    def point(self, queries, hidden, sentence, triggers, numbers, *, extent_only=False):  # type: ignore[no-untyped-def]
        width, n = (1 if extent_only else len(SLOTS)), len(hidden)
        both = []
        for half in (0, 1):
            p = np.full((len(triggers), width, n + 2), 0.001, dtype=np.float32)
            for row, t in enumerate(triggers):
                p[row, 0, t] = 0.9
                for s in range(1, width):
                    first_last = self.slots.get(SLOTS[s])
                    p[row, s, n if first_last is None else first_last[half]] = 0.9
            both.append(p)
        return both[0], both[1]

    def classify(self, queries):  # type: ignore[no-untyped-def]
        out = {}
        for name, size in CLASS_SIZES.items():
            p = np.full((len(queries), size), 0.01, dtype=np.float32)
            p[:, 0] = 0.0 if name == "tags" else 0.9
            out[name] = p
        return out


def decode(heads: FakeHeads, n: int = 12, numbers: tuple[int, ...] = (), begin: int = 0):  # type: ignore[no-untyped-def]
    hidden = np.zeros((n, 384), dtype=np.float32)
    numbers_array = np.array(numbers, dtype=np.int64)
    return decode_window(hidden, hidden, pieces(n + begin), begin, numbers_array, heads, Thresholds())  # type: ignore[arg-type]


def test_no_trigger_no_claim() -> None:
    assert decode(FakeHeads({(3, KILLED): 0.4}, {}, {})) == []


def test_spans_are_those_of_the_document() -> None:
    (claim,) = decode(FakeHeads({(3, KILLED): 0.9}, {}, {"target": (4, 6)}), begin=5)
    assert claim.anchor == 8
    assert (claim.slots["target"].first, claim.slots["target"].last) == (9, 11)
    assert set(claim.slots) == {"trigger", "target"}


def test_one_verb_with_three_numbers_is_three_claims() -> None:
    links = {(3, 4): 0.9, (3, 6): 0.8, (3, 8): 0.7}
    claims = decode(FakeHeads({(3, KILLED): 0.9}, links, {}), numbers=(4, 6, 8))
    assert [c.number for c in claims] == [4, 6, 8]


def test_of_several_numbers_the_one_another_trigger_takes_more_surely_goes() -> None:
    triggers = {(3, DETAINED): 0.9, (8, KILLED): 0.9}
    links = {(3, 2): 0.95, (8, 2): 0.6, (8, 7): 0.9}
    claims = decode(FakeHeads(triggers, links, {}), numbers=(2, 7))
    assert [(c.type, c.number) for c in claims] == [("detained", 2), ("killed", 7)]


def test_words_known_from_elsewhere_have_no_piece() -> None:
    (claim,) = decode(FakeHeads({(3, KILLED): 0.9}, {}, {"source": (13, 13)}))
    assert claim.slots["source"].first is None


class TwoSpeakers(FakeHeads):
    """Two candidates for the source, the likelier one in the first sentence; the word of saying in the second."""

    def point(self, queries, hidden, sentence, triggers, numbers, *, extent_only=False):  # type: ignore[no-untyped-def]
        first, last = super().point(queries, hidden, sentence, triggers, numbers, extent_only=extent_only)
        if not extent_only:
            for p in (first, last):
                p[:, SLOTS.index("source"), :-2] = 0.0
                p[:, SLOTS.index("source"), [1, 7]] = [0.5, 0.4]
        return first, last


@pytest.mark.parametrize(("parted", "speaker"), [(1.0, 1), (0.45, 7)])
def test_the_speaker_stands_beside_the_word_of_saying(parted: float, speaker: int) -> None:
    hidden, numbers = np.zeros((12, 384), dtype=np.float32), np.array([], dtype=np.int64)
    heads = TwoSpeakers({(10, KILLED): 0.9}, {}, {"cue": (8, 8)})
    limits = Thresholds(empty={"source": 0.1}, parted=parted)
    (claim,) = decode_window(hidden, hidden, pieces(12, 6), 0, numbers, heads, limits)  # type: ignore[arg-type]
    assert claim.slots["source"].first == speaker


def test_a_target_does_not_swallow_its_trigger() -> None:
    (claim,) = decode(FakeHeads({(5, KILLED): 0.9}, {}, {"target": (2, 9), "actor": (2, 9)}))
    for name in ("target", "actor"):
        slot = claim.slots.get(name)
        assert slot is None or slot.first is None or not slot.first <= 5 <= (slot.last or 0)


def test_one_word_may_carry_two_types() -> None:
    assert len(decode(FakeHeads({(3, KILLED): 0.9, (3, DETAINED): 0.8}, {}, {}))) == 2


@pytest.mark.parametrize("distance", [-1000, -61, -1, 0, 1, 61, 1000])
def test_buckets_are_monotone(distance: int) -> None:
    here, next_ = bucket(np.array([distance, distance + 1]))
    assert 0 <= here <= next_ < 25
    assert sentence_step(np.array([distance]))[0] in range(5)


def test_softmax_sums_to_one_for_large_scores() -> None:
    assert softmax(np.array([[1e4, -1e4, 0.0]], dtype=np.float32)).sum() == pytest.approx(1.0)
