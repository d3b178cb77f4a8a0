"""One estimator a class, a table filled row by row, two passes for the variance."""

import torch


class Pathwise:
    def gradients(self, f, mu, sigma, eps):
        location = mu.detach().expand(eps.shape).clone().requires_grad_()
        with torch.enable_grad():
            total = f(location + sigma * eps).sum()
        return torch.autograd.grad(total, location)[0]


class ScoreFunction:
    def gradients(self, f, mu, sigma, eps):
        with torch.no_grad():
            return f(mu + sigma * eps) * eps / sigma


def compare_estimators(f, mu, sigma, eps):
    if not bool(sigma > 0):
        raise ValueError(f"sigma = {sigma.item()} is no standard deviation")
    if eps.shape[0] < 2:
        raise ValueError("n - 1 would be 0")
    sigma, eps = sigma.detach(), eps.detach()
    table = torch.zeros(2, 2, dtype=mu.dtype)
    for row, estimator in enumerate((Pathwise(), ScoreFunction())):
        g = estimator.gradients(f, mu, sigma, eps).double()
        centre = g[0] + (g - g[0]).mean()
        table[row, 0] = centre
        table[row, 1] = (g - centre).square().sum() / (len(g) - 1)
    return table
