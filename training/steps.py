"""Steps of learning that every training script takes: rates, clipping, the average of the last networks, saving."""

from __future__ import annotations

from pathlib import Path

import torch
from net import ClaimNet

_KEEP = 0.99


class Learner:
    """A network that learns, in a known number of steps.

    The rate rises over the first ``warm`` share of the steps and then falls to a fiftieth; encoder and heads have rates
    of their own, and what does not ask for a gradient stays as it is.
    """

    def __init__(self, net: ClaimNet, *, lr: float, head_lr: float, steps: int, warm: float) -> None:
        enc = [p for n, p in net.named_parameters() if n.startswith("enc.") and p.requires_grad]
        rest = [p for n, p in net.named_parameters() if not n.startswith("enc.")]
        groups = [{"params": enc, "lr": lr}, {"params": rest, "lr": head_lr}]
        self.net = net
        self._opt = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
        self._rate = torch.optim.lr_scheduler.LambdaLR(
            self._opt, lambda s: min(1.0, s / (warm * steps)) * max(0.02, 1 - s / (1.02 * steps))
        )
        self._mean: dict[str, torch.Tensor] = {}

    def step(self, loss: torch.Tensor, *, average: bool) -> None:
        """Take a step down; with ``average`` the network counts in the mean that is saved."""
        self._opt.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
        self._opt.step()
        self._rate.step()
        for k, v in self.net.state_dict().items() if average else ():
            if v.dtype.is_floating_point:
                self._mean[k] = v.clone() if k not in self._mean else self._mean[k].mul_(_KEEP).add_(v, alpha=1 - _KEEP)

    def save(self, out: Path) -> None:
        """Write the mean of the last networks, or the network itself where none was averaged yet."""
        out.mkdir(parents=True, exist_ok=True)
        torch.save({**self.net.state_dict(), **self._mean}, out / "net.pt")
        (out / "layers.txt").write_text(",".join(str(i) for i in range(len(self.net.enc.encoder.layer))))
