"""torch.func.grad of the objective J as a function of both parameters."""

import torch
from torch.func import grad


def pathwise_grad(f, mu, logvar, eps):
    match mu.shape, logvar.shape, eps.shape:
        case (d0,), (d1,), (n, d2) if d0 == d1 == d2 and n > 0:
            pass
        case _:
            raise ValueError("expected shapes (D,), (D,), (n, D) with n >= 1")

    def J(m, lv):
        return f(m + torch.exp(0.5 * lv) * eps.detach()).mean()

    d_mu, d_logvar = grad(J, argnums=(0, 1))(mu.detach(), logvar.detach())
    return d_mu.detach(), d_logvar.detach()
