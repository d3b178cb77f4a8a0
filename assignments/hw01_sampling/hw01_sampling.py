# %% [markdown]
# # HW 1: Sampling and Monte Carlo
#
# Every generative model ends in a sampler: a function that turns plain noise into something that
# looks like data. You will build samplers from the two kinds of noise a computer offers, uniform
# and standard normal, work up to correlated Gaussians and mixtures, and finish with an estimator
# that reports how far its own answer can be trusted. Everything later in the course, from
# variational autoencoders to diffusion, rests on these seven functions.
#
# **How to work.** Replace `raise NotImplementedError` by your code and keep the signature. The
# docstring is the contract: shapes, conventions, and what must raise `ValueError`. The cell under
# each question runs `grader.check(...)`, which sees only the public example. More is checked after
# you have handed in, in particular the corners that the docstring names.
#
# Noise comes in as an argument (`eps`, `u`, or a `generator`), so that the same noise always gives
# the same answer. Never seed or use PyTorch's global random state, and never change an argument
# in place.

# %%
import math
from collections.abc import Callable

import matplotlib.pyplot as plt
import otter
import torch
from torch import Generator, Tensor

grader = otter.Notebook()

# %% [markdown]
# ## 1. The law of large numbers, watched (10 points)
#
# We can rarely compute an expectation, but we can nearly always average samples, and the law of
# large numbers promises that the average settles at the expectation. To see it settle we need not
# one average but all of them: after one observation, after two, and so on up to $n$,
#
# $$ m_k = \frac{1}{k} \sum_{i=1}^{k} x_i, \qquad k = 1, \dots, n, $$
#
# where $x_i$ is the $i$-th observation along dimension 0 and $m_k$ the average of the first $k$.
# If each observation is itself a vector or an image, every coordinate is averaged on its own.
# Curves of this kind are how one notices that a simulation has not converged yet.


# %%
def running_mean(x: Tensor) -> Tensor:
    """All partial averages of a sequence of observations.

    Entry k (counted from 0) of the answer is the average of x[0], ..., x[k]. Averages run over
    dimension 0 only; all other dimensions are independent of each other. The answer is as accurate
    for observations far from zero as for those close to it.

    Args:
        x: observations of shape (n, ...), n >= 1; floating point, integer or bool.

    Returns:
        Averages of the shape of x. A floating dtype is kept; integers and bools (coin flips) give
        float32.

    Raises:
        ValueError: x has no dimension (a single number), or n = 0.
    """
    raise NotImplementedError


# %%
grader.check("running_mean")

# %% [markdown]
# Eight gamblers flip the same biased coin, which shows heads with probability 0.3. Look at how
# wildly the curves differ on the left and how narrow the bundle is on the right: its width shrinks
# like $1/\sqrt{k}$.

# %%
try:
    coin = torch.Generator().manual_seed(1)
    flips = torch.rand(2000, 8, generator=coin) < 0.3
    plt.figure(figsize=(7, 3))
    plt.semilogx(torch.arange(1, 2001), running_mean(flips), linewidth=1)
    plt.axhline(0.3, color="black", linestyle="--")
    plt.xlabel("number of flips k")
    plt.ylabel("share of heads so far")
    plt.show()
except NotImplementedError:
    print("Write running_mean first: the picture needs it.")

# %% [markdown]
# ## 2. From standard normal to any normal (10 points)
#
# A library gives us draws $\varepsilon \sim \mathcal{N}(0, 1)$. Every other normal distribution is
# one stretch and one shift away:
#
# $$ z = \mu + \sigma \varepsilon \quad\Longrightarrow\quad z \sim \mathcal{N}(\mu, \sigma^2). $$
#
# Here $\mu$ is the mean and $\sigma$ the standard deviation, in the same units as $z$ itself. The
# line looks harmless, yet it is the heart of the reparameterization trick (assignment 3) and of
# every step of a diffusion sampler (assignment 6): the randomness sits in $\varepsilon$, and $\mu$
# and $\sigma$ enter through ordinary arithmetic.


# %%
def gaussian_affine(mu: Tensor, sigma: Tensor, eps: Tensor) -> Tensor:
    """Turn standard normal noise into draws from N(mu, sigma^2).

    The function draws nothing itself: the noise is given, and its sign is kept, so that a positive
    eps gives a value above mu. Where sigma is 0 the answer is exactly mu.

    Args:
        mu: means.
        sigma: standard deviations (neither variances nor logarithms), >= 0.
        eps: standard normal noise. The shapes of mu, sigma and eps broadcast against each other.

    Returns:
        Draws of the common broadcast shape, in the dtype of the arguments.

    Raises:
        ValueError: an entry of sigma is negative or NaN, or the shapes do not broadcast.
    """
    raise NotImplementedError


# %%
grader.check("gaussian_affine")

# %% [markdown]
# ## 3. Inverse-CDF sampling (12 points)
#
# What if the distribution is not a stretched normal? If $U$ is uniform on $[0, 1)$ and $F$ is a
# continuous, increasing cumulative distribution function, then $F^{-1}(U)$ has the distribution
# $F$: pick a height at random, go across to the curve, and read off the point below. The waiting
# time between the clicks of a Geiger counter is exponential with rate $\lambda$,
#
# $$ F(x) = 1 - e^{-\lambda x}, \qquad x \ge 0, $$
#
# and has mean $1/\lambda$: a larger rate means shorter waits. Solve $F(x) = u$ for $x$. Mind the
# numbers as well as the algebra: uniforms close to zero are as legitimate as any other, and the
# shortest waiting times come from them.


# %%
def sample_exponential(u: Tensor, rate: Tensor) -> Tensor:
    """The inverse CDF of the exponential distribution, F(x) = 1 - exp(-rate * x).

    It is F^{-1}(u) itself that is asked for, which increases in u and is 0 at u = 0, not another
    map that happens to give the same distribution. The relative error stays below 1e-9 in float64
    even for u as small as 1e-18.

    Args:
        u: uniforms in [0, 1).
        rate: rates (the mean is 1 / rate), > 0 and finite. The shapes of u and rate broadcast.

    Returns:
        Draws of the common broadcast shape, in the dtype of the arguments.

    Raises:
        ValueError: an entry of u lies outside [0, 1) or is NaN; an entry of rate is zero,
            negative, infinite or NaN.
    """
    raise NotImplementedError


# %%
grader.check("sample_exponential")

# %% [markdown]
# The bars should follow the density $\lambda e^{-\lambda x}$, highest at 0. Bars that lean the
# other way, or that end abruptly, mean that heights and points got mixed up.

# %%
try:
    clicks = torch.Generator().manual_seed(3)
    waits = sample_exponential(torch.rand(5000, generator=clicks), torch.tensor(1.5))
    grid = torch.linspace(0, 4, 200)
    plt.figure(figsize=(7, 3))
    plt.hist(waits.numpy(), bins=60, range=(0, 4), density=True, alpha=0.5, label="your draws")
    plt.plot(grid, 1.5 * torch.exp(-1.5 * grid), color="black", label="density")
    plt.xlabel("waiting time x")
    plt.ylabel("density")
    plt.legend()
    plt.show()
except NotImplementedError:
    print("Write sample_exponential first: the picture needs it.")

# %% [markdown]
# ## 4. Categorical sampling (14 points)
#
# A language model ends in a list of non-negative weights, one for each token, and has to pick one.
# Divide the interval $[0, 1)$ into pieces whose lengths are proportional to the weights, laid side
# by side in the given order, and see into which piece a uniform $u$ falls:
#
# $$ k(u) = \min \Bigl\{ k : u < \frac{w_0 + \dots + w_k}{w_0 + \dots + w_{K-1}} \Bigr\}. $$
#
# The weights $w_0, \dots, w_{K-1}$ need not add up to 1, and some of them may be zero. Because of
# the strict inequality a $u$ exactly on a boundary belongs to the *next* class, which is what
# keeps a class of weight zero (a piece of length zero) from ever being drawn.


# %%
def sample_categorical(weights: Tensor, u: Tensor) -> Tensor:
    """The class that each uniform selects: the smallest k with u < (w_0 + ... + w_k) / sum(w).

    A u exactly on the boundary between two classes belongs to the next one. A class of weight zero
    is never returned, wherever it stands: not even when u is the largest number below 1 and
    round-off in the cumulative sum would suggest it.

    Args:
        weights: weights (K,) of the classes 0, ..., K-1, >= 0, not necessarily normalised.
        u: uniforms in [0, 1), of any shape.

    Returns:
        Class indices, int64, of the shape of u.

    Raises:
        ValueError: an entry of weights is negative, infinite or NaN, or all are zero; an entry of
            u lies outside [0, 1) or is NaN.
    """
    raise NotImplementedError


# %%
grader.check("sample_categorical")

# %% [markdown]
# ## 5. Correlated Gaussians (16 points)
#
# In $D$ dimensions the place of the standard deviation is taken by a matrix. Factor the covariance
# as $\Sigma = L L^\top$ with $L$ lower triangular and positive on its diagonal (the Cholesky
# factor), and transform standard normal vectors $\varepsilon_n$:
#
# $$ x_n = \mu + L \varepsilon_n, \qquad
#    \operatorname{Cov}(x_n) = L \, \mathbb{E}[\varepsilon_n \varepsilon_n^\top] \, L^\top
#    = \Sigma. $$
#
# The formula treats $\varepsilon_n$ as a column, whereas data come one sample a *row*. Other
# matrices $A$ with $A A^\top = \Sigma$ would give samplers too; we fix the lower-triangular one, so
# that everybody gets the same $x_n$ from the same $\varepsilon_n$.


# %%
def sample_mvn(mu: Tensor, cov: Tensor, eps: Tensor) -> Tensor:
    """Draws from a multivariate normal: mu + L eps_n for every row eps_n, with cov = L L^T.

    L is the lower Cholesky factor: lower triangular, with a positive diagonal. No jitter is added
    to cov, however small its variances are.

    Args:
        mu: mean (D,).
        cov: covariance matrix (D, D), symmetric and positive definite. Asymmetry of the size of
            rounding errors is accepted.
        eps: standard normal noise (n, D), one sample a row.

    Returns:
        Draws (n, D), one sample a row, in the dtype of the arguments.

    Raises:
        ValueError: a shape differs from the above (dimensions are not broadcast); an entry of
            cov - cov^T exceeds 1e-3 times the largest absolute entry of cov; cov is not positive
            definite (singular or indefinite). Subclasses of RuntimeError, such as LinAlgError,
            do not count.
    """
    raise NotImplementedError


# %%
grader.check("sample_mvn")

# %% [markdown]
# The cloud should lean to the right and upwards, and about 86 % of it should lie inside the
# ellipse (two standard deviations in every direction).

# %%
try:
    cloud = torch.Generator().manual_seed(5)
    cov = torch.tensor([[1.0, 0.9], [0.9, 2.0]])
    angle = torch.linspace(0, 2 * math.pi, 100)
    circle = 2 * torch.stack([angle.cos(), angle.sin()], dim=1)
    points = sample_mvn(torch.zeros(2), cov, torch.randn(1000, 2, generator=cloud))
    ellipse = sample_mvn(torch.zeros(2), cov, circle)
    plt.figure(figsize=(4, 4))
    plt.scatter(points[:, 0], points[:, 1], s=4, alpha=0.5)
    plt.plot(ellipse[:, 0], ellipse[:, 1], color="black")
    plt.axis("equal")
    plt.xlabel("$x_0$")
    plt.ylabel("$x_1$")
    plt.show()
except NotImplementedError:
    print("Write sample_mvn first: the picture needs it.")

# %% [markdown]
# ## 6. Ancestral sampling from a mixture (18 points)
#
# Data rarely come in one lump. A mixture of Gaussians is the smallest latent variable model: a
# hidden index $k_n$ says which lump sample $n$ belongs to, and given the index the sample is
# normal. Sampling follows the arrows of the model, parents before children, hence *ancestral*:
#
# $$ k_n \sim \mathrm{Categorical}(w), \qquad
#    x_n = \mu_{k_n} + \sigma_{k_n} \odot \varepsilon_n , $$
#
# where $\mu_k$ and $\sigma_k$ are the mean and the standard deviations of component $k$, one for
# each of $D$ dimensions, and $\odot$ multiplies entry by entry. Choose $k_n$ from $u_n$ by the rule
# of question 4. A variational autoencoder samples in the same two steps, with a continuous parent.


# %%
def sample_gmm(
    weights: Tensor, means: Tensor, stds: Tensor, u: Tensor, eps: Tensor
) -> tuple[Tensor, Tensor]:
    """Draws from a mixture of K diagonal Gaussians, and the component each one came from.

    Sample n uses u[n] to choose its component k[n] (the smallest k with
    u < (w_0 + ... + w_k) / sum(w), so that a component of weight zero is never chosen) and eps[n]
    to move away from that component's mean. Where a standard deviation is 0 the sample equals the
    mean exactly.

    Args:
        weights: weights (K,) of the components, >= 0, not necessarily normalised.
        means: means (K, D).
        stds: standard deviations (K, D), >= 0.
        u: uniforms (n,) in [0, 1); n = 0 is allowed.
        eps: standard normal noise (n, D).

    Returns:
        The samples (n, D), in the dtype of the arguments, and the component indices (n,), int64.
        For n = 0 both are empty.

    Raises:
        ValueError: shapes that do not fit as above; an entry of stds is negative; an entry of
            weights is negative, infinite or NaN, or all are zero; an entry of u lies outside
            [0, 1) or is NaN.
    """
    raise NotImplementedError


# %%
grader.check("sample_gmm")

# %% [markdown]
# Three lumps should appear, coloured by the component they came from; the third is three times as
# likely as each of the others. A single lump in the middle means that components were blended.

# %%
try:
    lumps = torch.Generator().manual_seed(6)
    points, index = sample_gmm(
        torch.tensor([1.0, 1.0, 3.0]),
        torch.tensor([[-4.0, 0.0], [4.0, 0.0], [0.0, 4.0]]),
        torch.tensor([[1.0, 0.3], [0.3, 1.0], [1.0, 1.0]]),
        torch.rand(1000, generator=lumps),
        torch.randn(1000, 2, generator=lumps),
    )
    plt.figure(figsize=(5, 3.5))
    plt.scatter(points[:, 0], points[:, 1], c=index, s=4)
    plt.xlabel("$x_0$")
    plt.ylabel("$x_1$")
    plt.show()
except NotImplementedError:
    print("Write sample_gmm first: the picture needs it.")

# %% [markdown]
# ## 7. Monte Carlo with an error bar (20 points)
#
# Now put samples to work. To estimate $\mathbb{E}[f(z)]$ for $z \sim \mathcal{N}(\mu, \sigma^2)$,
# draw $z_1, \dots, z_n$ independently and average $f$:
#
# $$ \hat{m} = \frac{1}{n} \sum_{i=1}^{n} f(z_i), \qquad
#    \mathrm{SE} = \frac{s}{\sqrt{n}}, \qquad
#    s^2 = \frac{1}{n-1} \sum_{i=1}^{n} \bigl( f(z_i) - \hat{m} \bigr)^2 . $$
#
# An estimate without an error is a rumour. $s$ measures how much single values $f(z_i)$ scatter;
# the standard error $\mathrm{SE}$ measures how much their *average* would scatter if we repeated
# the whole experiment. It falls with the square root of $n$: four times the work, half the error.
#
# This time you draw the noise. A `torch.Generator` is a private stream of random numbers: hand it
# to every random call and the stream moves on, so that a second estimate uses fresh numbers, while
# anyone who starts from the same seed gets what you got.


# %%
def mc_expectation(
    f: Callable[[Tensor], Tensor], mu: float, sigma: float, n: int, generator: Generator
) -> tuple[Tensor, Tensor]:
    """Estimate E[f(z)] for z ~ N(mu, sigma^2) from n independent draws, with its standard error.

    The estimate is the average of f over the draws; its standard error is s / sqrt(n), with s the
    unbiased standard deviation (divisor n - 1) of the n values of f. Both are accurate also where
    the values of f are far larger than their spread. f is called exactly once, on all draws
    together. How you make normals is up to you, as long as every random number comes from
    `generator`: generators that start alike give the same answer, consecutive calls on one
    generator give different ones, and the global random state is neither used nor seeded.

    Args:
        f: maps a float64 tensor (n,) to the float64 tensor (n,) of its values.
        mu: mean of z.
        sigma: standard deviation of z, >= 0. With sigma = 0 the standard error is 0.
        n: number of draws, >= 2.
        generator: where all random numbers come from. Do not seed it.

    Returns:
        The estimate and its standard error: two float64 tensors without dimensions.

    Raises:
        ValueError: n < 2 or sigma < 0.
    """
    raise NotImplementedError


# %%
grader.check("mc_expectation")

# %% [markdown]
# The exact answer for $f(z) = z^2$ and $z \sim \mathcal{N}(1, 1)$ is 2. Roughly two in three of the
# error bars (one standard error each way) should touch the dashed line, and the bars should
# shorten from left to right.

# %%
try:
    stream = torch.Generator().manual_seed(7)
    sizes = [2**power for power in range(4, 15)]
    estimates = [mc_expectation(lambda z: z**2, 1.0, 1.0, n, stream) for n in sizes]
    plt.figure(figsize=(7, 3))
    plt.errorbar(
        sizes, [float(mean) for mean, _ in estimates], [float(se) for _, se in estimates], fmt="o"
    )
    plt.axhline(2.0, color="black", linestyle="--")
    plt.xscale("log")
    plt.xlabel("number of draws n")
    plt.ylabel("estimate of $E[z^2]$")
    plt.show()
except NotImplementedError:
    print("Write mc_expectation first: the picture needs it.")

# %% [markdown]
# ## What comes next
#
# You can now draw from any distribution whose CDF you can invert and from any model whose parents
# you can draw first. Assignment 2 turns the arrows around: given the data, what do we know about
# the hidden cause? There the posterior takes the place of the prior, and log probabilities take the
# place of samples.
