"""It measures the distance of the means in units of q's variance instead of p's."""
import torch
from torch import Tensor


def kl_diag_gaussians(mu_q: Tensor, logvar_q: Tensor, mu_p: Tensor, logvar_p: Tensor) -> Tensor:
    if mu_q.dim() != 2:
        raise ValueError("mu_q must be (B, D)")
    if logvar_q.shape != mu_q.shape:
        raise ValueError("logvar_q must be (B, D)")
    allowed = (mu_q.shape, mu_q.shape[1:])
    for name, value in (("mu_p", mu_p), ("logvar_p", logvar_p)):
        if value.shape not in allowed:
            raise ValueError(f"{name} must be (B, D) or (D,)")
    log_ratio = logvar_q - logvar_p
    spread = torch.expm1(log_ratio) - log_ratio
    shift = (mu_q - mu_p) ** 2 * torch.exp(-logvar_q)
    return 0.5 * (spread + shift).sum(dim=1)
