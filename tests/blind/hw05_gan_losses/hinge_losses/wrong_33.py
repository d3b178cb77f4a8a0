"""It tests for emptiness with len(), so an empty tensor such as (3, 0) is not refused and a 0-dim score ends in a TypeError."""
import torch
import torch.nn.functional as F
from torch import Tensor


def hinge_losses(real_scores: Tensor, fake_scores: Tensor) -> tuple[Tensor, Tensor]:
    if len(real_scores) == 0 or len(fake_scores) == 0:
        raise ValueError("real_scores and fake_scores must not be empty")
    if real_scores.isnan().any() or fake_scores.isnan().any():
        raise ValueError("real_scores and fake_scores must not contain NaN")
    d_loss = F.relu(1.0 - real_scores).mean() + F.relu(1.0 + fake_scores).mean()
    g_loss = -fake_scores.mean()
    return d_loss.to(real_scores.dtype), g_loss.to(real_scores.dtype)
