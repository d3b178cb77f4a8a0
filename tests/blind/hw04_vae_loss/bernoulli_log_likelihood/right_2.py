"""functools.partial of the library's cross-entropy with logits, negated"""
from functools import partial
import torch
import torch.nn.functional as F

nats = partial(F.binary_cross_entropy_with_logits, reduction="none")


def check(x, logits):
    if x.shape != logits.shape:
        raise ValueError("x and logits differ in shape")
    if not bool(((x >= 0) & (x <= 1)).all()):
        raise ValueError("targets must lie in [0, 1]")


def bernoulli_log_likelihood(x, logits):
    check(x, logits)
    loss = nats(logits.double(), x.double())
    while loss.dim() > 1:
        loss = loss.sum(dim=-1)
    return loss.neg().to(x.dtype)
