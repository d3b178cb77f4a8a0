"""It keeps the variance above the smallest normal float before taking its logarithm, so logvar = -inf gives a finite number instead of +inf."""
import torch
from torch import Tensor


def kl_standard_normal(mu: Tensor, logvar: Tensor) -> Tensor:
    if mu.dim() != 2:
        raise ValueError("mu must be 2-D")
    if mu.shape != logvar.shape:
        raise ValueError("mu and logvar must have the same shape")
    tiny = torch.finfo(mu.dtype).tiny
    var = torch.exp(logvar).clamp(min=tiny)  # no log(0)
    kl = 0.5 * (mu.square() + var - torch.log(var) - 1)
    return kl.sum(-1).to(mu.dtype)
