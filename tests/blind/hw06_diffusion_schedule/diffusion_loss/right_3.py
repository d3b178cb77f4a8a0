"""a class that keeps the schedule, F.mse_loss without reduction and a sigmoid of the log-SNR trick"""
import torch
import torch.nn.functional as F


def check_steps(x, other, t, levels):
    if x.dim() < 1 or x.shape != other.shape or t.shape != x.shape[:1] or levels.dim() != 1:
        raise ValueError("a shape does not fit")
    if t.is_floating_point():
        raise ValueError("t must hold integers")
    if ((t < 0) | (t >= len(levels))).any():
        raise ValueError("t out of range")

def check(x0, t, eps, alpha_bar):
    if x0.dim() < 2:
        raise ValueError("x0 must be at least 2-D")
    check_steps(x0, eps, t, alpha_bar)
    if not ((alpha_bar >= 0) & (alpha_bar <= 1)).all():
        raise ValueError("alpha_bar must lie in [0, 1]")


class NoiseMatching:
    def __init__(self, alpha_bar, gamma):
        if gamma is not None and gamma <= 0:
            raise ValueError("gamma must be > 0")
        self.alpha_bar, self.gamma = alpha_bar.double(), gamma

    def weights(self, t):
        if self.gamma is None:
            return torch.ones(len(t), dtype=torch.float64)
        # exp(min(0, log gamma - log SNR)); the ends are -inf and +inf, and exp(-inf) is 0
        log_snr = torch.logit(self.alpha_bar[t])
        excess = torch.log(torch.tensor(float(self.gamma), dtype=torch.float64)) - log_snr
        weights = excess.clamp(max=0).exp()
        return torch.where(log_snr == float("inf"), 0.0, weights)   # also for gamma = inf

    def __call__(self, model, x0, t, eps):
        share = self.alpha_bar[t].view(-1, *[1] * (x0.dim() - 1))
        noisy = share.sqrt() * x0 + (1 - share).sqrt() * eps
        guess = model(noisy.to(x0.dtype), t)
        errors = F.mse_loss(guess, eps.to(guess.dtype), reduction="none")
        means = errors.mean(dim=list(range(1, x0.dim())))
        return torch.dot(self.weights(t).to(means.dtype), means) / len(means)


def diffusion_loss(model, x0, t, eps, alpha_bar, gamma=None):
    check(x0, t, eps, alpha_bar)
    return NoiseMatching(alpha_bar, gamma)(model, x0, t, eps).to(x0.dtype)
