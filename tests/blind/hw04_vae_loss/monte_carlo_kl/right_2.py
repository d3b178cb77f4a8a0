"""algebra first: under the samples' own q the whitened z is eps, so log q needs no z at all"""
import torch


def monte_carlo_kl(mu, logvar, eps):
    if mu.shape != logvar.shape:
        raise ValueError("mu and logvar differ")
    if eps.dim() != mu.dim() + 1 or eps.shape[1:] != mu.shape or len(eps) == 0:
        raise ValueError("eps is not (S, B, D)")
    z = torch.addcmul(mu.double(), torch.exp(logvar.double() / 2), eps.double())
    # log q(z) = -(log 2pi + logvar + eps^2)/2 and log p(z) = -(log 2pi + z^2)/2
    per_sample = torch.einsum("sbd,sbd->sb", z, z) - eps.double().square().sum(2)
    return (0.5 * (per_sample.mean(0) - logvar.double().sum(1))).to(mu.dtype)
