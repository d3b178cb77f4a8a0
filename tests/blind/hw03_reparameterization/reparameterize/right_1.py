"""A torch.autograd.Function with its own backward pass."""

import torch


class Reparameterize(torch.autograd.Function):
    @staticmethod
    def forward(ctx, mu, logvar, eps):
        ctx.save_for_backward(logvar, eps)
        return mu + torch.exp(0.5 * logvar) * eps

    @staticmethod
    def backward(ctx, grad):
        logvar, eps = ctx.saved_tensors
        sigma = torch.exp(0.5 * logvar)
        return grad, grad * sigma * eps / 2, grad * sigma


def reparameterize(mu, logvar, eps):
    if len({tuple(t.shape) for t in (mu, logvar, eps)}) != 1:
        raise ValueError("mu, logvar and eps must have one and the same shape")
    if torch.isnan(logvar).any() or torch.isposinf(logvar).any():
        raise ValueError("logvar must not hold NaN or +inf")
    return Reparameterize.apply(mu, logvar, eps)
