"""custom autograd.Function: log-mean-exp forward, normalised weights backward"""
import torch


class LogMeanExp(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a):
        top = a.amax(0)
        top = torch.where(top.isinf(), 0.0, top)
        e = (a - top).exp()
        ctx.save_for_backward(e)
        return e.mean(0).log() + top

    @staticmethod
    def backward(ctx, g):
        (e,) = ctx.saved_tensors
        total = e.sum(0)
        return g * e / torch.where(total == 0, 1.0, total)


def check(log_px_z, log_pz, log_qz):
    if not log_px_z.shape == log_pz.shape == log_qz.shape:
        raise ValueError("shapes differ")
    if log_px_z.dim() != 2 or log_px_z.shape[0] == 0:
        raise ValueError("need (S, B) with S >= 1")


def iwae_bound(log_px_z, log_pz, log_qz):
    check(log_px_z, log_pz, log_qz)
    return LogMeanExp.apply(log_px_z + log_pz - log_qz).to(log_px_z.dtype)
