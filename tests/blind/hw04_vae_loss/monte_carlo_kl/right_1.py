"""torch.distributions: two Normals, log_prob of the samples, mean over dim 0"""
import torch
from torch.distributions import Normal


def check(mu, logvar, eps):
    if mu.shape != logvar.shape or mu.dim() != 2:
        raise ValueError("mu and logvar must both be (B, D)")
    if eps.dim() != 3 or eps.shape[1:] != mu.shape:
        raise ValueError("eps must be (S, B, D)")
    if eps.shape[0] == 0:
        raise ValueError("no samples")


def monte_carlo_kl(mu, logvar, eps):
    check(mu, logvar, eps)
    sigma = logvar.div(2).exp()
    q = Normal(mu, sigma, validate_args=False)
    prior = Normal(torch.zeros_like(mu), torch.ones_like(mu))
    z = mu + sigma * eps
    diff = q.log_prob(z).sum(-1) - prior.log_prob(z).sum(-1)
    return diff.mean(0).to(mu.dtype)
