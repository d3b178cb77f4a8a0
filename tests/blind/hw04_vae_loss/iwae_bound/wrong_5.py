"""It subtracts one maximum of the whole array, so the weights of all other examples underflow to a bound of -inf."""
import math
import torch


def check(log_px_z, log_pz, log_qz):
    if not log_px_z.shape == log_pz.shape == log_qz.shape:
        raise ValueError("shapes differ")
    if log_px_z.dim() != 2 or log_px_z.shape[0] == 0:
        raise ValueError("need (S, B) with S >= 1")


def iwae_bound(log_px_z, log_pz, log_qz):
    check(log_px_z, log_pz, log_qz)
    log_w = log_px_z + log_pz - log_qz
    top = log_w.max().detach() if torch.isfinite(log_w).any() else 0.0
    return (torch.exp(log_w - top).mean(0).log() + top).to(log_px_z.dtype)
