"""The network: a short MiniLM encoder with grammar features at its input, and heads that answer for one trigger."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from torch import nn
from transformers import BertConfig, BertModel, PreTrainedModel

from accordingto.extract.encoding import FEATURES
from accordingto.extract.heads import BUCKETS, CLASS_SIZES, KEY, LINK, SENTENCE_STEPS
from accordingto.extract.schema import SLOTS, TYPES

D = 384
H = 512
S, T = len(SLOTS), len(TYPES)


class ClaimNet(nn.Module):
    """Encoder and heads; ``head_arrays`` gives the heads to ``extract/heads.py``."""

    def __init__(self, weights: str, layers: int, keep: list[int] | None = None, drop: float = 0.15) -> None:
        super().__init__()
        self.enc = self.encoder(weights)
        chosen = keep or list(range(layers))
        self.enc.encoder.layer = nn.ModuleList([self.enc.encoder.layer[i] for i in chosen])
        self._heads(self.enc.config.hidden_size, drop)

    @staticmethod
    def encoder(weights: str) -> PreTrainedModel:
        """The pre-trained encoder, all its layers."""
        cfg = BertConfig(
            vocab_size=30522, hidden_size=D, num_hidden_layers=6, num_attention_heads=12, intermediate_size=1536,
            hidden_dropout_prob=0.1, attention_probs_dropout_prob=0.1,
        )  # fmt: skip
        enc = BertModel._from_config(cfg, attn_implementation="eager", add_pooling_layer=False)
        enc.load_state_dict(load_file(weights), strict=False)
        return enc

    def _heads(self, width: int, drop: float) -> None:
        self.feat = nn.Linear(len(FEATURES), width, bias=False)
        nn.init.zeros_(self.feat.weight)
        self.drop = nn.Dropout(drop)
        self.trig = nn.Linear(width, T)
        nn.init.constant_(self.trig.bias, -4.0)
        self.query = nn.Linear(2 * width + 1 + T, H)
        self.qs = nn.Linear(H, 2 * S * KEY)
        self.ks = nn.Linear(width, 2 * S * KEY)
        self.dist_t = nn.Parameter(torch.zeros(2 * S, BUCKETS))
        self.dist_n = nn.Parameter(torch.zeros(2 * S, BUCKETS))
        self.step = nn.Parameter(torch.zeros(2 * S, SENTENCE_STEPS))
        self.special = nn.Linear(H, 2 * S)
        self.classes = nn.Linear(H, sum(CLASS_SIZES.values()))
        self.lq = nn.Linear(width + T, LINK)
        self.lk = nn.Linear(width, LINK)
        self.ldist = nn.Parameter(torch.zeros(BUCKETS))
        self.lstep = nn.Parameter(torch.zeros(SENTENCE_STEPS))
        self.lbias = nn.Parameter(torch.tensor(-1.0))
        # attribution auxiliary: from a cue piece to source and content
        self.aux = nn.Linear(width, 4 * KEY)
        self.auxk = nn.Linear(width, 4 * KEY)
        self.auxcue = nn.Linear(width, 1)
        nn.init.constant_(self.auxcue.bias, -4.0)
        self.auxnone = nn.Parameter(torch.zeros(4))

    @classmethod
    def trained(cls, folder: Path, base: str) -> ClaimNet:
        """A network that ``train.py`` or ``distil.py`` left in a folder, whatever its depth and width."""
        keep = [int(i) for i in (folder / "layers.txt").read_text().split(",")]
        state = torch.load(folder / "net.pt")
        net = cls(base + "/model.safetensors", len(keep), keep)
        width = state["enc.encoder.layer.0.intermediate.dense.weight"].shape[0]
        net.narrow([torch.arange(width)] * len(keep))
        net.load_state_dict(state)
        return net

    def narrow(self, neurons: list[torch.Tensor]) -> None:
        """Keep only some neurons of each layer's feed-forward part."""
        for layer, kept in zip(self.enc.encoder.layer, neurons, strict=True):
            up, down = layer.intermediate.dense, layer.output.dense
            up.weight, up.bias = nn.Parameter(up.weight[kept].clone()), nn.Parameter(up.bias[kept].clone())
            down.weight = nn.Parameter(down.weight[:, kept].clone())
            up.out_features = down.in_features = len(kept)

    def encode(self, ids: torch.Tensor, feats: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        x = self.enc.embeddings.word_embeddings(ids) + self.feat(feats)
        return self.enc(inputs_embeds=x, attention_mask=mask).last_hidden_state

    def head_arrays(self) -> dict[str, np.ndarray]:
        names = ["trig", "query", "qs", "ks", "special", "classes", "lq", "lk"]
        out = {}
        for n in names:
            m = getattr(self, n)
            out[n + "_w"], out[n + "_b"] = m.weight.detach().T.contiguous().numpy(), m.bias.detach().numpy()
        for n in ("dist_t", "dist_n", "step", "ldist", "lstep", "lbias"):
            out[n] = getattr(self, n).detach().numpy()
        return out
