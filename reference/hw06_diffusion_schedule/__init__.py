"""HW 6: what is asked, the public examples, and right answers by routes of their own.

Signal and noise are the cosine and sine of an angle, posteriors are Kalman updates in Python
floats, predictions are solutions of two linear equations.
"""

import itertools
import math

import numpy as np
import torch

from autograder.assignment import Assignment, fixture

assignment = Assignment("hw06_diffusion_schedule", title="Diffusion, step by step")

schedule = assignment.question(
    "make_schedule",
    points=10,
    title="Noise schedules and cumulative signal",
    dtype=torch.float64,
    lecture=("overview", "Diffusion Models: Forward / noising process"),
)
noising = assignment.question(
    "q_sample",
    points=10,
    title="Jumping to step t of the forward process",
    lecture=("overview", "Diffusion Models: Forward / noising process"),
)
posterior = assignment.question(
    "q_posterior",
    points=14,
    title="The posterior of one step, given the clean image",
    lecture=("overview", "Diffusion Models: Reverse / denoising process"),
)
conversion = assignment.question(
    "convert_prediction",
    points=16,
    title="eps, x0 and v: three names for one prediction",
    lecture=("creation", "Diffusion Mathematics"),
)
loss = assignment.question(
    "diffusion_loss",
    points=16,
    title="The simple loss and min-SNR weighting",
    lecture=("creation", "Diffusion Mathematics"),
)
ddpm = assignment.question(
    "ddpm_step",
    points=16,
    title="One reverse step of DDPM",
    lecture=("overview", "Diffusion Models: Reverse / denoising process"),
)
ddim = assignment.question(
    "ddim_step",
    points=18,
    title="DDIM: skipping steps, with or without noise",
    lecture=("creation", "Diffusion Denoising Visualization"),
)


def _tensor(values):
    return torch.as_tensor(np.asarray(values, dtype=np.float64))


def _angle(signal):
    """The angle whose squared cosine is alpha_bar."""
    return math.atan2(math.sqrt(1 - signal), math.sqrt(signal))


def _rows(x):
    return x.reshape(len(x), -1).tolist()


# --- What the contracts forbid --------------------------------------------------------------


def _need_step_each(x, other, t, values):
    if x.shape != other.shape or values.ndim != 1 or t.shape != x.shape[:1]:
        raise ValueError("shapes (B, ...), (B,) and (T,)")
    if t.is_floating_point() or bool(((t < 0) | (t >= len(values))).any()):
        raise ValueError("t holds ints in 0..T-1")


def _need_step(t, values, first=0):
    if not isinstance(t, int) or not first <= t < len(values):
        raise ValueError("t is an int in range")


def _need_open(values):
    if values.ndim != 1 or not bool(((values > 0) & (values < 1)).all()):
        raise ValueError("values in (0, 1), one a step")


# --- 1. Schedules ---------------------------------------------------------------------------

schedule.example(num_steps=3, kind="linear", beta_start=0.1, beta_end=0.3)
schedule.example(num_steps=4, kind="cosine")


@schedule.validate
def _(num_steps, kind="linear", beta_start=0.0001, beta_end=0.02, s=0.008, max_beta=0.999):
    if not isinstance(num_steps, int) or num_steps < 1:
        raise ValueError("num_steps is an int of at least 1")
    if kind not in ("linear", "cosine"):
        raise ValueError("unknown kind")
    if not 0 < beta_start <= beta_end < 1 or s < 0 or not 0 < max_beta < 1:
        raise ValueError("a bound")


@schedule.reference
def _(num_steps, kind="linear", beta_start=0.0001, beta_end=0.02, s=0.008, max_beta=0.999):
    """cos^2 x - cos^2 y = sin(y + x) sin(y - x), so no beta is a difference of near equals."""
    if kind == "linear":
        gaps = max(num_steps - 1, 1)
        betas = [(beta_start * (gaps - i) + beta_end * i) / gaps for i in range(num_steps)]
    else:
        step = math.pi / 2 / (1 + s) / num_steps
        # cos(x_i) is the sine of what is left to a right angle.
        left = [(num_steps - i) * step for i in range(num_steps + 1)]
        betas = [
            min(math.sin(a + b) * math.sin(a - b) / math.sin(a) ** 2, max_beta)
            for a, b in itertools.pairwise(left)
        ]
    logs = [math.log1p(-beta) for beta in betas]
    signal = [math.exp(total) for total in itertools.accumulate(logs)]
    return _tensor(betas), _tensor(signal)


# --- 2. The forward process -----------------------------------------------------------------

noising.example(
    x0=[[1.0, 0.0], [1.0, 2.0]], t=[0, 1], eps=[[0.0, 1.0], [1.0, -1.0]], alpha_bar=[0.64, 0.36]
)


@noising.validate
def _(x0, t, eps, alpha_bar):
    if x0.ndim < 2:
        raise ValueError("x0 is at least 2-D")
    _need_step_each(x0, eps, t, alpha_bar)
    if bool(((alpha_bar < 0) | (alpha_bar > 1)).any()):
        raise ValueError("alpha_bar in [0, 1]")


def _angles(t, alpha_bar, x):
    angles = np.array([_angle(signal) for signal in alpha_bar[t].tolist()])
    return angles.reshape(-1, *[1] * (x.ndim - 1))


def _noised(x0, t, eps, alpha_bar):
    angles = _angles(t, alpha_bar, x0)
    return _tensor(np.cos(angles) * x0.numpy() + np.sin(angles) * eps.numpy())


@noising.reference
def _(x0, t, eps, alpha_bar):
    return _noised(x0, t, eps, alpha_bar)


@noising.gradient
def _(x0, t, eps, alpha_bar, *, wrt, cot):
    assert wrt == ("x0",)
    return (torch.as_tensor(np.cos(_angles(t, alpha_bar, x0))) * cot,)


# --- 3. The posterior of one step -----------------------------------------------------------

posterior.example(x0=[[1.0], [1.0]], xt=[[0.0], [2.0]], t=[0, 1], betas=[0.2, 0.5])


@posterior.validate
def _(x0, xt, t, betas):
    _need_step_each(x0, xt, t, betas)
    _need_open(betas)


def _kalman(t, betas):
    """Weights of x_0 and x_t in the mean of x_{t-1}, and its variance.

    Before x_t is seen, x_{t-1} has mean sqrt(ab_{t-1}) x_0 and some variance; x_t observes it
    through a factor sqrt(1 - beta_t) with noise beta_t.
    """
    log_signal = math.fsum(math.log1p(-beta) for beta in betas[:t])
    variance, through = abs(math.expm1(log_signal)), math.sqrt(1 - betas[t])
    gain = variance * through / (variance * through**2 + betas[t])
    share = betas[t] / (variance * through**2 + betas[t])
    return share * math.exp(log_signal / 2), gain, share * variance


@posterior.reference
def _(x0, xt, t, betas):
    betas = betas.tolist()
    means, variances = [], []
    for clean, noisy, step in zip(_rows(x0), _rows(xt), t.tolist(), strict=True):
        of_x0, of_xt, variance = _kalman(step, betas)
        means.append([of_x0 * a + of_xt * b for a, b in zip(clean, noisy, strict=True)])
        variances.append(variance)
    return _tensor(means).reshape(x0.shape), _tensor(variances)


# --- 4. Three names for one prediction ------------------------------------------------------

conversion.example(pred=[[1.0]], xt=[[2.0]], t=[0], alpha_bar=[0.64], source="eps", target="x0")
conversion.example(pred=[[1.0]], xt=[[2.0]], t=[0], alpha_bar=[0.64], source="x0", target="v")


@conversion.validate
def _(pred, xt, t, alpha_bar, source, target):
    if not {source, target} <= {"eps", "x0", "v"}:
        raise ValueError("unknown name")
    _need_step_each(xt, pred, t, alpha_bar)
    lost = {"eps": 0.0, "x0": 1.0}.get(source)
    if source != target and lost is not None and bool((alpha_bar[t] == lost).any()):
        raise ValueError("nothing of the target is left in x_t")


@conversion.reference
def _(pred, xt, t, alpha_bar, source, target):
    """Two equations an example, x_t and the prediction, for the two unknowns x_0 and eps."""
    if source == target:
        return pred.clone()
    a, s = (part.sqrt().numpy() for part in (alpha_bar[t], 1 - alpha_bar[t]))
    one, zero = np.ones_like(a), np.zeros_like(a)
    row = {"x0": (one, zero), "eps": (zero, one), "v": (-s, a)}
    equations = np.array([(a, s), row[source]]).transpose(2, 0, 1)
    known = np.stack([xt.flatten(1).numpy(), pred.flatten(1).numpy()], axis=1)
    unknowns = np.linalg.solve(equations, known)
    wanted = np.array(row[target]).T[:, None, :] @ unknowns
    return _tensor(wanted).reshape(xt.shape)


# --- 5. The loss ----------------------------------------------------------------------------

loss.example(
    model=fixture("echo"), x0=[[1.0, 0.0]], t=[0], eps=[[1.0, -1.0]], alpha_bar=[0.64], gamma=None
)
loss.example(
    model=fixture("echo"), x0=[[1.0, 0.0]], t=[0], eps=[[1.0, -1.0]], alpha_bar=[0.64], gamma=1.0
)


@loss.validate
def _(model, x0, t, eps, alpha_bar, gamma=None):
    noising.forbid(x0, t, eps, alpha_bar)
    if gamma is not None and not gamma > 0:
        raise ValueError("gamma is positive")


def _weight(signal, gamma):
    if gamma is None or signal == 0:
        return 1.0
    if signal == 1:
        return 0.0
    snr = signal / (1 - signal)
    return min(snr, gamma) / snr


@loss.reference
def _(model, x0, t, eps, alpha_bar, gamma=None):
    guesses = model(_noised(x0, t, eps, alpha_bar), t)
    terms = []
    for guess, noise, signal in zip(_rows(guesses), _rows(eps), alpha_bar[t].tolist(), strict=True):
        squares = [(a - b) ** 2 for a, b in zip(guess, noise, strict=True)]
        terms.append(_weight(signal, gamma) * math.fsum(squares) / len(squares))
    return _tensor(math.fsum(terms) / len(terms))


# --- 6. A step of DDPM ----------------------------------------------------------------------

ddpm.example(xt=[1.0, -1.0], t=1, eps_pred=[0.5, 0.5], noise=[1.0, 0.0], betas=[0.2, 0.5])


@ddpm.validate
def _(xt, t, eps_pred, noise, betas):
    _need_open(betas)
    _need_step(t, betas)
    if not xt.shape == eps_pred.shape == noise.shape:
        raise ValueError("one shape")


@ddpm.reference
def _(xt, t, eps_pred, noise, betas):
    """Guess x_0 first, then draw from the posterior that question 3 gives for this guess."""
    betas = betas.tolist()
    log_signal = math.fsum(math.log1p(-beta) for beta in betas[: t + 1])
    signal, spread = math.exp(log_signal / 2), math.sqrt(-math.expm1(log_signal))
    of_x0, of_xt, variance = _kalman(t, betas)
    parts = (part.reshape(-1).tolist() for part in (xt, eps_pred, noise))
    values = [
        of_x0 * (x - spread * e) / signal
        + of_xt * x
        + (math.sqrt(variance) * z if variance > 0 else 0.0)
        for x, e, z in zip(*parts, strict=True)
    ]
    return _tensor(values).reshape(xt.shape)


# --- 7. A step of DDIM ----------------------------------------------------------------------

ddim.example(xt=[1.0], t=1, t_prev=0, eps_pred=[0.5], alpha_bar=[0.81, 0.36])


@ddim.validate
def _(xt, t, t_prev, eps_pred, alpha_bar, eta=0.0, noise=None):
    _need_open(alpha_bar)
    if not bool((alpha_bar.diff() < 0).all()):
        raise ValueError("alpha_bar decreases")
    _need_step(t, alpha_bar)
    _need_step(t_prev, alpha_bar[:t], first=-1)
    if not 0 <= eta <= 1 or (eta > 0 and noise is None):
        raise ValueError("eta in [0, 1], and noise where it is positive")
    if xt.shape != eps_pred.shape or (noise is not None and noise.shape != xt.shape):
        raise ValueError("one shape")


@ddim.reference
def _(xt, t, t_prev, eps_pred, alpha_bar, eta=0.0, noise=None):
    """The jump is one long step: its noise is beta = 1 - ab_t / ab_p, its posterior Kalman's.

    What is left for eps_pred is split so that nothing is subtracted: (1 - eta^2) of the variance
    before x_t is seen, plus eta^2 of what x_t explains of it.
    """
    now = float(alpha_bar[t])
    before = float(alpha_bar[t_prev]) if t_prev >= 0 else 1.0
    prior, beta = 1 - before, (before - now) / before
    observed = prior * now / before + beta
    explained = prior**2 * now / before / observed
    fresh = eta * math.sqrt(prior * beta / observed)
    kept = math.sqrt((1 - eta**2) * prior + eta**2 * explained)
    x0 = (xt - math.sqrt(1 - now) * eps_pred) / math.sqrt(now)
    answer = math.sqrt(before) * x0 + kept * eps_pred
    return answer + fresh * noise if fresh > 0 else answer
