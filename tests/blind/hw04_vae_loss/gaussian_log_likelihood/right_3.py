"""custom autograd.Function with a hand-written backward"""
import math
import torch


class LogNormalDensity(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, mean, logvar):
        ctx.save_for_backward(x, mean, logvar)
        z = (x - mean) * torch.exp(-0.5 * logvar)
        return -0.5 * (math.log(2 * math.pi) + logvar + z**2)

    @staticmethod
    def backward(ctx, g):
        x, mean, logvar = ctx.saved_tensors
        inv_std = torch.exp(-0.5 * logvar)
        z = (x - mean) * inv_std
        return -g * z * inv_std, g * z * inv_std, g * 0.5 * (z**2 - 1)


def check(x, mean, logvar):
    if x.dim() < 2:
        raise ValueError("x must be at least 2-D")
    if mean.shape != x.shape:
        raise ValueError("mean must have x's shape")
    try:
        shape = torch.broadcast_shapes(logvar.shape, x.shape)
    except RuntimeError as e:
        raise ValueError("logvar does not broadcast") from e
    if shape != x.shape:
        raise ValueError("logvar is bigger than x")


def gaussian_log_likelihood(x, mean, logvar):
    check(x, mean, logvar)
    logvar = logvar.expand_as(x)  # autograd sums the gradient over the copies
    per_entry = LogNormalDensity.apply(x, mean, logvar)
    return per_entry.flatten(start_dim=1).sum(-1).type(x.dtype)
