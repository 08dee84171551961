"""From probabilities to raw claims: which triggers stand, which numbers they take, which spans fill their slots.

Promise: two claims of one type never share an anchor and a number; every span lies in the window of its trigger.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from accordingto.extract.encoding import Pieces
from accordingto.extract.heads import Floats, Heads
from accordingto.extract.schema import COUNTED, SLOTS, TAGS, TYPES

# A slot's words never run longer than this many pieces.
_LONGEST = 24
_TOP = 4
# "victims" is trigger and target at once; a cue may hold the trigger ("claimed responsibility").
_MAY_HOLD_TRIGGER = frozenset({"trigger", "target", "cue"})
_APART = np.array([s not in _MAY_HOLD_TRIGGER for s in SLOTS])
_IS_TARGET = np.array([s == "target" for s in SLOTS])
_IS_TRIGGER = np.array([s == "trigger" for s in SLOTS])
_IS_ATTACK = np.array([t == "attack" for t in TYPES])
_CUE, _SOURCE = SLOTS.index("cue"), SLOTS.index("source")
_COUNTED = np.array([t in COUNTED for t in TYPES])


@dataclass(frozen=True)
class Thresholds:
    """Operating points, chosen on the tuning reports by ``training/tune.py``.

    Attributes:
        trigger: Least probability of a trigger, by claim type.
        link: Least probability that a number belongs to a trigger.
        empty: Factor on the probability that a slot is empty, by slot; below 1 fills more slots.
        stance: Least probability of a stance other than the default.
        cumulative: Least probability of the scope "cumulative".
        tag: Least probability of a tag.
        unsure: Factor on the least probability of an attack that its words hedge, deny or plan: such claims are rare,
            and losing one hides a dispute.
        parted: Factor on the probability of a source in another sentence than its word of saying.
    """

    trigger: Mapping[str, float] = field(default_factory=dict)
    link: float = 0.5
    empty: Mapping[str, float] = field(default_factory=dict)
    stance: float = 0.5
    cumulative: float = 0.5
    tag: float = 0.5
    unsure: float = 1.0
    parted: float = 1.0


@dataclass(frozen=True)
class Slot:
    """One filled slot: pieces ``first..last`` of the document, or known from elsewhere (``first`` is None)."""

    first: int | None
    last: int | None
    probability: float


@dataclass(frozen=True)
class RawClaim:
    """A claim before its words are normalised; piece indices are those of the document.

    Attributes:
        number: Piece of the number linked to it, or None.
        linked: Probability of that link; 1 where no number is linked.
        slots: Filled slots only.
        classes: Class name to (index, probability).
    """

    type: str
    anchor: int
    number: int | None
    probability: float
    slots: Mapping[str, Slot]
    classes: Mapping[str, tuple[int, float]]
    tags: tuple[str, ...]
    linked: float = 1.0


def decode_window(
    hidden: Floats, keys: Floats, pieces: Pieces, begin: int, numbers: NDArray[np.int64], heads: Heads,
    limits: Thresholds,
) -> list[RawClaim]:  # fmt: skip
    """Find the raw claims whose triggers stand in one window.

    Args:
        hidden: Encoder output for the window, shape (n, 384).
        keys: The pointers' keys for it, shape (n, 2 * slots * KEY).
        pieces: The whole document.
        begin: Document index of the window's first piece.
        numbers: Window indices of the counting numbers, ascending.
        heads: The trained heads.
        limits: Operating points.
    """
    probabilities = heads.triggers(hidden)
    least = np.array([limits.trigger.get(t, 0.5) for t in TYPES], dtype=np.float32)
    at, kinds = np.nonzero(probabilities >= least * np.where(_IS_ATTACK, limits.unsure, 1.0))
    if not len(at):
        return []
    sentence = pieces.sentence[begin : begin + len(hidden)]
    none = np.full(len(at), -1, dtype=np.int64)
    plain = heads.queries(hidden, at, kinds, none)
    start, end = heads.point(plain, keys, sentence, at, none, extent_only=True)
    keep = _strongest(at, kinds, probabilities[at, kinds], start[:, 0], end[:, 0], pieces, begin)
    at, kinds, plain = at[keep], kinds[keep], plain[keep]
    pairs = _link(hidden, sentence, at, kinds, numbers, probabilities[at, kinds], heads, limits)
    which = np.array([i for i, _, _ in pairs], dtype=np.int64)
    linked = np.array([-1 if m is None else m for _, m, _ in pairs], dtype=np.int64)
    queries, has = plain[which], linked >= 0
    if has.any():
        queries[has] = heads.queries(hidden, at[which][has], kinds[which][has], linked[has])
    start, end = heads.point(queries, keys, sentence, at[which], linked)
    classes = heads.classify(queries)
    slots = _slots(start, end, begin, at[which], sentence, limits)
    out = []
    for row, (i, number, p_link) in enumerate(pairs):
        chosen = _classes({name: p[row] for name, p in classes.items()}, limits)
        if chosen["stance"][0] == 0 and probabilities[at[i], kinds[i]] < least[kinds[i]]:
            continue
        out.append(
            RawClaim(
                type=TYPES[kinds[i]],
                anchor=int(at[i]) + begin,
                number=None if number is None else number + begin,
                probability=float(probabilities[at[i], kinds[i]]) * p_link,
                slots=slots[row],
                classes=chosen,
                tags=tuple(TAGS[k] for k in np.flatnonzero(classes["tags"][row] >= limits.tag)),
                linked=p_link,
            )
        )
    return sorted(out, key=lambda c: (c.anchor, -1 if c.number is None else c.number))


def _strongest(
    at: NDArray[np.int64], kinds: NDArray[np.int64], p: Floats, start: Floats, end: Floats, pieces: Pieces, begin: int
) -> NDArray[np.int64]:  # fmt: skip
    """Indices of the triggers that stay when each extent of one type keeps its strongest anchor."""
    first = start[:, :-2].argmax(axis=1)
    last = np.maximum(end[:, :-2].argmax(axis=1), at)
    first = np.where((first <= at) & (at - first < 8), first, at)
    last = np.where(last - at < 8, last, at)
    same_word = pieces.starts[begin + at]
    kept: list[int] = []
    for i in np.argsort(-p, kind="stable"):
        clash = any(
            kinds[i] == kinds[k]
            and (
                first[k] <= at[i] <= last[k]
                or first[i] <= at[k] <= last[i]
                or same_word[i] == pieces.ends[begin + at[k]]
            )
            for k in kept
        )
        if not clash:
            kept.append(int(i))
    return np.array(sorted(kept), dtype=np.int64)


def _link(
    hidden: Floats, sentence: NDArray[np.int64], at: NDArray[np.int64], kinds: NDArray[np.int64],
    numbers: NDArray[np.int64], p: Floats, heads: Heads, limits: Thresholds,
) -> list[tuple[int, int | None, float]]:  # fmt: skip
    """(trigger index, number or None, probability of the link): each number goes to at most one trigger of a type."""
    pairs: list[tuple[int, int | None, float]] = []
    counted = np.flatnonzero(_COUNTED[kinds])
    scores = np.zeros((len(at), len(numbers)), dtype=np.float32)
    if len(counted) and len(numbers):
        scores[counted] = heads.links(hidden, sentence, at[counted], kinds[counted], numbers)
    taken = np.zeros_like(scores, dtype=bool)
    for kind in np.unique(kinds[counted]) if len(counted) else ():
        rows = np.flatnonzero(kinds == kind)
        best = rows[scores[rows].argmax(axis=0)] if len(numbers) else rows[:0]
        for column, row in enumerate(best):
            taken[row, column] = scores[row, column] >= limits.link
    for i in range(len(at)):
        own = np.flatnonzero(taken[i])
        if len(own) > 1:
            # "42 were seized, and one was killed": of several numbers, those that another trigger takes more surely go.
            surely = own[scores[i, own] >= scores[:, own].max(axis=0)]
            own = surely if len(surely) else own[[scores[i, own].argmax()]]
        if len(own):
            pairs += [(i, int(numbers[k]), float(scores[i, k])) for k in own]
        else:
            pairs.append((i, None, 1.0))
    return pairs


def _slots(
    starts: Floats, ends: Floats, begin: int, anchors: NDArray[np.int64], sentence: NDArray[np.int64],
    limits: Thresholds,
) -> list[dict[str, Slot]]:  # fmt: skip
    """The likeliest span of each slot of each claim, shapes (claims, slots, n + 2); all claims at once, for speed.

    No span runs over the end of its sentence. Only the trigger's own extent, the target and the cue may hold the
    anchor; a longer target that swallowed it would be half a sentence.
    """
    n = starts.shape[2] - 2
    top = np.argpartition(-starts[:, :, :n], min(_TOP, n) - 1, axis=2)[:, :, :_TOP]
    anchor = anchors[:, None, None]
    stop = np.minimum(top + _LONGEST, np.searchsorted(sentence, sentence[top], side="right"))
    apart = _APART[None, :, None]
    stop = np.where(apart & (top < anchor), np.minimum(stop, anchor), stop)
    ahead = top[..., None] + np.arange(_LONGEST)
    reach = np.take_along_axis(ends[:, :, None, :n], np.minimum(ahead, n - 1), axis=3)
    last = top + np.where(ahead < stop[..., None], reach, -1.0).argmax(axis=3)
    score = np.sqrt(np.take_along_axis(starts, top, axis=2) * np.take_along_axis(ends, last, axis=2))
    swallows = _IS_TARGET[None, :, None] & (top <= anchor) & (anchor <= last) & (last - top > 2)
    score = np.where((apart & (top == anchor)) | swallows, -1.0, score)
    none, elsewhere = (np.sqrt(starts[:, :, n + k] * ends[:, :, n + k]) for k in (0, 1))
    empty = none * np.array([limits.empty.get(name, 1.0) for name in SLOTS])
    # Who says it stands beside the word of saying, more often than the pointers know, which choose each for itself.
    row, cue = np.arange(len(top)), score[:, _CUE].argmax(axis=1)
    parted = sentence[top[:, _SOURCE]] != sentence[top[row, _CUE, cue]][:, None]
    surely = score[row, _CUE, cue] >= np.maximum(empty, elsewhere)[:, _CUE]
    score[:, _SOURCE] *= np.where(parted & surely[:, None], limits.parted, 1.0)
    which = score.argmax(axis=2)[..., None]
    first, last, best = (np.take_along_axis(x, which, axis=2)[..., 0] for x in (top, last, score))
    here = (best >= np.maximum(empty, elsewhere)) | _IS_TRIGGER
    out: list[dict[str, Slot]] = []
    for i in range(len(anchors)):
        filled: dict[str, Slot] = {}
        for s in np.flatnonzero(here[i] | (elsewhere[i] > empty[i])).tolist():
            if here[i, s]:
                filled[SLOTS[s]] = Slot(int(first[i, s]) + begin, int(last[i, s]) + begin, float(best[i, s]))
            else:
                filled[SLOTS[s]] = Slot(None, None, float(elsewhere[i, s]))
        out.append(filled)
    return out


def _classes(probabilities: Mapping[str, Floats], limits: Thresholds) -> dict[str, tuple[int, float]]:
    out: dict[str, tuple[int, float]] = {}
    for name, values in probabilities.items():
        if name == "tags":
            continue
        index = int(values.argmax())
        if name == "stance":
            other = int(values[1:].argmax()) + 1
            index = other if 1.0 - values[0] >= limits.stance else 0
        elif name == "scope":
            index = int(values[1] >= limits.cumulative)
        elif name == "act":
            index = int(values[1:].argmax()) + 1
        out[name] = (index, float(values[index]))
    return out
