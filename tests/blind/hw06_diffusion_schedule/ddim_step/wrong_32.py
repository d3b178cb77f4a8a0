"""It puts eta under the root, so the variance instead of the standard deviation of the fresh noise is proportional to eta (right only for eta 0 and 1)."""
import torch
from torch import Tensor


def ddim_step(xt: Tensor, t: int, t_prev: int, eps_pred: Tensor, alpha_bar: Tensor,
              eta: float = 0.0, noise: Tensor | None = None) -> Tensor:
    if type(t) is not int or type(t_prev) is not int:
        raise ValueError("t and t_prev must be int")
    if alpha_bar.ndim != 1:
        raise ValueError("alpha_bar must be one-dimensional")
    if t not in range(len(alpha_bar)) or t_prev not in range(-1, t):
        raise ValueError("t or t_prev out of range")
    if not torch.all((alpha_bar > 0) & (alpha_bar < 1)):
        raise ValueError("alpha_bar must lie in (0, 1)")
    if not torch.all(alpha_bar[1:] < alpha_bar[:-1]):
        raise ValueError("alpha_bar must decrease")
    if not (0 <= eta <= 1):
        raise ValueError("eta must lie in [0, 1]")
    if noise is None and eta > 0:
        raise ValueError("eta > 0 needs noise")
    if xt.shape != eps_pred.shape:
        raise ValueError("xt and eps_pred differ")
    if noise is not None and noise.shape != xt.shape:
        raise ValueError("xt and noise differ")

    ab = torch.cat([alpha_bar.double(), alpha_bar.new_ones(1).double()])  # [-1] is the clean end
    a_t, a_p = ab[t], ab[t_prev]
    x0 = (xt.double() - (1 - a_t).sqrt() * eps_pred.double()) / a_t.sqrt()
    var = eta * (1 - a_p) / (1 - a_t) * (1 - a_t / a_p)
    result = a_p.sqrt() * x0 + (1 - a_p - var).clamp(min=0).sqrt() * eps_pred.double()
    if eta > 0 and t_prev >= 0:
        result = result + var.sqrt() * noise.double()
    return result.to(xt.dtype)
