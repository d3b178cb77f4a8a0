"""logsigmoid with odd helper names, float64 inside"""
import torch
import torch.nn.functional as F


def no_rubbish(*tensors):
    for t in tensors:
        if not t.numel():
            raise ValueError("nothing in it")
        if bool((t != t).any()):
            raise ValueError("nan in it")


def surprise_of_yes(l):
    return -F.logsigmoid(l.double()).mean()


def discriminator_loss(real_logits, fake_logits, smooth=0.0):
    no_rubbish(real_logits, fake_logits)
    if not 0 <= smooth < 1:
        raise ValueError("smooth")
    yes, no = surprise_of_yes(real_logits), surprise_of_yes(-real_logits)
    loss = (1 - smooth) * yes + surprise_of_yes(-fake_logits)
    if smooth > 0:
        loss = loss + smooth * no
    return loss.to(real_logits.dtype)
