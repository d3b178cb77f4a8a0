"""The factor 1/2 of the discriminator's loss stands before the real term only."""
import torch
from torch import Tensor


def _check(scores: Tensor, name: str) -> None:
    if scores.numel() == 0:
        raise ValueError(name + " is empty")
    if scores.isnan().any():
        raise ValueError(name + " contains NaN")


def lsgan_losses(real_scores: Tensor, fake_scores: Tensor) -> tuple[Tensor, Tensor]:
    _check(real_scores, "real_scores")
    _check(fake_scores, "fake_scores")
    d_loss = 0.5 * torch.mean((real_scores - 1) ** 2) + torch.mean(fake_scores**2)
    g_loss = 0.5 * torch.mean((fake_scores - 1) ** 2)
    return d_loss.to(real_scores.dtype), g_loss.to(real_scores.dtype)
