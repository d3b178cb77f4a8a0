"""autograd.grad with respect to private copies of the parameters, expanded to one copy a sample."""

import torch


class Objective:
    def __init__(self, f, eps):
        self.f, self.eps = f, eps.detach()

    def __call__(self, mu, logvar):
        return self.f(mu + (logvar / 2).exp() * self.eps)


def pathwise_grad(f, mu, logvar, eps):
    D = mu.numel()
    if list(mu.shape) != [D] or list(logvar.shape) != [D]:
        raise ValueError("mu and logvar are vectors of one length")
    if eps.dim() != 2 or eps.size(1) != D or eps.size(0) < 1:
        raise ValueError("eps is (n, D), n >= 1")
    n = eps.size(0)
    with torch.enable_grad():
        copies = [t.detach().repeat(n, 1).requires_grad_() for t in (mu, logvar)]
        values = Objective(f, eps)(*copies)
        per_sample = torch.autograd.grad(values, copies, grad_outputs=torch.ones_like(values))
    return tuple(torch.einsum("nd->d", g) / n for g in per_sample)
