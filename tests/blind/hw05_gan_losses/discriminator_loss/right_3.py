"""plain loop over single logits, each with logaddexp"""
import torch


def cross_entropy(logit, label):
    zero = torch.zeros_like(logit)
    total = label * torch.logaddexp(zero, -logit)
    if label != 1:
        total = total + (1 - label) * torch.logaddexp(zero, logit)
    return total


def discriminator_loss(real_logits, fake_logits, smooth=0.0):
    if not (smooth >= 0 and smooth < 1):
        raise ValueError("smooth")
    loss = 0
    for logits, label in ((real_logits, 1 - smooth), (fake_logits, 0)):
        values = logits.flatten()
        if len(values) == 0 or any(v.isnan() for v in values):
            raise ValueError("bad logits")
        loss = loss + sum(cross_entropy(v, label) for v in values) / len(values)
    return loss.to(real_logits.dtype)
