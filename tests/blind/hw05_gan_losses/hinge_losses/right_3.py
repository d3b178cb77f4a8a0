"""boolean masks: only scores inside the margin enter the sums"""
import torch


def check_tensor(t):
    if t.numel() == 0:
        raise ValueError("empty tensor")
    if torch.isnan(t).any():
        raise ValueError("NaN")


def hinge_losses(real_scores, fake_scores):
    check_tensor(real_scores)
    check_tensor(fake_scores)
    confused_real = real_scores[real_scores < 1]
    confused_fake = fake_scores[fake_scores > -1]
    d_loss = (1 - confused_real).sum() / real_scores.numel()
    d_loss = d_loss + ((1 + confused_fake).sum() / fake_scores.numel()).to(d_loss.dtype)
    g_loss = fake_scores.sum() / -fake_scores.numel()
    return d_loss, g_loss.to(real_scores.dtype)
