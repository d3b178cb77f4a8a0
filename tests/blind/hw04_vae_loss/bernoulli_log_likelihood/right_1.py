"""a class with __call__, logsigmoid on both sides, and einsum for the sum of products"""
import torch
from torch.nn.functional import logsigmoid


class BernoulliDecoder:
    def __init__(self, logits):
        self.flat = logits.reshape(len(logits), -1) if logits.numel() else logits.flatten(1)

    def __call__(self, x):
        x = x.reshape(len(x), -1) if x.numel() else x.flatten(1)
        white = torch.einsum("bi,bi->b", x, logsigmoid(self.flat).to(x.dtype))
        black = torch.einsum("bi,bi->b", 1 - x, logsigmoid(-self.flat).to(x.dtype))
        return white + black


def bernoulli_log_likelihood(x, logits):
    if logits.shape != x.shape:
        raise ValueError("shapes")
    if (x < 0).any() or (x > 1).any():
        raise ValueError("x is not in [0, 1]")
    return BernoulliDecoder(logits)(x)
