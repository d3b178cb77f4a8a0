"""Right answers in other styles: each must pass every check, as a student's would."""

import math
from itertools import accumulate

import numpy as np
import torch
import torch.nn.functional as F
from scipy.stats import expon
from torch.distributions import AffineTransform, Exponential, Normal

from . import gaussian_affine, running_mean, sample_exponential

# 1. running_mean


@running_mean.alternate
def incremental_loop(x):
    x = x if x.is_floating_point() else x.to(torch.float32)
    mean, means = torch.zeros_like(x[0]), []
    for k, observation in enumerate(x, start=1):
        mean = mean + (observation - mean) / k
        means.append(mean)
    return torch.stack(means)


@running_mean.alternate
def triangular_matmul(x):
    x = x if x.is_floating_point() else x.float()
    n = x.shape[0]
    weights = torch.ones(n, n, dtype=x.dtype).tril()
    weights = weights / weights.sum(1, keepdim=True)
    return (weights @ x.reshape(n, -1)).reshape(x.shape)


@running_mean.alternate
def numpy_prefix_means(x):
    values = x.numpy()
    means = np.stack([values[: k + 1].mean(axis=0) for k in range(len(values))])
    return torch.as_tensor(means).to(x.dtype if x.is_floating_point() else torch.float32)


@running_mean.alternate
def accumulated_sums(x):
    x = x if x.is_floating_point() else x.float()
    return torch.stack([total / k for k, total in enumerate(accumulate(x), start=1)])


@running_mean.alternate
def merged_halves(x):
    """Means of the first half, then those of the second, each pulled towards the first's last."""
    x = x if x.is_floating_point() else x.float()
    n, half = len(x), len(x) // 2
    if n == 1:
        return x.clone()
    left, right = merged_halves(x[:half]), merged_halves(x[half:])
    own = torch.arange(1, n - half + 1, dtype=x.dtype).reshape(-1, *[1] * (x.ndim - 1))
    return torch.cat([left, left[-1] + (right - left[-1]) * (own / (own + half))])


@running_mean.alternate
def causal_convolution(x):
    n, dtype = len(x), x.dtype if x.is_floating_point() else torch.float32
    columns = x.double().reshape(n, 1, -1).permute(2, 1, 0)
    sums = F.conv1d(F.pad(columns, (n - 1, 0)), torch.ones(1, 1, n, dtype=torch.float64))
    means = sums / torch.arange(1, n + 1)
    return means.permute(2, 1, 0).reshape(x.shape).to(dtype)


@running_mean.alternate
def centred_cumsum_in_float64(x):
    start, count = x[0].double(), torch.arange(1.0, len(x) + 1, dtype=torch.float64)
    away = (x.double() - start).cumsum(0).movedim(0, -1) / count
    means = start + away.movedim(-1, 0)
    return means.to(x.dtype if x.is_floating_point() else torch.float32)


class _Average:
    def __init__(self):
        self.count, self.total = 0, 0.0

    def __call__(self, observation):
        self.count, self.total = self.count + 1, self.total + observation
        return self.total / self.count


@running_mean.alternate
def callable_that_remembers(x):
    average = _Average()
    x = x if x.is_floating_point() else x.float()
    return torch.stack([average(observation) for observation in x.unbind(0)])


# 2. gaussian_affine


@gaussian_affine.alternate
def addcmul(mu, sigma, eps):
    return torch.addcmul(mu, sigma, eps)


@gaussian_affine.alternate
def element_loop(mu, sigma, eps):
    mu, sigma, eps = torch.broadcast_tensors(mu, sigma, eps)
    draws = [m + s * e for m, s, e in zip(mu.ravel(), sigma.ravel(), eps.ravel(), strict=True)]
    return torch.stack(draws).reshape(mu.shape)


@gaussian_affine.alternate
def numpy_inside(mu, sigma, eps):
    return torch.as_tensor(mu.numpy() + sigma.numpy() * eps.numpy())


@gaussian_affine.alternate
def normal_object(mu, sigma, eps):
    normal = Normal(mu, sigma, validate_args=False)
    return normal.loc + normal.scale * eps


@gaussian_affine.alternate
def in_place_on_a_clone(mu, sigma, eps):
    z = eps.expand(torch.broadcast_shapes(mu.shape, sigma.shape, eps.shape)).clone()
    return z.mul_(sigma).add_(mu)


@gaussian_affine.alternate
def affine_transform(mu, sigma, eps):
    return AffineTransform(mu, sigma)(eps)


@gaussian_affine.alternate
def einsum_with_ellipses(mu, sigma, eps):
    return torch.einsum("...,...->...", sigma, eps).add(mu)


@gaussian_affine.alternate
def vmap_of_a_scalar_function(mu, sigma, eps):
    flat = [tensor.flatten() for tensor in torch.broadcast_tensors(mu, sigma, eps)]
    z = torch.vmap(lambda m, s, e: m + s * e)(*flat)
    return z.reshape(torch.broadcast_shapes(mu.shape, sigma.shape, eps.shape))


@gaussian_affine.alternate
def float64_inside(mu, sigma, eps):
    return (mu.double() + sigma.double() * eps.double()).to(mu.dtype)


class _Gaussian:
    def __init__(self, mu, sigma):
        self.mu, self.sigma = mu, sigma

    def __call__(self, eps):
        return eps * self.sigma + self.mu


@gaussian_affine.alternate
def callable_gaussian(mu, sigma, eps):
    return _Gaussian(mu, sigma)(eps)


# 3. sample_exponential


@sample_exponential.alternate
def torch_icdf(u, rate):
    return Exponential(rate, validate_args=False).icdf(u)


@sample_exponential.alternate
def numpy_log1p(u, rate):
    return torch.as_tensor(np.negative(np.log1p(-u.numpy())) / rate.numpy())


@sample_exponential.alternate
def atanh_identity(u, rate):
    return 2 * torch.atanh(u / (2 - u)) / rate


@sample_exponential.alternate
def element_by_element(u, rate):
    u, rate = torch.broadcast_tensors(u, rate)
    pairs = zip(u.ravel().tolist(), rate.ravel().tolist(), strict=True)
    waits = [-math.log1p(-level) / speed for level, speed in pairs]
    return torch.tensor(waits, dtype=u.dtype).reshape(u.shape)


@sample_exponential.alternate
def softplus_of_the_logit(u, rate):
    return -F.logsigmoid(-torch.logit(u)) / rate


@sample_exponential.alternate
def xlog1py(u, rate):
    return -torch.special.xlog1py(rate.reciprocal(), -u)


@sample_exponential.alternate
def scipy_quantile(u, rate):
    return torch.as_tensor(expon.ppf(u.numpy(), scale=1 / rate.numpy()), dtype=u.dtype)


@sample_exponential.alternate
def two_branches(u, rate):
    unit = torch.where(u < 0.5, -torch.log1p(-u), -torch.log(1 - u))
    return unit / rate


@sample_exponential.alternate
def in_place_chain(u, rate):
    return u.neg().log1p_().neg_() / rate


from . import alternates_discrete, alternates_samplers  # noqa: E402, F401
