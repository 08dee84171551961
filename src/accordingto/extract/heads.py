"""The heads of the learned reader in NumPy: triggers, the numbers that belong to them, the words that fill their slots.

Promise: plain matrix products over the encoder's output, the same arithmetic as in training; no state but the weights.
Shapes: ``hidden`` is (n, 384) and ``keys`` (n, 2 * slots * KEY) for one window; a query is one (trigger, number) pair;
results are per query.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

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
    found: NDArray[np.int64] = np.searchsorted(_EDGES, distance, side="right")
    return found


def sentence_step(difference: NDArray[np.int64]) -> NDArray[np.int64]:
    """Index of sentence differences: two or more before, one before, same, one after, two or more after."""
    steps: NDArray[np.int64] = np.clip(difference, -2, 2) + 2
    return steps


def sigmoid(x: Floats) -> Floats:
    """Logistic function, safe for large arguments."""
    return np.asarray(0.5 * (np.tanh(0.5 * x) + 1.0), dtype=np.float32)


def softmax(x: Floats) -> Floats:
    """Along the last axis."""
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return np.asarray(e / e.sum(axis=-1, keepdims=True), dtype=np.float32)


def _gelu(x: Floats) -> Floats:
    # x * x * x: NumPy's power is many times slower than two products.
    return np.asarray(0.5 * x * (1.0 + np.tanh(0.7978845608 * (x + 0.044715 * (x * x * x)))), dtype=np.float32)


class _Pointer(NamedTuple):
    """The weights that point at some slots' first and last pieces; ``heads`` says which of all keys they look at."""

    heads: slice | NDArray[np.int64]
    qs_w: Floats
    qs_b: Floats
    dist_t: Floats
    dist_n: Floats
    step: Floats
    special_w: Floats
    special_b: Floats


class Heads:
    """The trained heads.

    Args:
        weights: Array name to values, as saved by ``training/train.py``.
    """

    def __init__(self, weights: Mapping[str, NDArray[np.float32]]) -> None:
        self._w = {k: np.ascontiguousarray(v, dtype=np.float32) for k, v in weights.items()}
        self._every = self._pointer(range(len(SLOTS)))
        self._extent = self._pointer(range(1))

    def _pointer(self, slots: range) -> _Pointer:
        """The pointer weights of some slots, cut out once: cutting copies more than the products cost."""
        rows = np.array([half * len(SLOTS) + s for half in (0, 1) for s in slots])
        columns = (rows[:, None] * KEY + np.arange(KEY)).ravel()
        special = np.array([2 * s + k for s in slots for k in (0, 1)])
        w, whole = self._w, len(slots) == len(SLOTS)
        return _Pointer(
            slice(None) if whole else rows,
            *(np.ascontiguousarray(w[k][..., columns]) for k in ("qs_w", "qs_b")),
            *(w[k][rows] for k in ("dist_t", "dist_n", "step")),
            *(np.ascontiguousarray(w[k][..., special]) for k in ("special_w", "special_b")),
        )

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
        return sigmoid((q @ k.T / np.float32(LINK**0.5) + bias + w["lbias"]).astype(np.float32))

    def queries(
        self, hidden: Floats, triggers: NDArray[np.int64], types: NDArray[np.int64], numbers: NDArray[np.int64]
    ) -> Floats:
        """Vectors of (trigger, type, number) queries; a number of -1 means that no number is linked; shape (q, 512)."""
        w, has = self._w, numbers >= 0
        number_hidden = np.where(has[:, None], hidden[np.maximum(numbers, 0)], np.float32(0))
        onehot = np.eye(len(TYPES), dtype=np.float32)[types]
        x = np.concatenate([hidden[triggers], number_hidden, has[:, None].astype(np.float32), onehot], axis=1)
        return _gelu(x @ w["query_w"] + w["query_b"])

    def point(
        self, queries: Floats, keys: Floats, sentence: NDArray[np.int64], triggers: NDArray[np.int64],
        numbers: NDArray[np.int64], *, extent_only: bool = False,
    ) -> tuple[Floats, Floats]:  # fmt: skip
        """Probability of each slot's first and last piece, each of shape (q, slots, n + 2).

        The last two columns are NONE (the slot is empty) and ELSEWHERE (its words stand outside of the window). With
        ``extent_only`` the one slot is the trigger's own extent.
        """
        w, n = self._extent if extent_only else self._every, keys.shape[0]
        heads = len(w.step)
        asked = (queries @ w.qs_w + w.qs_b).reshape(-1, heads, KEY).transpose(1, 0, 2)
        scores = asked @ keys.reshape(n, -1, KEY)[:, w.heads].transpose(1, 2, 0) / np.float32(KEY**0.5)
        at, has = np.arange(n), numbers >= 0
        scores += w.dist_t[:, bucket(at[None, :] - triggers[:, None])]
        if has.any():
            scores[:, has] += w.dist_n[:, bucket(at[None, :] - numbers[has][:, None])]
        scores += w.step[:, sentence_step(sentence[None, :] - sentence[triggers][:, None])]
        special = (queries @ w.special_w + w.special_b).reshape(-1, heads // 2, 2)
        both = scores.transpose(1, 0, 2).reshape(-1, 2, heads // 2, n)
        start, end = (np.concatenate([both[:, k], special], axis=2) for k in (0, 1))
        return softmax(start), softmax(end)

    def classify(self, queries: Floats) -> dict[str, Floats]:
        """Class name to probabilities, each of shape (q, size)."""
        values, out, begin = queries @ self._w["classes_w"] + self._w["classes_b"], {}, 0
        for name, size in CLASS_SIZES.items():
            part = values[:, begin : begin + size]
            out[name] = sigmoid(part) if name == "tags" else softmax(part)
            begin += size
        return out
