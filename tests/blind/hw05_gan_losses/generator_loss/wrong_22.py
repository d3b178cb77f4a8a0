"""It divides the sum by the length of the first dimension instead of the number of elements."""
import torch
import torch.nn.functional as F
from torch import Tensor


def generator_loss(fake_logits: Tensor, kind: str = "nonsaturating") -> Tensor:
    if kind not in ("saturating", "nonsaturating"):
        raise ValueError("kind must be saturating or nonsaturating")
    if fake_logits.numel() == 0 or bool(fake_logits.isnan().any()):
        raise ValueError("fake_logits must be non-empty and free of NaN")
    m = fake_logits.shape[0] if fake_logits.dim() > 0 else 1
    if kind == "saturating":
        total = -F.softplus(fake_logits).sum()
    else:
        total = F.softplus(-fake_logits).sum()
    return total / m
