"""It rounds grey levels to black or white before it compares them with the logits."""
import torch
import torch.nn.functional as F


def check(x, logits):
    if x.shape != logits.shape:
        raise ValueError("x and logits differ in shape")
    if not bool(((x >= 0) & (x <= 1)).all()):
        raise ValueError("targets must lie in [0, 1]")


def bernoulli_log_likelihood(x, logits):
    check(x, logits)
    sign = torch.where(x > 0.5, 1.0, -1.0)
    return F.logsigmoid(sign * logits).unsqueeze(-1).flatten(1).sum(1).to(x.dtype)
