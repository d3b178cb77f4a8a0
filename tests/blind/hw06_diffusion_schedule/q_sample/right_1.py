"""gather, a reshape helper called like_column, float64 inside"""
import torch


def like_column(values, x):
    return values.view(len(values), *(1 for _ in x.shape[1:]))


def q_sample(x0, t, eps, alpha_bar):
    if x0.ndim < 2 or eps.shape != x0.shape or t.shape != (x0.shape[0],) or alpha_bar.ndim != 1:
        raise ValueError("shapes")
    if t.dtype.is_floating_point or bool(torch.any(t < 0)) or bool(torch.any(t > len(alpha_bar) - 1)):
        raise ValueError("t")
    if bool(torch.any(alpha_bar < 0)) or bool(torch.any(alpha_bar > 1)):
        raise ValueError("alpha_bar")
    level = like_column(alpha_bar.double().gather(0, t.long()), x0)
    return (torch.sqrt(level) * x0 + torch.sqrt(1 - level) * eps).to(x0.dtype)
