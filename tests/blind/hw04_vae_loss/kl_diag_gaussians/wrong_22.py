"""It does not divide the squared distance of the means by the variance of p."""
import torch
from torch import Tensor


def _check(mu_q, logvar_q, mu_p, logvar_p):
    if mu_q.dim() != 2:
        raise ValueError("mu_q must be (B, D)")
    b, d = mu_q.shape
    if logvar_q.shape != (b, d):
        raise ValueError("logvar_q must be (B, D)")
    if mu_p.shape not in [(b, d), (d,)] or logvar_p.shape not in [(b, d), (d,)]:
        raise ValueError("mu_p and logvar_p must be (B, D) or (D,)")


def kl_diag_gaussians(mu_q: Tensor, logvar_q: Tensor, mu_p: Tensor, logvar_p: Tensor) -> Tensor:
    _check(mu_q, logvar_q, mu_p, logvar_p)
    log_ratio = logvar_q - logvar_p
    bracket = -log_ratio + log_ratio.exp() + (mu_q - mu_p).square() - 1
    return 0.5 * bracket.sum(-1).to(mu_q.dtype)
