"""It takes v for the straight-line velocity eps - x0 of flow matching instead of a eps - s x0."""
import torch
from torch import Tensor

KINDS = ("eps", "x0", "v")


def convert_prediction(pred: Tensor, xt: Tensor, t: Tensor, alpha_bar: Tensor, source: str,
                       target: str) -> Tensor:
    if source not in KINDS or target not in KINDS:
        raise ValueError("source and target must be eps, x0 or v")
    if xt.dim() < 1 or pred.shape != xt.shape or t.shape != xt.shape[:1] or alpha_bar.dim() != 1:
        raise ValueError("shapes do not fit")
    if t.is_floating_point() or ((t < 0) | (t >= len(alpha_bar))).any():
        raise ValueError("bad t")
    level = alpha_bar.double()[t]
    if source == target:
        return pred
    if source == "eps" and (level == 0).any():
        raise ValueError("eps says nothing about x0 at alpha_bar = 0")
    if source == "x0" and (level == 1).any():
        raise ValueError("x0 says nothing about eps at alpha_bar = 1")
    level = level.view(-1, *[1] * (xt.dim() - 1))
    a, s = level.sqrt(), (1 - level).sqrt()
    x, y = xt.double(), pred.double()
    if source == "eps":
        eps, x0 = y, (x - s * y) / a
    elif source == "x0":
        eps, x0 = (x - a * y) / s, y
    else:  # x = a x0 + s (x0 + v)
        x0 = (x - s * y) / (a + s)
        eps = x0 + y
    return {"eps": eps, "x0": x0, "v": eps - x0}[target].to(xt.dtype)
