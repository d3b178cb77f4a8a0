"""It takes the logarithm of sigmoid plus 1e-8, so the loss of confident mistakes stops growing near 18."""
import torch
from torch import Tensor


def discriminator_loss(real_logits: Tensor, fake_logits: Tensor, smooth: float = 0.0) -> Tensor:
    if not (0.0 <= smooth < 1.0):
        raise ValueError("smooth must lie in [0, 1)")
    if min(real_logits.numel(), fake_logits.numel()) < 1:
        raise ValueError("no logits")
    if torch.isnan(real_logits).any() or torch.isnan(fake_logits).any():
        raise ValueError("logits contain NaN")
    tiny = 1e-8
    d_real = torch.sigmoid(real_logits)
    d_fake = torch.sigmoid(fake_logits)
    real_term = (1 - smooth) * torch.log(d_real + tiny) + smooth * torch.log(1 - d_real + tiny)
    fake_term = torch.log(1 - d_fake + tiny)
    return (-real_term.mean() - fake_term.mean()).to(real_logits.dtype)
