"""It subtracts one maximum for the whole batch instead of one per example, so the weights of an example far below the best one underflow and its bound becomes -inf."""
import torch
from torch import Tensor


def iwae_bound(log_px_z: Tensor, log_pz: Tensor, log_qz: Tensor) -> Tensor:
    if not (log_px_z.shape == log_pz.shape and log_pz.shape == log_qz.shape):
        raise ValueError("log_px_z, log_pz and log_qz must have one shape")
    if log_px_z.dim() != 2 or log_px_z.size(0) == 0:
        raise ValueError("at least one sample is needed")
    log_w = log_px_z + log_pz - log_qz
    shift = log_w.detach().max() if log_w.numel() else torch.zeros(())
    if torch.isinf(shift):
        shift = torch.zeros_like(shift)
    weights = torch.exp(log_w - shift)
    return (torch.log(weights.mean(dim=0)) + shift).to(log_px_z.dtype)
