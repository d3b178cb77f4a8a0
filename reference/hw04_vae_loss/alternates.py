"""Other right answers to HW 4, each in a style of its own; none brings validation."""

import math

import torch
import torch.nn.functional as F
from torch.distributions import Bernoulli, Independent, Normal, kl_divergence

from . import bernoulli, elbo, gaussian, iwae, kl_pair, kl_prior, sampled

# --- 1. Gaussian reconstruction -------------------------------------------------------------


@gaussian.alternate
def torch_distributions(x, mean, logvar):
    scale = torch.exp(0.5 * logvar).expand_as(x)
    return Independent(Normal(mean, scale), x.ndim - 1).log_prob(x)


@gaussian.alternate
def gaussian_nll_loss(x, mean, logvar):
    variance = torch.exp(logvar).expand_as(x)
    losses = F.gaussian_nll_loss(mean, x, variance, full=True, eps=1e-300, reduction="none")
    return -losses.reshape(len(x), -1).sum(dim=-1)


@gaussian.alternate
def batch_loop(x, mean, logvar):
    logvar = logvar.expand(x.shape)
    found = []
    for b in range(len(x)):
        z = (x[b] - mean[b]) / torch.exp(logvar[b] / 2)
        entropy = 0.5 * x[b].numel() * math.log(2 * math.pi) + 0.5 * logvar[b].sum()
        found.append(-0.5 * (z * z).sum() - entropy)
    return torch.stack(found)


@gaussian.alternate
def quadratic_form(x, mean, logvar):
    residual = (x - mean).reshape(x.size(0), -1)
    logvar = logvar.expand_as(x).reshape(x.size(0), -1)
    squares = torch.einsum("bi,bi,bi->b", residual, torch.exp(-logvar), residual)
    return -(residual.size(1) * math.log(math.tau) + logvar.sum(1) + squares) / 2


# --- 2. Bernoulli reconstruction ------------------------------------------------------------


@bernoulli.alternate
def bce_with_logits(x, logits):
    losses = F.binary_cross_entropy_with_logits(logits, x, reduction="none")
    return -losses.sum(dim=tuple(range(1, x.dim())))


@bernoulli.alternate
def softplus_form(x, logits):
    return (x * logits - F.softplus(logits)).reshape(len(x), -1).sum(-1)


@bernoulli.alternate
def two_class_log_softmax(x, logits):
    both = torch.log_softmax(torch.stack([torch.zeros_like(logits), logits], dim=-1), dim=-1)
    targets = torch.stack([1 - x, x], dim=-1)
    return torch.einsum("bk,bk->b", both.flatten(1), targets.flatten(1))


@bernoulli.alternate
def written_out_stably(x, logits):
    larger = torch.maximum(logits, torch.zeros_like(logits))
    tail = torch.log1p(torch.exp(-logits.abs()))
    return (x * logits - larger - tail).flatten(start_dim=1).sum(dim=1)


@bernoulli.alternate
def bernoulli_distribution(x, logits):
    return Bernoulli(logits=logits, validate_args=False).log_prob(x).flatten(1).sum(1)


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


# --- 5. The VAE loss ------------------------------------------------------------------------


@elbo.alternate
def library_reconstruction(x, logits, mu, logvar, beta=1.0, reduction="mean"):
    nll = F.binary_cross_entropy_with_logits(logits, x, reduction="none").flatten(1).sum(1)
    loss = nll - 0.5 * beta * (1 + logvar - mu.square() - logvar.exp()).sum(1)
    return {"mean": torch.mean, "sum": torch.sum, "none": lambda each: each}[reduction](loss)


@elbo.alternate
def library_distributions(x, logits, mu, logvar, beta=1.0, reduction="mean"):
    q = Independent(Normal(mu, torch.exp(logvar / 2)), 1)
    p = Independent(Normal(torch.zeros_like(mu), torch.ones_like(mu)), 1)
    decoder = Bernoulli(logits=logits, validate_args=False)
    loss = beta * kl_divergence(q, p) - decoder.log_prob(x).flatten(1).sum(1)
    if reduction == "none":
        return loss
    return loss.sum() / (len(loss) if reduction == "mean" else 1)


@elbo.alternate
def example_loop(x, logits, mu, logvar, beta=1.0, reduction="mean"):
    losses = []
    for b in range(len(x)):
        nll = (F.softplus(logits[b]) - x[b] * logits[b]).sum()
        kl = 0.5 * (mu[b] ** 2 + torch.exp(logvar[b]) - logvar[b] - 1).sum()
        losses.append(nll + beta * kl)
    loss = torch.stack(losses)
    return loss if reduction == "none" else getattr(loss, reduction)()


# --- 6. KL by Monte Carlo -------------------------------------------------------------------


@sampled.alternate
def torch_distributions_einsum(mu, logvar, eps):
    sigma = torch.exp(logvar / 2)
    z = torch.addcmul(mu.expand_as(eps), sigma.expand_as(eps), eps)
    log_ratio = Normal(mu, sigma).log_prob(z) - Normal(0.0, 1.0).log_prob(z)
    return torch.einsum("sbd->b", log_ratio) / eps.shape[0]


@sampled.alternate
def sample_loop(mu, logvar, eps):
    total = torch.zeros_like(mu)
    for noise in eps:
        z = mu + noise * torch.exp(logvar / 2)
        log_q = -0.5 * ((z - mu) ** 2 / torch.exp(logvar) + logvar)
        total = total + log_q + 0.5 * z**2
    return total.sum(-1) / len(eps)


@sampled.alternate
def means_of_squares(mu, logvar, eps):
    z = mu + torch.exp(0.5 * logvar) * eps
    return 0.5 * (z.square().mean(0) - eps.square().mean(0) - logvar).sum(dim=1)


# --- 7. The importance-weighted bound -------------------------------------------------------


@iwae.alternate
def logaddexp_loop(log_px_z, log_pz, log_qz):
    weights = log_px_z + log_pz - log_qz
    total = weights[0]
    for weight in weights[1:]:
        total = torch.logaddexp(total, weight)
    return total - math.log(len(weights))


@iwae.alternate
def shifted_exp_einsum(log_px_z, log_pz, log_qz):
    weights = log_px_z + log_pz - log_qz
    largest = weights.detach().max(dim=0).values
    largest = torch.where(largest == -math.inf, torch.zeros_like(largest), largest)
    mean = torch.einsum("sb->b", torch.exp(weights - largest)) / weights.shape[0]
    return torch.log(mean) + largest


@iwae.alternate
def example_by_example(log_px_z, log_pz, log_qz):
    share = math.log(1 / log_px_z.shape[0])
    columns = [a + b - c + share for a, b, c in zip(log_px_z.T, log_pz.T, log_qz.T, strict=True)]
    return torch.stack([column.logsumexp(dim=0) for column in columns])
