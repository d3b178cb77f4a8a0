"""It refuses the ends of the schedule before looking at the target, so eps to eps at alpha_bar = 0 and x0 to x0 at alpha_bar = 1 raise ValueError instead of returning pred."""
import torch
from torch import Tensor


def convert_prediction(pred: Tensor, xt: Tensor, t: Tensor, alpha_bar: Tensor, source: str,
                       target: str) -> Tensor:
    for word in (source, target):
        if word not in ("eps", "x0", "v"):
            raise ValueError(f"{word!r} is no prediction")
    if pred.shape != xt.shape or xt.dim() < 1:
        raise ValueError("pred must have xt's shape")
    if t.shape != (len(xt),) or alpha_bar.dim() != 1:
        raise ValueError("t must be (B,) and alpha_bar (T,)")
    if t.is_floating_point() or not ((t >= 0) & (t < len(alpha_bar))).all():
        raise ValueError("t must be int in 0..T-1")
    level = alpha_bar[t].to(torch.float64)
    if source == "eps" and (level == 0).any():
        raise ValueError("no signal left")
    if source == "x0" and (level == 1).any():
        raise ValueError("no noise yet")
    if source == target:
        return pred
    while level.dim() < xt.dim():
        level = level[..., None]
    a, s = level ** 0.5, (1 - level) ** 0.5
    # step 1: everything to v, step 2: v to the target
    if source == "eps":
        v = (pred - s * xt) / a
    elif source == "x0":
        v = (a * xt - pred) / s
    else:
        v = pred
    if target == "eps":
        out = s * xt + a * v
    elif target == "x0":
        out = a * xt - s * v
    else:
        out = v
    return out.to(xt.dtype)
