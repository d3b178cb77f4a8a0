"""The value is right everywhere, but torch.where over a branch that overflows makes the gradient NaN for large logits (beyond about 709 in float64)."""
import torch
from torch import Tensor


def log_sigmoid(l: Tensor) -> Tensor:
    # two formulas, one for each sign, so that the chosen exponential is never large
    positive = -torch.log1p(torch.exp(-l))
    negative = l - torch.log1p(torch.exp(l))
    return torch.where(l >= 0, positive, negative)


def bernoulli_log_likelihood(x: Tensor, logits: Tensor) -> Tensor:
    if x.shape != logits.shape:
        raise ValueError(f"shapes differ: {tuple(x.shape)} and {tuple(logits.shape)}")
    if not torch.all((0 <= x) & (x <= 1)):
        raise ValueError("a target lies outside [0, 1]")
    pixels = x * log_sigmoid(logits) + (1 - x) * log_sigmoid(-logits)
    if pixels.dim() > 1:
        pixels = pixels.flatten(1).sum(1)
    return pixels.to(x.dtype)
