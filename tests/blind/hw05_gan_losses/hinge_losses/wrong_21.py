"""It gives the generator a hinge too, max(0, 1 - f), instead of the plain negative mean."""
import torch
import torch.nn.functional as F
from torch import Tensor


def hinge_losses(real_scores: Tensor, fake_scores: Tensor) -> tuple[Tensor, Tensor]:
    for s in (real_scores, fake_scores):
        if s.numel() == 0 or torch.isnan(s).any():
            raise ValueError("scores must be non-empty and without NaN")
    d_loss = F.relu(1 - real_scores).mean() + F.relu(1 + fake_scores).mean()
    g_loss = F.relu(1 - fake_scores).mean()
    return d_loss.to(real_scores.dtype), g_loss.to(real_scores.dtype)
