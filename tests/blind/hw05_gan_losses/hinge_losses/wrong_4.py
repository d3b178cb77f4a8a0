"""It averages only over the scores inside the margin and not over all scores."""
import torch


def check_tensor(t):
    if t.numel() == 0:
        raise ValueError("empty tensor")
    if torch.isnan(t).any():
        raise ValueError("NaN")


def mean_of_active(h):
    return h.sum() / (h > 0).sum().clamp(min=1)


def hinge_losses(real_scores, fake_scores):
    check_tensor(real_scores)
    check_tensor(fake_scores)
    d = mean_of_active(torch.relu(1 - real_scores)) + mean_of_active(torch.relu(1 + fake_scores))
    return d.to(real_scores.dtype), -fake_scores.mean().to(real_scores.dtype)
