"""It concatenates both batches, averages over all n + m elements and doubles, so the terms are weighted wrongly when the two sizes differ."""
import torch
import torch.nn.functional as F
from torch import Tensor


def discriminator_loss(real_logits: Tensor, fake_logits: Tensor, smooth: float = 0.0) -> Tensor:
    if smooth < 0 or smooth >= 1 or smooth != smooth:
        raise ValueError("smooth outside [0, 1)")
    if real_logits.numel() < 1 or fake_logits.numel() < 1:
        raise ValueError("empty logits")
    if real_logits.isnan().any() or fake_logits.isnan().any():
        raise ValueError("NaN in logits")
    r = real_logits.reshape(-1)
    f = fake_logits.reshape(-1).to(r.dtype)
    logits = torch.cat([r, f])
    labels = torch.cat([torch.full_like(r, 1 - smooth), torch.zeros_like(f)])
    return 2 * F.binary_cross_entropy_with_logits(logits, labels)
