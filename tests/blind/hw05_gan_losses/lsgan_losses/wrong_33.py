"""It detaches the fake scores in the discriminator's loss, as training loops do with the fakes, so no gradient of d_loss reaches fake_scores."""
import torch
import torch.nn.functional as F
from torch import Tensor


def lsgan_losses(real_scores: Tensor, fake_scores: Tensor) -> tuple[Tensor, Tensor]:
    for name, s in {"real_scores": real_scores, "fake_scores": fake_scores}.items():
        if s.numel() == 0:
            raise ValueError(name + " is empty")
        if torch.isnan(s).any():
            raise ValueError(name + " contains NaN")
    fixed = fake_scores.detach()  # the generator is not trained in this step
    d_loss = 0.5 * F.mse_loss(real_scores, torch.ones_like(real_scores))
    d_loss = d_loss + 0.5 * F.mse_loss(fixed, torch.zeros_like(fixed))
    g_loss = 0.5 * F.mse_loss(fake_scores, torch.ones_like(fake_scores))
    return d_loss.to(real_scores.dtype), g_loss.to(real_scores.dtype)
