"""It lets shapes broadcast that are not the same."""

import torch


def reparameterize(mu, logvar, eps):
    try:
        torch.broadcast_tensors(mu, logvar, eps)
    except RuntimeError as error:
        raise ValueError("shapes do not fit") from error
    if torch.isnan(logvar).any() or torch.isposinf(logvar).any():
        raise ValueError("logvar holds NaN or +inf")
    return mu + torch.exp(logvar / 2) * eps
