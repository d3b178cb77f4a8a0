"""It accepts whatever broadcasts to (B, D) for p, so (B, 1) and (1, D) slip through without a ValueError."""
import torch


def kl_diag_gaussians(mu_q, logvar_q, mu_p, logvar_p):
    if mu_q.dim() != 2 or logvar_q.shape != mu_q.shape:
        raise ValueError("q's parameters must be (B, D)")
    try:
        mu_p, logvar_p = mu_p.expand_as(mu_q).double(), logvar_p.expand_as(mu_q).double()
    except RuntimeError:
        raise ValueError("p's parameters do not fit")
    d = logvar_q.double() - logvar_p
    kl = torch.expm1(d) - d + ((mu_q - mu_p) * torch.exp(-logvar_p / 2)) ** 2
    return (0.5 * kl.sum(1)).to(mu_q.dtype)
