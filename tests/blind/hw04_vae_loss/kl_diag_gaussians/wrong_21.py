"""It exchanges q and p and returns KL(p || q)."""
import torch
from torch import Tensor


def kl_diag_gaussians(mu_q: Tensor, logvar_q: Tensor, mu_p: Tensor, logvar_p: Tensor) -> Tensor:
    if mu_q.dim() != 2 or logvar_q.shape != mu_q.shape:
        raise ValueError("q must be given as (B, D)")
    for arg in (mu_p, logvar_p):
        if arg.shape != mu_q.shape and arg.shape != mu_q.shape[1:]:
            raise ValueError("p must be given as (B, D) or (D,)")
    # distances in units of q
    diff = logvar_p - logvar_q
    scaled = (mu_p - mu_q) ** 2 * torch.exp(-logvar_q)
    return (0.5 * (torch.exp(diff) - diff - 1 + scaled).sum(dim=1)).to(mu_q.dtype)
