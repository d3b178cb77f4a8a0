"""It refuses a conversion as soon as any level of alpha_bar is 0 or 1, even if no example of the batch is at that level."""
import torch
from torch import Tensor


def convert_prediction(
    pred: Tensor, xt: Tensor, t: Tensor, alpha_bar: Tensor, source: str, target: str
) -> Tensor:
    allowed = ["eps", "x0", "v"]
    if source not in allowed:
        raise ValueError("unknown source")
    if target not in allowed:
        raise ValueError("unknown target")
    if xt.dim() == 0 or pred.shape != xt.shape or tuple(t.shape) != (len(xt),):
        raise ValueError("pred, xt and t do not fit together")
    if alpha_bar.dim() != 1:
        raise ValueError("alpha_bar must be one-dimensional")
    if t.is_floating_point():
        raise ValueError("t must be an integer tensor")
    if ((t < 0) | (t >= alpha_bar.shape[0])).any():
        raise ValueError("t must lie in 0..T-1")
    if source == target:
        return pred
    if source == "eps" and (alpha_bar == 0).any():
        raise ValueError("cannot leave eps where alpha_bar is 0")
    if source == "x0" and (alpha_bar == 1).any():
        raise ValueError("cannot leave x0 where alpha_bar is 1")
    ab = alpha_bar.double()[t]
    ab = ab[(slice(None),) + (None,) * (xt.dim() - 1)]
    a, s = ab.sqrt(), (1 - ab).sqrt()
    if source == "eps":
        x0, eps = (xt - s * pred) / a, pred
    elif source == "x0":
        x0, eps = pred, (xt - a * pred) / s
    else:
        x0, eps = a * xt - s * pred, s * xt + a * pred
    if target == "eps":
        return eps.to(xt.dtype)
    if target == "x0":
        return x0.to(xt.dtype)
    return (a * eps - s * x0).to(xt.dtype)
