"""Other right answers: different identities, loops, and tools a student may reach for."""

import math

import numpy as np
import torch
import torch.nn.functional as F

from . import discriminator, generator, hinge, lsgan, optimal, wgan

# 1. The discriminator


@discriminator.alternate
def bce_with_logits(real_logits, fake_logits, smooth=0.0):
    bce = F.binary_cross_entropy_with_logits
    real = bce(real_logits, torch.full_like(real_logits, 1 - smooth))
    return real + bce(fake_logits, torch.zeros_like(fake_logits))


@discriminator.alternate
def softplus_minus_linear(real_logits, fake_logits, smooth=0.0):
    real = F.softplus(real_logits) - (1 - smooth) * real_logits
    return real.mean() + F.softplus(fake_logits).mean()


@discriminator.alternate
def two_class_log_softmax(real_logits, fake_logits, smooth=0.0):
    def log_probabilities(logits):
        return torch.stack([torch.zeros_like(logits), logits], dim=-1).log_softmax(dim=-1)

    target = torch.tensor([smooth, 1 - smooth], dtype=real_logits.dtype)
    real = -(log_probabilities(real_logits) @ target)
    return real.mean() - log_probabilities(fake_logits)[..., 0].mean()


@discriminator.alternate
def loop_over_logits(real_logits, fake_logits, smooth=0.0):
    zero = torch.zeros((), dtype=real_logits.dtype)
    total_real, total_fake = zero, zero
    for logit in real_logits.flatten():
        total_real = total_real + (1 - smooth) * F.softplus(-logit) + smooth * F.softplus(logit)
    for logit in fake_logits.flatten():
        total_fake = total_fake + torch.logaddexp(zero, logit)
    return total_real / real_logits.numel() + total_fake / fake_logits.numel()


# 2. The generator


@generator.alternate
def bce_with_a_wish(fake_logits, kind="nonsaturating"):
    bce = F.binary_cross_entropy_with_logits
    if kind == "nonsaturating":
        return bce(fake_logits, torch.ones_like(fake_logits))
    return -bce(fake_logits, torch.zeros_like(fake_logits))


@generator.alternate
def logsigmoid_signed(fake_logits, kind="nonsaturating"):
    sign = 1 if kind == "nonsaturating" else -1
    return -sign * F.logsigmoid(sign * fake_logits).mean()


@generator.alternate
def logaddexp_by_dot_product(fake_logits, kind="nonsaturating"):
    flat = fake_logits.flatten()
    share = torch.full_like(flat, 1 / flat.numel())
    zeros = torch.zeros_like(flat)
    if kind == "saturating":
        return -torch.dot(share, torch.logaddexp(zeros, flat))
    return torch.dot(share, torch.logaddexp(zeros, -flat))


@generator.alternate
def loop_over_fakes(fake_logits, kind="nonsaturating"):
    losses = []
    for logit in fake_logits.flatten():
        loss = F.softplus(-logit) if kind == "nonsaturating" else -F.softplus(logit)
        losses.append(loss)
    return sum(losses) / len(losses)


# 3. Least squares


@lsgan.alternate
def mse_loss(real_scores, fake_scores):
    ones, zeros = torch.ones_like(fake_scores), torch.zeros_like(fake_scores)
    real = F.mse_loss(real_scores, torch.ones_like(real_scores))
    return (real + F.mse_loss(fake_scores, zeros)) / 2, F.mse_loss(fake_scores, ones) / 2


@lsgan.alternate
def einsum_squares(real_scores, fake_scores):
    def half_mean_square(gap):
        return torch.einsum("i,i->", gap.flatten(), gap.flatten()) / (2 * gap.numel())

    d_loss = half_mean_square(real_scores - 1) + half_mean_square(fake_scores)
    return d_loss, half_mean_square(fake_scores - 1)


@lsgan.alternate
def mean_and_variance(real_scores, fake_scores):
    def half_mean_square(gap):
        return (gap.var(correction=0) + gap.mean() ** 2) / 2

    d_loss = half_mean_square(real_scores - 1) + half_mean_square(fake_scores)
    return [d_loss, half_mean_square(fake_scores - 1)]


# 4. Hinge


@hinge.alternate
def clamp(real_scores, fake_scores):
    d_loss = (1 - real_scores).clamp(min=0).mean() + (1 + fake_scores).clamp(min=0).mean()
    return d_loss, -fake_scores.mean()


@hinge.alternate
def where_sum(real_scores, fake_scores):
    real = torch.where(real_scores < 1, 1 - real_scores, torch.zeros_like(real_scores))
    fake = torch.where(fake_scores > -1, 1 + fake_scores, torch.zeros_like(fake_scores))
    d_loss = real.sum() / real.numel() + fake.sum() / fake.numel()
    return d_loss, (-fake_scores).sum() / fake_scores.numel()


@hinge.alternate
def one_minus_minimum(real_scores, fake_scores):
    one = torch.ones((), dtype=real_scores.dtype)
    d_loss = 2 - torch.minimum(one, real_scores).mean() - torch.minimum(one, -fake_scores).mean()
    return d_loss, torch.negative(fake_scores).mean()


@hinge.alternate
def loop_over_scores(real_scores, fake_scores):
    real = [F.relu(1 - score) for score in real_scores.flatten()]
    fake = [F.relu(1 + score) for score in fake_scores.flatten()]
    return sum(real) / len(real) + sum(fake) / len(fake), -sum(fake_scores.flatten()) / len(fake)


# 5. Wasserstein with gradient penalty


@wgan.alternate
def grad_outputs_ones(critic, real, fake, alpha, lam=10.0):
    share = alpha.view(-1, *[1] * (real.ndim - 1))
    x = (share * real + (1 - share) * fake).clone().requires_grad_(True)
    scores = critic(x)
    (slope,) = torch.autograd.grad(
        scores, x, grad_outputs=torch.ones_like(scores), create_graph=True, retain_graph=True
    )
    norms = slope.reshape(len(x), -1).norm(2, dim=1)
    return critic(fake).mean() - critic(real).mean(), lam * (norms - 1).square().mean()


@wgan.alternate
def sample_loop_lerp(critic, real, fake, alpha, lam=10.0):
    penalties, gaps = [], []
    for one_real, one_fake, share in zip(real, fake, alpha, strict=True):
        x = torch.lerp(one_fake, one_real, share)[None].requires_grad_(True)
        (slope,) = torch.autograd.grad(critic(x)[0], x, create_graph=True)
        penalties.append((slope.pow(2).sum().sqrt() - 1) ** 2)
        gaps.append(critic(one_fake[None])[0] - critic(one_real[None])[0])
    return torch.stack(gaps).mean(), lam * torch.stack(penalties).mean()


@wgan.alternate
def functional_gradient(critic, real, fake, alpha, lam=10.0):
    share = alpha.reshape(alpha.shape + (1,) * (real.ndim - 1))
    field = torch.func.grad(lambda x: critic(x).sum())(fake + share * (real - fake))
    norms = torch.einsum("bi,bi->b", field.flatten(1), field.flatten(1)).sqrt()
    scores = critic(torch.cat([real, fake]))
    return scores[len(real) :].mean() - scores[: len(real)].mean(), lam * ((norms - 1) ** 2).mean()


@wgan.alternate
def expanded_square(critic, real, fake, alpha, lam=10.0):
    share = alpha.reshape([-1] + [1] * (real.dim() - 1)).expand_as(real)
    x = torch.autograd.Variable(share * real + (1 - share) * fake, requires_grad=True)
    slope = torch.autograd.grad(critic(x).sum(), x, create_graph=True)[0]
    squares = slope.pow(2).sum(dim=tuple(range(1, real.dim())))
    gp = lam * (squares - 2 * squares.sqrt() + 1).sum() / len(real)
    return -(critic(real) - critic(fake)).mean(), gp


# 6. The optimal discriminator


@optimal.alternate
def kl_to_mixture_loop(p, q):
    best = torch.full_like(p, 0.5)
    value, js = 0.0, 0.0
    for k, (a, b) in enumerate(zip(p.tolist(), q.tolist(), strict=True)):
        if a + b > 0:
            best[k] = a / (a + b)
        if a > 0:
            value += a * math.log(a / (a + b))
            js += a * math.log(2 * a / (a + b)) / 2
        if b > 0:
            value += b * math.log(b / (a + b))
            js += b * math.log(2 * b / (a + b)) / 2
    return best, torch.tensor(value, dtype=p.dtype), torch.tensor(js, dtype=p.dtype)


@optimal.alternate
def entropy_form(p, q):
    def entropy(weights):
        return -torch.xlogy(weights, weights).sum()

    js = entropy((p + q) / 2) - (entropy(p) + entropy(q)) / 2
    best = torch.where(p + q > 0, p / (p + q), torch.full_like(p, 0.5))
    return best, 2 * js - math.log(4), js


@optimal.alternate
def by_the_value(p, q):
    best, rest = ((part / (p + q)).nan_to_num(nan=0.5) for part in (p, q))
    value = (torch.xlogy(p, best) + torch.xlogy(q, rest)).sum()
    return best, value, value / 2 + math.log(2)


@optimal.alternate
def numpy_inside(p, q):
    a, b = p.numpy().astype(np.float64), q.numpy().astype(np.float64)
    both = a + b
    best = np.divide(a, both, out=np.full_like(a, 0.5), where=both > 0)
    logs = np.log(best, out=np.zeros_like(a), where=a > 0)
    others = np.log(b / np.where(both > 0, both, 1.0), out=np.zeros_like(a), where=b > 0)
    value = float((a * logs + b * others).sum())
    answers = best, value, value / 2 + math.log(2)
    return tuple(torch.as_tensor(answer, dtype=p.dtype) for answer in answers)
