"""It looks for the word inside kind instead of comparing, so other strings such as "non-saturating" or "saturating2" are accepted instead of raising ValueError."""
import torch
import torch.nn.functional as F
from torch import Tensor


def generator_loss(fake_logits: Tensor, kind: str = "nonsaturating") -> Tensor:
    if fake_logits.numel() == 0:
        raise ValueError("need at least one fake")
    if torch.any(torch.isnan(fake_logits)):
        raise ValueError("NaN in fake_logits")
    kind = str(kind).lower()
    if "saturating" not in kind:
        raise ValueError("kind must be saturating or nonsaturating")
    if "non" in kind:
        target = torch.ones_like(fake_logits)
        return F.binary_cross_entropy_with_logits(fake_logits, target)
    target = torch.zeros_like(fake_logits)
    return -F.binary_cross_entropy_with_logits(fake_logits, target)
