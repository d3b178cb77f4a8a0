"""Adversarial losses: what is asked, the public examples, and an independent right answer each."""

import math

import numpy as np
import torch
from scipy.spatial.distance import jensenshannon
from scipy.special import expit

from autograder.assignment import Assignment, fixture

assignment = Assignment("hw05_gan_losses", title="Adversarial losses")

discriminator = assignment.question(
    "discriminator_loss",
    points=14,
    title="The discriminator and its smoothed labels",
    lecture=("creation", "GANs: The Forger vs Detective Game"),
)
generator = assignment.question(
    "generator_loss",
    points=12,
    title="Saturating and non-saturating generator losses",
    lecture=("creation", "GAN Training: Step-by-Step Example"),
)
lsgan = assignment.question(
    "lsgan_losses", points=12, title="Least-squares GAN", lecture=("creation", "Adversarial Theory")
)
hinge = assignment.question(
    "hinge_losses", points=12, title="Hinge GAN", lecture=("creation", "Adversarial Theory")
)
wgan = assignment.question(
    "wgan_gp_loss",
    points=24,
    title="Wasserstein critic with gradient penalty",
    lecture=("foundations", "Key Questions in Generative Modeling"),
)
optimal = assignment.question(
    "optimal_discriminator",
    points=26,
    title="The optimal discriminator and Jensen-Shannon",
    lecture=("creation", "Adversarial Theory"),
)


def _numbers(values):
    return values.reshape(-1).tolist()


def _mean(values):
    return math.fsum(values) / len(values)


def _scalar(value):
    return torch.tensor(value, dtype=torch.float64)


def _softplus(x):
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))


def _need_numbers(*tensors):
    if any(values.numel() == 0 or bool(values.isnan().any()) for values in tensors):
        raise ValueError("empty or NaN")


# 1. The discriminator

discriminator.example(real_logits=[0.0, 2.0], fake_logits=[-1.0], smooth=0.0)


@discriminator.validate
def _(real_logits, fake_logits, smooth=0.0):
    _need_numbers(real_logits, fake_logits)
    if not 0 <= smooth < 1:
        raise ValueError("smooth outside [0, 1)")


@discriminator.reference
def _(real_logits, fake_logits, smooth=0.0):
    real = _mean(
        [
            (1 - smooth) * _softplus(-logit) + smooth * _softplus(logit)
            for logit in _numbers(real_logits)
        ]
    )
    return _scalar(real + _mean([_softplus(logit) for logit in _numbers(fake_logits)]))


# 2. The generator

generator.example(fake_logits=[0.0, -2.0], kind="nonsaturating")
generator.example(fake_logits=[0.0, -2.0], kind="saturating")


@generator.validate
def _(fake_logits, kind="nonsaturating"):
    _need_numbers(fake_logits)
    if kind not in ("saturating", "nonsaturating"):
        raise ValueError("unknown kind")


@generator.reference
def _(fake_logits, kind="nonsaturating"):
    sign = 1 if kind == "saturating" else -1
    return _scalar(-sign * _mean([_softplus(sign * logit) for logit in _numbers(fake_logits)]))


@generator.gradient
def _(fake_logits, kind="nonsaturating", *, wrt, cot):
    assert wrt == ("fake_logits",)
    sign = 1 if kind == "saturating" else -1
    slope = -expit(sign * fake_logits.numpy()) / fake_logits.numel()
    return (cot * torch.as_tensor(slope),)


# 3. Least squares

lsgan.example(real_scores=[1.0, 0.5], fake_scores=[0.0, 2.0])


@lsgan.validate
def _(real_scores, fake_scores):
    _need_numbers(real_scores, fake_scores)


@lsgan.reference
def _(real_scores, fake_scores):
    real, fake = _numbers(real_scores), _numbers(fake_scores)
    d_loss = _mean([(score - 1) ** 2 / 2 for score in real]) + _mean([s**2 / 2 for s in fake])
    return _scalar(d_loss), _scalar(_mean([(score - 1) ** 2 / 2 for score in fake]))


# 4. Hinge

hinge.example(real_scores=[2.0, 0.5], fake_scores=[-2.0, 0.5])


@hinge.validate
def _(real_scores, fake_scores):
    _need_numbers(real_scores, fake_scores)


@hinge.reference
def _(real_scores, fake_scores):
    real, fake = _numbers(real_scores), _numbers(fake_scores)
    d_loss = _mean([max(0.0, 1 - score) for score in real]) + _mean([max(0.0, 1 + s) for s in fake])
    return _scalar(d_loss), _scalar(-_mean(fake))


# 5. Wasserstein with gradient penalty

wgan.example(
    critic=fixture("scaled_sum", scale=2.0), real=[[1.0]], fake=[[0.0]], alpha=[0.5], lam=10.0
)


@wgan.validate
def _(critic, real, fake, alpha, lam=10.0):
    if real.shape != fake.shape or alpha.shape != real.shape[:1]:
        raise ValueError("shape")
    if bool(((alpha < 0) | (alpha > 1)).any()):
        raise ValueError("alpha outside [0, 1]")
    if lam < 0:
        raise ValueError("negative lam")


def _between(real, fake, alpha):
    share = alpha.reshape(-1, *[1] * (real.ndim - 1))
    return share * real + (1 - share) * fake


def _slopes(critic, points):
    """Norm of each sample's gradient, by central differences of fourth order in every entry."""
    h = 1e-3
    flat = points.reshape(len(points), -1)
    steps = torch.tensor([h, -h, 2 * h, -2 * h], dtype=torch.float64)
    shifts = steps[:, None, None, None] * torch.eye(flat.shape[1], dtype=torch.float64)[:, None]
    moved = (flat + shifts).reshape(-1, *points.shape[1:])
    near_up, near_down, far_up, far_down = critic(moved).reshape(4, flat.shape[1], -1)
    partials = (8 * (near_up - near_down) - (far_up - far_down)) / (12 * h)
    return [math.hypot(*sample) for sample in partials.T.tolist()]


@wgan.reference
def _(critic, real, fake, alpha, lam=10.0):
    w = _mean(_numbers(critic(fake))) - _mean(_numbers(critic(real)))
    slopes = _slopes(critic, _between(real, fake, alpha))
    return _scalar(w), _scalar(lam * _mean([(slope - 1) ** 2 for slope in slopes]))


@wgan.gradient
def _(critic, real, fake, alpha, lam=10.0, *, wrt, cot):
    """By hand for `smooth_critic`: its gradient field is known, and so is that field's slope."""
    cot_w, cot_gp = (0.0 if part is None else part for part in cot)
    on_fake = _score_gradient(critic, fake.flatten(1))
    on_real = _score_gradient(critic, real.flatten(1))
    of_gp = _penalty_gradient(critic, _between(real, fake, alpha).flatten(1), lam)
    return tuple(
        cot_w * (on_fake[name] - on_real[name]) + cot_gp * of_gp[name]
        for name in (target.removeprefix("critic.") for target in wrt)
    )


def _score_gradient(critic, x):
    """d mean critic(x) / d each parameter, x (B, D)."""
    unit = torch.tanh(x @ critic.w.T)
    back = (1 - unit**2) * critic.v
    return {"w": back.T @ x / len(x), "v": unit.mean(0), "q": (x**2).mean(0) / 2}


def _penalty_gradient(critic, x, lam):
    """d of lam * mean (|g| - 1)^2 / d each parameter, with g = W^T (v sech^2 Wx) + q x."""
    unit = torch.tanh(x @ critic.w.T)
    bell = 1 - unit**2
    field = (bell * critic.v) @ critic.w + critic.q * x
    norm = field.norm(dim=1, keepdim=True)
    pull = 2 * lam / len(x) * (norm - 1) * field / norm  # d gp / d g, (B, D)
    across = pull @ critic.w.T  # (B, H)
    bend = -2 * unit * bell * critic.v * across
    return {
        "w": (bell * critic.v).T @ pull + bend.T @ x,
        "v": (bell * across).sum(0),
        "q": (pull * x).sum(0),
    }


# 6. The optimal discriminator

optimal.example(p=[0.5, 0.5], q=[0.25, 0.75])


@optimal.validate
def _(p, q):
    if p.ndim != 1 or p.shape != q.shape:
        raise ValueError("shape")
    for weights in (p, q):
        if bool((weights < 0).any()) or abs(float(weights.sum()) - 1) > 1e-4:
            raise ValueError("not a distribution")


@optimal.reference
def _(p, q):
    """Climb V outcome by outcome: bisect on the logit of D for where dV/dD changes sign."""
    p, q = p.numpy(), q.numpy()
    low, high = np.full(p.shape, -800.0), np.full(p.shape, 800.0)
    for _ in range(70):
        logit = (low + high) / 2
        rising = p * expit(-logit) > q * expit(logit)
        low, high = np.where(rising, logit, low), np.where(rising, high, logit)
    best = np.where(p + q > 0, low, 0.0)
    terms = -p * np.logaddexp(0, -best) - q * np.logaddexp(0, best)
    value = math.fsum(terms.tolist())
    return torch.as_tensor(expit(best)), _scalar(value), _scalar(float(jensenshannon(p, q) ** 2))
