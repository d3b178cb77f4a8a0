"""It puts the scores through a sigmoid first, but the least-squares GAN regresses the raw scores."""
import torch


def check_tensor(t):
    if t.numel() == 0:
        raise ValueError("empty tensor")
    if torch.isnan(t).any():
        raise ValueError("NaN")


def lsgan_losses(real_scores, fake_scores):
    check_tensor(real_scores)
    check_tensor(fake_scores)
    r, f = torch.sigmoid(real_scores), torch.sigmoid(fake_scores)
    d = 0.5 * ((r - 1) ** 2).mean() + 0.5 * (f**2).mean()
    return d.to(r.dtype), (0.5 * ((f - 1) ** 2).mean()).to(r.dtype)
