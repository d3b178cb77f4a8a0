"""It mis-copies the stable formula x*l - max(l, 0) - log(1 + exp(-|l|)) with |l| in the place of max(l, 0)."""
import torch
from torch import Tensor


def bernoulli_log_likelihood(x: Tensor, logits: Tensor) -> Tensor:
    if x.shape != logits.shape:
        raise ValueError("shapes differ")
    if (x < 0).any() or (x > 1).any() or torch.isnan(x).any():
        raise ValueError("x outside [0, 1]")
    size = logits.abs()
    per_pixel = x * logits - size - torch.log1p(torch.exp(-size))
    while per_pixel.dim() > 1:
        per_pixel = per_pixel.sum(dim=-1)
    return per_pixel.to(x.dtype)
