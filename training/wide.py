"""A wide teacher for the claim readers: a larger encoder under the same heads, too slow to ship.

Its encoder is all-mpnet-base-v2 (Apache-2.0), which cuts words into the same pieces as the MiniLM encoder of the
readers but numbers them otherwise, so whatever it says of a piece can be taught to a reader piece by piece.
"""

from __future__ import annotations

from pathlib import Path

import torch
from net import ClaimNet
from safetensors.torch import load_file
from tokenizers import Tokenizer
from transformers import MPNetConfig, MPNetModel, PreTrainedModel


class WideNet(ClaimNet):
    """Heads over the first layers of MPNet; products of the encoder in bfloat16, where the processor has them.

    Args:
        folder: Files of all-mpnet-base-v2: ``config.json``, ``model.safetensors``, ``vocab.txt``.
        layers: How many of its twelve layers.
        tokenizer: The readers' tokenizer.
        frozen: How many of the lowest layers stay as they are, the word vectors too.
    """

    def __init__(self, folder: Path, layers: int, tokenizer: Tokenizer, frozen: int = 0) -> None:
        super().__init__(str(folder), layers)
        own = {w: i for i, w in enumerate((folder / "vocab.txt").read_text(encoding="utf-8").splitlines())}
        words = [w for w, _ in sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])]
        special = {"[CLS]": "<s>", "[SEP]": "</s>", "[PAD]": "<pad>", "[MASK]": "<mask>", "[UNK]": "[UNK]"}
        self.register_buffer("renumber", torch.tensor([own[special.get(w, w)] for w in words]), persistent=False)
        if frozen:
            self.enc.embeddings.requires_grad_(False)
            for layer in self.enc.encoder.layer[:frozen]:
                layer.requires_grad_(False)

    @staticmethod
    def encoder(weights: str) -> PreTrainedModel:
        """The pre-trained encoder, all its layers."""
        enc = MPNetModel(MPNetConfig.from_pretrained(weights), add_pooling_layer=False)
        enc.load_state_dict(load_file(weights + "/model.safetensors"), strict=False)
        return enc

    def encode(self, ids: torch.Tensor, feats: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Hidden vectors of padded windows, shape (windows, pieces, 768)."""
        x = self.enc.embeddings.word_embeddings(self.renumber[ids]) + self.feat(feats)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = self.enc(inputs_embeds=x, attention_mask=mask).last_hidden_state
        return hidden.float()


def teacher(folder: Path, base: str, wide: Path | None, tokenizer: Tokenizer) -> ClaimNet:
    """A trained teacher of either kind.

    Raises:
        ValueError: It is a wide one, and the files of its encoder are not named.
    """
    state = torch.load(folder / "net.pt")
    if not any(".attention.attn." in name for name in state):
        return ClaimNet.trained(folder, base)
    if wide is None:
        raise ValueError(f"{folder} is a wide teacher: name the files of its encoder with --wide")
    net = WideNet(wide, len((folder / "layers.txt").read_text().split(",")), tokenizer)
    net.load_state_dict(state)
    return net
