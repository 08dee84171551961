"""The learned reader: the encoder's view of a report, and the raw claims that the heads find in it.

Promise: the same input gives the same output; the text decides nothing but the values of the claims. The weights are
files of the language pack: ``weights/{words,word_scales}.npy`` and ``tokenizer.json`` for all its readers, and a folder
for each reader (``default``, ``fast``) with ``encoder.onnx``, ``heads.npz``, ``reader.json`` (name, operating points,
calibration).
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
# So many word pieces are shown to an encoder to see that a processor computes as the one that made the weights.
PROBE = 6


class Encoder(Protocol):
    """Anything that turns the word pieces of a window into hidden vectors."""

    def __call__(self, ids: NDArray[np.int64], features: Floats) -> tuple[Floats, Floats]:
        """Shapes: (t,), (t, features) -> (t, 384) and the pointers' keys (t, 2 * slots * KEY)."""
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
            ids = np.concatenate([[_CLS], pieces.ids[begin:end], [_SEP]])
            features = np.zeros((end - begin + 2, pieces.features.shape[1]), dtype=np.float32)
            features[1:-1] = pieces.features[begin:end]
            hidden, keys = (x[1:-1] for x in self.encoder(ids, features))
            inside = all_numbers[(all_numbers >= begin) & (all_numbers < end)] - begin
            found += decode_window(hidden, keys, pieces, begin, inside, self.heads, self.thresholds)
        return found


@cache
def load(code: str, variant: str = "default") -> LearnedReader:
    """A reader of a language, loaded once a process.

    Raises:
        ValueError: The language has no such reader; the message names those that it has.
    """
    pack: LanguagePack = get(code)
    folder = pack.weights / variant
    if not (folder / "reader.json").is_file():
        raise ValueError(f"no reader {variant!r} for {code!r}; there is {', '.join(variants(code))}")
    with np.load(folder / "heads.npz") as arrays:
        heads = Heads({k: arrays[k] for k in arrays.files})
    card = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
    return LearnedReader(
        open_encoder(folder / "encoder.onnx", pack.weights),
        heads,
        load_tokenizer(pack.weights / "tokenizer.json"),
        Thresholds(**card["thresholds"]),
        card["name"],
        Calibration(**card.get("calibration", {})),
    )


def variants(code: str) -> list[str]:
    """Names of the readers of a language, the default first."""
    return sorted((p.parent.name for p in get(code).weights.glob("*/reader.json")), key=lambda n: (n != "default", n))


def load_tokenizer(path: Path) -> Tokenizer:
    """The word-piece tokenizer without padding or truncation."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def open_encoder(path: Path, shared: Path) -> Encoder:
    """An encoder from its file, with the word vectors in the folder that all readers of a language share."""
    import onnxruntime

    # Some builds of the runtime report usage to their makers; nothing here tells anyone what is being read.
    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    # One thread a process: reading scales by processes, and threads that wait on each other cost more than they give.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    # Mapped, not read: a report uses some hundred of the thirty thousand vectors.
    words, scales = (np.load(shared / f"{name}.npy", mmap_mode="r") for name in ("words", "word_scales"))

    def run(ids: NDArray[np.int64], features: Floats) -> tuple[Floats, Floats]:
        vectors = words[ids].astype(np.float32) * scales[ids]
        given = {"words": vectors[None], "features": features[None], "mask": np.ones((1, len(ids)), dtype=np.int64)}
        hidden, keys = session.run(["hidden", "keys"], given)
        return hidden[0], keys[0]

    return run
