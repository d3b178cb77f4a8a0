"""It uses binary_cross_entropy on the sigmoid, which clamps logarithms at -100, so losses of large logits are wrong and their gradients vanish."""
import torch
import torch.nn.functional as F
from torch import Tensor


def generator_loss(fake_logits: Tensor, kind: str = "nonsaturating") -> Tensor:
    if not fake_logits.numel():
        raise ValueError("empty")
    if torch.isnan(fake_logits).any():
        raise ValueError("NaN")
    d = torch.sigmoid(fake_logits)
    if kind == "nonsaturating":
        return F.binary_cross_entropy(d, torch.ones_like(d))
    elif kind == "saturating":
        return -F.binary_cross_entropy(d, torch.zeros_like(d))
    else:
        raise ValueError("kind must be 'saturating' or 'nonsaturating'")
