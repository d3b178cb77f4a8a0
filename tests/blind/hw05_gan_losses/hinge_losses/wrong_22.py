"""It takes the mean score first and the hinge of that mean afterwards."""
import torch
from torch import Tensor


def hinge_losses(real_scores: Tensor, fake_scores: Tensor) -> tuple[Tensor, Tensor]:
    if real_scores.numel() == 0 or fake_scores.numel() == 0:
        raise ValueError("empty scores")
    if real_scores.isnan().any() or fake_scores.isnan().any():
        raise ValueError("NaN scores")
    r = real_scores.mean()
    f = fake_scores.mean()
    d_loss = torch.clamp(1 - r, min=0) + torch.clamp(1 + f, min=0)
    return d_loss.to(real_scores.dtype), -f.to(real_scores.dtype)
