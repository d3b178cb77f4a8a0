"""It forms both variances before it divides them, so large log-variances such as 800 give NaN."""
import torch
from torch import Tensor


def kl_diag_gaussians(mu_q: Tensor, logvar_q: Tensor, mu_p: Tensor, logvar_p: Tensor) -> Tensor:
    if mu_q.dim() != 2:
        raise ValueError("mu_q must be 2-D")
    if logvar_q.shape != mu_q.shape:
        raise ValueError("logvar_q must have mu_q's shape")
    allowed = (tuple(mu_q.shape), (mu_q.shape[1],))
    if tuple(mu_p.shape) not in allowed or tuple(logvar_p.shape) not in allowed:
        raise ValueError("p has a wrong shape")
    var_q = logvar_q.exp()
    var_p = logvar_p.exp()
    kl = logvar_p - logvar_q + (var_q + (mu_q - mu_p) ** 2) / var_p - 1
    return 0.5 * kl.sum(1).to(mu_q.dtype)
