"""recursion: one example at a time, and the batch is the list of their losses"""
import torch


def losses(x, logits, mu, logvar, beta):
    """List of 0-dim losses; splits the batch in halves until single examples are left."""
    n = x.shape[0]
    if n > 1:
        h = n // 2
        return (losses(x[:h], logits[:h], mu[:h], logvar[:h], beta)
                + losses(x[h:], logits[h:], mu[h:], logvar[h:], beta))
    zero = torch.zeros_like(logits)
    nll = torch.logaddexp(zero, logits).sub(x * logits).sum()
    kl = 0.5 * (mu @ mu.T).squeeze() + 0.5 * (torch.expm1(logvar) - logvar).sum()
    return [nll + beta * kl]


def negative_elbo(x, logits, mu, logvar, beta=1.0, reduction="mean"):
    if reduction not in {"mean", "sum", "none"} or beta < 0:
        raise ValueError("beta or reduction")
    if x.dim() == 0 or x.size(0) == 0:
        raise ValueError("no examples")
    if x.shape != logits.shape or mu.shape != logvar.shape:
        raise ValueError("shapes differ")
    if mu.dim() != 2 or mu.size(0) != x.size(0):
        raise ValueError("batch sizes differ")
    if torch.any(x < 0) or torch.any(x > 1):
        raise ValueError("targets")
    out = torch.stack(losses(x.double(), logits.double(), mu.double(), logvar.double(), beta))
    if reduction != "none":
        out = getattr(out, reduction)()
    return out.to(x.dtype)
