"""An nn.Module that works with powers of two in float64 and casts back."""

import math

import torch
from torch import nn


class Sampler(nn.Module):
    half_bits = 0.5 / math.log(2.0)

    def forward(self, mu, logvar, eps):
        for other in (logvar, eps):
            if other.size() != mu.size():
                raise ValueError(f"{tuple(other.size())} is not {tuple(mu.size())}")
        if (logvar != logvar).any() or (logvar == math.inf).any():
            raise ValueError("illegal log-variance")
        sigma = torch.exp2(self.half_bits * logvar.to(torch.float64))
        return torch.addcmul(mu.to(torch.float64), sigma, eps.to(torch.float64)).to(mu.dtype)


reparameterize = Sampler()
