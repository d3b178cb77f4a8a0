"""plain Python: a list of scores, an if for each, no tensor functions"""
import torch


def average(items):
    return sum(items) / len(items)


def hinge(distance):
    return distance if distance > 0 else 0 * distance


def hinge_losses(real_scores, fake_scores):
    real, fake = list(real_scores.reshape(-1)), list(fake_scores.reshape(-1))
    if not real or not fake:
        raise ValueError("at least one score each")
    if any(s != s for s in real + fake):
        raise ValueError("NaN")
    d_loss = average([hinge(1 - r) for r in real]) + average([hinge(1 + f) for f in fake])
    g_loss = -average(fake)
    return d_loss.to(real_scores.dtype), g_loss.to(real_scores.dtype)
