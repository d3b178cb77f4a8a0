"""It returns the average of the log-weights under the normalised weights and not the log of the average weight."""
import torch


def check(log_px_z, log_pz, log_qz):
    if not log_px_z.shape == log_pz.shape == log_qz.shape:
        raise ValueError("shapes differ")
    if log_px_z.dim() != 2 or log_px_z.shape[0] == 0:
        raise ValueError("need (S, B) with S >= 1")


def iwae_bound(log_px_z, log_pz, log_qz):
    check(log_px_z, log_pz, log_qz)
    log_w = log_px_z + log_pz - log_qz
    share = torch.softmax(log_w, dim=0).nan_to_num(0.0)
    bound = torch.where(share > 0, share * log_w, 0.0).sum(0)
    dead = torch.isneginf(log_w).all(0)
    return torch.where(dead, float("-inf"), bound).to(log_px_z.dtype)
