"""It adds the squares of real and fake scores element by element before it averages, so real and fake batches of different size fail."""
import torch
from torch import Tensor


def lsgan_losses(real_scores: Tensor, fake_scores: Tensor) -> tuple[Tensor, Tensor]:
    if real_scores.numel() < 1 or fake_scores.numel() < 1:
        raise ValueError("real_scores and fake_scores must not be empty")
    if torch.isnan(real_scores).any() or torch.isnan(fake_scores).any():
        raise ValueError("NaN is not a score")
    r = real_scores.reshape(-1)
    f = fake_scores.reshape(-1)
    d_loss = ((r - 1).square() + f.square()).mean() / 2
    g_loss = (f - 1).square().mean() / 2
    return d_loss.to(real_scores.dtype), g_loss.to(real_scores.dtype)
