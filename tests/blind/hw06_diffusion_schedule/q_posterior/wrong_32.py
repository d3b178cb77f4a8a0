"""It puts alpha_bar of step t instead of step t - 1 under the root in the coefficient of x0."""
import torch
from torch import Tensor


def q_posterior(x0: Tensor, xt: Tensor, t: Tensor, betas: Tensor) -> tuple[Tensor, Tensor]:
    if x0.shape != xt.shape or x0.ndim == 0:
        raise ValueError("shapes of x0 and xt differ")
    if tuple(t.shape) != (x0.shape[0],):
        raise ValueError("t has the wrong shape")
    if betas.ndim != 1:
        raise ValueError("betas has the wrong shape")
    if t.is_floating_point():
        raise ValueError("t is floating")
    if (t < 0).any() or (t > len(betas) - 1).any():
        raise ValueError("t out of range")
    if not torch.all((betas > 0) & (betas < 1)):
        raise ValueError("betas out of range")

    betas = betas.to(torch.float64)
    # 1 - alpha_bar without cancellation: n_t = n_{t-1} + (1 - n_{t-1}) beta_t
    noise_share, share = [0.0], 0.0
    for beta in betas.tolist():
        share = share + (1 - share) * beta
        noise_share.append(share)
    share_all = torch.tensor(noise_share, dtype=torch.float64)
    now, before = share_all[t + 1], share_all[t]
    beta = betas[t]
    coef_x0 = (1 - now).sqrt() * beta / now
    coef_xt = (1 - beta).sqrt() * before / now
    var = beta * before / now

    def wide(v):
        return v.view(-1, *(1 for _ in x0.shape[1:]))

    mean = wide(coef_x0) * x0 + wide(coef_xt) * xt
    return mean.to(x0.dtype), var.to(x0.dtype)
