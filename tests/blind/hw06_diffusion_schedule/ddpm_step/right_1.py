"""math and Python floats for the coefficients, log1p and expm1"""
import math


def ddpm_step(xt, t, eps_pred, noise, betas):
    if betas.ndim != 1 or not xt.shape == eps_pred.shape == noise.shape:
        raise ValueError("shapes")
    if not isinstance(t, int) or isinstance(t, bool) or t < 0 or t >= len(betas):
        raise ValueError("t")
    b = betas.double().tolist()
    if min(b) <= 0 or max(b) >= 1:
        raise ValueError("betas")
    now = -math.expm1(math.fsum(math.log1p(-v) for v in b[: t + 1]))
    mean = (xt.double() - b[t] / math.sqrt(now) * eps_pred.double()) / math.sqrt(1 - b[t])
    if t == 0:
        return mean.to(xt.dtype)
    before = -math.expm1(math.fsum(math.log1p(-v) for v in b[:t]))
    return (mean + math.sqrt(b[t] * before / now) * noise.double()).to(xt.dtype)
