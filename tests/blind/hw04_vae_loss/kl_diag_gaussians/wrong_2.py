"""It forms both variances before dividing them, so large log-variances give inf / inf = NaN."""
import torch


def check(mu_q, logvar_q, mu_p, logvar_p):
    if mu_q.dim() != 2 or logvar_q.shape != mu_q.shape:
        raise ValueError("q's parameters must be (B, D)")
    for par in (mu_p, logvar_p):
        if par.shape != mu_q.shape and par.shape != mu_q.shape[1:]:
            raise ValueError("p's parameters must be (B, D) or (D,)")


def kl_diag_gaussians(mu_q, logvar_q, mu_p, logvar_p):
    check(mu_q, logvar_q, mu_p, logvar_p)
    var_q, var_p = logvar_q.exp(), logvar_p.exp()
    kl = logvar_p - logvar_q + (var_q + (mu_q - mu_p) ** 2) / var_p - 1
    return 0.5 * kl.sum(1).to(mu_q.dtype)
