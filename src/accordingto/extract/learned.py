"""The learned reader: the encoder's view of a report, and the raw claims that the heads find in it.

Promise: the same input gives the same output; the text decides nothing but the values of the claims. The weights are
files of the language pack (``weights/``): ``encoder.onnx``, ``heads.npz``, ``tokenizer.json`` and ``reader.json`` (name
and operating points).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from accordingto.extract.confidence import Calibration
from accordingto.extract.decode import RawClaim, Thresholds, decode_window
from accordingto.extract.encoding import Pieces, windows
from accordingto.extract.heads import Floats, Heads
from accordingto.lang import LanguagePack, get

_CLS, _SEP = 101, 102


class Encoder(Protocol):
    """Anything that turns padded windows into hidden vectors."""

    def __call__(self, ids: NDArray[np.int64], features: Floats, mask: NDArray[np.int64]) -> Floats:
        """Shapes: (b, t), (b, t, features), (b, t) -> (b, t, 384)."""
        ...


@dataclass(frozen=True)
class LearnedReader:
    """Encoder, heads, tokenizer and thresholds of one language."""

    encoder: Encoder
    heads: Heads
    tokenizer: Tokenizer
    thresholds: Thresholds
    name: str
    calibration: Calibration = field(default_factory=Calibration)

    def find(self, pieces: Pieces, numbers: Sequence[int]) -> list[RawClaim]:
        """Find the raw claims of a text.

        Args:
            pieces: The text as word pieces with features.
            numbers: Piece index of the number of each counting quantity, ascending.

        Returns:
            Raw claims in text order.
        """
        found: list[RawClaim] = []
        all_numbers = np.array(numbers, dtype=np.int64)
        for begin, end in windows(pieces):
            ids = np.concatenate([[_CLS], pieces.ids[begin:end], [_SEP]])[None]
            features = np.zeros((1, end - begin + 2, pieces.features.shape[1]), dtype=np.float32)
            features[0, 1:-1] = pieces.features[begin:end]
            hidden = self.encoder(ids, features, np.ones_like(ids))[0, 1:-1]
            inside = all_numbers[(all_numbers >= begin) & (all_numbers < end)] - begin
            found += decode_window(hidden, pieces, begin, inside, self.heads, self.thresholds)
        return found


@cache
def load(code: str) -> LearnedReader:
    """The learned reader of a language, loaded once a process."""
    pack: LanguagePack = get(code)
    folder = pack.weights
    with np.load(folder / "heads.npz") as arrays:
        heads = Heads({k: arrays[k] for k in arrays.files})
    card = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
    return LearnedReader(
        _onnx(folder / "encoder.onnx"),
        heads,
        load_tokenizer(folder / "tokenizer.json"),
        Thresholds(**card["thresholds"]),
        card["name"],
        Calibration(**card.get("calibration", {})),
    )


def load_tokenizer(path: Path) -> Tokenizer:
    """The word-piece tokenizer without padding or truncation."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _onnx(path: Path) -> Encoder:
    import onnxruntime

    # Some builds of the runtime report usage to their makers; nothing here tells anyone what is being read.
    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    # One thread a process: reading scales by processes, and threads that wait on each other cost more than they give.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def run(ids: NDArray[np.int64], features: Floats, mask: NDArray[np.int64]) -> Floats:
        (hidden,) = session.run(None, {"ids": ids, "features": features, "mask": mask})
        return np.asarray(hidden, dtype=np.float32)

    return run
