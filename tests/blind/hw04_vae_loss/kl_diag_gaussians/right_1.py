"""float64 inside, expm1 of the log-ratio, mean difference in units of p's standard deviation"""
import torch


def kl_diag_gaussians(mu_q, logvar_q, mu_p, logvar_p):
    B_D = tuple(mu_q.shape)
    ok = len(B_D) == 2 and tuple(logvar_q.shape) == B_D
    ok = ok and tuple(mu_p.shape) in (B_D, B_D[1:]) and tuple(logvar_p.shape) in (B_D, B_D[1:])
    if not ok:
        raise ValueError("(B, D) for q and (B, D) or (D,) for p, please")
    a, la, b, lb = (arg.to(torch.float64) for arg in (mu_q, logvar_q, mu_p, logvar_p))
    log_ratio = la - lb
    steps = (a - b) * torch.exp(-lb / 2)
    nats = torch.expm1(log_ratio) - log_ratio + steps**2
    return (nats.sum(-1) / 2).to(mu_q.dtype)
