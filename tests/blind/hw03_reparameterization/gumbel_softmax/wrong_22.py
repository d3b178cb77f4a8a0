"""It divides only the logits by the temperature and adds the noise afterwards."""

import torch
import torch.nn.functional as F
from torch import Tensor


def gumbel_softmax(logits: Tensor, u: Tensor, tau: float, hard: bool = False) -> Tensor:
    if tau <= 0:
        raise ValueError("tau <= 0")
    if u.shape != logits.shape:
        raise ValueError("u and logits have different shapes")
    if not torch.all((u > 0) & (u < 1)):
        raise ValueError("u outside (0, 1)")
    gumbel = -(-u.log()).log()
    y = F.softmax(logits / tau + gumbel, dim=-1)
    if hard:
        index = (logits + gumbel).argmax(dim=-1)
        one_hot = F.one_hot(index, logits.shape[-1]).to(y.dtype)
        return (one_hot - y).detach() + y
    return y
