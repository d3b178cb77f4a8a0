"""Its non-saturating loss is the cross-entropy against the label 0, -log(1 - D), so the generator is rewarded for being recognised."""
import torch
import torch.nn.functional as F
from torch import Tensor


def generator_loss(fake_logits: Tensor, kind: str = "nonsaturating") -> Tensor:
    if fake_logits.numel() == 0:
        raise ValueError("fake_logits is empty")
    if torch.isnan(fake_logits).any():
        raise ValueError("fake_logits contains NaN")
    if kind == "saturating":
        return F.logsigmoid(-fake_logits).mean()
    if kind == "nonsaturating":
        fake_label = torch.zeros_like(fake_logits)
        return F.binary_cross_entropy_with_logits(fake_logits, fake_label)
    raise ValueError(f"unknown kind {kind!r}")
