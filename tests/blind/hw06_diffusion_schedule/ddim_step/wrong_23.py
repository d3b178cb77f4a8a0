"""For t_prev = -1 it reads alpha_bar[-1], the level of the last step, instead of using 1."""
import torch
from torch import Tensor


def ddim_step(
    xt: Tensor,
    t: int,
    t_prev: int,
    eps_pred: Tensor,
    alpha_bar: Tensor,
    eta: float = 0.0,
    noise: Tensor | None = None,
) -> Tensor:
    if not (isinstance(t, int) and isinstance(t_prev, int)):
        raise ValueError("t and t_prev must be ints")
    if alpha_bar.dim() != 1:
        raise ValueError("alpha_bar must have one dimension")
    if t not in range(len(alpha_bar)) or t_prev not in range(-1, t):
        raise ValueError("need -1 <= t_prev < t < T")
    if torch.any(alpha_bar <= 0) or torch.any(alpha_bar >= 1) or torch.any(alpha_bar.diff() >= 0):
        raise ValueError("alpha_bar must decrease strictly within (0, 1)")
    if not 0 <= eta <= 1:
        raise ValueError("eta must lie in [0, 1]")
    if eta > 0 and noise is None:
        raise ValueError("noise is needed")
    others = [eps_pred] if noise is None else [eps_pred, noise]
    if any(o.shape != xt.shape for o in others):
        raise ValueError("shapes differ")
    ab = alpha_bar.double()
    ab_t, ab_p = ab[t], ab[t_prev]
    x0_hat = (xt.double() - (1 - ab_t).sqrt() * eps_pred) / ab_t.sqrt()
    sigma = eta * ((1 - ab_p) / (1 - ab_t)).sqrt() * (1 - ab_t / ab_p).clamp(min=0).sqrt()
    out = ab_p.sqrt() * x0_hat + (1 - ab_p - sigma**2).clamp(min=0).sqrt() * eps_pred
    if eta > 0:
        out = out + sigma * noise
    return out.to(xt.dtype)
