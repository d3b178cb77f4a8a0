"""A bracket in the KL is misplaced, mu^2 + var - (logvar - 1), so each latent dimension adds 1 where it should subtract 1."""
import torch
import torch.nn.functional as F
from torch import Tensor


def _reconstruction(x, logits):
    ll = x * F.logsigmoid(logits) + (1 - x) * F.logsigmoid(-logits)
    return -ll.reshape(x.shape[0], -1).sum(dim=1)


def _kl(mu, logvar):
    return 0.5 * torch.sum(mu ** 2 + torch.exp(logvar) - (logvar - 1), dim=1)


def negative_elbo(x: Tensor, logits: Tensor, mu: Tensor, logvar: Tensor, beta: float = 1.0,
                  reduction: str = "mean") -> Tensor:
    if x.dim() == 0 or x.shape != logits.shape:
        raise ValueError("x and logits do not fit")
    if mu.dim() != 2 or logvar.shape != mu.shape:
        raise ValueError("mu and logvar do not fit")
    if x.shape[0] == 0:
        raise ValueError("empty batch")
    if mu.shape[0] != x.shape[0]:
        raise ValueError("batch sizes do not fit")
    if beta < 0:
        raise ValueError("negative beta")
    if not ((x >= 0) & (x <= 1)).all():
        raise ValueError("targets outside [0, 1]")
    reduce = {"mean": torch.mean, "sum": torch.sum, "none": lambda v: v}
    if reduction not in reduce:
        raise ValueError("reduction must be mean, sum or none")
    return reduce[reduction](_reconstruction(x, logits) + beta * _kl(mu, logvar)).to(x.dtype)
