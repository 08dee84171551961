"""The heads of the learned reader in NumPy: which pieces are triggers, which numbers belong to them, which words fill their slots.

Promise: plain matrix products over the encoder's output, the same arithmetic as in training; no state but the weights.
Shapes: ``hidden`` is (n, 384) for one window; a query is one (trigger, number) pair; results are per query.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accordingto.extract.schema import ACTS, IMPLIED, KINDS, MEANS, SCOPES, SLOTS, STANCES, TAGS, TYPES

KEY = 64
LINK = 128
CLASS_SIZES = {
    "means": len(MEANS), "stance": len(STANCES), "scope": len(SCOPES), "act": len(ACTS), "kind": len(KINDS),
    "implied": len(IMPLIED), "tags": len(TAGS),
}  # fmt: skip
# Signed distances in pieces, coarser the farther: -inf..-41, …, -1, 0, 1, …, 41..inf.
_EDGES = np.array([-60, -40, -25, -16, -10, -7, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 8, 11, 17, 26, 41, 61])
BUCKETS = len(_EDGES) + 1
SENTENCE_STEPS = 5

Floats = NDArray[np.float32]


def bucket(distance: NDArray[np.int64]) -> NDArray[np.int64]:
    """Bucket index of signed piece distances."""
    return np.searchsorted(_EDGES, distance, side="right")


def sentence_step(difference: NDArray[np.int64]) -> NDArray[np.int64]:
    """Index of sentence differences: two or more before, one before, same, one after, two or more after."""
    return np.clip(difference, -2, 2) + 2


def sigmoid(x: Floats) -> Floats:
    """Logistic function, safe for large arguments."""
    return (0.5 * (np.tanh(0.5 * x) + 1.0)).astype(np.float32)


def softmax(x: Floats) -> Floats:
    """Along the last axis."""
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return (e / e.sum(axis=-1, keepdims=True)).astype(np.float32)


def _gelu(x: Floats) -> Floats:
    return (0.5 * x * (1.0 + np.tanh(0.7978845608 * (x + 0.044715 * x**3)))).astype(np.float32)


@dataclass(frozen=True)
class Answers:
    """What the heads say for a list of queries in one window of n pieces.

    Attributes:
        start: Probability of each slot's first piece, shape (q, slots, n + 2); the last two are NONE and ELSEWHERE.
        end: Likewise for its last piece, shape (q, slots, n + 2).
        classes: Class name to probabilities, shape (q, size).
    """

    start: Floats
    end: Floats
    classes: Mapping[str, Floats]


class Heads:
    """The trained heads.

    Args:
        weights: Array name to values, as saved by ``training/train.py``.
    """

    def __init__(self, weights: Mapping[str, NDArray[np.float32]]) -> None:
        self._w = {k: np.ascontiguousarray(v, dtype=np.float32) for k, v in weights.items()}

    def triggers(self, hidden: Floats) -> Floats:
        """Probability that each piece anchors a claim of each type, shape (n, types)."""
        return sigmoid(hidden @ self._w["trig_w"] + self._w["trig_b"])

    def links(
        self, hidden: Floats, sentence: NDArray[np.int64], triggers: NDArray[np.int64], types: NDArray[np.int64],
        numbers: NDArray[np.int64],
    ) -> Floats:  # fmt: skip
        """Probability that each number counts what each trigger asserts, shape (triggers, numbers)."""
        w = self._w
        onehot = np.eye(len(TYPES), dtype=np.float32)[types]
        q = np.concatenate([hidden[triggers], onehot], axis=1) @ w["lq_w"] + w["lq_b"]
        k = hidden[numbers] @ w["lk_w"] + w["lk_b"]
        bias = w["ldist"][bucket(numbers[None, :] - triggers[:, None])]
        bias = bias + w["lstep"][sentence_step(sentence[numbers][None, :] - sentence[triggers][:, None])]
        return sigmoid(q @ k.T / np.float32(LINK**0.5) + bias + w["lbias"])

    def answer(
        self, hidden: Floats, sentence: NDArray[np.int64], triggers: NDArray[np.int64], types: NDArray[np.int64],
        numbers: NDArray[np.int64],
    ) -> Answers:  # fmt: skip
        """Slots and classes of (trigger, type, number) queries; a number of -1 means that no number is linked."""
        w, n = self._w, hidden.shape[0]
        has = numbers >= 0
        number_hidden = np.where(has[:, None], hidden[np.maximum(numbers, 0)], np.float32(0))
        onehot = np.eye(len(TYPES), dtype=np.float32)[types]
        x = np.concatenate([hidden[triggers], number_hidden, has[:, None].astype(np.float32), onehot], axis=1)
        q = _gelu(x @ w["query_w"] + w["query_b"])
        heads = 2 * len(SLOTS)
        queries = (q @ w["qs_w"] + w["qs_b"]).reshape(-1, heads, KEY).transpose(1, 0, 2)
        keys = (hidden @ w["ks_w"] + w["ks_b"]).reshape(n, heads, KEY).transpose(1, 2, 0)
        scores = (queries @ keys / np.float32(KEY**0.5)).transpose(1, 0, 2)
        at = np.arange(n)
        scores += w["dist_t"][:, bucket(at[None, :] - triggers[:, None])].transpose(1, 0, 2)
        from_number = w["dist_n"][:, bucket(at[None, :] - numbers[:, None])].transpose(1, 0, 2)
        scores += from_number * has[:, None, None].astype(np.float32)
        scores += w["step"][:, sentence_step(sentence[None, :] - sentence[triggers][:, None])].transpose(1, 0, 2)
        special = (q @ w["special_w"] + w["special_b"]).reshape(-1, len(SLOTS), 2)
        both = scores.reshape(-1, 2, len(SLOTS), n)
        classes, out, begin = q @ w["classes_w"] + w["classes_b"], {}, 0
        for name, size in CLASS_SIZES.items():
            part = classes[:, begin : begin + size]
            out[name] = sigmoid(part) if name == "tags" else softmax(part)
            begin += size
        return Answers(
            softmax(np.concatenate([both[:, 0], special], axis=2)),
            softmax(np.concatenate([both[:, 1], special], axis=2)),
            out,
        )
