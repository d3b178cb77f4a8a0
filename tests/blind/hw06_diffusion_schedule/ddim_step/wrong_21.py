"""With eta > 0 it adds fresh noise without taking sigma^2 from the predicted direction, so x_p gets too much noise."""
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
    if alpha_bar.dim() != 1:
        raise ValueError("alpha_bar must be (T,)")
    if not ((alpha_bar > 0) & (alpha_bar < 1)).all() or (alpha_bar[1:] >= alpha_bar[:-1]).any():
        raise ValueError("alpha_bar must fall strictly and stay in (0, 1)")
    if not isinstance(t, int) or not isinstance(t_prev, int):
        raise ValueError("t and t_prev must be ints")
    if not 0 <= t < len(alpha_bar) or not -1 <= t_prev < t:
        raise ValueError("t or t_prev out of range")
    if not 0 <= eta <= 1:
        raise ValueError("eta must be in [0, 1]")
    if eta > 0 and noise is None:
        raise ValueError("eta > 0 needs noise")
    if xt.shape != eps_pred.shape or (noise is not None and noise.shape != xt.shape):
        raise ValueError("shapes differ")
    ab_t = alpha_bar[t].double().item()
    x0 = (xt - (1 - ab_t) ** 0.5 * eps_pred) / ab_t**0.5
    if t_prev == -1:
        return x0.to(xt.dtype)
    ab_p = alpha_bar[t_prev].double().item()
    out = ab_p**0.5 * x0 + (1 - ab_p) ** 0.5 * eps_pred
    if eta > 0:
        sigma = eta * ((1 - ab_p) / (1 - ab_t) * (1 - ab_t / ab_p)) ** 0.5
        out = out + sigma * noise
    return out.to(xt.dtype)
