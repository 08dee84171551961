"""Write a trained network as the files that ship: int8 ONNX encoder, heads, reader card; word vectors, tokenizer.

Usage: python export.py NET WEIGHTS_FOLDER --base FOLDER --name NAME --variant default|fast [--limits limits.json]

The word vectors are one file for all readers of a language, so every network must have been trained with them frozen
or be the one that writes them (``--words``).
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import warnings
from pathlib import Path

import data
import numpy as np
import torch
from net import ClaimNet, D
from onnxruntime.quantization import QuantType, quantize_dynamic
from train import Window, hidden

from accordingto.extract.encoding import FEATURES, windows
from accordingto.extract.learned import PROBE, load_tokenizer, open_encoder


class Exported(torch.nn.Module):
    """The encoder from word vectors on, with positional arguments, as the exporter wants it."""

    def __init__(self, net: ClaimNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, words: torch.Tensor, features: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
        x = words + self.net.feat(features)
        hidden = self.net.enc(inputs_embeds=x, attention_mask=mask).last_hidden_state
        # The pointers' keys are one large product over all pieces: eight bits serve it as well.
        return hidden, self.net.ks(hidden)


class Evened(torch.nn.Module):
    """A product whose inputs are first brought to like sizes, so that eight bits hold them (SmoothQuant, 2023)."""

    def __init__(self, dense: torch.nn.Linear, largest: torch.Tensor) -> None:
        super().__init__()
        s = (largest.clamp(min=1e-3).sqrt() / dense.weight.abs().amax(0).clamp(min=1e-3).sqrt()).clamp(1e-2, 1e2)
        self.even = torch.nn.Parameter(1 / s)
        self.dense = torch.nn.Linear(dense.in_features, dense.out_features)
        self.dense.weight = torch.nn.Parameter(dense.weight.detach() * s)
        self.dense.bias = dense.bias

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.dense(x * self.even)


def even_out(net: ClaimNet, base: str, reports: int = 60) -> None:
    """Replace each second feed-forward product, whose inputs have outliers, by an evened one."""
    heldout, tuning = data.split()
    tok = load_tokenizer(Path(base) / "tokenizer.json")
    dev = data.BENCH / "dev"
    docs = data.load(dev / "docs.jsonl", dev / "gold.jsonl", tok, exclude=heldout | tuning, most=reports)
    layers = net.enc.encoder.layer
    largest = [torch.zeros(layer.output.dense.in_features) for layer in layers]
    hooks = []
    for i, layer in enumerate(layers):

        def note(_m: object, args: tuple[torch.Tensor, ...], i: int = i) -> None:
            largest[i] = torch.maximum(largest[i], args[0].abs().flatten(0, 1).amax(0))

        hooks.append(layer.output.dense.register_forward_pre_hook(note))
    rng = random.Random(0)
    with torch.no_grad():
        for d in docs:
            for lo, hi in windows(d.pieces):
                hidden(net, [Window(d, lo, hi, rng)], clean=True)
    for h in hooks:
        h.remove()
    for layer, most in zip(layers, largest, strict=True):
        layer.output.dense = Evened(layer.output.dense, most)


def write_words(net: ClaimNet, out: Path) -> None:
    """Word vectors in eight bits with one scale a word."""
    w = net.enc.embeddings.word_embeddings.weight.detach().numpy()
    scale = np.maximum(np.abs(w).max(axis=1, keepdims=True), 1e-8) / 127
    np.save(out / "words.npy", np.round(w / scale).astype(np.int8))
    np.save(out / "word_scales.npy", scale.astype(np.float32))


def probe(encoder: Path, shared: Path) -> list[float]:
    """What the encoder says of the first pieces of a vocabulary: tests hold every processor to it."""
    ids = np.arange(1000, 1000 + PROBE)
    hidden, _ = open_encoder(encoder, shared)(ids, np.zeros((PROBE, len(FEATURES)), dtype=np.float32))
    return [round(float(x), 4) for x in hidden[:, 0]]


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("net", type=Path)
    ap.add_argument("out", type=Path)
    ap.add_argument("--base", required=True)
    ap.add_argument("--name", required=True)
    ap.add_argument("--variant", default="default")
    ap.add_argument("--limits", default="")
    ap.add_argument("--words", action="store_true", help="write the word vectors and the tokenizer, too")
    a = ap.parse_args()
    warnings.simplefilter("ignore")
    net = ClaimNet.trained(a.net, a.base)
    net.eval()
    folder = a.out / a.variant
    folder.mkdir(parents=True, exist_ok=True)
    heads = net.head_arrays()
    even_out(net, a.base)
    ids = torch.ones(2, 20, dtype=torch.long)
    plain = folder / "plain.onnx"
    axes = {0: "b", 1: "t"}
    torch.onnx.export(
        Exported(net), (torch.zeros(2, 20, D), torch.zeros(2, 20, len(FEATURES)), ids), str(plain),
        input_names=["words", "features", "mask"], output_names=["hidden", "keys"],
        dynamic_axes=dict.fromkeys(("words", "features", "mask", "hidden", "keys"), axes),
        dynamo=False, opset_version=17,
    )  # fmt: skip
    # Seven bits: with eight, processors without VNNI clip sums of two products, and readings differ between machines.
    quantize_dynamic(
        str(plain), str(folder / "encoder.onnx"), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
    )
    plain.unlink()
    np.savez_compressed(
        folder / "heads.npz", **{k: v.astype(np.float16) for k, v in heads.items() if not k.startswith("ks_")}
    )
    limits = json.loads(Path(a.limits).read_text()) if a.limits else {}
    card: dict[str, object] = {"name": a.name, "layers": len(net.enc.encoder.layer), "thresholds": limits}
    if a.words:
        write_words(net, a.out)
        shutil.copy(Path(a.base) / "tokenizer.json", a.out / "tokenizer.json")
    card["probe"] = probe(folder / "encoder.onnx", a.out)
    (folder / "reader.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    for f in sorted(a.out.rglob("*.*")):
        print(f"{f.relative_to(a.out)}: {f.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
