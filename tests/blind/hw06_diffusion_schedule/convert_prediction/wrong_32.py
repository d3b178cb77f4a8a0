"""The sign in the conversion from v to eps is wrong, a v - s x_t instead of a v + s x_t."""
import torch
from torch import Tensor


def convert_prediction(pred: Tensor, xt: Tensor, t: Tensor, alpha_bar: Tensor, source: str,
                       target: str) -> Tensor:
    names = {"eps", "x0", "v"}
    if source not in names:
        raise ValueError(f"unknown source {source}")
    if target not in names:
        raise ValueError(f"unknown target {target}")
    if pred.shape != xt.shape or xt.ndim == 0:
        raise ValueError("pred and xt differ in shape")
    if t.ndim != 1 or t.shape[0] != xt.shape[0]:
        raise ValueError("t must be (B,)")
    if alpha_bar.ndim != 1:
        raise ValueError("alpha_bar must be (T,)")
    if t.is_floating_point():
        raise ValueError("t must be integer")
    if (t < 0).any() or (t >= alpha_bar.shape[0]).any():
        raise ValueError("t out of range")
    if source == target:
        return pred
    ab = alpha_bar[t].double()
    if source == "eps" and bool((ab == 0).any()):
        raise ValueError("impossible at alpha_bar = 0")
    if source == "x0" and bool((ab == 1).any()):
        raise ValueError("impossible at alpha_bar = 1")
    ab = ab.reshape([-1] + [1] * (xt.ndim - 1))
    a = torch.sqrt(ab)
    s = torch.sqrt(1 - ab)
    match (source, target):
        case ("eps", "x0"):
            out = (xt - s * pred) / a
        case ("eps", "v"):
            out = (pred - s * xt) / a
        case ("x0", "eps"):
            out = (xt - a * pred) / s
        case ("x0", "v"):
            out = (a * xt - pred) / s
        case ("v", "x0"):
            out = a * xt - s * pred
        case ("v", "eps"):
            out = a * pred - s * xt
    return out.to(xt.dtype)
