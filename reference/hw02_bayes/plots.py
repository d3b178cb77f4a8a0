"""What feedback pages draw: beliefs as curves over what they are about."""

import torch

from autograder.assignment import Curve

from . import classifier, conjugate, logistic

_THETA = torch.linspace(-2, 4, 61, dtype=torch.float64)
_X = torch.linspace(-8, 8, 65, dtype=torch.float64)


@conjugate.plot(Curve(_THETA.tolist(), "theta", "density"))
def belief_after_three_measurements(impl):
    """The posterior of a prior with mean 0 and variance 1, after seeing 1.8, 2.3 and 1.9."""
    x = torch.tensor([1.8, 2.3, 1.9], dtype=torch.float64)
    mean, variance = impl.gaussian_posterior(0.0, 1.0, x, 0.8)
    return torch.exp(-((_THETA - mean) ** 2) / (2 * variance)) / (2 * torch.pi * variance).sqrt()


@classifier.plot(Curve(_X.tolist(), "x", "p(wide class | x)"))
def narrow_class_inside_a_wide_one(impl):
    """A class around 0 with variance 1, one around 2 with variance 9: far out, on either side,
    only the wide one is left.
    """
    log_prior = torch.log(torch.tensor([0.5, 0.5], dtype=torch.float64))
    means, variances = torch.tensor([[0.0], [2.0]]), torch.tensor([[1.0], [9.0]])
    return impl.gnb_log_posterior(_X[:, None], log_prior, means, variances)[:, 1].exp()


@logistic.plot(Curve(_X.tolist(), "x", "p(class 1 | x)"))
def from_class_0_to_class_1(impl):
    """The rarer class 1, a quarter of all, lies around 2 and class 0 around −1: where they are
    equally likely the curve crosses one half.
    """
    mu0, mu1 = torch.tensor([-1.0]), torch.tensor([2.0])
    w, b = impl.lda_to_logistic(0.25, mu0, mu1, torch.tensor([[4.0]]))
    return torch.sigmoid(_X * w + b)
