import torch
from torch import Tensor


def center(x: Tensor, scale: float = 1.0) -> Tensor:
    if x.ndim != 2 or not scale > 0:
        raise ValueError("x must be 2-D and scale positive")
    return (x - x.mean(0)) * scale


def tidy(x):
    return x.reshape(-1)
