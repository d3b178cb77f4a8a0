"""Bayes as a Kalman update: forward recursion of the noise variance, then gain and correction"""
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
    v, a = 0.0, 1.0            # variance and amplitude of x_{t-1} given x_0
    gains, lefts, shrinks, amps = [], [], [], []
    for beta in betas.double().tolist():
        keep = (1 - beta) ** 0.5
        gain = v * keep / (keep * keep * v + beta)
        gains.append(gain)
        lefts.append(v * beta / (keep * keep * v + beta))
        shrinks.append(keep)
        amps.append(a)
        v, a = keep * keep * v + beta, a * keep
    table = torch.tensor([gains, shrinks, amps, lefts], dtype=torch.float64)[:, t]
    k, c, m = (row.view(-1, *[1] * (x0.dim() - 1)) for row in table[:3])
    guess = m * x0
    mean = guess + k * (xt - c * guess)
    return mean.to(x0.dtype), table[3].to(x0.dtype)
