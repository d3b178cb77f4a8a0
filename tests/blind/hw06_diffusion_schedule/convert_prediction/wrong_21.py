"""It takes v for the straight-line velocity eps - x0 of flow matching instead of a * eps - s * x0."""
import torch
from torch import Tensor


def convert_prediction(
    pred: Tensor, xt: Tensor, t: Tensor, alpha_bar: Tensor, source: str, target: str
) -> Tensor:
    names = ("eps", "x0", "v")
    if source not in names or target not in names:
        raise ValueError("source and target must be eps, x0 or v")
    if pred.shape != xt.shape or xt.dim() < 1 or t.shape != xt.shape[:1] or alpha_bar.dim() != 1:
        raise ValueError("shapes do not fit")
    if t.is_floating_point() or (t < 0).any() or (t >= len(alpha_bar)).any():
        raise ValueError("t must hold ints in 0..T-1")
    if source == target:
        return pred
    level = alpha_bar[t].double()
    if source == "eps" and (level == 0).any():
        raise ValueError("eps says nothing about x0 at alpha_bar = 0")
    if source == "x0" and (level == 1).any():
        raise ValueError("x0 says nothing about eps at alpha_bar = 1")
    level = level.view(-1, *[1] * (xt.dim() - 1))
    a, s = level.sqrt().to(xt.dtype), (1 - level).sqrt().to(xt.dtype)
    if source == "eps":
        eps, x0 = pred, (xt - s * pred) / a
    elif source == "x0":
        x0, eps = pred, (xt - a * pred) / s
    else:
        # xt = a x0 + s (x0 + v)
        x0 = (xt - s * pred) / (a + s)
        eps = x0 + pred
    out = {"eps": eps, "x0": x0, "v": eps - x0}[target]
    return out.to(xt.dtype)
