"""Bring a reader that ships back into a network that can learn on. Usage: restore.py NET --base BASE [--variant V].

Weights come back as whole numbers and half precision kept them; the heads of the attribution lesson, which do not ship,
are new.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import data
import numpy as np
import onnx
import torch
from net import ClaimNet
from onnx import numpy_helper


class Shipped:
    """The arrays of an ``encoder.onnx``, its eight-bit products as floats again."""

    def __init__(self, path: Path) -> None:
        graph = onnx.load(str(path)).graph
        self._arrays = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
        # An exported product has lost its name; the node that uses it still bears the module's.
        nodes = [n for n in graph.node if n.op_type == "MatMulInteger"]
        self._products = {n.output[0].partition("/MatMul")[0].strip("/"): n.input[1] for n in nodes}

    def __getitem__(self, name: str) -> np.ndarray:
        if name in self._arrays:
            return self._arrays[name]
        return self._whole(name + "_quantized")

    def product(self, module: str) -> np.ndarray:
        """Weight of a linear module, shape (out, in)."""
        return self._whole(self._products[module.replace(".", "/").replace("layer/", "layer.")]).T

    @property
    def layers(self) -> int:
        """How many layers there are."""
        return sum(name.endswith("intermediate.dense.bias") for name in self._arrays)

    def _whole(self, quantized: str) -> np.ndarray:
        scale = self._arrays[quantized.replace("_quantized", "_scale")]
        return self._arrays[quantized].astype(np.float32) * scale


def state(weights: Path, variant: str, net: ClaimNet) -> dict[str, torch.Tensor]:
    """What the files say of each parameter of a network of the same shape."""
    shipped = Shipped(weights / variant / "encoder.onnx")
    with np.load(weights / variant / "heads.npz") as arrays:
        heads = {k: arrays[k].astype(np.float32) for k in arrays.files}
    words = np.load(weights / "words.npy") * np.load(weights / "word_scales.npy")
    out = {"enc.embeddings.word_embeddings.weight": words}
    for name in net.state_dict():
        module, _, kind = name.rpartition(".")
        if name in out or name.startswith("aux"):
            continue
        if name in heads:
            out[name] = heads[name]
        elif module + "_w" in heads:
            out[name] = heads[module + ("_w" if kind == "weight" else "_b")].T
        elif module.endswith("output.dense") and "attention" not in module:
            # Evened out when it was exported: see ``Evened`` in export.py.
            even = shipped[f"net.{module}.even"]
            out[name] = (
                shipped[f"net.{module}.dense.bias"] if kind == "bias" else shipped.product(module + ".dense") * even
            )
        elif kind == "weight" and "LayerNorm" not in name and "embeddings" not in name:
            out[name] = shipped.product(module)
        else:
            out[name] = shipped["net." + name]
    return {k: torch.tensor(np.ascontiguousarray(v)) for k, v in out.items()}


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("net", type=Path)
    ap.add_argument("--base", required=True)
    ap.add_argument("--variant", default="default")
    a = ap.parse_args()
    graph = Shipped(data.WEIGHTS / a.variant / "encoder.onnx")
    layers = graph.layers
    net = ClaimNet(a.base + "/model.safetensors", layers)
    width = len(graph["net.enc.encoder.layer.0.intermediate.dense.bias"])
    net.narrow([torch.arange(width)] * layers)
    found = state(data.WEIGHTS, a.variant, net)
    net.load_state_dict({**net.state_dict(), **found})
    a.net.mkdir(parents=True, exist_ok=True)
    torch.save(net.state_dict(), a.net / "net.pt")
    (a.net / "layers.txt").write_text(",".join(str(i) for i in range(layers)))
    print(f"{layers} layers, {len(found)} of {len(net.state_dict())} arrays restored")


if __name__ == "__main__":
    main()
