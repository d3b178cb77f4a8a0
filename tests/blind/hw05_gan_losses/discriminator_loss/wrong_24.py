"""It lets smooth = 1 pass and looks for NaN in real_logits only."""
import torch
import torch.nn.functional as F
from torch import Tensor


def discriminator_loss(real_logits: Tensor, fake_logits: Tensor, smooth: float = 0.0) -> Tensor:
    if not real_logits.numel() or not fake_logits.numel():
        raise ValueError("each batch needs at least one logit")
    if (real_logits != real_logits).any():
        raise ValueError("NaN")
    if smooth < 0 or smooth > 1:
        raise ValueError("smooth must be between 0 and 1")
    # -log D = softplus(-l), -log(1 - D) = softplus(l)
    on_real = (1 - smooth) * F.softplus(-real_logits) + smooth * F.softplus(real_logits)
    on_fake = F.softplus(fake_logits)
    return (on_real.mean() + on_fake.mean()).to(real_logits.dtype)
