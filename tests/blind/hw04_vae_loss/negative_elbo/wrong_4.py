"""It multiplies the whole loss by beta and not the KL alone."""
import torch
import torch.nn.functional as F


def check(x, logits, mu, logvar, beta, reduction):
    if x.dim() < 1 or x.shape != logits.shape:
        raise ValueError("x and logits differ in shape")
    if mu.dim() != 2 or mu.shape != logvar.shape or mu.shape[0] != x.shape[0]:
        raise ValueError("mu and logvar must be (B, D)")
    if x.shape[0] == 0:
        raise ValueError("empty batch")
    if not bool(((x >= 0) & (x <= 1)).all()):
        raise ValueError("targets must lie in [0, 1]")
    if beta < 0:
        raise ValueError("negative beta")
    if reduction not in ("mean", "sum", "none"):
        raise ValueError("unknown reduction")


def log_px(x, logits):
    ll = x * F.logsigmoid(logits) + (1 - x) * F.logsigmoid(-logits)
    return ll.reshape(len(x), -1).sum(1)


def kl(mu, logvar):
    return 0.5 * (mu**2 + torch.expm1(logvar) - logvar).sum(1)


def negative_elbo(x, logits, mu, logvar, beta=1.0, reduction="mean"):
    check(x, logits, mu, logvar, beta, reduction)
    elbo = log_px(x, logits) - kl(mu, logvar)
    loss = -beta * elbo
    return (loss if reduction == "none" else getattr(loss, reduction)()).to(x.dtype)
