"""logsumexp over dim 0 minus log S, in float64 inside"""
import math
import torch


def iwae_bound(log_px_z, log_pz, log_qz):
    if log_px_z.shape != log_pz.shape or log_px_z.shape != log_qz.shape:
        raise ValueError("all three must be (S, B)")
    S = log_px_z.shape[0]
    if S == 0:
        raise ValueError("S is 0")
    log_w = log_px_z.double() + log_pz.double() - log_qz.double()
    return (log_w.logsumexp(0) - math.log(S)).to(log_px_z.dtype)
