"""It keeps the raw diagonal in the lower triangle and adds the softplus on top, so the diagonal of L is raw_ii + softplus(raw_ii)."""

import torch
from torch import Tensor, nn
from torch.distributions import Normal


def reparam_full_cov(mu: Tensor, raw: Tensor, eps: Tensor) -> tuple[Tensor, Tensor]:
    if mu.dim() != 2 or mu.shape != eps.shape:
        raise ValueError("mu and eps must both be (B, D)")
    if raw.shape != mu.shape + mu.shape[1:]:
        raise ValueError("raw must be (B, D, D)")
    positive = nn.functional.softplus(torch.diagonal(raw, dim1=1, dim2=2))
    L = raw.tril() + torch.diag_embed(positive)
    z = mu + (L * eps[:, None, :]).sum(dim=2)
    noise = Normal(torch.zeros_like(eps), torch.ones_like(eps), validate_args=False)
    logq = noise.log_prob(eps).sum(dim=1) - positive.log().sum(dim=1)
    return z, logq
