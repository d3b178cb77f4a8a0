"""It takes the number of dimensions that is subtracted at the end from the wrong axis, so it subtracts the batch size B instead of D."""
import torch
from torch import Tensor


def kl_diag_gaussians(mu_q: Tensor, logvar_q: Tensor, mu_p: Tensor, logvar_p: Tensor) -> Tensor:
    if mu_q.dim() != 2 or logvar_q.shape != mu_q.shape:
        raise ValueError("q must be given as two (B, D) tensors")
    for part in (mu_p, logvar_p):
        if part.shape != mu_q.shape and part.shape != mu_q.shape[-1:]:
            raise ValueError("p must be given as (B, D) or (D,)")
    k = mu_q.shape[0]
    diff = logvar_q - logvar_p
    trace = diff.exp().sum(-1)
    logdet = -diff.sum(-1)
    maha = ((mu_p - mu_q).pow(2) * (-logvar_p).exp()).sum(-1)
    return 0.5 * (logdet + trace + maha - k)
