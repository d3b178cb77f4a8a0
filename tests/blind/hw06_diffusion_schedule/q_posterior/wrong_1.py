"""It returns beta_t, the variance of the forward step, as the posterior variance."""
import torch


def check_steps(x, other, t, levels):
    if x.dim() < 1 or x.shape != other.shape or t.shape != x.shape[:1] or levels.dim() != 1:
        raise ValueError("a shape does not fit")
    if t.is_floating_point():
        raise ValueError("t must hold integers")
    if ((t < 0) | (t >= len(levels))).any():
        raise ValueError("t out of range")

def check(x0, xt, t, betas):
    check_steps(x0, xt, t, betas)
    if not ((betas > 0) & (betas < 1)).all():
        raise ValueError("betas must lie in (0, 1)")


def q_posterior(x0, xt, t, betas):
    check(x0, xt, t, betas)
    b = betas.double()
    log_ab = torch.log1p(-b).cumsum(0)
    log_prev = log_ab - torch.log1p(-b)
    log_prev[0] = 0
    n, n_prev = -torch.expm1(log_ab), -torch.expm1(log_prev)
    shape = [-1] + [1] * (x0.dim() - 1)
    c0 = (torch.exp(log_prev / 2) * b / n)[t].reshape(shape)
    c1 = (torch.sqrt(1 - b) * n_prev / n)[t].reshape(shape)
    return (c0 * x0 + c1 * xt).to(x0.dtype), b[t].to(x0.dtype)
