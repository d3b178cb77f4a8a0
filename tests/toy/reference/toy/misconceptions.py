import torch

from . import center, estimate, spread


@center.misconception
def mean_over_the_row(x, scale=1.0):
    """You averaged over dim 1; the mean is taken over dim 0."""
    return (x - x.mean(1, keepdim=True)) * scale


@center.misconception
def scale_forgotten(x, scale=1.0):
    """Your result does not depend on scale."""
    return x - x.mean(0)


@center.misconception
def mean_detached(x, scale=1.0):
    """The values agree, but the mean is cut off from the gradient."""
    return (x - x.mean(0).detach()) * scale


@spread.misconception
def largest_first(x):
    """The smallest is to come first."""
    return x.max(), x.min()


@spread.misconception
def one_too_low(x):
    """Both ends are one too low."""
    return x.min() - 1, x.max() - 1


@spread.misconception
def one_too_high(x):
    """Both ends are one too high."""
    return x.min() + 1, x.max() + 1


@estimate.misconception
def ignores_the_generator(f, n, generator):
    """Your draws do not come from the generator."""
    return f(torch.randn(n, generator=torch.Generator().manual_seed(0), dtype=torch.float64)).mean()
