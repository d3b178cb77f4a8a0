"""It computes the divergence in the other direction, KL(p || q) of the prior from the encoder's Gaussian."""
import torch
from torch import Tensor


def kl_standard_normal(mu: Tensor, logvar: Tensor) -> Tensor:
    if mu.dim() != 2:
        raise ValueError("mu must be (B, D)")
    if logvar.shape != mu.shape:
        raise ValueError("logvar must have mu's shape")
    # how far are samples of the prior from q, in units of q's variance
    brackets = (1 + mu ** 2) * torch.exp(-logvar) + logvar - 1
    brackets = torch.where(torch.isneginf(logvar), torch.full_like(brackets, torch.inf), brackets)
    return 0.5 * brackets.sum(dim=1)
