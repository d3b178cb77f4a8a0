"""a helper with torch.where that switches to the Taylor series for nearly equal variances"""
import torch


def check(mu_q, logvar_q, mu_p, logvar_p):
    if mu_q.dim() != 2 or logvar_q.shape != mu_q.shape:
        raise ValueError("q's parameters must be (B, D)")
    for par in (mu_p, logvar_p):
        if par.shape != mu_q.shape and par.shape != mu_q.shape[1:]:
            raise ValueError("p's parameters must be (B, D) or (D,)")


def exp_minus_line(d):
    """exp(d) - 1 - d without cancellation, never negative."""
    near = d.abs() < 1e-2
    s = torch.where(near, d, 0.0)
    series = s**2 / 2 * (1 + s / 3 * (1 + s / 4 * (1 + s / 5 * (1 + s / 6))))
    return torch.where(near, series, torch.expm1(d) - d)


def kl_diag_gaussians(mu_q, logvar_q, mu_p, logvar_p):
    check(mu_q, logvar_q, mu_p, logvar_p)
    out_dtype = mu_q.dtype
    mu_q, logvar_q, mu_p, logvar_p = map(torch.Tensor.double, (mu_q, logvar_q, mu_p, logvar_p))
    mahalanobis = ((mu_q - mu_p) * (-0.5 * logvar_p).exp()) ** 2
    total = torch.add(exp_minus_line(logvar_q - logvar_p), mahalanobis).sum(dim=1)
    return torch.mul(total, 0.5).to(out_dtype)
