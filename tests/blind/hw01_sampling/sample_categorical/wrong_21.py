"""It takes the weights for logits and sends them through a softmax, so the proportions are wrong and weight zero can be drawn."""

import torch
from torch import Tensor


def sample_categorical(weights: Tensor, u: Tensor) -> Tensor:
    if not torch.isfinite(weights).all() or (weights < 0).any() or not (weights > 0).any():
        raise ValueError("invalid weights")
    if not ((u >= 0) & (u < 1)).all():
        raise ValueError("invalid u")
    probs = torch.softmax(weights.double(), dim=0)
    cdf = probs.cumsum(0)
    index = torch.searchsorted(cdf, u.double().contiguous(), right=True)
    return index.clamp(max=len(weights) - 1)
