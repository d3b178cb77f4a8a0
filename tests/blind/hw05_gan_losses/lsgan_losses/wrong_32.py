"""It squares the mean deviation from the target instead of averaging the squared deviations."""
import torch
from torch import Tensor


def _half_square(scores: Tensor, target: float) -> Tensor:
    return 0.5 * torch.mean(scores - target) ** 2


def lsgan_losses(real_scores: Tensor, fake_scores: Tensor) -> tuple[Tensor, Tensor]:
    if real_scores.numel() == 0 or fake_scores.numel() == 0:
        raise ValueError("scores must not be empty")
    if real_scores.isnan().any() or fake_scores.isnan().any():
        raise ValueError("scores must not be NaN")
    fake_scores = fake_scores.to(real_scores.dtype)
    d_loss = _half_square(real_scores, 1.0) + _half_square(fake_scores, 0.0)
    g_loss = _half_square(fake_scores, 1.0)
    return d_loss, g_loss
