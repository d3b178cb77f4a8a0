# %% [markdown]
# # HW 3: Gradients through randomness
#
# A generative model draws random numbers in the middle of its computation, and we want to train it
# by gradient descent all the same. But what is the derivative of a dice roll? This assignment gives
# two answers, compares them, and carries the better one over to discrete choices and to correlated
# Gaussians. The first function you write here sits inside every variational autoencoder; you will
# need it again in the next assignment.
#
# Fill in one function per question and run the cell below it: `grader.check` compares it with the
# public example from its docstring. Passing there is a good start, not the whole story: after you
# hand in, each function is checked on other shapes, extreme inputs, invalid inputs and gradients.
# The docstring says everything that is asked for.

# %%
import math
from collections.abc import Callable

import matplotlib.pyplot as plt
import otter
import torch
from torch import Tensor

grader = otter.Notebook()

# %% [markdown]
# ## 1. The reparameterization trick with log-variance (10 points)
#
# The encoder of a variational autoencoder looks at an image and answers with a Gaussian: a mean
# $\mu$ and, since a network may output any real number, the *logarithm* of the variance,
# $\text{logvar} = \log\sigma^2$. We then need a sample $z \sim \mathcal N(\mu, \sigma^2)$, and
# later the gradient of a loss of $z$ with respect to $\mu$ and $\text{logvar}$.
#
# `torch.normal(mu, sigma)` gives the sample but no gradient: nothing tells how the draw would have
# changed, had $\mu$ been a little larger. The trick is to take the randomness out. Draw
# $\varepsilon \sim \mathcal N(0, 1)$ first, without looking at any parameter; what remains is a
# plain, differentiable function:
#
# $$z = \mu + e^{\text{logvar}/2}\,\varepsilon .$$
#
# In this question the draw has already been made: `eps` is an argument. All operations are
# entry by entry, and gradients must flow to `mu` and to `logvar`:
#
# $$\frac{\partial z}{\partial \mu} = 1, \qquad
#   \frac{\partial z}{\partial\,\text{logvar}} = \tfrac12\,\sigma\,\varepsilon .$$


# %%
def reparameterize(mu: Tensor, logvar: Tensor, eps: Tensor) -> Tensor:
    """Turn standard normal noise into a sample of N(mu, exp(logvar)), differentiably.

    Args:
        mu: mean, any shape.
        logvar: natural logarithm of the VARIANCE, same shape as mu. An entry of -inf means
            sigma = 0: z is mu there.
        eps: standard normal noise, same shape as mu. Draw nothing yourself.

    Returns:
        z = mu + exp(logvar / 2) * eps, shape and dtype of mu. Gradients flow to mu (dz/dmu = 1)
        and to logvar (dz/dlogvar = sigma * eps / 2).

    Raises:
        ValueError: the three shapes are not the same (there is no broadcasting here: in a VAE a
            mismatch is a bug), or logvar holds NaN or +inf.
    """
    raise NotImplementedError


# %%
grader.check("reparameterize")

# %% [markdown]
# Does it sample what it claims to? Below, 20,000 noise values go through your function with
# $\mu = 1$ and $\text{logvar} = \log 4$. The histogram should follow the curve of
# $\mathcal N(1, 4)$: centred at 1, with about two thirds of its mass between −1 and 3.

# %%
try:
    noise = torch.randn(20_000, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    sample = reparameterize(torch.ones_like(noise), torch.full_like(noise, math.log(4.0)), noise)
    grid = torch.linspace(-7, 9, 200)
    density = torch.exp(-((grid - 1) ** 2) / 8) / math.sqrt(8 * math.pi)
    fig, ax = plt.subplots(figsize=(6, 3))
    ax.hist(sample.numpy(), bins=80, density=True, alpha=0.4, label="your samples")
    ax.plot(grid.numpy(), density.numpy(), label="density of N(1, 4)")
    ax.set(xlabel="z", ylabel="density")
    ax.legend()
    plt.show()
except NotImplementedError:
    print("Write reparameterize first: the picture needs it.")

# %% [markdown]
# ## 2. Gradient of an expectation through the sample (14 points)
#
# Training means minimising an expectation, such as the expected loss $\mathbb E[f(z)]$ over
# $z \sim \mathcal N(\mu, \operatorname{diag}\sigma^2)$. Once $z$ is a function of $\mu$,
# $\text{logvar}$ and noise that does not depend on them, the gradient may move inside the
# expectation, and an average over $n$ noise vectors estimates it. Let
#
# $$J(\mu, \text{logvar}) = \frac1n \sum_{i=1}^n f\big(z_i\big), \qquad
#   z_i = \mu + e^{\text{logvar}/2} \odot \varepsilon_i .$$
#
# Return $\partial J/\partial\mu$ and $\partial J/\partial\,\text{logvar}$. This is the *pathwise*
# estimator: it follows the path from the parameters through the sample into $f$.
#
# You may let autograd work, or apply the chain rule yourself. Either way be a good guest: whoever
# calls you may be in the middle of training with the very same `mu` and `logvar`, and would be
# surprised by gradients that you left behind in them.


# %%
def pathwise_grad(
    f: Callable[[Tensor], Tensor], mu: Tensor, logvar: Tensor, eps: Tensor
) -> tuple[Tensor, Tensor]:
    """Differentiate the average of f over reparameterized samples.

    Args:
        f: differentiable; maps a batch of points (m, D) to their values (m,), row by row.
        mu: mean, (D,).
        logvar: natural logarithm of the variance, (D,).
        eps: standard normal noise, (n, D) with n >= 1; row i makes sample z_i.

    Returns:
        (dJ/dmu, dJ/dlogvar), two tensors (D,) with the dtype of mu, where J is the MEAN of f(z_i)
        over the n samples. Neither requires grad. Even if mu or logvar require grad, their .grad
        stays None.

    Raises:
        ValueError: the shapes are not (D,), (D,) and (n, D), or n = 0.
    """
    raise NotImplementedError


# %%
grader.check("pathwise_grad")

# %% [markdown]
# ## 3. Score-function (REINFORCE) gradient (18 points)
#
# Sometimes $f$ can't be differentiated: it is a game's score, a human rating, a count. All we have
# are samples $z_i \sim q$ and numbers $f_i = f(z_i)$. Even so the gradient of the expectation can
# be estimated, because the *density* is known and $\nabla q = q\,\nabla\log q$:
#
# $$\nabla\,\mathbb E[f(z)] = \mathbb E\big[(f(z) - b)\,\nabla \log q(z)\big].$$
#
# The gradient of $\log q$ is called the *score*. Subtracting a constant *baseline* $b$ changes
# nothing in expectation, since the score has mean zero, but it can take away a great deal of noise.
# For $q = \mathcal N(\mu, \operatorname{diag} e^{\text{logvar}})$ the two estimates are, entry by
# entry,
#
# $$\frac1n\sum_{i=1}^n (f_i - b)\,\frac{z_i-\mu}{\sigma^2} \quad\text{for } \mu, \qquad
#   \frac1n\sum_{i=1}^n (f_i - b)\,\frac12\left(\frac{(z_i-\mu)^2}{\sigma^2} - 1\right)
#   \quad\text{for logvar}.$$
#
# Reinforcement learning calls this REINFORCE; in language models it is how a reward for a whole
# answer reaches the weights that chose its words.


# %%
def score_function_grad(
    fz: Tensor, z: Tensor, mu: Tensor, logvar: Tensor, baseline: float = 0.0
) -> tuple[Tensor, Tensor]:
    """Estimate the gradient of E[f(z)] from values of f alone.

    Args:
        fz: the numbers f(z_i), (n,); constants, whether or not they require grad.
        z: samples of N(mu, diag(exp(logvar))), (n, D) with n >= 1; constants as well.
        mu: mean, (D,).
        logvar: natural logarithm of the variance, (D,), finite.
        baseline: b, SUBTRACTED from every f(z_i).

    Returns:
        The estimates for mu and for logvar, two tensors (D,) with the dtype of fz, each a MEAN
        over the n samples. They are gradients of E[f(z)] itself: they point uphill, without a
        minus sign.

    Raises:
        ValueError: the shapes are not (n,), (n, D), (D,) and (D,), n = 0, or logvar holds NaN
            or an infinity.
    """
    raise NotImplementedError


# %%
grader.check("score_function_grad")

# %% [markdown]
# ## 4. Gumbel-softmax: reparameterizing a discrete choice (20 points)
#
# A choice among $K$ classes can be reparameterized, too. Add independent *Gumbel* noise to the
# unnormalised log-probabilities and take the largest:
#
# $$g_k = -\log(-\log u_k), \quad u_k \sim \mathcal U(0,1), \qquad
#   \arg\max_k\,(\text{logits}_k + g_k)
#   \sim \text{Categorical}\big(\operatorname{softmax}(\text{logits})\big).$$
#
# This is exact. What spoils it for training is the arg max, whose derivative is zero wherever it
# exists. So we soften it with a temperature $\tau > 0$:
#
# $$y = \operatorname{softmax}\!\left(\frac{\text{logits} + g}{\tau}\right).$$
#
# For small $\tau$ the vector $y$ is nearly one-hot, for large $\tau$ nearly uniform. If what
# follows needs a real choice, the *straight-through* estimator combines both: with `hard=True` the
# forward pass returns the one-hot vector of the largest entry, while the backward pass pretends
# that $y$ had been returned.


# %%
def gumbel_softmax(logits: Tensor, u: Tensor, tau: float, hard: bool = False) -> Tensor:
    """Relax a categorical sample; with hard=True make it one-hot, straight-through.

    Args:
        logits: unnormalised log-probabilities, (..., K); the LAST dimension holds the classes.
        u: uniform noise strictly between 0 and 1, same shape as logits. Use it as it is, without
            adding anything inside the logarithms. Draw nothing yourself.
        tau: temperature, positive.
        hard: whether to return one-hot vectors.

    Returns:
        Shape and dtype of logits. Soft: y = softmax((logits + g) / tau), rows sum to 1. Hard: 1
        for the class with the largest logits + g, else 0 (to within 1e-6). In both cases the
        gradient with respect to logits is that of the soft y. |logits| / tau may be as large
        as 1e6.

    Raises:
        ValueError: tau <= 0, some u is not strictly between 0 and 1, or the shapes differ.
    """
    raise NotImplementedError


# %%
grader.check("gumbel_softmax")

# %% [markdown]
# The same five draws from $\operatorname{softmax}(\text{logits}) = (0.2, 0.5, 0.3)$ at three
# temperatures. Each stacked bar is one sample. Look for two things: the tallest part of a bar is
# the same class at every temperature, and only a low temperature makes it nearly the whole bar.

# %%
try:
    generator = torch.Generator().manual_seed(3)
    uniforms = torch.rand(5, 3, generator=generator, dtype=torch.float64)
    class_logits = torch.tensor([0.2, 0.5, 0.3], dtype=torch.float64).log().expand(5, 3)
    fig, axes = plt.subplots(1, 3, figsize=(9, 3), sharey=True)
    for ax, temperature in zip(axes, (0.1, 1.0, 10.0), strict=True):
        parts = gumbel_softmax(class_logits, uniforms, temperature)
        floor = torch.zeros(5, dtype=torch.float64)
        for k in range(3):
            ax.bar(range(5), parts[:, k].numpy(), bottom=floor.numpy(), label=f"class {k}")
            floor = floor + parts[:, k]
        ax.set(title=f"tau = {temperature}", xlabel="sample")
    axes[0].set_ylabel("y")
    axes[2].legend(loc="center left", bbox_to_anchor=(1, 0.5))
    plt.show()
except NotImplementedError:
    print("Write gumbel_softmax first: the picture needs it.")

# %% [markdown]
# ## 5. Same gradient, very different noise (18 points)
#
# Questions 2 and 3 estimate the same thing. Which one would you rather train with? Take a scalar
# $z_i = \mu + \sigma\varepsilon_i$ and look at the gradients for $\mu$ that each *single* sample
# gives:
#
# $$\text{pathwise: } f'(z_i), \qquad\qquad
#   \text{score function: } f(z_i)\,\frac{z_i - \mu}{\sigma^2}.$$
#
# Both have the expectation $\frac{d}{d\mu}\mathbb E[f(z)]$. Tabulate the mean and the variance of
# these single-sample gradients. For the variance use the unbiased form, with $n - 1$:
#
# $$s^2 = \frac{1}{n-1}\sum_{i=1}^n (g_i - \bar g)^2 .$$


# %%
def compare_estimators(
    f: Callable[[Tensor], Tensor], mu: Tensor, sigma: Tensor, eps: Tensor
) -> Tensor:
    """Tabulate mean and sample variance of single-sample gradients for mu of both estimators.

    Args:
        f: differentiable, works element by element: (n,) to (n,).
        mu: mean, 0-dim.
        sigma: STANDARD DEVIATION, 0-dim, positive.
        eps: standard normal noise, (n,) with n >= 2.

    Returns:
        A (2, 2) tensor with the dtype of mu. Row 0: pathwise. Row 1: score function, without a
        baseline. Column 0: mean over the n samples. Column 1: unbiased sample variance (divisor
        n - 1) of the single-sample gradients, not of their mean.

    Raises:
        ValueError: sigma <= 0 or n < 2.
    """
    raise NotImplementedError


# %%
grader.check("compare_estimators")

# %% [markdown]
# Here is what your table says for $f(z) = z^2$ and $\mu = 1$ as the distribution narrows: trained
# models are often very sure of themselves. Note the logarithmic axes: as $\sigma$ goes to 0, one
# estimator becomes perfect and the other one useless.

# %%
try:
    widths = torch.logspace(-1.5, 0.5, 15, dtype=torch.float64)
    draws = torch.randn(4_000, generator=torch.Generator().manual_seed(5), dtype=torch.float64)
    centre = torch.tensor(1.0, dtype=torch.float64)
    tables = [compare_estimators(torch.square, centre, w, draws) for w in widths]
    spread = torch.stack(tables).detach()[:, :, 1].numpy()
    fig, ax = plt.subplots(figsize=(6, 3.5))
    ax.loglog(widths.numpy(), spread[:, 0], "o-", label="pathwise")
    ax.loglog(widths.numpy(), spread[:, 1], "s--", label="score function")
    ax.set(xlabel="sigma", ylabel="variance of one sample's gradient")
    ax.legend()
    plt.show()
except NotImplementedError:
    print("Write compare_estimators first: the picture needs it.")

# %% [markdown]
# ## 6. Reparameterizing a full-covariance posterior (20 points)
#
# With one variance per dimension a posterior can stretch along the axes only. To let it lean, the
# network outputs a mean $\mu$ and a matrix $\text{raw}$ of real numbers without any constraint,
# from which we build a lower triangular factor with a positive diagonal:
#
# $$L = \text{strictly-lower}(\text{raw}) +
#   \operatorname{diag}\big(\operatorname{softplus}(\text{raw}_{ii})\big),
#   \qquad \operatorname{softplus}(x) = \log(1 + e^x).$$
#
# Every covariance matrix is an $L L^\top$ of this kind, and the sample stays a simple function of
# its noise: $z = \mu + L\varepsilon$. Its log-density is no harder. Change of variables divides the
# density of $\varepsilon$ by the factor with which $L$ stretches volume, and the determinant of a
# triangular matrix is the product of its diagonal:
#
# $$\log q(z) = -\tfrac12 \lVert\varepsilon\rVert^2 - \sum_{i=1}^{D} \log L_{ii}
#   - \tfrac D2 \log 2\pi .$$
#
# A sample together with its log-density is all that a Monte-Carlo estimate of a KL divergence
# needs.


# %%
def reparam_full_cov(mu: Tensor, raw: Tensor, eps: Tensor) -> tuple[Tensor, Tensor]:
    """Sample from N(mu, L L^T) with L made from raw, and return its log-density, too.

    Args:
        mu: means, (B, D).
        raw: unconstrained matrices, (B, D, D). Entries above the diagonal are ignored; the
            diagonal goes through softplus(x) = log(1 + exp(x)), which must neither overflow for x
            up to 1e3 nor lose digits for x down to -30.
        eps: standard normal noise, (B, D). Draw nothing yourself.

    Returns:
        (z, logq): z = mu + L eps for every example, (B, D), and log q(z), (B,), a natural
        logarithm, summed over the D dimensions; dtype of mu. Gradients flow from both to raw and
        from z to mu; entries of raw above the diagonal get gradient 0.

    Raises:
        ValueError: the shapes are not (B, D), (B, D, D) and (B, D).
    """
    raise NotImplementedError


# %%
grader.check("reparam_full_cov")

# %% [markdown]
# A cloud of 600 samples from one leaning Gaussian, coloured by your log-density. Look for a tilted
# ellipse, and for colours that change from its centre outwards in rings of the same tilt.

# %%
try:
    generator = torch.Generator().manual_seed(7)
    noise = torch.randn(600, 2, generator=generator, dtype=torch.float64)
    matrix = torch.tensor([[1.5, 0.0], [1.2, 0.0]], dtype=torch.float64).expand(600, 2, 2)
    cloud, log_density = reparam_full_cov(torch.zeros_like(noise), matrix, noise)
    fig, ax = plt.subplots(figsize=(5, 4))
    points = ax.scatter(cloud[:, 0].numpy(), cloud[:, 1].numpy(), c=log_density.numpy(), s=12)
    fig.colorbar(points, label="log q(z)")
    ax.set(xlabel="first dimension", ylabel="second dimension")
    plt.show()
except NotImplementedError:
    print("Write reparam_full_cov first: the picture needs it.")

# %% [markdown]
# ## What comes next
#
# You can now send a gradient through a Gaussian sample, through a discrete choice, and past a
# function that has no gradient at all. In the next assignment the function $f$ becomes the loss of
# a variational autoencoder: a reconstruction term, evaluated on a reparameterized $z$, and a KL
# divergence that keeps the posterior close to its prior.
