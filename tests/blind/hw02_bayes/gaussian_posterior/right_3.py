"""Shrinkage form: the posterior mean lies a fraction of the way from mu0 to the sample mean."""

import numpy as np
import torch


def gaussian_posterior(
    mu0: float, var0: float, x: torch.Tensor, var: float, *, verbose: bool = False
):
    numbers = np.array([mu0, var0, var], dtype=np.float64)
    samples = x.detach().to(torch.float64).numpy()
    if samples.ndim != 1:
        raise ValueError("x.ndim != 1")
    if not np.isfinite(numbers).all() or not np.isfinite(samples).all():
        raise ValueError("not finite")
    if (numbers[1:] <= 0).any():
        raise ValueError("var0 and var must be > 0")
    n = samples.size
    ratio = n * var0 / (n * var0 + var)
    shift = (samples - mu0).mean() if n else 0.0
    mean, variance = mu0 + ratio * shift, var0 * (var / (n * var0 + var))
    if verbose:
        print(f"moved {ratio:.1%} of the way")
    return torch.tensor(float(mean), dtype=x.dtype), torch.tensor(float(variance), dtype=x.dtype)
