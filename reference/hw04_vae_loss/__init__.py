"""HW 4: what is asked, and the right answers by routes of their own.

Densities come from SciPy and from scalar arithmetic; divergences are integrals of log q - log p,
taken by Gauss-Hermite quadrature, so no closed form of a KL appears in this file.
"""

import math

import numpy as np
import torch
from scipy.stats import norm

from autograder.assignment import Assignment

assignment = Assignment("hw04_vae_loss", title="The VAE objective")

gaussian = assignment.question(
    "gaussian_log_likelihood",
    points=10,
    title="Gaussian reconstruction",
    lecture=("data", "Gaussian Distribution"),
)
bernoulli = assignment.question(
    "bernoulli_log_likelihood",
    points=12,
    title="Bernoulli reconstruction from logits",
    lecture=("creation", "Vae Framework"),
)
kl_prior = assignment.question(
    "kl_standard_normal",
    points=14,
    title="KL to the standard normal prior",
    lecture=("foundations", "The Three-Step Recipe"),
)
kl_pair = assignment.question(
    "kl_diag_gaussians",
    points=16,
    title="KL between two diagonal Gaussians",
    lecture=("foundations", "The Three-Step Recipe"),
)
elbo = assignment.question(
    "negative_elbo", points=16, title="The VAE loss", lecture=("creation", "Vae Framework")
)
sampled = assignment.question(
    "monte_carlo_kl",
    points=16,
    title="KL by Monte Carlo",
    lecture=("foundations", "Key Questions in Generative Modeling"),
)
iwae = assignment.question(
    "iwae_bound",
    points=16,
    title="The importance-weighted bound",
    lecture=("creation", "Vae Framework"),
)

# --- What is integrated ---------------------------------------------------------------------

_NODES, _WEIGHTS = (torch.as_tensor(part) for part in np.polynomial.hermite_e.hermegauss(8))
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()
"""Expectations under N(0, 1); exact for polynomials up to degree 15, here the degree is 2."""


def _log_standard_normal(z):
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi)


def _kl_by_quadrature(mu_q, logvar_q, mu_p, logvar_p):
    """E_q[log q(z) - log p(z)] per dimension, at z = mu_q + sigma_q * node.

    z is standardised by p in one step, so that no variance is ever formed alone.
    """
    nodes = _NODES.reshape(-1, *[1] * mu_q.ndim)
    weights = _WEIGHTS.reshape(nodes.shape)
    log_q = _log_standard_normal(nodes) - logvar_q / 2
    offset = (mu_q - mu_p) * (-logvar_p / 2).exp()
    log_p = _log_standard_normal(offset + ((logvar_q - logvar_p) / 2).exp() * nodes) - logvar_p / 2
    return (weights * (log_q - log_p)).sum(0)


def _norm_logpdf(x, mean, logvar):
    return torch.as_tensor(norm.logpdf(x.numpy(), mean.numpy(), (logvar / 2).exp().numpy()))


def _per_example(values, batch):
    """One exactly rounded sum for each example."""
    rows = values.reshape(batch, -1).tolist()
    return torch.tensor([math.fsum(row) for row in rows], dtype=torch.float64)


# --- 1. Gaussian reconstruction -------------------------------------------------------------

gaussian.example(x=[[0.0, 1.0], [2.0, 2.0]], mean=[[0.0, 0.0], [2.0, 0.0]], logvar=0.0)


@gaussian.validate
def _(x, mean, logvar):
    if x.ndim < 2 or mean.shape != x.shape:
        raise ValueError("x is at least 2-D, and mean has its shape")
    try:
        joint = torch.broadcast_shapes(x.shape, logvar.shape)
    except RuntimeError:
        joint = None
    if joint != x.shape:
        raise ValueError("logvar broadcasts to x's shape")


@gaussian.reference
def _(x, mean, logvar):
    return _per_example(_norm_logpdf(x, mean, logvar), len(x))


# --- 2. Bernoulli reconstruction ------------------------------------------------------------

bernoulli.example(x=[[1.0, 0.0]], logits=[[2.0, -1.0]])


@bernoulli.validate
def _(x, logits):
    if x.shape != logits.shape:
        raise ValueError("x and logits have one shape")
    if ((x < 0) | (x > 1)).any():
        raise ValueError("targets lie in [0, 1]")


def _log_sigmoid(logit):
    return min(logit, 0.0) - math.log1p(math.exp(-abs(logit)))


@bernoulli.reference
def _(x, logits):
    totals = [
        math.fsum(
            part
            for target, logit in zip(targets, row, strict=True)
            for part in (target * _log_sigmoid(logit), (1 - target) * _log_sigmoid(-logit))
        )
        for targets, row in zip(x.flatten(1).tolist(), logits.flatten(1).tolist(), strict=True)
    ]
    return torch.tensor(totals, dtype=torch.float64)


# --- 3. KL to the prior ---------------------------------------------------------------------

kl_prior.example(mu=[[2.0, 0.0], [0.0, 0.0]], logvar=[[0.0, math.log(4)], [0.0, 0.0]])


@kl_prior.validate
def _(mu, logvar):
    if mu.ndim != 2 or logvar.shape != mu.shape:
        raise ValueError("mu and logvar are both (B, D)")


@kl_prior.reference
def _(mu, logvar):
    zero = torch.zeros_like(mu)
    return _kl_by_quadrature(mu, logvar, zero, zero).sum(1)


# --- 4. KL between two diagonal Gaussians ---------------------------------------------------

kl_pair.example(mu_q=[[1.0]], logvar_q=[[0.0]], mu_p=[[0.0]], logvar_p=[[math.log(2)]])


@kl_pair.validate
def _(mu_q, logvar_q, mu_p, logvar_p):
    if mu_q.ndim != 2 or logvar_q.shape != mu_q.shape:
        raise ValueError("mu_q and logvar_q are both (B, D)")
    if not {mu_p.shape, logvar_p.shape} <= {mu_q.shape, mu_q.shape[1:]}:
        raise ValueError("mu_p and logvar_p are (B, D) or (D,)")


@kl_pair.reference
def _(mu_q, logvar_q, mu_p, logvar_p):
    return _kl_by_quadrature(mu_q, logvar_q, mu_p, logvar_p).sum(1)


# --- 5. The VAE loss ------------------------------------------------------------------------

elbo.example(
    x=[[1.0], [0.0]],
    logits=[[0.0], [1.0]],
    mu=[[1.0], [0.0]],
    logvar=[[0.0], [0.0]],
    beta=2.0,
    reduction="mean",
)


@elbo.validate
def _(x, logits, mu, logvar, beta=1.0, reduction="mean"):
    bernoulli.forbid(x, logits)
    kl_prior.forbid(mu, logvar)
    if not 0 < len(x) == len(mu):
        raise ValueError("x and mu hold the same number of examples, at least one")
    if beta < 0 or reduction not in {"mean", "sum", "none"}:
        raise ValueError("beta is at least 0, and reduction one of three")


@elbo.reference
def _(x, logits, mu, logvar, beta=1.0, reduction="mean"):
    loss = beta * kl_prior.answer(mu, logvar) - bernoulli.answer(x, logits)
    total = torch.tensor(math.fsum(loss.tolist()), dtype=torch.float64)
    return {"mean": total / len(x), "sum": total, "none": loss}[reduction]


# --- 6. KL by Monte Carlo -------------------------------------------------------------------

sampled.example(mu=[[1.0]], logvar=[[0.0]], eps=[[[1.0]], [[-1.0]]])


@sampled.validate
def _(mu, logvar, eps):
    if logvar.shape != mu.shape or eps.shape[1:] != mu.shape or len(eps) == 0:
        raise ValueError("mu and logvar are (B, D), eps is (S, B, D) with S >= 1")


@sampled.reference
def _(mu, logvar, eps):
    z = mu + (logvar / 2).exp() * eps
    zero = torch.zeros_like(mu)
    return (_norm_logpdf(z, mu, logvar) - _norm_logpdf(z, zero, zero)).sum(2).mean(0)


# --- 7. The importance-weighted bound -------------------------------------------------------

iwae.example(log_px_z=[[-1.0], [-2.0]], log_pz=[[-1.0], [-1.0]], log_qz=[[-0.5], [-1.5]])
iwae.example(log_px_z=[[0.0], [-2.0]], log_pz=[[0.0], [0.0]], log_qz=[[0.0], [0.0]])


@iwae.validate
def _(log_px_z, log_pz, log_qz):
    if not log_px_z.shape == log_pz.shape == log_qz.shape or len(log_px_z) == 0:
        raise ValueError("all are (S, B) with S >= 1")


def _log_mean_exp(column):
    largest = max(column)
    if largest == -math.inf:
        return largest
    mean = math.fsum(math.exp(weight - largest) for weight in column) / len(column)
    return largest + math.log(mean)


@iwae.reference
def _(log_px_z, log_pz, log_qz):
    columns = (log_px_z + log_pz - log_qz).T.tolist()
    return torch.tensor([_log_mean_exp(column) for column in columns], dtype=torch.float64)
