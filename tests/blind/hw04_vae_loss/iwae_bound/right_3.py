"""a small running log-sum class, fed sample by sample"""
import torch


class LogSum:
    """Keeps max and scaled sum of what it has seen."""

    def __init__(self, first):
        self.n = 1
        self.top = first.detach().clamp(min=-1e300)
        self.total = torch.exp(first - self.top)

    def add(self, value):
        new_top = torch.maximum(self.top, value.detach())
        self.total = self.total * torch.exp(self.top - new_top) + torch.exp(value - new_top)
        self.top = new_top
        self.n += 1

    def log_mean(self):
        empty = self.total == 0
        safe = torch.where(empty, 1.0, self.total)   # no log(0), so no nan gradients
        result = self.top + torch.log(safe / self.n)
        return torch.where(empty, float("-inf"), result)


def check(log_px_z, log_pz, log_qz):
    if not log_px_z.shape == log_pz.shape == log_qz.shape:
        raise ValueError("shapes differ")
    if log_px_z.dim() != 2 or log_px_z.shape[0] == 0:
        raise ValueError("need (S, B) with S >= 1")


def iwae_bound(log_px_z, log_pz, log_qz):
    check(log_px_z, log_pz, log_qz)
    weights = (log_px_z.double() + log_pz.double() - log_qz.double()).unbind(0)
    acc = LogSum(weights[0])
    for w in weights[1:]:
        acc.add(w)
    return acc.log_mean().to(log_px_z.dtype)
