"""a dictionary of lambdas"""
import torch
import torch.nn.functional as F

KINDS = {
    "saturating": lambda l: F.logsigmoid(-l).mean(),
    "nonsaturating": lambda l: F.logsigmoid(l).mean().neg(),
}


def generator_loss(fake_logits, kind="nonsaturating"):
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {list(KINDS)}")
    if fake_logits.nelement() == 0 or fake_logits.isnan().any():
        raise ValueError("fake_logits")
    return KINDS[kind](fake_logits)
