"""It never compares the batch size of mu with that of x, so a mu and logvar of shape (1, D) are silently broadcast over the batch."""
import torch
from torch import Tensor
from torch.distributions import Bernoulli


def negative_elbo(
    x: Tensor,
    logits: Tensor,
    mu: Tensor,
    logvar: Tensor,
    beta: float = 1.0,
    reduction: str = "mean",
) -> Tensor:
    if x.shape != logits.shape:
        raise ValueError("x and logits must have the same shape")
    if mu.shape != logvar.shape or mu.dim() != 2:
        raise ValueError("mu and logvar must have the same shape (B, D)")
    if x.shape[0] == 0 or mu.shape[0] == 0:
        raise ValueError("the batch is empty")
    if beta < 0:
        raise ValueError("beta is negative")
    if reduction not in ("mean", "sum", "none"):
        raise ValueError("reduction is none of the three")
    log_px = Bernoulli(logits=logits, validate_args=False).log_prob(x)
    rec = -log_px.sum(dim=tuple(range(1, x.dim())))
    kl = (0.5 * (mu.square() + logvar.exp() - 1 - logvar)).sum(dim=-1)
    try:
        total = rec + beta * kl
    except RuntimeError as err:
        raise ValueError("shapes do not fit together") from err
    if reduction == "none":
        return total.to(x.dtype)
    out = total.sum()
    if reduction == "mean":
        out = out / len(total)
    return out.to(x.dtype)
