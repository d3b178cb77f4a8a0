"""vmap over the batch with in_dims None for a shared prior"""
import torch


def kl_of_one(mq, lq, mp, lp):
    r = lq - lp
    whitened = torch.exp(-0.5 * lp) * (mq - mp)
    return 0.5 * (torch.dot(whitened, whitened) + (torch.expm1(r) - r).sum())


def check(mu_q, logvar_q, mu_p, logvar_p):
    if mu_q.dim() != 2 or logvar_q.shape != mu_q.shape:
        raise ValueError("q's parameters must be (B, D)")
    for par in (mu_p, logvar_p):
        if par.shape != mu_q.shape and par.shape != mu_q.shape[1:]:
            raise ValueError("p's parameters must be (B, D) or (D,)")


def kl_diag_gaussians(mu_q, logvar_q, mu_p, logvar_p):
    check(mu_q, logvar_q, mu_p, logvar_p)
    dtype = mu_q.dtype
    args = [a.double() for a in (mu_q, logvar_q, mu_p, logvar_p)]
    if mu_q.shape[0] == 0:
        return mu_q.sum(1)
    dims = tuple(0 if a.dim() == 2 else None for a in args)
    return torch.func.vmap(kl_of_one, in_dims=dims)(*args).to(dtype)
