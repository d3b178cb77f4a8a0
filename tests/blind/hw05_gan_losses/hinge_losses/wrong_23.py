"""It averages the hinge over the samples inside the margin only instead of over all samples."""
import torch
from torch import Tensor


def _mean_hinge(h: Tensor) -> Tensor:
    active = h > 0
    count = active.sum().clamp(min=1)
    return torch.where(active, h, torch.zeros_like(h)).sum() / count


def hinge_losses(real_scores: Tensor, fake_scores: Tensor) -> tuple[Tensor, Tensor]:
    for name, s in {"real_scores": real_scores, "fake_scores": fake_scores}.items():
        if s.numel() == 0:
            raise ValueError(f"{name} is empty")
        if torch.isnan(s).any():
            raise ValueError(f"{name} contains NaN")
    d_loss = _mean_hinge(1 - real_scores) + _mean_hinge(1 + fake_scores)
    g_loss = -fake_scores.mean()
    return d_loss.to(real_scores.dtype), g_loss.to(real_scores.dtype)
