"""a frozen dataclass as configuration, BCE with logits, early returns"""
from dataclasses import dataclass
import torch
from torch.nn.functional import binary_cross_entropy_with_logits as bce


@dataclass(frozen=True)
class Elbo:
    beta: float
    reduction: str

    def __post_init__(self):
        if self.beta < 0:
            raise ValueError("beta must be >= 0")
        if self.reduction != "mean" and self.reduction != "sum" and self.reduction != "none":
            raise ValueError("reduction must be mean, sum or none")

    def __call__(self, x, logits, mu, logvar):
        distortion = bce(logits.to(x.dtype), x, reduction="none").view(x.shape[0], -1).sum(-1)
        rate = (mu.pow(2) + logvar.expm1() - logvar).sum(-1).mul(0.5)
        total = distortion + self.beta * rate.to(x.dtype)
        if self.reduction == "none":
            return total
        if self.reduction == "sum":
            return total.sum()
        return total.sum() / total.numel()


def negative_elbo(x, logits, mu, logvar, beta=1.0, reduction="mean"):
    objective = Elbo(beta, reduction)
    if x.shape != logits.shape or x.ndim == 0 or x.shape[0] < 1:
        raise ValueError("x and logits must agree and hold at least one example")
    if mu.ndim != 2 or logvar.shape != mu.shape or mu.shape[0] != x.shape[0]:
        raise ValueError("mu and logvar must both be (B, D)")
    if x.min() < 0 or x.max() > 1:
        raise ValueError("x must be in [0, 1]")
    return objective(x.contiguous(), logits.contiguous(), mu, logvar)
