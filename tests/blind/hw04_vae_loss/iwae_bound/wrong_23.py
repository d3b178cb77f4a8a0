"""Its own log-sum-exp subtracts the maximum even where that is -inf, so an example with all log-weights -inf gets NaN instead of -inf."""
import torch
from torch import Tensor


def log_mean_exp(a: Tensor) -> Tensor:
    top = a.max(dim=0).values
    return top + torch.log(torch.exp(a - top).mean(dim=0))


def iwae_bound(log_px_z: Tensor, log_pz: Tensor, log_qz: Tensor) -> Tensor:
    if log_px_z.shape != log_pz.shape or log_px_z.shape != log_qz.shape:
        raise ValueError("shapes must be equal")
    if log_px_z.dim() != 2 or len(log_px_z) == 0:
        raise ValueError("S must be at least 1")
    return log_mean_exp(log_px_z + log_pz - log_qz).to(log_px_z.dtype)
