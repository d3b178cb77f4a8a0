"""The coefficient of x_t has the square root of alpha_bar_t where that of 1 - beta_t belongs."""
import torch
from torch import Tensor


def q_posterior(x0: Tensor, xt: Tensor, t: Tensor, betas: Tensor) -> tuple[Tensor, Tensor]:
    if x0.shape != xt.shape or x0.dim() == 0:
        raise ValueError("shapes of x0 and xt")
    if t.dim() != 1 or len(t) != len(x0):
        raise ValueError("shape of t")
    if betas.dim() != 1:
        raise ValueError("shape of betas")
    if t.dtype.is_floating_point:
        raise ValueError("dtype of t")
    if any(not 0 <= k < len(betas) for k in t.tolist()):
        raise ValueError("t is out of range")
    if any(not 0 < b < 1 for b in betas.tolist()):
        raise ValueError("betas out of range")
    b = betas.to(torch.float64)
    log_ab = torch.cumsum(torch.log1p(-b), dim=0)
    mean, variance = torch.zeros_like(x0), torch.zeros(len(x0), dtype=x0.dtype)
    means = []
    variances = []
    for i, step in enumerate(t.tolist()):
        if step == 0:
            means.append(x0[i])
            variances.append(0.0)
            continue
        ab, prev = log_ab[step], log_ab[step - 1]
        up, up_prev = -torch.expm1(ab), -torch.expm1(prev)
        c0 = (torch.exp(prev / 2) * b[step] / up).item()
        ct = (torch.exp(ab / 2) * up_prev / up).item()
        means.append(c0 * x0[i] + ct * xt[i])
        variances.append((b[step] * up_prev / up).item())
    mean = torch.stack(means) if means else mean
    variance = torch.tensor(variances, dtype=x0.dtype)
    return mean.to(x0.dtype), variance
