"""It measures the distance of the means in units of q's variance and not of p's."""
import torch


def check(mu_q, logvar_q, mu_p, logvar_p):
    if mu_q.dim() != 2 or logvar_q.shape != mu_q.shape:
        raise ValueError("q's parameters must be (B, D)")
    for par in (mu_p, logvar_p):
        if par.shape != mu_q.shape and par.shape != mu_q.shape[1:]:
            raise ValueError("p's parameters must be (B, D) or (D,)")


def kl_diag_gaussians(mu_q, logvar_q, mu_p, logvar_p):
    check(mu_q, logvar_q, mu_p, logvar_p)
    out = mu_q.dtype
    mu_q, logvar_q, mu_p, logvar_p = (a.double() for a in (mu_q, logvar_q, mu_p, logvar_p))
    d = logvar_q - logvar_p
    kl = torch.expm1(d) - d + ((mu_q - mu_p) * torch.exp(-logvar_q / 2)) ** 2
    return (0.5 * kl.sum(1)).to(out)
