"""It goes from v to eps by way of x0 and divides by s, so the result is NaN at alpha_bar = 1, where v can still be translated."""
import torch
from torch import Tensor


def _amplitudes(t, alpha_bar, like):
    level = alpha_bar[t].double().reshape(-1, *(1 for _ in range(like.dim() - 1)))
    return torch.sqrt(level), torch.sqrt(1 - level)


def convert_prediction(
    pred: Tensor, xt: Tensor, t: Tensor, alpha_bar: Tensor, source: str, target: str
) -> Tensor:
    if not {source, target} <= {"eps", "x0", "v"}:
        raise ValueError("source and target: eps, x0 or v")
    if pred.shape != xt.shape or alpha_bar.dim() != 1:
        raise ValueError("wrong shapes")
    if t.dim() != 1 or xt.dim() < 1 or t.shape[0] != xt.shape[0]:
        raise ValueError("wrong shape of t")
    if t.is_floating_point() or bool((t < 0).any()) or bool((t >= len(alpha_bar)).any()):
        raise ValueError("wrong t")
    if source == target:
        return pred
    if source == "eps" and (alpha_bar[t] == 0).any():
        raise ValueError("no way from eps at alpha_bar = 0")
    if source == "x0" and (alpha_bar[t] == 1).any():
        raise ValueError("no way from x0 at alpha_bar = 1")
    a, s = _amplitudes(t, alpha_bar, xt)
    # first to x0, then onwards
    if source == "eps":
        x0 = (xt - s * pred) / a
    elif source == "v":
        x0 = a * xt - s * pred
    else:
        x0 = pred
    if target == "x0":
        return x0.to(xt.dtype)
    eps = pred if source == "eps" else (xt - a * x0) / s
    if target == "eps":
        return eps.to(xt.dtype)
    return (a * eps - s * x0).to(xt.dtype)
