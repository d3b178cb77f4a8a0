"""For the non-saturating loss it adds the minimax term as well, log(1 - D) - log D, which is just minus the logit and can be negative."""
import torch
import torch.nn.functional as F
from torch import Tensor


def generator_loss(fake_logits: Tensor, kind: str = "nonsaturating") -> Tensor:
    if kind not in ("saturating", "nonsaturating"):
        raise ValueError(f"unknown kind {kind!r}")
    if fake_logits.numel() == 0:
        raise ValueError("fake_logits is empty")
    if torch.isnan(fake_logits).any():
        raise ValueError("fake_logits contains NaN")
    log_not_d = F.logsigmoid(-fake_logits)
    if kind == "saturating":
        return log_not_d.mean()
    # keep the game's own term and add one that has a slope where fakes are recognised
    return (log_not_d - F.logsigmoid(fake_logits)).mean()
