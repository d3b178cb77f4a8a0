"""It goes through the probability, which torch.distributions clamps away from 0 and 1, so a confident mistake costs a clamped value and sends no gradient."""
import torch
from torch import Tensor
from torch.distributions import Bernoulli


def bernoulli_log_likelihood(x: Tensor, logits: Tensor) -> Tensor:
    if x.shape != logits.shape:
        raise ValueError("shapes differ")
    if x.numel() and (x.min() < 0 or x.max() > 1):
        raise ValueError("targets outside [0, 1]")
    decoder = Bernoulli(probs=torch.sigmoid(logits), validate_args=False)
    log_prob = decoder.log_prob(x)
    return log_prob.sum(dim=tuple(range(1, x.dim()))).to(x.dtype)
