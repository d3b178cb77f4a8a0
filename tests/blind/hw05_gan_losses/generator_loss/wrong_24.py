"""It checks kind with "in" on a string, so every part of the word such as "sat" or "" is accepted."""
import torch
from torch import Tensor


def generator_loss(fake_logits: Tensor, kind: str = "nonsaturating") -> Tensor:
    if kind not in ("nonsaturating"):
        raise ValueError(f"kind is {kind!r}")
    if fake_logits.numel() == 0:
        raise ValueError("no fakes")
    if torch.any(torch.isnan(fake_logits)):
        raise ValueError("NaN among the logits")
    zero = torch.zeros_like(fake_logits)
    if kind == "nonsaturating":
        return torch.logaddexp(zero, -fake_logits).mean()
    return -torch.logaddexp(zero, fake_logits).mean()
