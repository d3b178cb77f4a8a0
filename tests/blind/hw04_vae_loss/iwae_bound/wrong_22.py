"""It subtracts the logarithm of the batch size B instead of the number of samples S."""
import math

import torch
from torch import Tensor


def iwae_bound(log_px_z: Tensor, log_pz: Tensor, log_qz: Tensor) -> Tensor:
    shapes = {tuple(a.shape) for a in (log_px_z, log_pz, log_qz)}
    if len(shapes) != 1:
        raise ValueError("shapes differ")
    if log_px_z.dim() != 2 or log_px_z.shape[0] == 0:
        raise ValueError("no samples")
    log_weights = (log_px_z + log_pz - log_qz).T  # (B, S)
    n = log_weights.shape[0]
    return (torch.logsumexp(log_weights, dim=1) - math.log(max(n, 1))).to(log_px_z.dtype)
