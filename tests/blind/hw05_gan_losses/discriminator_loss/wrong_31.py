"""It takes label smoothing for a weight of the real term, (1 - s) log D, and leaves out the s log(1 - D) part."""
import torch
import torch.nn.functional as F
from torch import Tensor


def discriminator_loss(real_logits: Tensor, fake_logits: Tensor, smooth: float = 0.0) -> Tensor:
    for name, logits in (("real_logits", real_logits), ("fake_logits", fake_logits)):
        if logits.numel() == 0:
            raise ValueError(f"{name} is empty")
        if torch.isnan(logits).any():
            raise ValueError(f"{name} contains NaN")
    if not 0 <= smooth < 1:
        raise ValueError("smooth must be in [0, 1)")
    real_part = (1 - smooth) * -F.logsigmoid(real_logits).mean()
    fake_part = -F.logsigmoid(-fake_logits).mean()
    return (real_part + fake_part).to(real_logits.dtype)
