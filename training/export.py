"""Write a trained network as the files that ship: int8 ONNX encoder, heads, tokenizer, reader card.

Usage: python export.py NET OUT_FOLDER --base FOLDER --name NAME [--limits limits.json]
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from net import ClaimNet
from onnxruntime.quantization import QuantType, quantize_dynamic

from accordingto.extract.encoding import FEATURES


class Exported(torch.nn.Module):
    """The encoder alone, with positional arguments, as the exporter wants it."""

    def __init__(self, net: ClaimNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, ids: torch.Tensor, features: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        return self.net.encode(ids, features, mask)


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("net", type=Path)
    ap.add_argument("out", type=Path)
    ap.add_argument("--base", required=True)
    ap.add_argument("--name", required=True)
    ap.add_argument("--limits", default="")
    a = ap.parse_args()
    warnings.simplefilter("ignore")
    net = ClaimNet.trained(a.net, a.base)
    net.eval()
    a.out.mkdir(parents=True, exist_ok=True)
    ids = torch.ones(2, 20, dtype=torch.long)
    plain = a.out / "plain.onnx"
    names = {
        "ids": {0: "b", 1: "t"},
        "features": {0: "b", 1: "t"},
        "mask": {0: "b", 1: "t"},
        "hidden": {0: "b", 1: "t"},
    }
    torch.onnx.export(
        Exported(net), (ids, torch.zeros(2, 20, len(FEATURES)), ids), str(plain),
        input_names=["ids", "features", "mask"],
        output_names=["hidden"], dynamic_axes=names, dynamo=False, opset_version=17,
    )  # fmt: skip
    # The second feed-forward product has outliers at its input: left in float it halves the error for 7 MB.
    nodes = [n.name for n in onnx.load(str(plain)).graph.node if n.op_type == "MatMul"]
    kept = [n for n in nodes if re.search(r"layer\.\d+/output/dense", n)]
    quantize_dynamic(
        str(plain), str(a.out / "encoder.onnx"), weight_type=QuantType.QInt8, per_channel=True, nodes_to_exclude=kept
    )
    plain.unlink()
    np.savez_compressed(a.out / "heads.npz", **{k: v.astype(np.float16) for k, v in net.head_arrays().items()})
    shutil.copy(Path(a.base) / "tokenizer.json", a.out / "tokenizer.json")
    limits = json.loads(Path(a.limits).read_text()) if a.limits else {}
    card = {"name": a.name, "layers": len(net.enc.encoder.layer), "thresholds": limits}
    (a.out / "reader.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    for f in sorted(a.out.iterdir()):
        print(f"{f.name}: {f.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
