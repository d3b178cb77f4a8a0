"""It hands the variances to torch.distributions.Normal, which expects standard deviations."""

import torch
from torch import Tensor
from torch.distributions import Normal


def gnb_log_posterior(x: Tensor, log_prior: Tensor, means: Tensor, variances: Tensor) -> Tensor:
    if x.dim() != 2 or log_prior.dim() != 1:
        raise ValueError("x must be (N, D) and log_prior (K,)")
    expected = (log_prior.shape[0], x.shape[1])
    if tuple(means.shape) != expected or tuple(variances.shape) != expected:
        raise ValueError("means and variances must be (K, D)")
    if not (variances > 0).all():
        raise ValueError("variances must be positive")
    features = Normal(means.double(), variances.double(), validate_args=False)
    log_lik = features.log_prob(x.double().unsqueeze(1)).sum(-1)
    joint = log_lik + log_prior
    return (joint - torch.logsumexp(joint, 1, keepdim=True)).to(x.dtype)
