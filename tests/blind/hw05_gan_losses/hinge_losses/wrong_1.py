"""It averages the scores first and applies the hinge to the mean."""
import torch


def check_tensor(t):
    if t.numel() == 0:
        raise ValueError("empty tensor")
    if torch.isnan(t).any():
        raise ValueError("NaN")


def hinge_losses(real_scores, fake_scores):
    check_tensor(real_scores)
    check_tensor(fake_scores)
    d = torch.relu(1 - real_scores.mean()) + torch.relu(1 + fake_scores.mean())
    return d.to(real_scores.dtype), -fake_scores.mean().to(real_scores.dtype)
