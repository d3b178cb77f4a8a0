# %% [markdown]
# # HW 5: Adversarial losses
#
# A generative adversarial network has no likelihood. A *discriminator* $D$ learns to tell data
# from fakes, and a *generator* learns from its verdict. Everything then hangs on the two numbers
# that they minimise. You will write the classic pair, two alternatives that behave better when the
# discriminator is winning, and the Wasserstein critic with its gradient penalty; at the end you
# will compute what a perfect discriminator measures.
#
# **How to check your work.** Replace each `raise NotImplementedError` and run the cell below the
# question. `grader.check` sees only the example in the docstring; more is checked after handing
# in, so read the docstring closely: it is the contract.

# %%
import math
from collections.abc import Callable

import matplotlib.pyplot as plt
import otter
import torch
from torch import Tensor

grader = otter.Notebook()

# %% [markdown]
# ## 1. The discriminator and its smoothed labels (14 points)
#
# The discriminator is a binary classifier. Its network ends in a *logit* $l(x)$, any real number,
# and $D(x) = \sigma(l(x)) = 1 / (1 + e^{-l(x)})$ is the probability it gives to "$x$ is data". It
# minimises the cross-entropy of that guess on a batch of real samples and on a batch of fakes:
#
# $$
# L_D = -\frac1n \sum_{i=1}^{n} \Big[(1 - s) \log D(x_i) + s \log\big(1 - D(x_i)\big)\Big]
#       - \frac1m \sum_{j=1}^{m} \log\big(1 - D(\tilde x_j)\big)
# $$
#
# Here $x_1, \dots, x_n$ are real, $\tilde x_1, \dots, \tilde x_m$ are fake, and $s$ is the amount
# of *one-sided label smoothing*. With $s = 0$ this is the loss of the original GAN. With
# $s = 0.1$ the discriminator is asked to be 90 % sure about real samples and no more, so its
# logits stay moderate and the generator keeps receiving a useful signal. Only the real label
# moves: smoothing the fake label would reward the generator for standing still.
#
# Mind the numbers. A discriminator that is winning has logits far from 0, where $\sigma(l)$ rounds
# to exactly 0 or 1 and its logarithm is lost. Work from the logit; $1 - \sigma(l) = \sigma(-l)$
# is a good start.

# %%
def discriminator_loss(real_logits: Tensor, fake_logits: Tensor, smooth: float = 0.0) -> Tensor:
    """Cross-entropy loss of a discriminator, with one-sided label smoothing.

    Each of the two terms is averaged over all elements of its own tensor; then they are added,
    without a factor 1/2. Real samples have the label 1 - smooth, fakes always the label 0.
    Logarithms are natural. The loss is exact for logits as large as 1e4 in absolute value, and
    gradients reach both real_logits and fake_logits.

    Args:
        real_logits: logits (not probabilities) of real samples, any shape, at least one element.
        fake_logits: logits of fakes, any shape, at least one element; its shape and size may
            differ from those of real_logits.
        smooth: how far the label of real samples lies below 1, in [0, 1).

    Returns:
        The loss to minimise, a 0-dim tensor with the dtype of real_logits.

    Raises:
        ValueError: real_logits or fake_logits is empty or contains NaN, or smooth is outside
            [0, 1).
    """
    raise NotImplementedError


# %%
grader.check("discriminator_loss")

# %% [markdown]
# ## 2. Saturating and non-saturating generator losses (12 points)
#
# The generator wants $D(\tilde x)$ to be high. In the minimax game it minimises the very term that
# the discriminator maximises; the *saturating* loss is
#
# $$
# L_G^{\text{sat}} = \frac1m \sum_{j=1}^{m} \log\big(1 - D(\tilde x_j)\big) .
# $$
#
# Early in training every fake is recognised, $D(\tilde x_j) \approx 0$, and this loss is flat
# exactly there: the worse the generator, the less it learns. The *non-saturating* loss
#
# $$
# L_G^{\text{ns}} = -\frac1m \sum_{j=1}^{m} \log D(\tilde x_j)
# $$
#
# has the same fixed point but its steepest slope where fakes are recognised. Both are minimised;
# both fall as $D(\tilde x_j)$ rises. As before, start from the logit.

# %%
def generator_loss(fake_logits: Tensor, kind: str = "nonsaturating") -> Tensor:
    """Loss of a generator given the discriminator's logits of its samples.

    With D = sigmoid(fake_logits), the mean over all elements of log(1 - D) for kind "saturating"
    (never positive) and of -log D for kind "nonsaturating" (never negative). Logarithms are
    natural. The loss is exact for logits as large as 1e4 in absolute value, and gradients reach
    fake_logits.

    Args:
        fake_logits: logits (not probabilities) of fakes, any shape, at least one element.
        kind: "saturating" or "nonsaturating".

    Returns:
        The loss to minimise, a 0-dim tensor with the dtype of fake_logits.

    Raises:
        ValueError: fake_logits is empty or contains NaN, or kind is neither of the two.
    """
    raise NotImplementedError


# %%
grader.check("generator_loss")

# %% [markdown]
# A picture says why nearly everyone trains with the second one. On the left are your two losses of
# a single fake against its logit; on the right is the size of their gradients, by autograd. Look at
# the left end, where the discriminator is sure that the sample is a fake: which generator still
# learns?

# %%
try:
    logits = torch.linspace(-8, 8, 161, dtype=torch.float64, requires_grad=True)
    curves = {}
    for kind in ("saturating", "nonsaturating"):
        losses = torch.stack([generator_loss(logit, kind) for logit in logits])
        (slopes,) = torch.autograd.grad(losses.sum(), logits)
        curves[kind] = losses.detach(), slopes.abs()
except NotImplementedError:
    print("Write generator_loss first: the picture needs it.")
else:
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3), layout="constrained")
    for kind, (losses, slopes) in curves.items():
        left.plot(logits.detach(), losses, label=kind)
        right.plot(logits.detach(), slopes, label=kind)
    left.set(xlabel="logit of the fake", ylabel="generator's loss")
    right.set(xlabel="logit of the fake", ylabel="size of its gradient")
    left.legend()
    plt.show()

# %% [markdown]
# ## 3. Least-squares GAN (12 points)
#
# Cross-entropy loses interest in a fake once it is on the right side of the decision boundary, even
# if it lies far from the data. The least-squares GAN drops the sigmoid and treats the raw score as
# a regression onto targets, 1 for real and 0 for fake; the generator wants its fakes scored 1:
#
# $$
# L_D = \frac{1}{2n} \sum_{i=1}^{n} (r_i - 1)^2 + \frac{1}{2m} \sum_{j=1}^{m} f_j^2 ,
# \qquad
# L_G = \frac{1}{2m} \sum_{j=1}^{m} (f_j - 1)^2
# $$
#
# with $r_i$ the score of a real sample and $f_j$ that of a fake. A score of 3 is now as bad as a
# score of −1: there is no "more than sure", and the gradient grows with the distance from the
# target.

# %%
def lsgan_losses(real_scores: Tensor, fake_scores: Tensor) -> tuple[Tensor, Tensor]:
    """Losses of the least-squares GAN with targets 1 (real) and 0 (fake).

    Every mean runs over all elements of its own tensor, and each of the three terms keeps its
    factor 1/2. Gradients reach both real_scores and fake_scores.

    Args:
        real_scores: raw, unbounded scores of real samples (no sigmoid is applied), any shape, at
            least one element.
        fake_scores: scores of fakes, any shape, at least one element; its shape and size may
            differ from those of real_scores.

    Returns:
        (d_loss, g_loss): what the discriminator and what the generator minimises, 0-dim tensors
        with the dtype of real_scores.

    Raises:
        ValueError: real_scores or fake_scores is empty or contains NaN.
    """
    raise NotImplementedError


# %%
grader.check("lsgan_losses")

# %% [markdown]
# ## 4. Hinge GAN (12 points)
#
# A third choice, behind many large image models, borrows the margin of support vector machines. The
# discriminator wants real scores above 1 and fake scores below −1, and past that line it stops
# caring:
#
# $$
# L_D = \frac1n \sum_{i=1}^{n} \max(0,\, 1 - r_i) + \frac1m \sum_{j=1}^{m} \max(0,\, 1 + f_j) ,
# \qquad
# L_G = -\frac1m \sum_{j=1}^{m} f_j
# $$
#
# The generator has no hinge: it always wants higher scores. Samples beyond the margin send no
# gradient to the discriminator, so all of its effort goes to those it still confuses.

# %%
def hinge_losses(real_scores: Tensor, fake_scores: Tensor) -> tuple[Tensor, Tensor]:
    """Losses of the hinge GAN.

    The hinge is taken for each score, then averaged over all elements of its own tensor; the two
    terms of the discriminator are added, without a factor 1/2. The generator's loss is the
    negative mean of fake_scores. Gradients reach both real_scores and fake_scores; that of d_loss
    is exactly 0 for scores beyond the margin (exactly on it, any choice will do).

    Args:
        real_scores: raw, unbounded scores of real samples (no sigmoid is applied), any shape, at
            least one element.
        fake_scores: scores of fakes, any shape, at least one element; its shape and size may
            differ from those of real_scores.

    Returns:
        (d_loss, g_loss): what the discriminator and what the generator minimises, 0-dim tensors
        with the dtype of real_scores.

    Raises:
        ValueError: real_scores or fake_scores is empty or contains NaN.
    """
    raise NotImplementedError


# %%
grader.check("hinge_losses")

# %% [markdown]
# Your three discriminators side by side: the part of each loss that a single real sample causes.
# Look for where each curve is flat. There, this sample no longer teaches the discriminator
# anything.

# %%
try:
    scores = torch.linspace(-3, 4, 141, dtype=torch.float64)
    one_fake = torch.tensor([0.0], dtype=torch.float64)
    parts = {
        "cross-entropy": [discriminator_loss(s, one_fake) for s in scores],
        "least squares": [lsgan_losses(s, one_fake)[0] for s in scores],
        "hinge": [hinge_losses(s, one_fake)[0] for s in scores],
    }
except NotImplementedError:
    print("Write the first four questions first: the picture needs them.")
else:
    figure, axes = plt.subplots(figsize=(5, 3), layout="constrained")
    for name, values in parts.items():
        heights = torch.stack(values)
        axes.plot(scores, heights - heights.min(), label=name)
    axes.set(xlabel="score (or logit) of a real sample", ylabel="loss above its lowest")
    axes.legend()
    plt.show()

# %% [markdown]
# ## 5. Wasserstein critic with gradient penalty (24 points)
#
# When data and fakes do not overlap, a perfect classifier exists and its verdict says nothing about
# *how far* the fakes are off. The Wasserstein GAN asks for a *critic* $c$ instead, a score whose
# slope is nowhere above 1; the largest possible gap between its mean scores is the earth mover's
# distance between the two distributions. The critic minimises the negative gap
#
# $$
# w = \frac1B \sum_{i=1}^{B} c(\tilde x_i) - \frac1B \sum_{i=1}^{B} c(x_i)
# $$
#
# and the constraint becomes a penalty: on the straight line between each pair the slope should be
# 1, no more and no less.
#
# $$
# \hat x_i = \alpha_i x_i + (1 - \alpha_i)\, \tilde x_i , \qquad
# \mathrm{gp} = \lambda\, \frac1B \sum_{i=1}^{B}
#     \Big( \big\lVert \nabla_{\hat x}\, c(\hat x_i) \big\rVert_2 - 1 \Big)^2
# $$
#
# $x_i$ is real, $\tilde x_i$ is fake, and $\alpha_i \in [0, 1]$ is the weight of the **real**
# sample, one number for each pair. The norm is that of a whole sample: for an image it runs over
# channels and pixels.
#
# The penalty contains a gradient and is then differentiated itself, with respect to the critic's
# parameters. `torch.autograd.grad` computes the inner gradient; see to it that the result can be
# differentiated once more.

# %%
def wgan_gp_loss(
    critic: Callable[[Tensor], Tensor],
    real: Tensor,
    fake: Tensor,
    alpha: Tensor,
    lam: float = 10.0,
) -> tuple[Tensor, Tensor]:
    """Loss of a Wasserstein critic and its two-sided gradient penalty.

    w is the mean score of fake minus the mean score of real. gp is lam times the mean over
    samples of (slope - 1)^2, where slope is the Euclidean norm, over all dimensions but the
    first, of the critic's gradient at the point alpha * real + (1 - alpha) * fake. Both results
    are differentiable with respect to the critic's parameters.

    Args:
        critic: maps a batch (B, ...) of samples to scores (B,); it treats samples independently.
        real: real samples, (B, ...) with at least one dimension after the first.
        fake: fakes, the shape of real.
        alpha: weight of the real sample in each pair, (B,), entries in [0, 1].
        lam: weight of the penalty, at least 0.

    Returns:
        (w, gp): 0-dim tensors with the dtype of real; gp is already multiplied by lam and w does
        not contain it. The critic minimises w + gp.

    Raises:
        ValueError: real and fake differ in shape, alpha does not have shape (B,), an entry of
            alpha is outside [0, 1], or lam is negative.
    """
    raise NotImplementedError


# %%
grader.check("wgan_gp_loss")

# %% [markdown]
# Now let a small critic learn in one dimension, with real samples around 2 and fakes around −2.
# Your penalty holds its slope near 1, so its score climbs almost like a ruler from the fakes to the
# data: wherever a fake stands, it is told which way to go. Compare with the dotted line, the
# probability $D$ of a discriminator trained by your first loss, which is flat wherever it is sure.

# %%
def small_network() -> torch.nn.Sequential:
    """A network from one number to one score that starts out rising.

    In one dimension a slope of -1 has no penalty either, and a falling critic is stuck there.
    """
    network = torch.nn.Sequential(
        torch.nn.Linear(1, 32), torch.nn.Tanh(), torch.nn.Linear(32, 1), torch.nn.Flatten(0)
    )
    with torch.no_grad():
        for layer in (network[0], network[2]):
            layer.weight.abs_()
    return network


def train(network: torch.nn.Module, loss: Callable[[], Tensor]) -> None:
    """Walk down the gradient of `loss()` in the network's parameters."""
    weights = list(network.parameters())
    for _ in range(250):
        slopes = torch.autograd.grad(loss(), weights)
        with torch.no_grad():
            for values, slope in zip(weights, slopes, strict=True):
                values.sub_(0.02 * slope)


source = torch.Generator().manual_seed(5)
real = 2 + 0.4 * torch.randn(64, 1, generator=source)
fake = -2 + 0.4 * torch.randn(64, 1, generator=source)
critic, classifier = small_network(), small_network()

try:
    train(critic, lambda: sum(wgan_gp_loss(critic, real, fake, torch.rand(64, generator=source))))
    train(classifier, lambda: discriminator_loss(classifier(real), classifier(fake)))
except NotImplementedError:
    print("Write discriminator_loss and wgan_gp_loss first: the picture needs them.")
else:
    line = torch.linspace(-4, 4, 161)[:, None]
    with torch.no_grad():
        score, probability = critic(line), torch.sigmoid(classifier(line))
    figure, axes = plt.subplots(figsize=(5, 3), layout="constrained")
    axes.plot(line[:, 0], score - score[80], label="critic (0 in the middle)")
    axes.plot(line[:, 0], probability, ":", label="D(x)")
    axes.plot(real[:, 0], torch.full((64,), -3.0), "|", label="real")
    axes.plot(fake[:, 0], torch.full((64,), -3.0), "|", label="fake")
    axes.set(xlabel="x", ylabel="score")
    axes.legend()
    plt.show()

# %% [markdown]
# ## 6. The optimal discriminator and Jensen-Shannon (26 points)
#
# What does the game of question 1 measure? Take distributions over $K$ outcomes, $p$ for the data
# and $q$ for the generator, and let the discriminator choose any $D_k \in [0, 1]$ for each outcome.
# It maximises
#
# $$
# V(D) = \sum_{k=1}^{K} p_k \log D_k + q_k \log (1 - D_k) ,
# $$
#
# one outcome at a time, and the best answer is
#
# $$
# D^*_k = \frac{p_k}{p_k + q_k} .
# $$
#
# Put it back into $V$ and a divergence appears: with the mixture $m = \tfrac12 (p + q)$,
#
# $$
# V(D^*) = 2\, \mathrm{JS}(p, q) - \log 4 , \qquad
# \mathrm{JS}(p, q) = \tfrac12\, \mathrm{KL}(p \,\|\, m) + \tfrac12\, \mathrm{KL}(q \,\|\, m) .
# $$
#
# Against a perfect discriminator the generator thus minimises the *Jensen-Shannon divergence*. It
# is symmetric, lies between 0 and $\log 2$, and is 0 only if $p = q$. Here $0 \log 0 = 0$: an
# outcome that one side never produces adds nothing to that side's sum. An outcome that neither side
# produces is no evidence at all, and the best guess about it is $\tfrac12$.

# %%
def optimal_discriminator(p: Tensor, q: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """The best discriminator between two distributions, its value, and their divergence.

    Logarithms are natural, so V and JS are in nats, and 0 log 0 = 0. An outcome with
    p_k = q_k = 0 gets D*_k = 1/2 and adds nothing. Disjoint supports give V = 0 and JS = log 2.
    JS lies in [0, log 2] and is 0 exactly when p = q, both up to 1e-12. D*_k is accurate also
    where p_k and q_k are tiny.

    Args:
        p: probabilities of the data, (K,), non-negative with sum 1.
        q: probabilities of the generator, (K,), non-negative with sum 1.

    Returns:
        (d, v, js): the best discriminator D*, (K,); its value V(D*), 0-dim; the Jensen-Shannon
        divergence of p and q, 0-dim. All have the dtype of p.

    Raises:
        ValueError: p or q is not one-dimensional, they differ in length, one has a negative
            entry, or a sum differs from 1 by more than 1e-4.
    """
    raise NotImplementedError


# %%
grader.check("optimal_discriminator")

# %% [markdown]
# Slide the generator's bell curve away from the data's and watch the divergence. Once the two
# barely overlap, JS has reached its ceiling $\log 2$ and stays there: a generator that is 6 away
# and one that is 12 away receive the same verdict. The gap between a Wasserstein critic's mean
# scores would go on growing, like the distance itself.

# %%
grid = torch.linspace(-10, 20, 301, dtype=torch.float64)


def bell(centre: float) -> Tensor:
    """A normal curve on the grid, as probabilities."""
    return torch.softmax(-((grid - centre) ** 2) / 2, dim=0)


try:
    distances = torch.linspace(0, 12, 49)
    divergences = [optimal_discriminator(bell(0), bell(float(d)))[2] for d in distances]
except NotImplementedError:
    print("Write optimal_discriminator first: the picture needs it.")
else:
    figure, axes = plt.subplots(figsize=(5, 3), layout="constrained")
    axes.plot(distances, torch.stack(divergences), label="JS")
    axes.axhline(math.log(2), linestyle=":", color="grey", label="log 2")
    axes.set(xlabel="distance between the two means", ylabel="divergence in nats")
    axes.legend()
    plt.show()

# %% [markdown]
# ## What comes next
#
# Every loss here needs an opponent, and a balance between two networks that is easily lost. The
# next assignment turns to diffusion models, which replace the game by a regression: add noise in
# small steps, learn to predict it, and walk back.
