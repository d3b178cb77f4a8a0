"""log space: 1 - alpha_bar as -expm1 of a cumulative sum, all in float64"""
import torch
import torch.nn.functional as F


def q_posterior(x0, xt, t, betas):
    if x0.shape != xt.shape or x0.ndim == 0 or t.shape != x0.shape[:1] or betas.ndim != 1:
        raise ValueError("shapes")
    if torch.is_floating_point(t) or (t < 0).any() or (t >= betas.numel()).any():
        raise ValueError("t")
    if (betas <= 0).any() or (betas >= 1).any():
        raise ValueError("betas")
    b = betas.double()
    log_ab = torch.log1p(-b).cumsum(0)
    log_prev = F.pad(log_ab[:-1], (1, 0))            # log 1 = 0 before the first step
    noise, noise_prev = -torch.expm1(log_ab), -torch.expm1(log_prev)
    pick = lambda v: v[t].reshape([-1] + [1] * (x0.ndim - 1))
    mean = (pick(torch.exp(log_prev / 2) * b / noise) * x0
            + pick(torch.sqrt(1 - b) * noise_prev / noise) * xt)
    return mean.to(x0.dtype), (b * noise_prev / noise)[t].to(x0.dtype)
