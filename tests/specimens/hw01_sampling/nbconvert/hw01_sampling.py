#!/usr/bin/env python
# coding: utf-8

# In[1]:


get_ipython().run_line_magic('load_ext', 'autoreload')
get_ipython().run_line_magic('autoreload', '2')
get_ipython().run_line_magic('matplotlib', 'inline')
get_ipython().run_line_magic('config', "InlineBackend.figure_format = 'retina'")


# # HW 1: Sampling and Monte Carlo
# 
# Every generative model ends in a sampler: a function that turns plain noise into something that
# looks like data. You will build samplers from the two kinds of noise a computer offers, uniform
# and standard normal, work up to correlated Gaussians and mixtures, and finish with an estimator
# that reports how far its own answer can be trusted. Everything later in the course, from
# variational autoencoders to diffusion, rests on these seven functions.

# In[2]:


import math
from collections.abc import Callable

import matplotlib.pyplot as plt
import otter
import torch
from torch import Generator, Tensor

grader = otter.Notebook()
import math

from collections.abc import Callable

import torch

from torch import Generator, Tensor

def require_weights_and_uniforms(weights: Tensor, u: Tensor) -> None:
    """Raise ValueError unless weights can be normalised and u lies in [0, 1)."""
    if not ((weights >= 0) & weights.isfinite()).all():
        raise ValueError("weights must be finite and not negative")
    if not weights.sum() > 0:
        raise ValueError("one weight at least must be positive")
    if not ((u >= 0) & (u < 1)).all():
        raise ValueError("u must lie in [0, 1)")

def first_class_above(weights: Tensor, u: Tensor) -> Tensor:
    """The rule itself; weights and u have been looked at before."""
    boundaries = weights.cumsum(0) / weights.sum()
    last_possible = int(weights.nonzero().max())
    return torch.searchsorted(boundaries, u, right=True).clamp(max=last_possible)


# ## 1. The law of large numbers, watched (10 points)
# 
# We can rarely compute an expectation, but we can nearly always average samples, and the law of
# large numbers promises that the average settles at the expectation. To see it settle we need not
# one average but all of them: after one observation, after two, and so on up to $n$,

# In[3]:


get_ipython().run_cell_magic('time', '', 'def running_mean(x: Tensor) -> Tensor:\n    """All partial averages of x (n, ...) along dim 0."""\n    if x.ndim == 0:\n        raise ValueError("x must have at least one dimension")\n    if x.shape[0] == 0:\n        raise ValueError("x must hold at least one observation")\n    x = x if x.is_floating_point() else x.to(torch.float32)\n    count = torch.arange(1, x.shape[0] + 1, dtype=x.dtype)\n    return x.cumsum(0) / count.reshape(-1, *[1] * (x.ndim - 1))\n')


# In[4]:


grader.check("running_mean")


# Eight gamblers flip the same biased coin, which shows heads with probability 0.3. Look at how
# wildly the curves differ on the left and how narrow the bundle is on the right: its width shrinks
# like $1/\sqrt{k}$.

# In[5]:


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


# ## 2. From standard normal to any normal (10 points)
# 
# A library gives us draws $\varepsilon \sim \mathcal{N}(0, 1)$. Every other normal distribution is
# one stretch and one shift away:

# In[6]:


def gaussian_affine(mu: Tensor, sigma: Tensor, eps: Tensor) -> Tensor:
    """Draws from N(mu, sigma^2), made from standard normal eps."""
    try:
        torch.broadcast_shapes(mu.shape, sigma.shape, eps.shape)
    except RuntimeError as error:
        raise ValueError("mu, sigma and eps must broadcast") from error
    if not (sigma >= 0).all():
        raise ValueError("sigma must not be negative or NaN")
    return mu + sigma * eps


# In[7]:


grader.check("gaussian_affine")


# ## 3. Inverse-CDF sampling (12 points)
# 
# What if the distribution is not a stretched normal? If $U$ is uniform on $[0, 1)$ and $F$ is a
# continuous, increasing cumulative distribution function, then $F^{-1}(U)$ has the distribution
# $F$: pick a height at random, go across to the curve, and read off the point below. The waiting
# time between the clicks of a Geiger counter is exponential with rate $\lambda$,

# In[8]:


def sample_exponential(u: Tensor, rate: Tensor) -> Tensor:
    """The exponential quantile of u in [0, 1) at the given rate."""
    if not ((u >= 0) & (u < 1)).all():
        raise ValueError("u must lie in [0, 1)")
    if not ((rate > 0) & rate.isfinite()).all():
        raise ValueError("rate must be positive and finite")
    return -torch.log1p(-u) / rate


# In[9]:


grader.check("sample_exponential")


# The bars should follow the density $\lambda e^{-\lambda x}$, highest at 0. Bars that lean the
# other way, or that end abruptly, mean that heights and points got mixed up.

# In[10]:


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


# ## 4. Categorical sampling (14 points)
# 
# A language model ends in a list of non-negative weights, one for each token, and has to pick one.
# Divide the interval $[0, 1)$ into pieces whose lengths are proportional to the weights, laid side
# by side in the given order, and see into which piece a uniform $u$ falls:

# In[11]:


def sample_categorical(weights: Tensor, u: Tensor) -> Tensor:
    """For every u the first class whose cumulative probability exceeds it."""
    require_weights_and_uniforms(weights, u)
    return first_class_above(weights, u)


# In[12]:


grader.check("sample_categorical")


# ## 5. Correlated Gaussians (16 points)
# 
# In $D$ dimensions the place of the standard deviation is taken by a matrix. Factor the covariance
# as $\Sigma = L L^\top$ with $L$ lower triangular and positive on its diagonal (the Cholesky
# factor), and transform standard normal vectors $\varepsilon_n$:

# In[13]:


def sample_mvn(mu: Tensor, cov: Tensor, eps: Tensor) -> Tensor:
    """Rows of N(mu, cov), made from rows of standard normal eps (n, D)."""
    if mu.ndim != 1 or cov.shape != (len(mu), len(mu)):
        raise ValueError("mu must be (D,) and cov (D, D)")
    if eps.ndim != 2 or eps.shape[1] != len(mu):
        raise ValueError("eps must be (n, D)")
    if (cov - cov.T).abs().max() > 1e-3 * cov.abs().max():
        raise ValueError("cov must be symmetric")
    factor, info = torch.linalg.cholesky_ex(cov)
    if info > 0:
        raise ValueError("cov must be positive definite")
    return mu + eps @ factor.T


# In[14]:


grader.check("sample_mvn")


# The cloud should lean to the right and upwards, and about 86 % of it should lie inside the
# ellipse (two standard deviations in every direction).

# In[15]:


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


# ## 6. Ancestral sampling from a mixture (18 points)
# 
# Data rarely come in one lump. A mixture of Gaussians is the smallest latent variable model: a
# hidden index $k_n$ says which lump sample $n$ belongs to, and given the index the sample is
# normal. Sampling follows the arrows of the model, parents before children, hence *ancestral*:

# In[16]:


get_ipython().run_cell_magic('capture', 'log', '%%time\ndef sample_gmm(\n    weights: Tensor, means: Tensor, stds: Tensor, u: Tensor, eps: Tensor\n) -> tuple[Tensor, Tensor]:\n    """Samples (n, D) of a mixture of diagonal Gaussians, and the component (n,) of each."""\n    if means.ndim != 2 or stds.shape != means.shape or weights.shape != means.shape[:1]:\n        raise ValueError("weights must be (K,), means and stds (K, D)")\n    if u.ndim != 1 or eps.shape != (len(u), means.shape[1]):\n        raise ValueError("u must be (n,) and eps (n, D)")\n    if (stds < 0).any():\n        raise ValueError("stds must not be negative")\n    require_weights_and_uniforms(weights, u)\n    k = first_class_above(weights, u)\n    return means[k] + stds[k] * eps, k\n')


# In[17]:


log.show()
get_ipython().run_line_magic('pinfo', 'torch.searchsorted')


# In[18]:


grader.check("sample_gmm")


# Three lumps should appear, coloured by the component they came from; the third is three times as
# likely as each of the others. A single lump in the middle means that components were blended.

# In[19]:


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


# ## 7. Monte Carlo with an error bar (20 points)
# 
# Now put samples to work. To estimate $\mathbb{E}[f(z)]$ for $z \sim \mathcal{N}(\mu, \sigma^2)$,
# draw $z_1, \dots, z_n$ independently and average $f$:

# In[20]:


def mc_expectation(
    f: Callable[[Tensor], Tensor], mu: float, sigma: float, n: int, generator: Generator
) -> tuple[Tensor, Tensor]:
    """Estimate of E[f(z)] for z ~ N(mu, sigma^2), and its standard error."""
    if n < 2:
        raise ValueError("a standard error needs two draws at least")
    if sigma < 0:
        raise ValueError("sigma must not be negative")
    z = mu + sigma * torch.randn(n, generator=generator, dtype=torch.float64)
    values = f(z)
    return values.mean(), values.std() / math.sqrt(n)


# In[21]:


grader.check("mc_expectation")


# The exact answer for $f(z) = z^2$ and $z \sim \mathcal{N}(1, 1)$ is 2. Roughly two in three of the
# error bars (one standard error each way) should touch the dashed line, and the bars should
# shorten from left to right.

# In[22]:


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


# ## What comes next
# 
# You can now draw from any distribution whose CDF you can invert and from any model whose parents
# you can draw first. Assignment 2 turns the arrows around: given the data, what do we know about
# the hidden cause? There the posterior takes the place of the prior, and log probabilities take the
# place of samples.

# In[23]:


import ipywidgets as widgets
from ipywidgets import interact

@interact(n=widgets.IntSlider(value=500, min=10, max=2000, step=10))
def show(n):
    print(running_mean(torch.rand(n))[-1])


# In[24]:


get_ipython().run_line_magic('timeit', 'running_mean(torch.rand(1000))')
get_ipython().run_line_magic('prun', '-l 5 running_mean(torch.rand(1000))')

TODO: ask about the error bars
