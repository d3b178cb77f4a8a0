"""It accepts everything that broadcasts to (B, D), so arguments of shape (B, 1) and (1, D) are not refused."""
import torch
from torch import Tensor


def kl_diag_gaussians(mu_q: Tensor, logvar_q: Tensor, mu_p: Tensor, logvar_p: Tensor) -> Tensor:
    if mu_q.dim() != 2:
        raise ValueError("mu_q must be (B, D)")
    try:
        logvar_q, mu_p, logvar_p = (a.expand(mu_q.shape) for a in (logvar_q, mu_p, logvar_p))
    except RuntimeError as err:
        raise ValueError("shapes do not fit") from err
    r = logvar_q - logvar_p
    maha = ((mu_q - mu_p) * torch.exp(-0.5 * logvar_p)) ** 2
    return 0.5 * torch.sum(torch.expm1(r) - r + maha, dim=1).to(mu_q.dtype)
