"""Its hand-made softplus uses torch.where over an exp that overflows, so the values are right but the gradient is NaN for large logits."""
import torch
from torch import Tensor


def softplus(l: Tensor) -> Tensor:
    """log(1 + e^l), which is l itself for large l."""
    return torch.where(l > 40, l, torch.log1p(torch.exp(l)))


def bernoulli_log_likelihood(x: Tensor, logits: Tensor) -> Tensor:
    if x.shape != logits.shape:
        raise ValueError("x and logits differ in shape")
    if bool(((x < 0) | (x > 1)).any()):
        raise ValueError("x must be in [0, 1]")
    total = -(x * softplus(-logits) + (1 - x) * softplus(logits))
    while total.dim() > 1:
        total = total.sum(dim=-1)
    return total.to(x.dtype)
