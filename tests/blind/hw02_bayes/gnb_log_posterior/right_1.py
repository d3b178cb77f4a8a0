"""torch.distributions: Independent normals, one batch entry for each class."""

import torch
from torch.distributions import Independent, Normal


def gnb_log_posterior(x, log_prior, means, variances):
    if x.ndim != 2 or log_prior.ndim != 1 or means.ndim != 2 or variances.ndim != 2:
        raise ValueError("number of dimensions")
    if not means.shape == variances.shape == (len(log_prior), x.shape[1]):
        raise ValueError("sizes")
    if not (variances > 0).all():
        raise ValueError("variances must be positive")
    classes = Independent(
        Normal(means.double(), variances.double().sqrt(), validate_args=False), 1
    )
    joint = classes.log_prob(x.double().unsqueeze(1)) + log_prior.double()
    return joint.log_softmax(dim=-1).to(x.dtype)
