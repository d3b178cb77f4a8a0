"""F.margin_ranking_loss against zeros, margin 1"""
from functools import partial
import torch
import torch.nn.functional as F

ranked = partial(F.margin_ranking_loss, margin=1.0)


def hinge_losses(real_scores, fake_scores):
    for s in [real_scores, fake_scores]:
        if s.numel() == 0 or torch.isnan(s).any():
            raise ValueError("scores")
    r, f = real_scores.flatten(), fake_scores.flatten()
    above = ranked(r, torch.zeros_like(r), torch.ones_like(r))
    below = ranked(f, torch.zeros_like(f), -torch.ones_like(f))
    dtype = real_scores.dtype
    return above + below.to(dtype), -fake_scores.mean().to(dtype)
