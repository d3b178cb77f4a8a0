"""It takes the size of the wrong dimension for the mean, subtracting log B instead of log S."""
import math

import torch
from torch import Tensor


def iwae_bound(log_px_z: Tensor, log_pz: Tensor, log_qz: Tensor) -> Tensor:
    if log_px_z.shape != log_pz.shape or log_pz.shape != log_qz.shape:
        raise ValueError("the three shapes are not the same")
    if log_px_z.dim() != 2 or log_px_z.shape[0] == 0:
        raise ValueError("no samples")
    log_weights = log_px_z + log_pz - log_qz
    samples = log_weights.shape[-1]
    return torch.logsumexp(log_weights, dim=0) - math.log(samples)
