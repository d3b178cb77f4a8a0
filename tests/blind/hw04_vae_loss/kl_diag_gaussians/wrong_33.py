"""It insists that mu_p and logvar_p have the same shape, so a (D,) mean with a (B, D) log-variance (or the other way round) is refused with a ValueError although the contract allows it."""
import torch
from torch import Tensor


def kl_diag_gaussians(mu_q: Tensor, logvar_q: Tensor, mu_p: Tensor, logvar_p: Tensor) -> Tensor:
    if mu_q.dim() != 2:
        raise ValueError("mu_q must be 2-D")
    if mu_q.shape != logvar_q.shape:
        raise ValueError("mu_q and logvar_q differ")
    if mu_p.shape != logvar_p.shape:
        raise ValueError("mu_p and logvar_p differ")
    if mu_p.dim() == 1:
        mu_p, logvar_p = mu_p.unsqueeze(0), logvar_p.unsqueeze(0)
        if mu_p.shape[1] != mu_q.shape[1]:
            raise ValueError("p has another number of dimensions")
        mu_p, logvar_p = mu_p.expand_as(mu_q), logvar_p.expand_as(mu_q)
    if mu_p.shape != mu_q.shape:
        raise ValueError("p does not fit q")
    d = logvar_q - logvar_p
    terms = torch.expm1(d) - d + (mu_q - mu_p) ** 2 * torch.exp(-logvar_p)
    return 0.5 * terms.sum(1)
