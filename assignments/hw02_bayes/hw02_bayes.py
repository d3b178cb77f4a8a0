# %% [markdown]
# # HW 2: Bayes' rule, and what a generative model knows
#
# A generative model says how data come about: first a cause $k$ with probability $p(k)$, then an
# observation $x$ with probability $p(x \mid k)$. Bayes' rule runs this backwards, from what we see
# to what may have caused it. In this homework you write it in log space, use it to learn about an
# unknown number, build two classifiers out of generative models, and find logistic regression
# hiding inside one of them. Variational autoencoders will later face the same rule where the sum
# over causes can no longer be written down.
#
# **How to check.** Run your cell, then the check under it. `grader.check` looks at the public
# example, the one in the docstring; more is checked after you hand in, so read each docstring as
# a contract and try cases of your own. Replace `raise NotImplementedError` with your code, and
# keep names and arguments as they are.
# %%
import math

import matplotlib.pyplot as plt
import otter
import torch
import torch.nn.functional as F
from torch import Tensor

grader = otter.Notebook()

# %% [markdown]
# ## 1. The evidence, in log space (10 points)
#
# How probable is an observation when we don't know its cause? We ask each hypothesis
# $k = 1, \dots, K$, and weigh its answer by how much we believed in it beforehand:
#
# $$p(x_n) = \sum_{k=1}^{K} p(x_n \mid k)\, p(k)$$
#
# This *evidence* is what remains when the cause is summed out ("marginalised"). It is also the
# number by which whole models are compared, which is why it will come back in every topic of the
# course.
#
# The probability of an image with a thousand pixels is easily as small as $e^{-1000}$, and a
# density may be as large as $e^{900}$; neither fits into a floating-point number. So we keep
# logarithms throughout:
#
# $$\log p(x_n) = \log \sum_{k} \exp\bigl(\log p(x_n \mid k) + \log p(k)\bigr)$$
#
# Read literally, this formula still leaves log space for a moment. Think about what you could
# take out of the sum before `exp` is applied.


# %%
def log_evidence(log_prior: Tensor, log_lik: Tensor) -> Tensor:
    """Log evidence of each observation, with the hypotheses summed out.

    Natural logarithms everywhere. An entry of -inf stands for probability 0 and is legal; an
    observation that is impossible under every hypothesis has the log evidence -inf. The prior is
    used as given: it is not normalised, even if it does not sum to 1. Log likelihoods may be as
    small as -1000 or as large as +900.

    Args:
        log_prior: log p(k), shape (K,).
        log_lik: log p(x_n | k), shape (N, K), a row for each observation. N = 0 is legal.

    Returns:
        log p(x_n), shape (N,), in the dtype of the input; empty for N = 0.

    Raises:
        ValueError: NaN or +inf in either argument, or shapes other than (K,) and (N, K).
    """
    raise NotImplementedError


# %%
grader.check("log_evidence")

# %% [markdown]
# ## 2. Bayes' rule, in log space (12 points)
#
# Now the other direction: having seen $x_n$, how much do we believe in each hypothesis? The joint
# probability $p(x_n \mid k)\,p(k)$ already ranks the hypotheses. Dividing by the evidence turns it
# into a distribution over $k$:
#
# $$p(k \mid x_n) = \frac{p(x_n \mid k)\, p(k)}{p(x_n)}, \qquad
# \log p(k \mid x_n) = \log p(x_n \mid k) + \log p(k) - \log p(x_n)$$
#
# The docstring's example is a medical test. One person in a hundred is ill ($k = 1$), the test
# answers correctly in 95 % of cases, and the first row is a positive result. Look at what the
# posterior says about this person before you trust a single test.


# %%
def log_posterior(log_prior: Tensor, log_lik: Tensor) -> Tensor:
    """Log posterior of each hypothesis, for each observation.

    Natural logarithms everywhere. The probabilities in each row of the result sum to 1. Where
    the prior or the likelihood is 0 (an entry of -inf), so is the posterior. Log likelihoods may
    be as small as -1000.

    Args:
        log_prior: log p(k), shape (K,).
        log_lik: log p(x_n | k), shape (N, K), a row for each observation.

    Returns:
        log p(k | x_n), shape (N, K), in the dtype of the input.

    Raises:
        ValueError: NaN or +inf in either argument; shapes other than (K,) and (N, K); an
            observation whose evidence is 0, since nothing can be concluded from the impossible.
    """
    raise NotImplementedError


# %%
grader.check("log_posterior")

# %% [markdown]
# ## 3. A belief about a number (16 points)
#
# Hypotheses need not come in a table. Let the unknown be a real number $\theta$, for instance the
# true length of a rod, believed to be about $\mu_0$ before anything is measured. Each
# measurement scatters around it:
#
# $$\theta \sim \mathcal N(\mu_0, v_0), \qquad x_i \mid \theta \sim \mathcal N(\theta, v)
# \quad \text{independently for } i = 1, \dots, n$$
#
# Prior times likelihood is the exponential of a quadratic function of $\theta$, so the posterior
# is Gaussian again (the prior is *conjugate*). Completing the square gives its variance $v_n$ and
# its mean $m_n$:
#
# $$\frac{1}{v_n} = \frac{1}{v_0} + \frac{n}{v}, \qquad
# m_n = v_n \left( \frac{\mu_0}{v_0} + \frac{\sum_{i} x_i}{v} \right)$$
#
# An inverse variance is called a *precision*. Precisions add: every measurement brings $1/v$,
# the prior brings $1/v_0$, and the mean weighs each source by the precision it brings. The same
# computation, one step of a noisy chain at a time, is at the heart of diffusion models.


# %%
def gaussian_posterior(mu0: float, var0: float, x: Tensor, var: float) -> tuple[Tensor, Tensor]:
    """Posterior of a Gaussian's unknown mean theta, after seeing x.

    All spreads are VARIANCES, none a standard deviation.

    Args:
        mu0: mean of the prior of theta.
        var0: variance of the prior of theta, positive.
        x: the observations, shape (n,). n = 0 is legal and gives the prior back.
        var: variance of one observation around theta, positive.

    Returns:
        Mean and variance of the posterior of theta: two 0-dim tensors of x's dtype.

    Raises:
        ValueError: var0 <= 0 or var <= 0; NaN or an infinity in any argument; x not 1-D.
    """
    raise NotImplementedError


# %%
grader.check("gaussian_posterior")

# %% [markdown]
# **Look:** the rod is 2.0 long and the prior expected 0. How many measurements does it take until
# the prior no longer matters? Does the curve ever get wider?

# %%
try:
    data = 2.0 + torch.randn(30, generator=torch.Generator().manual_seed(7))
    theta = torch.linspace(-3, 4, 400)
    for n in (0, 1, 5, 30):
        mean, variance = gaussian_posterior(0.0, 1.0, data[:n], 1.0)
        density = torch.exp(-((theta - mean) ** 2) / (2 * variance))
        plt.plot(theta, density / torch.sqrt(2 * math.pi * variance), label=f"n = {n}")
    plt.axvline(2.0, color="black", linestyle=":", label="true length")
    plt.xlabel("theta")
    plt.ylabel("density after n measurements")
    plt.legend()
    plt.show()
except NotImplementedError:
    print("Write gaussian_posterior first: the picture needs it.")

# %% [markdown]
# ## 4. A classifier out of a generative model (18 points)
#
# A *discriminative* model learns $p(y \mid x)$ and nothing else. A *generative* classifier learns
# how each class looks, $p(x \mid y = k)$, and how frequent it is, $p(y = k)$; Bayes' rule then
# answers the discriminative question, and the model can also draw new examples. The simplest one
# treats the $D$ features as independent Gaussians once the class is known ("naive Bayes"):
#
# $$p(x \mid y = k) = \prod_{d=1}^{D} \mathcal N(x_d;\, \mu_{kd},\, v_{kd}), \qquad
# \log \mathcal N(x; \mu, v) = -\frac{(x - \mu)^2}{2v} - \frac12 \log(2 \pi v)$$
#
# $$\log p(y = k \mid x) = \log p(y = k) + \sum_{d=1}^{D} \log \mathcal N(x_d; \mu_{kd}, v_{kd})
# - \log p(x)$$
#
# Every class has variances of its own. A constant that all classes share cancels in Bayes' rule
# and may be left out; check carefully which parts of the density are such constants.


# %%
def gnb_log_posterior(x: Tensor, log_prior: Tensor, means: Tensor, variances: Tensor) -> Tensor:
    """Log posterior of each class under Gaussian naive Bayes.

    Features are independent given the class, so their log densities add up over D. The result
    stays finite for thousands of features and for examples far away from every class.

    Args:
        x: examples, shape (N, D).
        log_prior: natural log of p(y = k), shape (K,); -inf for a class that never occurs,
            whose log posterior is then -inf.
        means: mean of each feature in each class, shape (K, D).
        variances: VARIANCE of each feature in each class, shape (K, D), positive.

    Returns:
        log p(y = k | x_n), shape (N, K), natural log, in the dtype of x; the probabilities in
        each row sum to 1.

    Raises:
        ValueError: a variance that is 0 or negative, or shapes that do not fit the above.
    """
    raise NotImplementedError


# %%
grader.check("gnb_log_posterior")

# %% [markdown]
# **Look:** a narrow class (mean 0, variance 1) and a wide one (mean 2, variance 9), equally
# frequent. The wide class wins on *both* sides, even to the left of the narrow one: a boundary
# that no single threshold can draw.

# %%
try:
    grid = torch.linspace(-8, 10, 400)
    answer = gnb_log_posterior(
        grid[:, None],
        torch.tensor([0.5, 0.5]).log(),
        torch.tensor([[0.0], [2.0]]),
        torch.tensor([[1.0], [9.0]]),
    ).exp()
    plt.plot(grid, answer[:, 0], label="narrow class")
    plt.plot(grid, answer[:, 1], linestyle="--", label="wide class")
    plt.xlabel("x")
    plt.ylabel("posterior probability p(y | x)")
    plt.legend()
    plt.show()
except NotImplementedError:
    print("Write gnb_log_posterior first: the picture needs it.")

# %% [markdown]
# ## 5. Logistic regression, hidden in two Gaussians (20 points)
#
# Now let two classes share one covariance matrix, with correlations allowed:
# $p(x \mid y) = \mathcal N(\mu_y, \Sigma)$, and let $\pi_1 = p(y = 1)$. In the log ratio
#
# $$\log \frac{p(y = 1 \mid x)}{p(y = 0 \mid x)}
# = \log \frac{p(x \mid y = 1)}{p(x \mid y = 0)} + \log \frac{\pi_1}{1 - \pi_1}$$
#
# the terms quadratic in $x$ are the same above and below, and cancel. What is left is linear, so
# $p(y = 1 \mid x) = \sigma(w^\top x + b)$ *exactly*, with $\sigma(t) = 1/(1 + e^{-t})$ and
#
# $$w = \Sigma^{-1} (\mu_1 - \mu_0), \qquad
# b = -\tfrac12\, \mu_1^\top \Sigma^{-1} \mu_1 + \tfrac12\, \mu_0^\top \Sigma^{-1} \mu_0
# + \log \frac{\pi_1}{1 - \pi_1}$$
#
# So logistic regression is what a Gaussian world looks like to someone who asks for the class
# only. The discriminator of a GAN will turn out to estimate this very log ratio. A hint:
# a linear system is solved faster and more accurately than a matrix is inverted.


# %%
def lda_to_logistic(prior1: float, mu0: Tensor, mu1: Tensor, cov: Tensor) -> tuple[Tensor, Tensor]:
    """Weights and bias with which sigmoid(w.x + b) equals p(y = 1 | x).

    The classes are Gaussian with means mu0 and mu1 and one shared covariance matrix.

    Args:
        prior1: p(y = 1), strictly between 0 and 1, and possibly as small as 1e-12.
        mu0: mean of class 0, shape (D,).
        mu1: mean of class 1, shape (D,).
        cov: shared covariance, shape (D, D), symmetric positive definite. Asymmetry by rounding
            is legal: entries may differ from their mirror images by 1e-3 times the largest
            absolute entry.

    Returns:
        w of shape (D,) and b, a 0-dim tensor, of the logit of class 1, in the dtype of the
        tensors.

    Raises:
        ValueError: prior1 not in (0, 1); cov not symmetric or not positive definite (torch's
            LinAlgError is no ValueError); shapes that do not fit the above.
    """
    raise NotImplementedError


# %%
grader.check("lda_to_logistic")

# %% [markdown]
# **Look:** two clouds with correlated features, class 1 three times as frequent as class 0. The
# line $w^\top x + b = 0$ is tilted against the line between the means, and it stands closer to
# the rarer class.

# %%
try:
    low, high = torch.tensor([0.0, 0.0]), torch.tensor([2.0, 0.5])
    cov = torch.tensor([[1.0, 0.7], [0.7, 1.0]])
    w, b = lda_to_logistic(0.75, low, high, cov)
    noise = torch.randn(400, 2, generator=torch.Generator().manual_seed(5))
    cloud = noise @ torch.linalg.cholesky(cov).T
    plt.scatter(*(low + cloud[:100]).T, s=9, marker="x", label="class 0")
    plt.scatter(*(high + cloud[100:]).T, s=9, label="class 1")
    across = torch.linspace(-2, 4, 2)
    plt.plot(across, -(w[0] * across + b) / w[1], color="black", label="w.x + b = 0")
    plt.xlabel("first feature")
    plt.ylabel("second feature")
    plt.ylim(-3.5, 4.5)
    plt.legend()
    plt.show()
except NotImplementedError:
    print("Write lda_to_logistic first: the picture needs it.")

# %% [markdown]
# ## 6. Learning p(x, y) by counting (24 points)
#
# So far someone gave us the model. Now we learn one, for binary features such as black and white
# pixels. Let $N_k$ of the $N$ training examples belong to class $k$, and let $c_{kd}$ of these
# have $x_d = 1$. Counting gives the class frequencies $\pi_k$ and, for each class, one coin a
# feature:
#
# $$\pi_k = \frac{N_k}{N}, \qquad
# \theta_{kd} = p(x_d = 1 \mid y = k) = \frac{c_{kd} + \alpha}{N_k + 2\alpha}$$
#
# Without $\alpha$, a pixel that was never on in class $k$ would get $\theta_{kd} = 0$, and one
# such pixel in a new image would rule the class out, whatever the others say. So we pretend to
# have seen $\alpha$ more ones and $\alpha$ more zeros of every feature in every class ("Laplace
# smoothing"; it is the mean of the posterior under a $\mathrm{Beta}(\alpha, \alpha)$ prior,
# Bayes' rule once more).


# %%
def fit_bernoulli_nb(X: Tensor, y: Tensor, num_classes: int, alpha: float) -> tuple[Tensor, Tensor]:
    """Fit Bernoulli naive Bayes by counting, with smoothed feature probabilities.

    Only theta is smoothed, the class frequencies are not. A class without examples gets
    log_prior = -inf and theta = 1/2 for every feature.

    Args:
        X: examples of zeros and ones, floating dtype, shape (N, D), N >= 1.
        y: class of each example, int64 in 0..num_classes-1, shape (N,).
        num_classes: K; classes need not all occur in y.
        alpha: pseudo-count of ones, and as many of zeros, for each feature; positive.

    Returns:
        log_prior of shape (K,) and log_theta of shape (K, D): natural logs of pi_k and of
        p(x_d = 1 | y = k), in the dtype of X.

    Raises:
        ValueError: alpha <= 0; an entry of X other than 0 and 1 (NaN included); a label outside
            0..num_classes-1; N = 0; X and y of different lengths.
    """
    raise NotImplementedError


# %%
grader.check("fit_bernoulli_nb")

# %% [markdown]
# **Look:** the model learns scanned digits, one coin a pixel. Above: its coins, brighter where a
# pixel is more often on. Below: new digits, drawn by tossing all the coins of a class. What do the
# drawn digits lack that real ones have, and which assumption of the model is to blame? Your
# function from question 2 also turns the model into a classifier; its accuracy on digits that it
# has not seen is printed.

# %%
try:
    from sklearn.datasets import load_digits

    digits = load_digits()
    pixels = torch.tensor(digits.data > 7).double()
    labels = torch.tensor(digits.target).long()
    train, test = slice(0, 1200), slice(1200, None)
    log_prior, log_theta = fit_bernoulli_nb(pixels[train], labels[train], 10, 1.0)
    coins = log_theta.exp()
    drawn = torch.bernoulli(coins, generator=torch.Generator().manual_seed(6))
    figure, axes = plt.subplots(2, 10, figsize=(10, 2.4))
    for row, images, name in zip(axes, (coins, drawn), ("coins", "drawn"), strict=True):
        for digit, (axis, image) in enumerate(zip(row, images, strict=True)):
            axis.imshow(image.reshape(8, 8), cmap="gray", vmin=0, vmax=1)
            axis.set(xticks=[], yticks=[], xlabel=str(digit))
        row[0].set_ylabel(name)
    plt.show()
    unseen = pixels[test]
    log_lik = unseen @ log_theta.T + (1 - unseen) @ torch.log1p(-coins).T
    right = log_posterior(log_prior, log_lik).argmax(1) == labels[test]
    print(f"{right.double().mean():.1%} of {len(right)} unseen digits recognised")
except NotImplementedError:
    print("Write fit_bernoulli_nb and log_posterior first: the picture needs them.")

# %% [markdown]
# ## What comes next
#
# In every question the sum over causes, or the integral over $\theta$, could be worked out. A
# deep generative model has a continuous cause $z$ behind a neural network, and
# $p(x) = \int p(x \mid z)\, p(z)\, dz$ has no closed form. The next homework prepares the trick
# that lets us learn such models all the same: writing a random draw so that gradients can pass
# through it.
