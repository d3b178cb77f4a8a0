"""a validating decorator around a loop over the latent dimensions"""
import functools
import torch


def wants_pairs(fn):
    @functools.wraps(fn)
    def wrapped(mu, logvar):
        if len(mu.shape) != 2:
            raise ValueError("mu is not 2-D")
        if list(mu.shape) != list(logvar.shape):
            raise ValueError("shapes differ")
        return fn(mu, logvar)
    return wrapped


@wants_pairs
def kl_standard_normal(mu, logvar):
    total = mu.new_zeros(mu.shape[0], dtype=torch.float64)
    for d in range(mu.shape[1]):
        m, l = mu[:, d].double(), logvar[:, d].double()
        total = total + 0.5 * m * m + 0.5 * (torch.special.expm1(l) - l)
    return total.type_as(mu)
