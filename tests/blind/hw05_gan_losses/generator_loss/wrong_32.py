"""It averages over the first dimension only and sums the rest, so the loss is too large for logits of more than one dimension."""
import torch
import torch.nn.functional as F
from torch import Tensor


def generator_loss(fake_logits: Tensor, kind: str = "nonsaturating") -> Tensor:
    if fake_logits.nelement() == 0 or fake_logits.isnan().any():
        raise ValueError("fake_logits is empty or contains NaN")
    if kind == "nonsaturating":
        each = F.softplus(-fake_logits)
    elif kind == "saturating":
        each = -F.softplus(fake_logits)
    else:
        raise ValueError("kind must be 'saturating' or 'nonsaturating'")
    batch = fake_logits.shape[0] if fake_logits.dim() else 1
    return each.sum() / batch
