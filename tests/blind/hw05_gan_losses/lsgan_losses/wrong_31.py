"""It uses the other coding of the least-squares GAN, targets 1 and -1 for the discriminator and 0 for the generator."""
import torch
from torch import Tensor

REAL, FAKE, WANTED = 1.0, -1.0, 0.0


def lsgan_losses(real_scores: Tensor, fake_scores: Tensor) -> tuple[Tensor, Tensor]:
    for scores in (real_scores, fake_scores):
        if scores.numel() == 0 or torch.isnan(scores).any():
            raise ValueError("scores are empty or contain NaN")
    d_loss = 0.5 * ((real_scores - REAL) ** 2).mean() + 0.5 * ((fake_scores - FAKE) ** 2).mean()
    g_loss = 0.5 * ((fake_scores - WANTED) ** 2).mean()
    return d_loss.to(real_scores.dtype), g_loss.to(real_scores.dtype)
