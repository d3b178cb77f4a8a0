"""It detaches mu and logvar inside log q, so their gradient flows through z alone and the other path is missing."""
import math

import torch
from torch import Tensor


def monte_carlo_kl(mu: Tensor, logvar: Tensor, eps: Tensor) -> Tensor:
    if mu.shape != logvar.shape:
        raise ValueError("mu and logvar must agree")
    if eps.dim() != mu.dim() + 1 or eps.shape[1:] != mu.shape:
        raise ValueError("eps must be S tensors of mu's shape")
    if eps.shape[0] < 1:
        raise ValueError("need at least one sample")
    z = mu + (0.5 * logvar).exp() * eps
    c = math.log(2 * math.pi)
    m, lv = mu.detach(), logvar.detach()
    log_q = (-0.5 * (c + lv + (z - m).square() / lv.exp())).sum(2)
    log_p = (-0.5 * (c + z.square())).sum(2)
    return (log_q - log_p).mean(0).to(mu.dtype)
