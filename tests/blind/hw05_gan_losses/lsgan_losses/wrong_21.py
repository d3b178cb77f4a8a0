"""The generator minimises the negative of the discriminator's fake term, as in a minimax game, instead of pulling its scores to 1."""
import torch
from torch import Tensor


def lsgan_losses(real_scores: Tensor, fake_scores: Tensor) -> tuple[Tensor, Tensor]:
    for scores in (real_scores, fake_scores):
        if scores.numel() == 0:
            raise ValueError("empty scores")
        if torch.isnan(scores).any():
            raise ValueError("NaN in scores")
    fake_term = 0.5 * fake_scores.pow(2).mean()
    d_loss = 0.5 * (real_scores - 1).pow(2).mean() + fake_term
    g_loss = -fake_term
    return d_loss.to(real_scores.dtype), g_loss.to(real_scores.dtype)
