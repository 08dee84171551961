"""A text as the learned reader sees it: word pieces with offsets and grammar features, in windows of whole sentences.

Promise: piece offsets are code points of the text; a window never cuts a sentence unless the sentence alone is longer
than a window; every piece stands in exactly one window.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from accordingto.model.text import Span

# What the grammar tells the encoder about each piece; the order is part of the weights' contract.
FEATURES = (
    "exact", "bounded", "vague", "article", "no_count",  # quantities
    "date", "toponym",  # times and places
    "capital", "all_caps", "begins_sentence", "quoted",  # what an uncased encoder cannot see
    "title", "lead", "cue",
    "harm", "loss", "attack", "control", "act", "weapon", "person",  # lexicon groups of triggers and things
    "hedge", "planned", "denied", "cumulative",  # lexicon groups of stance and scope
)  # fmt: skip
FEATURE_INDEX = {name: i for i, name in enumerate(FEATURES)}
WINDOW = 128


@dataclass(frozen=True)
class Pieces:
    """Word pieces of a whole text.

    Attributes:
        ids: Vocabulary ids, shape (n,).
        starts: First code point of each piece, shape (n,).
        ends: One past the last code point, shape (n,).
        sentence: Index of the sentence each piece stands in, shape (n,); -1 outside of sentences.
        features: Grammar features, shape (n, len(FEATURES)), 0 or 1.
    """

    ids: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    sentence: NDArray[np.int64]
    features: NDArray[np.float32]

    def __len__(self) -> int:
        return int(self.ids.shape[0])

    def covering(self, span: Span) -> tuple[int, int]:
        """Half-open range of the pieces that overlap a span (empty when none does)."""
        first = int(np.searchsorted(self.ends, span.start, side="right"))
        last = int(np.searchsorted(self.starts, span.end, side="left"))
        return first, max(first, last)


def encode(text: str, sentences: Sequence[Span], *, tokenizer: Tokenizer) -> Pieces:
    """Cut a text into word pieces and fill the features that need the text alone."""
    encoded = tokenizer.encode(text, add_special_tokens=False)
    ids = np.array(encoded.ids, dtype=np.int64)
    offsets = np.array(encoded.offsets, dtype=np.int64).reshape(-1, 2)
    # A piece of white space only (some control characters) would anchor nothing.
    keep = offsets[:, 1] > offsets[:, 0]
    ids, starts, ends = ids[keep], offsets[keep, 0], offsets[keep, 1]
    bounds = np.array([s.start for s in sentences], dtype=np.int64)
    last = np.array([s.end for s in sentences], dtype=np.int64)
    where = np.searchsorted(bounds, starts, side="right") - 1
    if len(sentences):
        where = np.where((where >= 0) & (starts < last[np.maximum(where, 0)]), where, -1)
    features = np.zeros((len(ids), len(FEATURES)), dtype=np.float32)
    pieces = Pieces(ids, starts, ends, where, features)
    _mark_letters(text, pieces)
    if len(ids):
        features[where == 0, FEATURE_INDEX["title"]] = 1
        features[(where > 0) & (where <= 2), FEATURE_INDEX["lead"]] = 1
        features[np.diff(where, prepend=-2) != 0, FEATURE_INDEX["begins_sentence"]] = 1
    return pieces


def _mark_letters(text: str, pieces: Pieces) -> None:
    capital, caps, quoted = (FEATURE_INDEX[k] for k in ("capital", "all_caps", "quoted"))
    inside = False
    for i, (start, end) in enumerate(zip(pieces.starts.tolist(), pieces.ends.tolist(), strict=True)):
        word = text[start:end]
        if word in '“"”':
            inside = word == "“" or (word == '"' and not inside)
        elif word[0].isupper():
            pieces.features[i, capital] = 1
            if len(word) > 1 and word.isupper():
                pieces.features[i, caps] = 1
        if inside:
            pieces.features[i, quoted] = 1


def mark(pieces: Pieces, feature: str, spans: Sequence[Span]) -> None:
    """Set a feature on every piece that a span covers."""
    column = FEATURE_INDEX[feature]
    for span in spans:
        first, last = pieces.covering(span)
        pieces.features[first:last, column] = 1


def windows(pieces: Pieces, *, size: int = WINDOW) -> list[tuple[int, int]]:
    """Pack whole sentences greedily into windows of at most ``size`` pieces.

    Returns:
        Half-open piece ranges in text order that together cover all pieces.
    """
    n = len(pieces)
    if n == 0:
        return []
    starts = [0, *(np.flatnonzero(np.diff(pieces.sentence)) + 1).tolist(), n]
    out: list[tuple[int, int]] = []
    begin = 0
    for left, right in zip(starts, starts[1:], strict=False):
        if right - begin > size and left > begin:
            out.append((begin, left))
            begin = left
        while right - begin > size:
            out.append((begin, begin + size))
            begin += size
    if begin < n:
        out.append((begin, n))
    return out
