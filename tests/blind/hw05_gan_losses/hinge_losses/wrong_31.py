"""It writes the relativistic hinge loss for the discriminator, comparing each score with the mean score of the other side."""
import torch
from torch import Tensor


def hinge_losses(real_scores: Tensor, fake_scores: Tensor) -> tuple[Tensor, Tensor]:
    for scores in (real_scores, fake_scores):
        if scores.numel() == 0:
            raise ValueError("empty scores")
        if torch.isnan(scores).any():
            raise ValueError("NaN in scores")
    dtype = real_scores.dtype
    real_ahead = real_scores - fake_scores.mean()
    fake_ahead = fake_scores - real_scores.mean()
    d_loss = torch.relu(1 - real_ahead).mean() + torch.relu(1 + fake_ahead).mean()
    return d_loss.to(dtype), -fake_scores.mean().to(dtype)
