"""plain Python loop over the examples, one number each, stacked at the end"""
import math
import torch

LOG_2PI = math.log(2 * math.pi)


def check(x, mean, logvar):
    if x.dim() < 2:
        raise ValueError("x must be at least 2-D")
    if mean.shape != x.shape:
        raise ValueError("mean must have x's shape")
    try:
        shape = torch.broadcast_shapes(logvar.shape, x.shape)
    except RuntimeError as e:
        raise ValueError("logvar does not broadcast") from e
    if shape != x.shape:
        raise ValueError("logvar is bigger than x")


def gaussian_log_likelihood(x, mean, logvar, verbose=False):
    check(x, mean, logvar)
    spread = torch.broadcast_to(logvar, x.shape)
    scores = []
    for xi, mi, lv in zip(x, mean, spread):
        z = (xi - mi) * torch.exp(-lv / 2)
        score = -(z * z).sum() / 2 - lv.sum() / 2 - xi.numel() * LOG_2PI / 2
        if verbose:
            print(float(score))
        scores.append(score)
    if not scores:
        return x.new_zeros(0)
    return torch.stack(scores).to(x.dtype)
