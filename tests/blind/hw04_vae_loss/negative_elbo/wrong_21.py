"""It averages the reconstruction term over the pixels of an example but sums the KL over the latent dimensions."""
import torch
import torch.nn.functional as F
from torch import Tensor


def negative_elbo(
    x: Tensor,
    logits: Tensor,
    mu: Tensor,
    logvar: Tensor,
    beta: float = 1.0,
    reduction: str = "mean",
) -> Tensor:
    if x.dim() < 1 or x.shape != logits.shape:
        raise ValueError("x and logits must have the same shape")
    if mu.dim() != 2 or mu.shape != logvar.shape or mu.shape[0] != x.shape[0]:
        raise ValueError("mu and logvar must be (B, D)")
    if x.shape[0] == 0:
        raise ValueError("empty batch")
    if beta < 0:
        raise ValueError("beta must not be negative")
    if reduction not in ("mean", "sum", "none"):
        raise ValueError("unknown reduction")
    bce = F.binary_cross_entropy_with_logits(logits, x.to(logits.dtype), reduction="none")
    rec = bce.reshape(len(x), -1).mean(dim=1)
    kl = 0.5 * (mu**2 + logvar.exp() - logvar - 1).sum(dim=1)
    loss = (rec + beta * kl).to(x.dtype)
    if reduction == "mean":
        return loss.mean()
    if reduction == "sum":
        return loss.sum()
    return loss
