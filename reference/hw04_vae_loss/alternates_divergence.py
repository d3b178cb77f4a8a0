"""Other right answers: the two KL divergences."""

import functools
import math
import operator

import torch
from torch.distributions import Independent, Normal, kl_divergence

from . import kl_pair, kl_prior

# --- 3. KL to the prior ---------------------------------------------------------------------


@kl_prior.alternate
def torch_kl_divergence(mu, logvar):
    q = Normal(mu, torch.exp(logvar / 2), validate_args=False)
    p = Normal(torch.zeros_like(mu), torch.ones_like(mu))
    return kl_divergence(q, p).sum(-1)


@kl_prior.alternate
def cross_entropy_minus_entropy(mu, logvar):
    cross = 0.5 * (math.log(2 * math.pi) + mu**2 + logvar.exp()).sum(1)
    entropy = 0.5 * (math.log(2 * math.pi) + 1 + logvar).sum(1)
    return cross - entropy


@kl_prior.alternate
def classic_form(mu, logvar):
    return -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp(), dim=1)


@kl_prior.alternate
def element_loop(mu, logvar):
    totals = []
    for m_row, l_row in zip(mu, logvar, strict=True):
        total = mu.new_zeros(())
        for m, lv in zip(m_row, l_row, strict=True):
            total = total + 0.5 * (m * m + torch.expm1(lv) - lv)
        totals.append(total)
    return torch.stack(totals)


@kl_prior.alternate
def two_sigma_points(mu, logvar):
    """log q - log p is a parabola in z, so its mean at mu - sigma and mu + sigma is exact."""
    sigma = torch.exp(logvar / 2)
    ends = torch.stack([mu - sigma, mu + sigma])
    return (ends.square().mean(dim=0) / 2 - (1 + logvar) / 2).sum(dim=-1)


@kl_prior.alternate
def columns_reduced(mu, logvar):
    costs = (torch.expm1(spread) - spread for spread in logvar.unbind(dim=1))
    distance = torch.einsum("bd,bd->b", mu, mu)
    return functools.reduce(operator.add, costs, distance).div(2)


# --- 4. KL between two diagonal Gaussians ---------------------------------------------------


@kl_pair.alternate
def torch_kl_independent(mu_q, logvar_q, mu_p, logvar_p):
    q = Independent(Normal(mu_q, torch.exp(logvar_q / 2)), 1)
    p = Normal(mu_p.expand_as(mu_q), torch.exp(logvar_p / 2).expand_as(mu_q))
    return kl_divergence(q, Independent(p, 1))


@kl_pair.alternate
def scaled_difference(mu_q, logvar_q, mu_p, logvar_p):
    log_ratio = logvar_q - logvar_p
    z = (mu_q - mu_p) * torch.exp(-0.5 * logvar_p)
    return 0.5 * (torch.expm1(log_ratio) - log_ratio + z.square()).sum(-1)


@kl_pair.alternate
def dimension_loop(mu_q, logvar_q, mu_p, logvar_p):
    mu_p, logvar_p = torch.broadcast_to(mu_p, mu_q.shape), torch.broadcast_to(logvar_p, mu_q.shape)
    total = torch.zeros(len(mu_q), dtype=mu_q.dtype)
    for d in range(mu_q.shape[1]):
        ratio = torch.exp(logvar_q[:, d] - logvar_p[:, d])
        offset = (mu_q[:, d] - mu_p[:, d]).pow(2) / torch.exp(logvar_p[:, d])
        total = total + (logvar_p[:, d] - logvar_q[:, d] + ratio + offset - 1) / 2
    return total


@kl_pair.alternate
def mapped_with_a_shared_prior(mu_q, logvar_q, mu_p, logvar_p):
    def divergence(mean, spread, prior_mean, prior_spread):
        gap = spread - prior_spread
        z = (mean - prior_mean) / torch.exp(prior_spread / 2)
        return torch.sum(z * z + torch.expm1(gap) - gap) / 2

    dims = (0, 0, *(0 if part.ndim == 2 else None for part in (mu_p, logvar_p)))
    return torch.vmap(divergence, in_dims=dims)(mu_q, logvar_q, mu_p, logvar_p)


@kl_pair.alternate
def sigma_points_seen_from_p(mu_q, logvar_q, mu_p, logvar_p):
    """Both are standardised by p; there the log-ratio is a parabola: two points are enough."""
    centre = (mu_q - mu_p) * torch.exp(logvar_p / -2)
    log_ratio = logvar_q - logvar_p
    spread = torch.exp(log_ratio / 2)
    surprise = ((centre + spread) ** 2 + (centre - spread) ** 2) / 4
    return torch.einsum("bd->b", surprise - log_ratio / 2 - 0.5)


@kl_pair.alternate
def trace_and_determinant(mu_q, logvar_q, mu_p, logvar_p):
    log_ratio = logvar_q - logvar_p
    trace = torch.logsumexp(log_ratio, dim=1).exp()
    offset = (mu_q - mu_p) * torch.exp(-logvar_p / 2)
    mahalanobis = torch.linalg.vecdot(offset, offset)
    return 0.5 * (trace + mahalanobis - log_ratio.sum(dim=1) - mu_q.size(1))


@kl_pair.alternate
def example_dots_in_float64(mu_q, logvar_q, mu_p, logvar_p):
    totals = []
    parts = (part.double().expand(mu_q.shape) for part in (mu_q, logvar_q, mu_p, logvar_p))
    for mean, spread, prior_mean, prior_spread in zip(*parts, strict=True):
        precision = torch.exp(-prior_spread)
        gap = spread - prior_spread
        total = torch.dot((mean - prior_mean).square(), precision) + (gap.exp() - gap - 1).sum()
        totals.append(total / 2)
    return torch.stack(totals).to(mu_q.dtype)
