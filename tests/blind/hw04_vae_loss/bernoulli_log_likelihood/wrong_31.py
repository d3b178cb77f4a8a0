"""It adds the entropy of the targets, so it returns minus the KL divergence from the targets to the decoder and a perfect reconstruction of grey levels gets 0 instead of the log-likelihood."""
import torch
import torch.nn.functional as F
from torch import Tensor


def bernoulli_log_likelihood(x: Tensor, logits: Tensor) -> Tensor:
    if x.shape != logits.shape:
        raise ValueError("x and logits must have the same shape")
    if not bool(((x >= 0) & (x <= 1)).all()):
        raise ValueError("targets must lie in [0, 1]")
    cross = x * F.logsigmoid(logits) + (1 - x) * F.logsigmoid(-logits)
    # the best value that any decoder can reach on grey pixels is taken out
    best = torch.special.xlogy(x, x) + torch.special.xlogy(1 - x, 1 - x)
    return (cross - best).reshape(x.shape[0], -1).sum(1).to(x.dtype)
