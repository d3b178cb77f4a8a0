"""It averages the KL over the batch before adding it, so with reduction="none" every example gets the same mean KL instead of its own."""
import torch
import torch.nn.functional as F
from torch import Tensor


def negative_elbo(x: Tensor, logits: Tensor, mu: Tensor, logvar: Tensor, beta: float = 1.0,
                  reduction: str = "mean") -> Tensor:
    if reduction not in {"mean", "sum", "none"}:
        raise ValueError(reduction)
    if x.shape != logits.shape or mu.shape != logvar.shape or mu.dim() != 2 or x.dim() < 1:
        raise ValueError("shapes do not fit together")
    batch = x.shape[0]
    if batch < 1 or mu.shape[0] != batch:
        raise ValueError("batch sizes do not fit together")
    if beta < 0:
        raise ValueError("beta must not be negative")
    if x.min() < 0 or x.max() > 1:
        raise ValueError("targets must lie in [0, 1]")

    bce = F.binary_cross_entropy_with_logits(logits, x, reduction="none")
    bce = bce.reshape(batch, -1).sum(dim=1)
    kld = 0.5 * torch.sum(mu ** 2 + logvar.exp() - logvar - 1, dim=1).mean()
    loss = bce + beta * kld
    if reduction != "none":
        loss = getattr(loss, reduction)()
    return loss.to(x.dtype)
