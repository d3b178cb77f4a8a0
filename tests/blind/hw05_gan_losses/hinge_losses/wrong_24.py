"""It tests for emptiness by the first dimension only, so scores of shape (3, 0) give NaN instead of a ValueError."""
import torch
from torch import Tensor


def hinge_losses(real_scores: Tensor, fake_scores: Tensor) -> tuple[Tensor, Tensor]:
    for scores in (real_scores, fake_scores):
        if scores.dim() > 0 and len(scores) == 0:
            raise ValueError("no scores given")
        if torch.isnan(scores).any():
            raise ValueError("NaN in the scores")
    real_part = torch.maximum(1 - real_scores, torch.zeros_like(real_scores)).mean()
    fake_part = torch.maximum(1 + fake_scores, torch.zeros_like(fake_scores)).mean()
    d_loss = (real_part + fake_part).to(real_scores.dtype)
    g_loss = torch.mean(-fake_scores).to(real_scores.dtype)
    return d_loss, g_loss
