"""Python floats for the weights, one by one, with early returns"""
import math
import torch


def trust(share, gamma):
    if gamma is None or share == 0.0:
        return 1.0
    if share == 1.0:
        return 0.0
    return min(1.0, gamma * (1.0 - share) / share)


def diffusion_loss(model, x0, t, eps, alpha_bar, gamma=None):
    if gamma is not None and gamma <= 0:
        raise ValueError("gamma <= 0")
    if x0.dim() < 2 or x0.shape != eps.shape or t.shape != x0.shape[:1] or alpha_bar.dim() != 1:
        raise ValueError("shapes do not fit")
    if t.dtype in (torch.float16, torch.bfloat16, torch.float32, torch.float64):
        raise ValueError("t must be integer")
    steps, T = t.tolist(), alpha_bar.numel()
    if not all(0 <= step < T for step in steps):
        raise ValueError("t is out of range")
    shares = alpha_bar.tolist()
    if not all(0 <= share <= 1 for share in shares):
        raise ValueError("alpha_bar is out of range")
    noisy = [math.sqrt(shares[k]) * x + math.sqrt(1 - shares[k]) * e
             for x, k, e in zip(x0, steps, eps)]
    guess = model(torch.stack(noisy).to(x0.dtype), t)
    per_example = [trust(shares[k], gamma) * ((g - e) ** 2).mean()
                   for g, e, k in zip(guess, eps, steps)]
    return (sum(per_example) / len(per_example)).to(x0.dtype)
