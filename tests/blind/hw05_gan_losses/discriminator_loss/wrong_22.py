"""It takes one mean over real and fake samples together (times 2), which differs from the sum of two means if the numbers of samples differ."""
import torch
import torch.nn.functional as F
from torch import Tensor


def discriminator_loss(real_logits: Tensor, fake_logits: Tensor, smooth: float = 0.0) -> Tensor:
    if smooth < 0 or smooth >= 1:
        raise ValueError("smooth out of range")
    if real_logits.numel() == 0 or fake_logits.numel() == 0:
        raise ValueError("empty logits")
    if real_logits.isnan().any() or fake_logits.isnan().any():
        raise ValueError("NaN in logits")
    logits = torch.cat([real_logits.flatten(), fake_logits.flatten()])
    labels = torch.zeros_like(logits)
    labels[: real_logits.numel()] = 1 - smooth
    # two terms, hence the 2
    return 2 * F.binary_cross_entropy_with_logits(logits, labels).to(real_logits.dtype)
