"""An nn.Module with torch.where masks, einsum, and the normal density from torch.distributions."""

import torch
from torch import nn
from torch.distributions import Normal


class FullCovariance(nn.Module):
    @staticmethod
    def softplus(x):
        return torch.maximum(x, torch.zeros_like(x)) + torch.log1p(torch.exp(-x.abs()))

    def build(self, raw):
        D = raw.shape[-1]
        row, col = torch.arange(D)[:, None], torch.arange(D)[None, :]
        zero = torch.zeros((), dtype=raw.dtype)
        below = torch.where(row > col, raw, zero)
        diagonal = self.softplus(torch.diagonal(raw, dim1=-2, dim2=-1))
        return below + torch.where(row == col, diagonal[:, :, None], zero), diagonal

    def forward(self, mu, raw, eps):
        B, D = mu.shape
        L, diagonal = self.build(raw)
        z = mu + torch.einsum("bij,bj->bi", L, eps)
        base = Normal(torch.zeros_like(eps), torch.ones_like(eps)).log_prob(eps)
        return z, (base - diagonal.log()).sum(dim=-1)


def reparam_full_cov(mu, raw, eps):
    shapes = [tuple(t.shape) for t in (mu, raw, eps)]
    if len(shapes[0]) != 2 or shapes[1] != shapes[0] + shapes[0][1:] or shapes[2] != shapes[0]:
        raise ValueError(f"shapes {shapes}")
    return FullCovariance()(mu, raw, eps)
