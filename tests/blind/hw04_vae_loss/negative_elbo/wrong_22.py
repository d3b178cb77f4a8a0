"""With reduction "mean" it averages the reconstruction term over the batch but sums the KL over it."""
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
    if reduction not in {"mean", "sum", "none"}:
        raise ValueError(f"reduction {reduction!r}")
    if x.shape != logits.shape:
        raise ValueError("x and logits differ in shape")
    if mu.dim() != 2 or logvar.shape != mu.shape:
        raise ValueError("mu and logvar must be (B, D)")
    if len(x) != len(mu):
        raise ValueError("batch sizes differ")
    if len(x) == 0:
        raise ValueError("no examples")
    if beta < 0:
        raise ValueError("negative beta")

    recon = (F.softplus(logits) - x * logits).flatten(1).sum(1)
    kl = -0.5 * (1 + logvar - mu.pow(2) - logvar.exp()).sum(1)
    if reduction == "none":
        return (recon + beta * kl).to(x.dtype)
    if reduction == "sum":
        return (recon.sum() + beta * kl.sum()).to(x.dtype)
    return (recon.mean() + beta * kl.sum()).to(x.dtype)
