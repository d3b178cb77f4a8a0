"""It turns the logits into probabilities and then passes these to a function that expects logits, so the sigmoid is applied twice."""
import torch
import torch.nn.functional as F
from torch import Tensor


def negative_elbo(x: Tensor, logits: Tensor, mu: Tensor, logvar: Tensor, beta: float = 1.0,
                  reduction: str = "mean") -> Tensor:
    if reduction not in ("mean", "sum", "none"):
        raise ValueError("unknown reduction")
    if x.shape != logits.shape or x.dim() < 1:
        raise ValueError("x and logits must have the same shape")
    if mu.dim() != 2 or mu.shape != logvar.shape:
        raise ValueError("mu and logvar must be (B, D)")
    if x.shape[0] != mu.shape[0] or x.shape[0] == 0:
        raise ValueError("batch sizes differ or batch is empty")
    if not beta >= 0:
        raise ValueError("beta must be >= 0")
    if ((x < 0) | (x > 1)).any():
        raise ValueError("x outside [0, 1]")
    probs = torch.sigmoid(logits)
    rec = F.binary_cross_entropy_with_logits(probs, x, reduction="none")
    rec = rec.reshape(len(x), -1).sum(1)
    kl = -0.5 * (1 + logvar - mu.pow(2) - logvar.exp()).sum(1)
    loss = (rec + beta * kl).to(x.dtype)
    if reduction == "mean":
        return loss.mean()
    if reduction == "sum":
        return loss.sum()
    return loss
