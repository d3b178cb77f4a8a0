"""It averages D over the batch first and takes the logarithm of the mean and not the mean of the logarithms."""
import math
import torch
import torch.nn.functional as F


def check_tensor(t):
    if t.numel() == 0:
        raise ValueError("empty tensor")
    if torch.isnan(t).any():
        raise ValueError("NaN")


def generator_loss(fake_logits, kind="nonsaturating"):
    check_tensor(fake_logits)
    l = fake_logits.flatten()
    if kind == "saturating":
        return torch.logsumexp(F.logsigmoid(-l), 0) - math.log(len(l))
    if kind == "nonsaturating":
        return math.log(len(l)) - torch.logsumexp(F.logsigmoid(l), 0)
    raise ValueError(kind)
