"""It has the two kinds exchanged."""
import torch
import torch.nn.functional as F


def check_tensor(t):
    if t.numel() == 0:
        raise ValueError("empty tensor")
    if torch.isnan(t).any():
        raise ValueError("NaN")


def generator_loss(fake_logits, kind="nonsaturating"):
    check_tensor(fake_logits)
    if kind == "saturating":
        return -F.logsigmoid(fake_logits).mean()
    if kind == "nonsaturating":
        return F.logsigmoid(-fake_logits).mean()
    raise ValueError(kind)
