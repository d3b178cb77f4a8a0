"""torch.distributions.Bernoulli: log-probability of the verdicts fake and real, in float64"""
import torch
from torch.distributions import Bernoulli


def generator_loss(fake_logits, kind="nonsaturating"):
    assert_ok = {"saturating": 0.0, "nonsaturating": 1.0}
    if str(kind) not in assert_ok:
        raise ValueError("unknown kind")
    if torch.numel(fake_logits) == 0:
        raise ValueError("no fakes")
    if torch.isnan(fake_logits).sum() > 0:
        raise ValueError("NaN logits")
    verdict = assert_ok[kind]
    l = fake_logits.to(torch.float64)
    log_prob = Bernoulli(logits=l, validate_args=False).log_prob(torch.full_like(l, verdict))
    sign = 1 if kind == "saturating" else -1
    return (sign * log_prob.mean()).to(fake_logits.dtype)
