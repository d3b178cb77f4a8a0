# %% [markdown]
# # HW 4: The VAE objective
#
# A variational autoencoder is trained by maximising one number, the evidence lower bound. In this
# assignment you build that number from its parts: how well the decoder explains the data
# (questions 1 and 2), what it costs the encoder to leave the prior (3 and 4), and the loss that
# joins the two (5), with which you train a small VAE on handwritten digits. Questions 6 and 7 ask
# what remains when a formula is missing: estimate the KL from samples, and tighten the bound.
#
# **How to check.** Run your cell, then the check under it. `grader.check` sees only the public
# example in the docstring; more is checked after you hand in: other shapes, gradients, extreme
# values, and the errors that the docstring promises. So read each docstring as a contract.
#
# **Conventions.** Logarithms are natural, so every result is in nats. `logvar` is the logarithm
# of a *variance*. B is the batch size, D the number of latent dimensions, S the number of samples.
# Never change an argument in place and never touch the global random state: where noise is
# needed, you are handed it.

# %%
import math

import otter
import torch
import torch.nn.functional as F
from torch import Tensor

grader = otter.Notebook()

# %% [markdown]
# ## 1. Gaussian reconstruction (10 points)
#
# A decoder does not return a picture, it returns a *distribution* over pictures: a mean for every
# entry of $x$, and a variance that says how far from that mean the data are expected to lie. How
# well $x$ was explained is the log-density of $x$ under this distribution. Entries are independent
# given $z$, so their log-densities add up:
#
# $$\log p(x \mid z) = -\frac12 \sum_i \left[ \log 2\pi + \log\sigma_i^2 +
#   \frac{(x_i - m_i)^2}{\sigma_i^2} \right]$$
#
# Here $m_i$ is the decoder's mean and $\log\sigma_i^2$ its `logvar`; $i$ runs over everything
# inside one example: features, or channels, rows and columns. Many programs keep only the squared
# error. The other terms are what stops a decoder from claiming to be infinitely sure, and they
# make likelihoods of different models comparable.


# %%
def gaussian_log_likelihood(x: Tensor, mean: Tensor, logvar: Tensor) -> Tensor:
    """Log-likelihood of each example under a Gaussian decoder, in nats.

    Summed over every dimension but the batch, constant included. A likelihood and not a loss:
    a better reconstruction gives a larger value. Gradients reach mean and logvar.

    Args:
        x: data, (B, ...), at least 2-D.
        mean: the decoder's mean, same shape as x.
        logvar: natural logarithm of the decoder's variance (not of its standard deviation);
            of x's shape, or any shape that broadcasts to it: 0-dim is one variance for all.

    Returns:
        One number per example, (B,), of x's dtype.

    Raises:
        ValueError: x is less than 2-D, mean has another shape than x, or logvar does not
            broadcast to exactly x's shape.
    """
    raise NotImplementedError


# %%
grader.check("gaussian_log_likelihood")

# %% [markdown]
# ## 2. Bernoulli reconstruction from logits (12 points)
#
# For pixels between black (0) and white (1) the decoder returns one *logit* $l_i$ per pixel, and
# the pixel is white with probability $\operatorname{sigmoid}(l_i) = 1 / (1 + e^{-l_i})$:
#
# $$\log p(x \mid z) = \sum_i \Big[ x_i \log \operatorname{sigmoid}(l_i) +
#   (1 - x_i) \log\big(1 - \operatorname{sigmoid}(l_i)\big) \Big]$$
#
# The same expression is used for grey levels $0 < x_i < 1$. On paper this is the whole story. In
# floating point it is not: a sigmoid of 40 is exactly 1, and the logarithm of what is left over is
# minus infinity. A decoder that is confident and mistaken has to be told *how* mistaken, about
# $|l_i|$ nats, because that slope is what brings it back. Rearrange the formula so that it starts
# from the logit and never forms the probability.


# %%
def bernoulli_log_likelihood(x: Tensor, logits: Tensor) -> Tensor:
    """Log-likelihood of each example under a Bernoulli decoder, in nats.

    Summed over every dimension but the batch; never positive. A confident mistake costs |logit|
    nats, neither infinity nor a clamped value: for |logit| up to 1e4 that is exact to a relative
    1e-9 in float64. Gradients reach logits, there as well.

    Args:
        x: targets in [0, 1], grey levels allowed, (B, ...).
        logits: of the probability that a pixel is 1, same shape as x.

    Returns:
        One number per example, (B,), of x's dtype.

    Raises:
        ValueError: a target lies outside [0, 1], or the shapes differ.
    """
    raise NotImplementedError


# %%
grader.check("bernoulli_log_likelihood")

# %% [markdown]
# ## 3. KL to the standard normal prior (14 points)
#
# The encoder answers each $x$ with a Gaussian over latent codes,
# $q(z \mid x) = \mathcal N(\mu, \operatorname{diag} \sigma^2)$. New data will be generated from
# the prior $p(z) = \mathcal N(0, I)$, so codes must not wander off to where the prior never
# samples. The price of leaving it is the Kullback-Leibler divergence, the extra nats that a code
# made for $p$ spends on samples of $q$:
#
# $$\mathrm{KL}(q \,\|\, p) = \mathbb E_{z \sim q}\big[\log q(z) - \log p(z)\big] =
#   \frac12 \sum_{d=1}^{D} \left[ \mu_d^2 + \sigma_d^2 - \log\sigma_d^2 - 1 \right]$$
#
# Each bracket is zero for $\mu_d = 0$, $\sigma_d^2 = 1$ and positive everywhere else. A latent
# dimension whose bracket is zero for every $x$ says nothing about $x$; averaged over the data, the
# sum is an upper limit on what the whole code can say.


# %%
def kl_standard_normal(mu: Tensor, logvar: Tensor) -> Tensor:
    """KL(q || p) of q = N(mu, diag exp(logvar)) from the prior p = N(0, I), in nats.

    Summed over the D latent dimensions, nothing over the batch. Never below 0 (by more than
    1e-12), and 0 only at mu = 0, logvar = 0. A variance of zero, logvar = -inf, gives +inf.
    Gradients reach mu and logvar.

    Args:
        mu: means of q, (B, D).
        logvar: natural logarithm of the variances of q, (B, D).

    Returns:
        One number per example, (B,), of mu's dtype.

    Raises:
        ValueError: mu is not 2-D, or logvar has another shape than mu.
    """
    raise NotImplementedError


# %%
grader.check("kl_standard_normal")

# %% [markdown]
# **Look.** The map below is your KL for one latent dimension. It has a single valley, at the
# prior. Walk along the dashed line $\mu = 0$: which costs more, a $q$ that is too narrow or one
# that is too wide by the same factor?


# %%
def kl_map() -> None:
    """Draw the KL of a one-dimensional q over its mean and log-variance."""
    import matplotlib.pyplot as plt

    axes = torch.linspace(-3, 3, 61), torch.linspace(-4, 3, 71)
    mu, logvar = torch.meshgrid(*axes, indexing="ij")
    nats = kl_standard_normal(mu.reshape(-1, 1), logvar.reshape(-1, 1)).reshape(mu.shape)
    plt.figure(figsize=(5, 3.5))
    plt.contourf(mu, logvar, nats, levels=[0, 0.1, 0.25, 0.5, 1, 2, 4, 8, 16], cmap="Blues")
    plt.colorbar(label="KL(q || p) in nats")
    plt.axvline(0, color="black", linestyle="--", linewidth=1)
    plt.plot(0, 0, "k*", label="the prior")
    plt.xlabel("mu")
    plt.ylabel("logvar")
    plt.title("What it costs to leave the prior")
    plt.legend()
    plt.show()


try:
    kl_map()
except NotImplementedError:
    print("Write kl_standard_normal first: the picture needs it.")

# %% [markdown]
# ## 4. KL between two diagonal Gaussians (16 points)
#
# A standard normal prior is a choice. When the prior is learned, or when one layer of latent
# variables is the prior of the next, $p$ has a mean and a variance of its own:
#
# $$\mathrm{KL}(q \,\|\, p) = \frac12 \sum_{d=1}^{D} \left[
#   \log\frac{\sigma_{p,d}^2}{\sigma_{q,d}^2} +
#   \frac{\sigma_{q,d}^2 + (\mu_{q,d} - \mu_{p,d})^2}{\sigma_{p,d}^2} - 1 \right]$$
#
# Every variance is divided by $\sigma_p^2$, so distances are measured in units of $p$: the
# divergence asks how surprising samples of $q$ are *to p*. It is no distance: exchanging the two
# gives another number. And where the means agree only the ratio $\sigma_q^2 / \sigma_p^2$ counts,
# however small or large the two variances are; a ratio can be formed without forming its parts.


# %%
def kl_diag_gaussians(mu_q: Tensor, logvar_q: Tensor, mu_p: Tensor, logvar_p: Tensor) -> Tensor:
    """KL(q || p) between two Gaussians with diagonal covariance, in nats.

    Summed over the D dimensions, nothing over the batch. Never negative, and 0 only where q and
    p are equal. Stays finite where both log-variances are as low as -600 or as high as 800:
    work with their difference. Gradients reach all four arguments.

    Args:
        mu_q: means of q, (B, D).
        logvar_q: natural logarithm of the variances of q, (B, D).
        mu_p: means of p, (B, D), or (D,) where all examples share them.
        logvar_p: natural logarithm of the variances of p, (B, D) or (D,).

    Returns:
        One number per example, (B,), of mu_q's dtype.

    Raises:
        ValueError: an argument has any other shape; (B, 1) and (1, D) are other shapes too.
    """
    raise NotImplementedError


# %%
grader.check("kl_diag_gaussians")

# %% [markdown]
# ## 5. The VAE loss (16 points)
#
# Now put the parts together. The evidence lower bound of one example is $\log p(x \mid z)$, for
# one $z$ drawn from $q$, minus the KL. Optimisers minimise, so its negative is the loss:
#
# $$\mathcal L(x) = -\log p(x \mid z) + \beta \, \mathrm{KL}\big(q(z \mid x) \,\|\, p(z)\big)$$
#
# With $\beta = 1$ this is the bound; a larger $\beta$ asks for codes nearer to the prior and pays
# with blurrier pictures. Two reductions meet in this line, and they are not alike. *Within* an
# example both terms are sums, over pixels and over latent dimensions, because both are logarithms
# of products. *Across* the batch you may average, since examples are samples. Averaging one term
# over its pixels or dimensions changes $\beta$ without anyone having asked for it.


# %%
def negative_elbo(
    x: Tensor,
    logits: Tensor,
    mu: Tensor,
    logvar: Tensor,
    beta: float = 1.0,
    reduction: str = "mean",
) -> Tensor:
    """The loss of a VAE with Bernoulli decoder and standard normal prior, to be minimised.

    Per example -log p(x|z) + beta * KL(q || N(0, I)), both terms summed within the example; then
    reduced over the batch. Gradients reach logits, mu and logvar.

    Args:
        x: targets in [0, 1], (B, ...) with B >= 1.
        logits: the decoder's logits for x, same shape as x.
        mu: means of q, (B, D).
        logvar: natural logarithm of the variances of q, (B, D).
        beta: weight of the KL alone, >= 0.
        reduction: "mean" or "sum" over the batch, or "none".

    Returns:
        0-dim for "mean" and "sum", (B,) for "none"; of x's dtype.

    Raises:
        ValueError: shapes or batch sizes do not fit together, the batch is empty, beta is
            negative, or reduction is none of the three.
    """
    raise NotImplementedError


# %%
grader.check("negative_elbo")

# %% [markdown]
# **Look.** Here your loss trains a VAE with two latent dimensions on 8 × 8 digits, in a second or
# two. Top: digits of the data set; middle: their reconstructions; bottom: new digits, decoded from
# samples of the prior. Set `BETA` to 0, then to 8, and run the cell again. Why does the bottom row
# lose its variety in the first case, and why do all pictures become one in the second?

# %%
BETA = 1.0


def train(digits: Tensor, beta: float, steps: int = 300) -> tuple[torch.nn.Module, torch.nn.Module]:
    """Fit an encoder and a decoder to digits, (N, 64) in [0, 1], with negative_elbo."""
    torch.manual_seed(0)  # a network takes its first weights from the global state; you need not
    encoder = torch.nn.Sequential(torch.nn.Linear(64, 64), torch.nn.Tanh(), torch.nn.Linear(64, 4))
    decoder = torch.nn.Sequential(torch.nn.Linear(2, 64), torch.nn.Tanh(), torch.nn.Linear(64, 64))
    optimizer = torch.optim.Adam([*encoder.parameters(), *decoder.parameters()], lr=1e-2)
    for _ in range(steps):
        x = digits[torch.randint(len(digits), (128,))]
        mu, logvar = encoder(x).chunk(2, dim=1)
        z = mu + torch.exp(0.5 * logvar) * torch.randn_like(mu)
        loss = negative_elbo(x, decoder(z), mu, logvar, beta=beta)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return encoder, decoder


def digit_rows(beta: float) -> None:
    """Draw digits, their reconstructions, and new ones decoded from the prior."""
    import matplotlib.pyplot as plt
    from sklearn.datasets import load_digits

    digits = torch.tensor(load_digits().data / 16, dtype=torch.float32)
    encoder, decoder = train(digits, beta)
    with torch.no_grad():
        rows = {
            "data": digits[:10],
            "reconstructed": torch.sigmoid(decoder(encoder(digits[:10])[:, :2])),
            "from the prior": torch.sigmoid(decoder(torch.randn(10, 2))),
        }
    _, axes = plt.subplots(3, 1, figsize=(7, 3))
    for axis, (name, pictures) in zip(axes, rows.items(), strict=True):
        axis.imshow(torch.cat(list(pictures.reshape(-1, 8, 8)), dim=1), cmap="gray")
        axis.set_ylabel(name, rotation=0, ha="right", va="center")
        axis.set_xticks([])
        axis.set_yticks([])
    axes[-1].set_xlabel("ten examples each")
    plt.show()


try:
    digit_rows(BETA)
except NotImplementedError:
    print("Write negative_elbo first: the picture needs it.")

# %% [markdown]
# ## 6. KL by Monte Carlo (16 points)
#
# The closed forms above exist because everything was Gaussian. For a mixture prior or a flow there
# is none, but the KL is an expectation under $q$, and expectations can be estimated from samples:
#
# $$\widehat{\mathrm{KL}} = \frac1S \sum_{s=1}^{S} \big[ \log q(z_s) - \log p(z_s) \big],
#   \qquad z_s = \mu + \sigma \, \varepsilon_s, \quad \varepsilon_s \sim \mathcal N(0, I)$$
#
# Write this estimator for the one case where you can look up the answer, a Gaussian $q$ and the
# standard normal prior. A divergence is never negative; an *estimate* of one may be, and has to be
# left alone, or its average is no longer right. The parameters act twice: they move the samples
# $z_s$, and they are inside $\log q$. Let gradients flow along both ways.


# %%
def monte_carlo_kl(mu: Tensor, logvar: Tensor, eps: Tensor) -> Tensor:
    """Monte Carlo estimate of KL(q || N(0, I)) for q = N(mu, diag exp(logvar)), in nats.

    The plain estimator: the mean over samples of log q(z) - log p(z), each log-density summed
    over the D dimensions. Estimates may be negative; no closed form, no clamping. The full
    gradient reaches mu and logvar, through z and through log q's own parameters.

    Args:
        mu: means of q, (B, D).
        logvar: natural logarithm of the variances of q, (B, D).
        eps: standard normal noise, (S, B, D) with S >= 1; sample s is z = mu + sigma * eps[s].

    Returns:
        One estimate per example, (B,), of mu's dtype.

    Raises:
        ValueError: mu and logvar differ in shape, eps is not S stacked tensors of that shape,
            or S is 0.
    """
    raise NotImplementedError


# %%
grader.check("monte_carlo_kl")

# %% [markdown]
# **Look.** Twenty running estimates of one KL against the number of samples, and the exact value
# from question 3. How many samples does it take until a typical estimate is good to a tenth of a
# nat? Do estimates below zero occur, and where?


# %%
def running_estimates() -> None:
    """Draw twenty Monte Carlo estimates of one KL as their samples accumulate."""
    import matplotlib.pyplot as plt

    mu, logvar = torch.full((20, 1), 0.5), torch.full((20, 1), -0.5)
    noise = torch.randn(400, 1, 20, 1, generator=torch.Generator().manual_seed(0))
    single = torch.stack([monte_carlo_kl(mu, logvar, eps) for eps in noise])
    samples = torch.arange(1, len(single) + 1)
    running = single.cumsum(0) / samples[:, None]
    plt.figure(figsize=(6, 3.5))
    plt.plot(samples, running, color="tab:blue", alpha=0.4, linewidth=1)
    exact = kl_standard_normal(mu, logvar)[0]
    plt.axhline(exact, color="black", linestyle="--", label="closed form")
    plt.xscale("log")
    plt.xlabel("samples S")
    plt.ylabel("estimate in nats")
    plt.title("Monte Carlo estimates of one KL")
    plt.legend()
    plt.show()


try:
    running_estimates()
except NotImplementedError:
    print("Write kl_standard_normal and monte_carlo_kl first: the picture needs both.")

# %% [markdown]
# ## 7. The importance-weighted bound (16 points)
#
# The evidence lower bound falls short of $\log p(x)$ by the KL from $q(z \mid x)$ to the posterior
# $p(z \mid x)$. Several samples close part of that gap. With $z_1, \dots, z_S$ drawn from $q$,
#
# $$\mathcal L_S = \log \frac1S \sum_{s=1}^{S} w_s,
#   \qquad w_s = \frac{p(x \mid z_s)\, p(z_s)}{q(z_s \mid x)}$$
#
# The average $\frac1S \sum_s w_s$ is an unbiased estimate of $p(x)$, and by Jensen's inequality its
# logarithm lies below $\log p(x)$ on average. One sample gives the ordinary bound; more samples
# tighten it. What matters is that the average is *inside* the logarithm. The weights themselves
# are out of reach: for a picture $\log w_s$ may be $-10^4$, and $e^{-10^4}$ is 0 in floating
# point. Stay in log space from beginning to end.


# %%
def iwae_bound(log_px_z: Tensor, log_pz: Tensor, log_qz: Tensor) -> Tensor:
    """Importance-weighted lower bound on log p(x) of each example, in nats.

    log of the mean over samples of p(x|z_s) p(z_s) / q(z_s). A bound and not a loss: larger is
    better. One sample gives the ordinary evidence lower bound. Log-weights of -1e4 or +1e4 are
    fine. A log-weight of -inf is legal and weighs nothing; if all of an example's are -inf, so
    is its bound. Gradients reach all three arguments.

    Args:
        log_px_z: log p(x|z_s), (S, B), samples in dim 0, S >= 1.
        log_pz: log p(z_s), (S, B).
        log_qz: log q(z_s|x), (S, B).

    Returns:
        One bound per example, (B,), of log_px_z's dtype.

    Raises:
        ValueError: the three shapes are not the same, or S is 0.
    """
    raise NotImplementedError


# %%
grader.check("iwae_bound")

# %% [markdown]
# **Look.** A model small enough that $\log p(x)$ is known: $z \sim \mathcal N(0, 1)$ and
# $x \mid z \sim \mathcal N(z, 1)$, hence $x \sim \mathcal N(0, 2)$. The proposal $q$ is the prior
# itself, a poor one. The curve is your bound, averaged over many repetitions. From which side does
# it approach the exact value, and what do ten times as many samples buy?


# %%
def log_normal(value: Tensor, mean: Tensor | float, variance: float) -> Tensor:
    """Log-density of N(mean, variance) at `value`."""
    return -0.5 * (math.log(2 * math.pi * variance) + (value - mean) ** 2 / variance)


def tightening_bound() -> None:
    """Draw the average bound against the number of samples, with the exact log p(x)."""
    import matplotlib.pyplot as plt

    x = torch.tensor(2.5)
    z = torch.randn(256, 500, generator=torch.Generator().manual_seed(0))
    log_px_z, log_prior = log_normal(x, z, 1.0), log_normal(z, 0.0, 1.0)
    sizes = [1, 2, 4, 8, 16, 32, 64, 128, 256]
    bounds = [iwae_bound(log_px_z[:n], log_prior[:n], log_prior[:n]).mean() for n in sizes]
    plt.figure(figsize=(6, 3.5))
    plt.plot(sizes, bounds, "o-", label="importance-weighted bound")
    plt.axhline(log_normal(x, 0.0, 2.0), color="black", linestyle="--", label="log p(x)")
    plt.xscale("log", base=2)
    plt.xlabel("samples S")
    plt.ylabel("nats")
    plt.title("More samples, a tighter bound")
    plt.legend()
    plt.show()


try:
    tightening_bound()
except NotImplementedError:
    print("Write iwae_bound first: the picture needs it.")

# %% [markdown]
# ## What comes next
#
# You now own every term that a VAE is trained with, and you know which of them is exact and which
# is an estimate. All of it rests on a density that can be evaluated. HW 5 gives that up:
# adversarial networks learn to sample without ever writing down $p(x)$, and a second network takes
# over the job of the likelihood.
