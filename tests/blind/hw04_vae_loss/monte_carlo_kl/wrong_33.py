"""It only checks that eps broadcasts against mu, so noise of shape (S, 1, D), which is not S stacked tensors of mu's shape, is accepted instead of refused."""
import torch
from torch import Tensor


def monte_carlo_kl(mu: Tensor, logvar: Tensor, eps: Tensor) -> Tensor:
    if mu.shape != logvar.shape or mu.dim() != 2:
        raise ValueError("mu and logvar differ in shape")
    if eps.dim() != 3 or eps.shape[0] == 0:
        raise ValueError("eps must be (S, B, D), S >= 1")
    try:
        fits = torch.broadcast_shapes(eps.shape[1:], mu.shape) == mu.shape
    except RuntimeError:
        fits = False
    if not fits:
        raise ValueError("eps does not fit mu")
    z = mu + torch.exp(0.5 * logvar) * eps
    # the 2 pi of the two densities cancels
    log_q = -0.5 * (logvar + (z - mu) ** 2 / logvar.exp()).sum(dim=2)
    log_p = -0.5 * (z ** 2).sum(dim=2)
    return (log_q - log_p).mean(dim=0).to(mu.dtype)
