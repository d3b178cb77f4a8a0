# %% [markdown]
# # HW 6: Diffusion, step by step
#
# A diffusion model learns to undo damage. Noise is mixed into a picture in many small steps until
# nothing of it is left, a network learns to see the noise, and walking the steps backwards turns
# pure noise into new pictures. Nearly all of it is arithmetic with Gaussians: you set up the
# schedule (question 1), go forward along it (2), look one step back (3), translate between the
# three things a network may predict (4), train (5), and generate, slowly (6) and fast (7).
#
# **How to check.** Run your cell, then the check under it. `grader.check` sees only the public
# example in the docstring; more is checked after you hand in: other shapes, limits, extreme
# values, and the errors that the docstring promises. So read each docstring as a contract.
#
# **Conventions.** There are T steps, numbered $t = 0, \dots, T - 1$. $\beta_t$ is the variance of
# the noise that step $t$ adds, $\bar\alpha_t$ (`alpha_bar`) the share of the signal's variance
# that is left after it. Before the first step that share is 1. B is the batch size; `x0` is a
# clean batch, `xt` a noisy one. Noise is handed to you, standard normal: never touch the global
# random state, and never change an argument in place.

# %%
import math
from collections.abc import Callable
from itertools import pairwise

import otter
import torch
from torch import Tensor

grader = otter.Notebook()

# %% [markdown]
# ## 1. Noise schedules (10 points)
#
# Step $t$ shrinks the picture by $\sqrt{1 - \beta_t}$ and adds noise of variance $\beta_t$, so a
# picture of variance 1 keeps variance 1 and only its composition changes. What decides how hard
# denoising is at step $t$ is not $\beta_t$ but what all steps so far have left over:
#
# $$\bar\alpha_i = \prod_{j=0}^{i} (1 - \beta_j)$$
#
# Two ways to choose the $\beta_i$ have become standard. The **linear** schedule spaces them evenly
# from `beta_start` to `beta_end`, both included. It destroys pictures rather early, which wastes
# the later steps. The **cosine** schedule starts from the curve that $\bar\alpha$ should follow
# and works out the betas that lead along it:
#
# $$f(u) = \cos^2\!\left(\frac{u/T + s}{1 + s} \cdot \frac{\pi}{2}\right), \qquad
#   \beta_i = \min\!\left(1 - \frac{f(i+1)}{f(i)},\; \beta_{\max}\right)$$
#
# The offset $s$ keeps the first betas from being too tiny. The cap $\beta_{\max}$ matters at the
# end, where $f$ reaches 0: a $\beta$ of 1 would leave no way back. Clipping moves the betas off
# the curve, so $\bar\alpha$ is again the product above, taken over the betas you return.


# %%
def make_schedule(
    num_steps: int,
    kind: str = "linear",
    beta_start: float = 0.0001,
    beta_end: float = 0.02,
    s: float = 0.008,
    max_beta: float = 0.999,
) -> tuple[Tensor, Tensor]:
    """Noise of each step, and the share of signal that is left after it.

    Entry i of both results belongs to step i, counted from 0; alpha_bar[0] is 1 - betas[0], with
    no leading 1. alpha_bar is made of the betas that are returned, hence of the clipped ones.

    Args:
        num_steps: number of steps T, an int >= 1. One linear step gives [beta_start].
        kind: "linear" or "cosine".
        beta_start: first beta of a linear schedule; ignored by a cosine one, but checked.
        beta_end: last beta of a linear schedule; ignored by a cosine one, but checked.
        s: offset of a cosine schedule, >= 0; a linear one ignores it.
        max_beta: largest beta of a cosine schedule, in (0, 1); a linear one ignores it.

    Returns:
        betas and alpha_bar, both (T,), float64 always.

    Raises:
        ValueError: num_steps is no int or below 1, kind is neither of the two,
            0 < beta_start <= beta_end < 1 does not hold (for either kind), or a cosine schedule
            is asked for with s < 0 or max_beta outside (0, 1).
    """
    raise NotImplementedError


# %%
grader.check("make_schedule")

# %% [markdown]
# **Look.** Your two schedules with a thousand steps. At which step has each of them lost half of
# the signal? Where the linear curve lies flat near 0, one more step hardly changes anything: how
# many of its steps are spent there?

# %%
try:
    curves = {kind: make_schedule(1000, kind)[1] for kind in ("linear", "cosine")}
except NotImplementedError:
    print("Write make_schedule first: the picture needs it.")
else:
    import matplotlib.pyplot as plt

    plt.figure(figsize=(6, 3.5))
    for (kind, curve), line in zip(curves.items(), ("-", "--"), strict=True):
        plt.plot(curve, line, label=kind)
    plt.axhline(0.5, color="black", linewidth=0.5)
    plt.xlabel("step t")
    plt.ylabel("share of signal left, alpha_bar")
    plt.title("Two ways to drown a picture")
    plt.legend()
    plt.show()

# %% [markdown]
# ## 2. Jumping to step t (10 points)
#
# To train on step 700 nobody wants to add noise 700 times. Nobody has to: a sum of Gaussians is a
# Gaussian, and the whole chain collapses into one line,
#
# $$x_t = \sqrt{\bar\alpha_t}\; x_0 + \sqrt{1 - \bar\alpha_t}\; \varepsilon, \qquad
#   \varepsilon \sim \mathcal N(0, I)$$
#
# The two amplitudes lie on a circle, since their squares add up to 1. In training every picture of
# a batch gets a step of its own, so $t$ is a tensor with one entry for each example, and the
# amplitude that belongs to it has to reach all channels and pixels of that example and of no other.


# %%
def q_sample(x0: Tensor, t: Tensor, eps: Tensor, alpha_bar: Tensor) -> Tensor:
    """Noise each example of x0 up to its own step.

    Where alpha_bar is 1 the result is x0, where it is 0 the result is eps. Gradients reach x0.

    Args:
        x0: clean examples, (B, ...), at least 2-D.
        t: a step for each example, (B,), int64, in 0..T-1: indices into alpha_bar.
        eps: standard normal noise, same shape as x0.
        alpha_bar: share of signal left after each step, (T,), in [0, 1]; its dtype may differ
            from that of x0.

    Returns:
        x_t, of x0's shape and x0's dtype.

    Raises:
        ValueError: x0 is less than 2-D, a shape does not fit, t has a floating dtype or an entry
            outside 0..T-1 (negative ones included), or an entry of alpha_bar lies outside [0, 1].
    """
    raise NotImplementedError


# %%
grader.check("q_sample")

# %% [markdown]
# **Look.** One handwritten digit on its way into noise, along your cosine schedule. Up to which
# step could you still name it? The network has to tell from far less than you would like.

# %%
try:
    from sklearn.datasets import load_digits

    _, levels = make_schedule(1000, "cosine")
    moments = torch.tensor([0, 100, 200, 300, 400, 500, 600, 700, 800, 999])
    digit = torch.tensor(load_digits().images[3] / 8 - 1, dtype=torch.float32)
    copies = digit.expand(len(moments), 8, 8)
    static = torch.randn(8, 8, generator=torch.Generator().manual_seed(0)).expand_as(copies)
    frames = q_sample(copies, moments, static, levels)
except NotImplementedError:
    print("Write make_schedule and q_sample first: the picture needs them.")
else:
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, len(moments), figsize=(9, 1.4))
    for axis, frame, moment in zip(axes, frames, moments, strict=True):
        axis.imshow(frame, cmap="gray_r", vmin=-2, vmax=2)
        axis.set_xlabel(f"t = {moment}")
        axis.set_xticks([])
        axis.set_yticks([])
    plt.show()

# %% [markdown]
# ## 3. One step back, if the clean picture is known (14 points)
#
# Going backwards is hard because $x_{t-1}$ could have come from anywhere. Told where the picture
# *started*, though, the question becomes an exercise in Bayes' rule. Before looking at $x_t$,
# question 2 says where $x_{t-1}$ lies, given $x_0$; the forward step says how $x_t$ arises from it.
# Both are Gaussian, so their product is Gaussian as well:
#
# $$\mathbb E[x_{t-1} \mid x_t, x_0] =
#   \frac{\sqrt{\bar\alpha_{t-1}}\,\beta_t}{1 - \bar\alpha_t}\, x_0 +
#   \frac{\sqrt{1 - \beta_t}\,(1 - \bar\alpha_{t-1})}{1 - \bar\alpha_t}\, x_t, \qquad
#   \tilde\beta_t = \beta_t\, \frac{1 - \bar\alpha_{t-1}}{1 - \bar\alpha_t}$$
#
# $\tilde\beta_t$ is the variance of every entry of $x_{t-1}$, and $\bar\alpha_{-1} = 1$: before the
# first step there is no noise. A sampler does not know $x_0$, but it will have a guess, and it puts
# this guess into this very formula.


# %%
def q_posterior(x0: Tensor, xt: Tensor, t: Tensor, betas: Tensor) -> tuple[Tensor, Tensor]:
    """Mean and variance of x_{t-1}, given x_t and x_0.

    The second result is a variance, neither a standard deviation nor a logarithm. At t = 0 the
    mean is x0 and the variance is 0, to within 1e-12. Betas as small as 1e-6 are fine.

    Args:
        x0: clean examples, (B, ...).
        xt: the same examples at step t, same shape as x0.
        t: a step for each example, (B,), int64, in 0..T-1.
        betas: variance of the noise that each step adds, (T,), in (0, 1).

    Returns:
        The mean, of x0's shape, and the variance, one number per example, (B,); both of x0's
        dtype.

    Raises:
        ValueError: a shape does not fit, t has a floating dtype or an entry outside 0..T-1, or an
            entry of betas lies outside (0, 1).
    """
    raise NotImplementedError


# %%
grader.check("q_posterior")

# %% [markdown]
# ## 4. eps, x0 and v: three names for one prediction (16 points)
#
# What should the network predict? It could name the noise $\varepsilon$, or the clean picture
# $x_0$, or a mixture of both. With $a = \sqrt{\bar\alpha_t}$ and $s = \sqrt{1 - \bar\alpha_t}$,
#
# $$x_t = a\, x_0 + s\, \varepsilon, \qquad v = a\, \varepsilon - s\, x_0$$
#
# Picture $x_0$ and $\varepsilon$ as two axes: $x_t$ is a point on a circle, and $v$, the
# *velocity*, points along the circle towards more noise. Together with $x_t$ each of the three
# determines the other two, so on paper they are one prediction under three names. In practice they
# are not. Where $\bar\alpha_t$ is nearly 0 a small error in $\varepsilon$ is a huge error in $x_0$,
# where it is nearly 1 the reverse holds, and at the very ends the conversion is impossible. Only
# $v$ can be translated everywhere.


# %%
def convert_prediction(
    pred: Tensor, xt: Tensor, t: Tensor, alpha_bar: Tensor, source: str, target: str
) -> Tensor:
    """Turn a prediction of one of eps, x0 and v into another one.

    Where source and target are the same, pred is returned unchanged. Nothing is clipped. From v,
    everything can be computed, also at alpha_bar = 0 and alpha_bar = 1.

    Args:
        pred: what the network predicted, (B, ...).
        xt: the noisy examples it saw, same shape as pred.
        t: a step for each example, (B,), int64, in 0..T-1.
        alpha_bar: share of signal left after each step, (T,), in [0, 1].
        source: what pred is: "eps", "x0" or "v".
        target: what is wanted: "eps", "x0" or "v".

    Returns:
        The prediction of target, of xt's shape and dtype.

    Raises:
        ValueError: source or target is none of the three, a shape does not fit, t has a floating
            dtype or an entry outside 0..T-1, eps is to become x0 or v for an example at
            alpha_bar = 0, or x0 is to become eps or v for an example at alpha_bar = 1. Levels at
            which no example is do no harm.
    """
    raise NotImplementedError


# %%
grader.check("convert_prediction")

# %% [markdown]
# ## 5. The loss (16 points)
#
# Training could hardly be simpler: noise a picture, ask the network which noise it was, square the
# difference.
#
# $$\mathcal L = \frac1B \sum_{b=1}^{B} w_b \cdot
#   \operatorname{mean}\big(\varepsilon_\theta(x_{t_b}, t_b) - \varepsilon_b\big)^2$$
#
# The mean runs over everything inside an example. With $w_b = 1$ this is the *simple* loss. But
# steps are not equally instructive, and their gradients pull against each other. A good measure of
# how much picture there is in $x_t$ is the signal-to-noise ratio, and **min-SNR** weighting keeps
# the nearly clean examples from dominating:
#
# $$\mathrm{SNR}_t = \frac{\bar\alpha_t}{1 - \bar\alpha_t}, \qquad
#   w_b = \frac{\min(\mathrm{SNR}_{t_b}, \gamma)}{\mathrm{SNR}_{t_b}}$$
#
# At the ends of the schedule the ratio becomes 0 or infinite. The weight does not: it has a limit
# at both ends, and your loss should arrive there without meeting $0/0$ on the way.


# %%
def diffusion_loss(
    model: Callable[[Tensor, Tensor], Tensor],
    x0: Tensor,
    t: Tensor,
    eps: Tensor,
    alpha_bar: Tensor,
    gamma: float | None = None,
) -> Tensor:
    """Weighted mean squared error of a model that predicts the noise in x_t, to be minimised.

    Per example the mean over all dimensions but the batch, times the example's weight; then the
    plain mean over the batch (weights are not renormalised). Without gamma every weight is 1. With
    gamma the weight is 1 at alpha_bar = 0 and 0 at alpha_bar = 1, and never NaN. Gradients reach
    the model's parameters.

    Args:
        model: called exactly once, as model(x_t, t), with the whole noisy batch and with t as it
            was given; it returns a guess of eps, of x0's shape.
        x0: clean examples, (B, ...), at least 2-D.
        t: a step for each example, (B,), int64, in 0..T-1.
        eps: standard normal noise, same shape as x0.
        alpha_bar: share of signal left after each step, (T,), in [0, 1].
        gamma: bound on the signal-to-noise ratio, > 0, or None.

    Returns:
        The loss, 0-dim, of x0's dtype.

    Raises:
        ValueError: gamma is 0 or negative, or q_sample would refuse the other arguments.
    """
    raise NotImplementedError


# %%
grader.check("diffusion_loss")

# %% [markdown]
# **Look.** A model whose squared error is 1 everywhere turns your loss into the weight itself, so
# here are your weights along the cosine schedule. Which examples lose influence, and what does a
# smaller $\gamma$ do?

# %%
try:
    _, levels = make_schedule(1000, "cosine")
    at, blank, ones = torch.arange(0, 1000, 20), torch.zeros(1, 1), torch.ones(1, 1)
    weights = {
        gamma: [
            diffusion_loss(lambda x, _: 0 * x, blank, step[None], ones, levels, gamma)
            for step in at
        ]
        for gamma in (None, 5.0, 1.0)
    }
except NotImplementedError:
    print("Write make_schedule, q_sample and diffusion_loss first: the picture needs them.")
else:
    import matplotlib.pyplot as plt

    plt.figure(figsize=(6, 3.5))
    for (gamma, curve), line in zip(weights.items(), ("-", "--", ":"), strict=True):
        plt.plot(at, curve, line, label="no gamma" if gamma is None else f"gamma = {gamma:g}")
    plt.xlabel("step t")
    plt.ylabel("weight of an example")
    plt.title("Min-SNR weighting")
    plt.legend()
    plt.show()

# %% [markdown]
# ## 6. One reverse step of DDPM (16 points)
#
# Now generate. You are at $x_t$, and the network says which noise it sees. This gives a guess of
# $x_0$; the guess goes into the posterior of question 3; what comes out simplifies to
#
# $$x_{t-1} = \frac{1}{\sqrt{1 - \beta_t}}
#   \left( x_t - \frac{\beta_t}{\sqrt{1 - \bar\alpha_t}}\; \hat\varepsilon \right)
#   + \sigma_t\, z, \qquad
#   \sigma_t^2 = \beta_t\, \frac{1 - \bar\alpha_{t-1}}{1 - \bar\alpha_t}$$
#
# with the predicted noise $\hat\varepsilon$ and fresh noise $z \sim \mathcal N(0, I)$. Removing
# noise and then adding some may look like one step forward and one back, but the posterior *is* a
# distribution, and its mean alone would give blurred pictures. Only the very last step, $t = 0$,
# adds nothing. Some programs use $\sigma_t^2 = \beta_t$ instead; here it is the posterior variance.


# %%
def ddpm_step(xt: Tensor, t: int, eps_pred: Tensor, noise: Tensor, betas: Tensor) -> Tensor:
    """Draw x_{t-1} from x_t and the predicted noise.

    The variance of the fresh noise is the posterior variance, not beta_t. At t = 0 the values of
    noise have no effect. No clipping of the implied x0. Betas as small as 1e-6 are fine.

    Args:
        xt: the current examples, of any shape.
        t: the step they are at, one int for all of them, in 0..T-1.
        eps_pred: predicted noise, same shape as xt.
        noise: fresh standard normal noise, same shape as xt.
        betas: variance of the noise that each step adds, (T,), in (0, 1).

    Returns:
        x_{t-1}, of xt's shape and dtype; at t = 0 the clean examples.

    Raises:
        ValueError: t is no int or outside 0..T-1, the shapes of xt, eps_pred and noise differ,
            betas is not one-dimensional, or an entry of betas lies outside (0, 1).
    """
    raise NotImplementedError


# %%
grader.check("ddpm_step")

# %% [markdown]
# **Look.** No training is needed where the data are so few that the best possible guess of the
# noise can be computed: the data below are eight points on a circle. Watch 400 samples of pure
# noise find their way along your reverse steps. When do they decide for one of the eight?

# %%
RING = torch.stack(
    [torch.tensor([math.cos(k * math.pi / 4), math.sin(k * math.pi / 4)]) for k in range(8)]
)


def best_guess(xt: Tensor, level: Tensor) -> Tensor:
    """The noise to expect in xt, (N, 2), if the data are the points of RING, all alike."""
    gap = xt[:, None] - level.sqrt() * RING
    chance = torch.softmax(-(gap**2).sum(-1) / (2 * (1 - level)), dim=1)
    return (chance[:, :, None] * gap).sum(1) / (1 - level).sqrt()


try:
    betas, levels = (part.float() for part in make_schedule(200, "cosine"))
    dice = torch.Generator().manual_seed(0)
    points = torch.randn(400, 2, generator=dice)
    stations = {"start": points}
    for step in reversed(range(200)):
        fresh = torch.randn(points.shape, generator=dice)
        points = ddpm_step(points, step, best_guess(points, levels[step]), fresh, betas)
        if step in (120, 60, 20, 0):
            stations[f"after step {step}"] = points
except NotImplementedError:
    print("Write make_schedule and ddpm_step first: the picture needs them.")
else:
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, len(stations), figsize=(10, 2.3), sharex=True, sharey=True)
    for axis, (name, cloud) in zip(axes, stations.items(), strict=True):
        axis.scatter(cloud[:, 0], cloud[:, 1], s=3)
        axis.plot(RING[:, 0], RING[:, 1], "k+", markersize=4)
        axis.set_title(name, fontsize=9)
        axis.set_xlabel("first coordinate")
        axis.set_aspect("equal")
    axes[0].set_ylabel("second coordinate")
    plt.show()

# %% [markdown]
# ## 7. DDIM: skipping steps, with or without noise (18 points)
#
# A thousand calls of a large network for one picture are a high price. DDIM pays less by jumping
# from $t$ to any earlier step $p$. Estimate the clean picture, then go forward again to step $p$
# *in the direction of the same predicted noise*, with as much fresh noise as you like:
#
# $$\hat x_0 = \frac{x_t - \sqrt{1 - \bar\alpha_t}\; \hat\varepsilon}{\sqrt{\bar\alpha_t}}, \qquad
#   \sigma = \eta\, \sqrt{\frac{1 - \bar\alpha_p}{1 - \bar\alpha_t}}\;
#   \sqrt{1 - \frac{\bar\alpha_t}{\bar\alpha_p}}$$
#
# $$x_p = \sqrt{\bar\alpha_p}\; \hat x_0 + \sqrt{1 - \bar\alpha_p - \sigma^2}\; \hat\varepsilon
#   + \sigma z$$
#
# With $\eta = 0$ nothing is random: the starting noise determines the picture, and pictures can be
# blended by blending their noise. With $\eta = 1$ and $p = t - 1$ this is the step of question 6.
# The last jump goes to `t_prev = -1`, where $\bar\alpha_p = 1$.


# %%
def ddim_step(
    xt: Tensor,
    t: int,
    t_prev: int,
    eps_pred: Tensor,
    alpha_bar: Tensor,
    eta: float = 0.0,
    noise: Tensor | None = None,
) -> Tensor:
    """Jump from step t to an earlier step t_prev.

    t_prev = -1 stands for the clean end and returns the estimate of x0, whatever eta is. With
    eta = 0 the values of noise have no effect. Where round-off makes the number under the second
    root negative, it counts as 0. An alpha_bar[t] as small as 1e-12 is fine; nothing is clipped.

    Args:
        xt: the current examples, of any shape.
        t: the step they are at, an int in 0..T-1.
        t_prev: the step to jump to, an int, -1 <= t_prev < t.
        eps_pred: predicted noise, same shape as xt.
        alpha_bar: share of signal left after each step, (T,), strictly decreasing, in (0, 1).
        eta: share of randomness, in [0, 1].
        noise: fresh standard normal noise, same shape as xt; may be None only if eta is 0.

    Returns:
        The examples at step t_prev, of xt's shape and dtype.

    Raises:
        ValueError: t or t_prev is no int or out of range, alpha_bar is not one-dimensional, not
            strictly decreasing or not in (0, 1), eta lies outside [0, 1], eta > 0 comes without
            noise, or the shapes of xt, eps_pred and noise differ.
    """
    raise NotImplementedError


# %%
grader.check("ddim_step")

# %% [markdown]
# **Look.** The ring again, from the same starting noise, without any randomness on the way, in
# fewer and fewer jumps. With how few does every sample still find a point? And what shape do the
# samples take when a single jump has to be enough?

# %%
try:
    _, levels = (part.float() for part in make_schedule(200, "cosine"))
    start = torch.randn(400, 2, generator=torch.Generator().manual_seed(0))
    landed = {}
    for jumps in (50, 10, 5, 2, 1):
        stops = torch.linspace(199, 0, jumps + 1).round().int().tolist()[:-1]
        points = start
        for here, there in pairwise([*stops, -1]):
            points = ddim_step(points, here, there, best_guess(points, levels[here]), levels)
        landed["1 jump" if jumps == 1 else f"{jumps} jumps"] = points
except NotImplementedError:
    print("Write make_schedule and ddim_step first: the picture needs them.")
else:
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, len(landed), figsize=(10, 2.3), sharex=True, sharey=True)
    for axis, (name, cloud) in zip(axes, landed.items(), strict=True):
        axis.scatter(cloud[:, 0], cloud[:, 1], s=3)
        axis.plot(RING[:, 0], RING[:, 1], "k+", markersize=4)
        axis.set_title(name, fontsize=9)
        axis.set_xlabel("first coordinate")
        axis.set_aspect("equal")
    axes[0].set_ylabel("second coordinate")
    plt.show()

# %% [markdown]
# ## What comes next
#
# You now hold every formula of a diffusion model; what is missing is a network large enough to
# play the part of `best_guess` on real pictures. Two roads lead on from here. The predicted noise
# is, up to a factor, the gradient of the log-density of $x_t$, which turns sampling into following
# a *score*. And if signal and noise are joined by a straight line instead of a circle, the same
# ideas become *flow matching*. Both begin with the amplitudes $a$ and $s$ of question 4.
