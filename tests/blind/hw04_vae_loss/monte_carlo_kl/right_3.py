"""plain loop over the samples with a running mean and a log-density helper"""
import math
import torch


def log_n(z, m, lv):
    return (-0.5 * (math.log(2 * math.pi) + lv + (z - m) ** 2 / lv.exp())).sum(dim=1)


def monte_carlo_kl(mu, logvar, eps):
    if mu.shape != logvar.shape:
        raise ValueError("mu and logvar differ in shape")
    if eps.ndim != 3 or eps.shape[1:] != mu.shape:
        raise ValueError("eps has the wrong shape")
    S = eps.shape[0]
    if S < 1:
        raise ValueError("at least one sample")
    zeros = torch.zeros_like(mu)
    estimate = 0.0
    for s in range(S):
        z = mu + torch.sqrt(logvar.exp()) * eps[s]
        term = log_n(z, mu, logvar) - log_n(z, zeros, zeros)
        estimate = estimate + (term - estimate) / (s + 1)
    return estimate.to(mu.dtype)
