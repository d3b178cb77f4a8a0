"""It rounds grey levels to black or white (x >= 0.5) before it computes the likelihood, because a Bernoulli variable is 0 or 1."""
import torch
import torch.nn.functional as F
from torch import Tensor


def bernoulli_log_likelihood(x: Tensor, logits: Tensor) -> Tensor:
    if x.shape != logits.shape:
        raise ValueError("x and logits must have the same shape")
    if not ((x >= 0) & (x <= 1)).all():
        raise ValueError("targets must lie in [0, 1]")
    white = x >= 0.5
    # log p(1) = logsigmoid(l), log p(0) = logsigmoid(-l)
    log_p = torch.where(white, F.logsigmoid(logits), F.logsigmoid(-logits))
    return log_p.flatten(1).sum(1).to(x.dtype)
