"""torch.distributions: Independent(Normal), in float64 inside, cast back."""
import torch
from torch.distributions import Independent, Normal


def gaussian_log_likelihood(x, mean, logvar):
    if x.ndim < 2 or mean.shape != x.shape:
        raise ValueError(f"bad shapes {tuple(x.shape)} {tuple(mean.shape)}")
    try:
        lv = logvar.double().expand(x.shape)   # expand refuses everything bigger than x
    except RuntimeError:
        raise ValueError("logvar does not fit")
    decoder = Normal(mean.double(), (lv / 2).exp(), validate_args=False)
    decoder = Independent(decoder, x.ndim - 1, validate_args=False)
    return decoder.log_prob(x.double()).to(x.dtype)
