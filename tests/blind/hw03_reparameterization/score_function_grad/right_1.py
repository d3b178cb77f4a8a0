"""Surrogate objective: autograd through the log_prob of torch.distributions."""

import torch
from torch.distributions import Normal


def score_function_grad(fz, z, mu, logvar, baseline=0.0):
    if fz.ndim != 1 or z.ndim != 2 or mu.ndim != 1 or logvar.ndim != 1:
        raise ValueError("number of dimensions")
    if z.shape != (len(fz), len(mu)) or len(logvar) != len(mu) or len(fz) < 1:
        raise ValueError("sizes")
    if logvar.isnan().any() or logvar.isinf().any():
        raise ValueError("logvar must be finite")
    with torch.enable_grad():
        params = [t.detach().double().clone().requires_grad_() for t in (mu, logvar)]
        q = Normal(params[0], torch.exp(params[1] / 2), validate_args=False)
        log_q = q.log_prob(z.detach().double()).sum(dim=1)
        surrogate = ((fz.detach().double() - baseline) * log_q).mean()
        grads = torch.autograd.grad(surrogate, params)
    return tuple(g.to(fz.dtype) for g in grads)
