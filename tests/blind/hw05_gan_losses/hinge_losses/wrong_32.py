"""It mis-copies the sign in the fake term, using max(0, 1 - f) for fakes as for real samples."""
import torch
from torch import Tensor


def hinge_losses(real_scores: Tensor, fake_scores: Tensor) -> tuple[Tensor, Tensor]:
    if 0 in (real_scores.numel(), fake_scores.numel()):
        raise ValueError("scores are empty")
    if torch.isnan(real_scores).any() or torch.isnan(fake_scores).any():
        raise ValueError("scores contain NaN")
    real, fake = real_scores.flatten(), fake_scores.flatten().to(real_scores.dtype)
    # the form with min from the paper: -E[min(0, -1 + D)] - E[min(0, -1 - D)]
    on_real = torch.clamp(-1 + real, max=0).mean()
    on_fake = torch.clamp(-1 + fake, max=0).mean()
    return -on_real - on_fake, -fake.mean()
