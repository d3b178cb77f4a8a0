"""Wrong versions of questions 1 to 3; the others are in the modules imported at the end."""

import torch

from . import gaussian_affine, running_mean, sample_exponential

# 1. running_mean


def _counts(x, first):
    """first, first + 1, ... along dim 0, in the dtype of the answer."""
    dtype = x.dtype if x.is_floating_point() else torch.float32
    count = torch.arange(first, first + x.shape[0], dtype=dtype)
    return count.reshape(-1, *[1] * (x.ndim - 1))


@running_mean.misconception
def divide_by_total_n(x):
    """Your last entry is right, but every partial sum is divided by the final n.

    Try this: how many observations have been seen after k steps?"""
    return x.cumsum(0) / x.shape[0]


@running_mean.misconception
def off_by_one_count(x):
    """Your counts are one behind: position 0 already contains one observation.

    Try this: write down what `torch.arange(3)` holds, and what you want to divide by."""
    return x.cumsum(0) / _counts(x, 0).clamp(min=1)


@running_mean.misconception
def final_mean_repeated(x):
    """Every entry equals the final average, so the curve cannot show convergence.

    Try this: which observations may entry k use?"""
    x = x if x.is_floating_point() else x.float()
    return x.mean(0, keepdim=True).expand_as(x).clone()


@running_mean.misconception
def bessel_denominator(x):
    """You divide by k - 1, which belongs to the unbiased variance, not to the mean.

    Try this: what does your formula give for a single observation?"""
    return x.cumsum(0) / _counts(x, 0)


@running_mean.misconception
def cumulative_sum(x):
    """You return the running sums: the division by the number of observations is missing.

    Try this: can an average be larger than every observation?"""
    return x.cumsum(0) / _counts(x, 1) ** 0


@running_mean.misconception
def along_the_last_dimension(x):
    """You average along the last dimension, but the observations are stacked along dim 0.

    Try this: for x of shape (n, d), which entries of row 0 may depend on each other?"""
    x = x if x.is_floating_point() else x.float()
    return x.cumsum(-1) / torch.arange(1, x.shape[-1] + 1, dtype=x.dtype)


@running_mean.misconception
def halfway_to_each_observation(x):
    """Each new observation gets weight one half, so early ones are soon forgotten.

    Try this: which weight does the k-th observation have in an average of k?"""
    x = x if x.is_floating_point() else x.float()
    means = [x[0]]
    for observation in x[1:]:
        means.append((means[-1] + observation) / 2)
    return torch.stack(means)


@running_mean.misconception
def one_entry_late(x):
    """Entry k leaves out x[k]: your averages come one position late.

    Try this: which observations does the contract name for entry 0?"""
    x = x if x.is_floating_point() else x.float()
    before = torch.cat([torch.zeros_like(x[:1]), x[:-1]]).cumsum(0)
    return before / _counts(x, 0).clamp(min=1)


@running_mean.misconception
def flattened_first(x):
    """You average over all entries read so far, across columns: each column has its own average.

    Try this: for x of shape (n, d), which column may change column 0 of the answer?"""
    x = x if x.is_floating_point() else x.float()
    flat = x.reshape(-1)
    return (flat.cumsum(0) / _counts(flat, 1)).reshape(x.shape)


@running_mean.misconception
def from_the_end(x):
    """You average what is still to come; entry k may use what has been seen so far only.

    Try this: which of your entries equals the first observation?"""
    x = x if x.is_floating_point() else x.float()
    return (x.flip(0).cumsum(0) / _counts(x, 1)).flip(0)


@running_mean.misconception
def row_averages_averaged(x):
    """You take one number from each observation first; its coordinates are to stay apart.

    Try this: what is the shape of the answer for x of shape (n, d)?"""
    x = x if x.is_floating_point() else x.float()
    rows = x.reshape(len(x), -1).mean(1).reshape(-1, *[1] * (x.ndim - 1))
    return (rows.cumsum(0) / _counts(x, 1)).expand_as(x).clone()


# 2. gaussian_affine


@gaussian_affine.misconception
def variance_as_scale(mu, sigma, eps):
    """Your noise is multiplied by sigma squared: z, mu and the scale must share their units.

    Try this: if z is a length in metres, in which unit is the variance?"""
    return mu + sigma**2 * eps


@gaussian_affine.misconception
def sqrt_of_sigma(mu, sigma, eps):
    """You take the root of sigma, but sigma already is a standard deviation.

    Try this: what does the contract say that sigma is?"""
    return mu + sigma.sqrt() * eps


@gaussian_affine.misconception
def scale_the_mean_too(mu, sigma, eps):
    """You scale the mean as well: with sigma = 0 you get 0 instead of mu.

    Try this: which comes first, the stretch or the shift?"""
    return sigma * (mu + eps)


@gaussian_affine.misconception
def exp_sigma(mu, sigma, eps):
    """You exponentiate sigma, but in this question it is not a logarithm.

    Try this: what should happen to the noise when sigma is 0?"""
    return mu + sigma.exp() * eps


@gaussian_affine.misconception
def noise_subtracted(mu, sigma, eps):
    """Your draws have the right distribution, but the sign of eps is turned round.

    Try this: on which side of mu does a positive eps belong?"""
    return mu - sigma * eps


@gaussian_affine.misconception
def standardised(mu, sigma, eps):
    """You subtract mu and divide by sigma, which turns a draw back into standard noise.

    Try this: solve your equation for eps; which of the two is the input here?"""
    return (eps - mu) / sigma


@gaussian_affine.misconception
def sigma_unused(mu, sigma, eps):
    """You shift the noise by mu, but its spread is 1 whatever sigma says.

    Try this: what should sigma = 0 give?"""
    return mu + eps + 0 * sigma


@gaussian_affine.misconception
def sigma_kept_above_zero(mu, sigma, eps):
    """You lift sigma a little above 0, but 0 is legal and has to give mu exactly.

    Try this: which step of your formula would sigma = 0 endanger?"""
    return mu + sigma.clamp(min=1e-8) * eps


@gaussian_affine.misconception
def mean_missing(mu, sigma, eps):
    """You scale the noise but never shift it: your draws are centred at 0.

    Try this: what should sigma = 0 give?"""
    return sigma * eps + 0 * mu


@gaussian_affine.misconception
def noise_made_positive(mu, sigma, eps):
    """Your draws never fall below mu: the sign of eps is lost.

    Try this: on which side of mu does a negative eps belong?"""
    return mu + sigma * eps.abs()


@gaussian_affine.misconception
def divided_by_sigma(mu, sigma, eps):
    """You divide the noise by sigma, so a larger sigma gives less spread.

    Try this: which of your draws lie farther from mu, those for sigma = 1 or for sigma = 10?"""
    return mu + eps / sigma


# 3. sample_exponential


@sample_exponential.misconception
def rate_as_scale(u, rate):
    """You multiply by the rate, so a larger rate gives longer waiting times.

    Try this: what is the mean of an exponential distribution with rate 10?"""
    return -torch.log1p(-u) * rate


@sample_exponential.misconception
def mirrored_uniform(u, rate):
    """Right distribution, but not F^{-1}(u): your map decreases in u.

    Try this: solve F(x) = u exactly; what does u = 0 give?"""
    return -torch.log(u) / rate


@sample_exponential.misconception
def density_as_sample(u, rate):
    """You return the density at u; a sample is a point x, not a height of the curve.

    Try this: on which axis of the picture of F does u lie?"""
    return rate * torch.exp(-rate * u)


@sample_exponential.misconception
def base_two_log(u, rate):
    """Your values are off by the constant factor 1 / ln 2, about 1.4427.

    Try this: which logarithm undoes exp?"""
    return -torch.log2(1 - u) / rate


@sample_exponential.misconception
def cancellation_small_u(u, rate):
    """For tiny u, 1 - u rounds to 1, and its logarithm to 0.

    Try this: look for a log function made for arguments near 1."""
    return -torch.log(1 - u) / rate


@sample_exponential.misconception
def cdf_at_u(u, rate):
    """You evaluate the CDF at u; what is asked for is its inverse.

    Try this: can your values ever exceed 1, as waiting times can?"""
    return 1 - torch.exp(-rate * u)


@sample_exponential.misconception
def sign_lost(u, rate):
    """Your waiting times are negative: the right size with the opposite sign.

    Try this: what is the sign of log(1 - u) for u between 0 and 1?"""
    return torch.log1p(-u) / rate


@sample_exponential.misconception
def rate_unused(u, rate):
    """You invert the CDF for rate 1, whatever the rate is.

    Try this: what is left of your equation when you solve rate * x = ... for x?"""
    return -torch.log1p(-u) + 0 * rate


@sample_exponential.misconception
def number_added_inside_the_log(u, rate):
    """You add a small number inside the logarithm, which is all that is left for tiny u.

    Try this: what does u = 0 give, and can 1 - u ever be 0?"""
    return -torch.log(1 - u + 1e-10) / rate


@sample_exponential.misconception
def rate_inside_the_log(u, rate):
    """You put the rate inside the logarithm; solving for x leaves it outside.

    Try this: take logs of exp(-rate * x) = 1 - u and look where the rate ends up."""
    return -torch.log1p(-u / rate)


@sample_exponential.misconception
def root_of_the_rate(u, rate):
    """You divide by the root of the rate, as if it were a variance.

    Try this: at twice the rate, by which factor should every wait shrink?"""
    return -torch.log1p(-u) / rate.sqrt()


@running_mean.misconception
def first_observation_forgotten(x):
    """Your averages lose the first observation: the k-th one, counted from 0, weighs 1 / (k + 1).

    Try this: what is the average of two observations in your version?"""
    x = x if x.is_floating_point() else x.float()
    count = torch.arange(x.shape[0], dtype=x.dtype).clamp(min=1)
    total = torch.cat([x[:1], x[1:].cumsum(0)])
    return total / count.reshape(-1, *[1] * (x.ndim - 1))


@gaussian_affine.misconception
def relative_spread(mu, sigma, eps):
    """You scale the noise by mu as well, so sigma is a share of the mean and not a distance.

    Try this: what does mu = 0 give?"""
    return mu * (1 + sigma * eps)


@sample_exponential.misconception
def density_inverted(u, rate):
    """You solve density(x) = u; what has to be inverted is the CDF.

    Try this: which x does your version give for u = 0, and which one should it be?"""
    return -torch.log(u / rate) / rate


from . import misconceptions_discrete, misconceptions_models  # noqa: E402, F401
