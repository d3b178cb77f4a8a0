"""It averages the log-weights with self-normalised importance weights (softmax) instead of taking the logarithm of the mean weight."""
import torch
from torch import Tensor


def iwae_bound(log_px_z: Tensor, log_pz: Tensor, log_qz: Tensor) -> Tensor:
    if not (log_px_z.shape == log_pz.shape == log_qz.shape):
        raise ValueError("shapes differ")
    if log_px_z.dim() != 2 or log_px_z.shape[0] < 1:
        raise ValueError("need (S, B) with S >= 1")
    log_w = log_px_z + log_pz - log_qz
    dead = torch.isneginf(log_w)
    nothing = dead.all(dim=0)
    safe = torch.where(dead, torch.full_like(log_w, -1e30), log_w)
    importance = torch.softmax(safe, dim=0)
    value = (importance * torch.where(dead, torch.zeros_like(log_w), log_w)).sum(dim=0)
    value = torch.where(nothing, torch.full_like(value, -torch.inf), value)
    return value.to(log_px_z.dtype)
