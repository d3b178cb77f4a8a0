"""Its NaN check uses all() instead of any(), so a batch in which only some logits are NaN is not refused."""
import torch
import torch.nn.functional as F
from torch import Tensor


def _check(logits: Tensor) -> None:
    if logits.numel() == 0:
        raise ValueError("no logits")
    if bool(torch.isnan(logits).all()):
        raise ValueError("logits contain NaN")


def discriminator_loss(real_logits: Tensor, fake_logits: Tensor, smooth: float = 0.0) -> Tensor:
    _check(real_logits)
    _check(fake_logits)
    if not (0.0 <= smooth < 1.0):
        raise ValueError("smooth must lie in [0, 1)")
    real = (1 - smooth) * F.softplus(-real_logits) + smooth * F.softplus(real_logits)
    fake = F.softplus(fake_logits)
    return (real.mean() + fake.mean()).to(real_logits.dtype)
