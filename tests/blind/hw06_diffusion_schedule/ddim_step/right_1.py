"""Python floats for the levels and early returns"""
import math


def ddim_step(xt, t, t_prev, eps_pred, alpha_bar, eta=0.0, noise=None):
    if alpha_bar.dim() != 1:
        raise ValueError("alpha_bar")
    for k in (t, t_prev):
        if type(k) is not int:
            raise ValueError("steps are ints")
    levels = alpha_bar.tolist()
    if not (0 <= t < len(levels) and -1 <= t_prev < t):
        raise ValueError("steps out of range")
    if not all(0 < a < 1 for a in levels) or any(b >= a for a, b in zip(levels, levels[1:])):
        raise ValueError("alpha_bar")
    if not 0 <= eta <= 1 or (eta > 0 and noise is None):
        raise ValueError("eta")
    if xt.shape != eps_pred.shape or (noise is not None and noise.shape != xt.shape):
        raise ValueError("shapes")
    now = levels[t]
    x, e = xt.double(), eps_pred.double()
    x0 = (x - math.sqrt(1 - now) * e) / math.sqrt(now)
    if t_prev == -1:
        return x0.to(xt.dtype)
    then = levels[t_prev]
    if eta == 0:
        return (math.sqrt(then) * x0 + math.sqrt(1 - then) * e).to(xt.dtype)
    sigma = eta * math.sqrt((1 - then) / (1 - now)) * math.sqrt(1 - now / then)
    rest = math.sqrt(max(0.0, 1 - then - sigma**2))
    return (math.sqrt(then) * x0 + rest * e + sigma * noise.double()).to(xt.dtype)
