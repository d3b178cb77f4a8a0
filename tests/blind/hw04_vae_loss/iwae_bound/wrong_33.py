"""It leaves samples with log-weight -inf out of the count, dividing by the number of finite weights instead of by S."""
import torch
from torch import Tensor


def iwae_bound(log_px_z: Tensor, log_pz: Tensor, log_qz: Tensor) -> Tensor:
    shapes = {tuple(a.shape) for a in (log_px_z, log_pz, log_qz)}
    if len(shapes) != 1:
        raise ValueError("the three shapes are not the same")
    if log_px_z.dim() != 2 or log_px_z.shape[0] == 0:
        raise ValueError("S must be at least 1")
    log_w = log_px_z + log_pz - log_qz
    # a weight of zero weighs nothing
    counted = (~torch.isneginf(log_w)).sum(dim=0).clamp(min=1).to(log_w.dtype)
    return (torch.logsumexp(log_w, dim=0) - counted.log()).to(log_px_z.dtype)
