"""It has a sign slip in the step from v to eps: a * v - s * xt instead of a * v + s * xt."""
import torch
from torch import Tensor


def convert_prediction(
    pred: Tensor, xt: Tensor, t: Tensor, alpha_bar: Tensor, source: str, target: str
) -> Tensor:
    for name in (source, target):
        if name not in {"eps", "x0", "v"}:
            raise ValueError(f"{name!r} is no kind of prediction")
    if pred.shape != xt.shape:
        raise ValueError("pred and xt differ in shape")
    if alpha_bar.ndim != 1 or t.ndim != 1 or xt.ndim == 0 or len(t) != len(xt):
        raise ValueError("t must be (B,), alpha_bar (T,)")
    if t.dtype.is_floating_point:
        raise ValueError("floating t")
    if torch.any(t < 0) or torch.any(t >= len(alpha_bar)):
        raise ValueError("t out of range")
    if source == target:
        return pred
    ab = alpha_bar[t].double()
    if source == "eps" and torch.any(ab == 0):
        raise ValueError("alpha_bar = 0")
    if source == "x0" and torch.any(ab == 1):
        raise ValueError("alpha_bar = 1")
    shape = [-1] + [1] * (xt.ndim - 1)
    a = ab.sqrt().reshape(shape)
    s = (1 - ab).sqrt().reshape(shape)
    if (source, target) == ("v", "x0"):
        out = a * xt - s * pred
    elif (source, target) == ("v", "eps"):
        out = a * pred - s * xt
    elif (source, target) == ("eps", "x0"):
        out = (xt - s * pred) / a
    elif (source, target) == ("eps", "v"):
        out = a * pred - s * (xt - s * pred) / a
    elif (source, target) == ("x0", "eps"):
        out = (xt - a * pred) / s
    else:
        out = a * (xt - a * pred) / s - s * pred
    return out.to(xt.dtype)
