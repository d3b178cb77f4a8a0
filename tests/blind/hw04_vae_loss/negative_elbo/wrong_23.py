"""It refuses beta = 0, which the contract allows."""
import torch
import torch.nn.functional as F
from torch import Tensor


def _reconstruction(x, logits):
    log_p = x * F.logsigmoid(logits) + (1 - x) * F.logsigmoid(-logits)
    return -log_p.reshape(x.shape[0], -1).sum(1)


def _kl(mu, logvar):
    return 0.5 * torch.sum(mu * mu + torch.exp(logvar) - logvar - 1, dim=1)


def negative_elbo(
    x: Tensor,
    logits: Tensor,
    mu: Tensor,
    logvar: Tensor,
    beta: float = 1.0,
    reduction: str = "mean",
) -> Tensor:
    if x.shape != logits.shape or mu.dim() != 2 or mu.shape != logvar.shape:
        raise ValueError("shapes do not fit")
    if x.shape[0] != mu.shape[0] or x.shape[0] < 1:
        raise ValueError("batch sizes do not fit or are 0")
    if not beta > 0:
        raise ValueError("beta must be positive")
    reducers = {"mean": torch.mean, "sum": torch.sum, "none": lambda v: v}
    if reduction not in reducers:
        raise ValueError("reduction must be mean, sum or none")
    return reducers[reduction](_reconstruction(x, logits) + beta * _kl(mu, logvar)).to(x.dtype)
