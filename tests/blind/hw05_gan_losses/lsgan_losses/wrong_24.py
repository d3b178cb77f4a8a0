"""It detaches the fake scores in the discriminator's loss, so no gradient of d_loss reaches fake_scores."""
import torch
import torch.nn.functional as F
from torch import Tensor


def lsgan_losses(real_scores: Tensor, fake_scores: Tensor) -> tuple[Tensor, Tensor]:
    if 0 in (real_scores.numel(), fake_scores.numel()):
        raise ValueError("empty input")
    if real_scores.isnan().any() or fake_scores.isnan().any():
        raise ValueError("input contains NaN")
    fixed = fake_scores.detach()  # the generator must not move in the discriminator's step
    d_loss = 0.5 * F.mse_loss(real_scores, torch.ones_like(real_scores))
    d_loss = d_loss + 0.5 * F.mse_loss(fixed, torch.zeros_like(fixed))
    g_loss = 0.5 * F.mse_loss(fake_scores, torch.ones_like(fake_scores))
    return d_loss.to(real_scores.dtype), g_loss.to(real_scores.dtype)
