"""It has a wrong sign in the rearranged formula: x * l - softplus(-l) in place of x * l - softplus(l)."""
import torch
import torch.nn.functional as F
from torch import Tensor


def bernoulli_log_likelihood(x: Tensor, logits: Tensor) -> Tensor:
    if x.shape != logits.shape:
        raise ValueError(f"shapes differ: {x.shape} and {logits.shape}")
    if torch.any(x < 0) or torch.any(x > 1):
        raise ValueError("a target lies outside [0, 1]")
    terms = x * logits - F.softplus(-logits)
    return terms.reshape(x.shape[0], -1).sum(dim=-1).to(x.dtype)
