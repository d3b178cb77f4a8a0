"""It gives the generator a hinge as well, so fakes with a score above 1 no longer count."""
import torch


def check_tensor(t):
    if t.numel() == 0:
        raise ValueError("empty tensor")
    if torch.isnan(t).any():
        raise ValueError("NaN")


def hinge_losses(real_scores, fake_scores):
    check_tensor(real_scores)
    check_tensor(fake_scores)
    d = torch.relu(1 - real_scores).mean() + torch.relu(1 + fake_scores).mean()
    g = torch.relu(1 - fake_scores).mean()
    return d.to(real_scores.dtype), g.to(real_scores.dtype)
