"""Plain loops that build z one coordinate at a time, and -logsigmoid(-x) for softplus."""

import math

import torch
from torch.nn.functional import logsigmoid


def reparam_full_cov(mu, raw, eps):
    if mu.dim() != 2:
        raise ValueError("mu must be (B, D)")
    D = mu.size(1)
    if eps.shape != mu.shape or tuple(raw.shape) != (mu.size(0), D, D):
        raise ValueError("raw must be (B, D, D) and eps (B, D)")
    columns = []
    logq = torch.full_like(mu[:, 0], -D * math.log(2 * math.pi) / 2)
    for i in range(D):
        L_ii = -logsigmoid(-raw[:, i, i])
        z_i = mu[:, i] + L_ii * eps[:, i]
        for j in range(i):
            z_i = z_i + raw[:, i, j] * eps[:, j]
        columns.append(z_i)
        logq = logq - L_ii.log() - eps[:, i].square() / 2
    return torch.stack(columns, dim=1), logq
