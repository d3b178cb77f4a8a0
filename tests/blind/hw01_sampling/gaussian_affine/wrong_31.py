"""It takes sigma for a relative spread, z = mu * (1 + sigma * eps), instead of an absolute one."""

import torch
from torch import Tensor


def gaussian_affine(mu: Tensor, sigma: Tensor, eps: Tensor) -> Tensor:
    if torch.any(torch.isnan(sigma)) or torch.any(sigma < 0):
        raise ValueError("sigma must be >= 0")
    try:
        mu, sigma, eps = torch.broadcast_tensors(mu, sigma, eps)
    except RuntimeError as err:
        raise ValueError("shapes do not broadcast") from err
    noise = 1 + sigma * eps
    return mu * noise
