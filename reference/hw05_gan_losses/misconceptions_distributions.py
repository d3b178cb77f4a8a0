"""Wrong versions of the critic's loss and of the optimal discriminator, with what to read."""

import math

import torch

from . import optimal, wgan

# 5. Wasserstein with gradient penalty


def _between(real, fake, alpha):
    a = alpha.reshape(-1, *[1] * (real.ndim - 1))
    return (a * real + (1 - a) * fake).detach().requires_grad_(True)


def _input_gradient(critic, x):
    return torch.autograd.grad(critic(x).sum(), x, create_graph=True)[0]


def _slopes(critic, real, fake, alpha):
    return _input_gradient(critic, _between(real, fake, alpha)).flatten(1).norm(dim=1)


@wgan.misconception
def critic_sign(critic, real, fake, alpha, lam=10.0):
    """Minimising your first result makes real scores lower than fake ones. Which sign has each?"""
    w = critic(real).mean() - critic(fake).mean()
    slope = _slopes(critic, real, fake, alpha)
    return w, lam * ((slope - 1) ** 2).mean()


@wgan.misconception
def alpha_side(critic, real, fake, alpha, lam=10.0):
    """Your points sit at the mirrored position: alpha is the weight of the real sample here."""
    w = critic(fake).mean() - critic(real).mean()
    slope = _slopes(critic, fake, real, alpha)
    return w, lam * ((slope - 1) ** 2).mean()


@wgan.misconception
def slope_to_zero(critic, real, fake, alpha, lam=10.0):
    """Your penalty flattens the critic. To which value should its slopes be pulled?"""
    w = critic(fake).mean() - critic(real).mean()
    slope = _slopes(critic, real, fake, alpha)
    return w, lam * (slope**2).mean()


@wgan.misconception
def one_sided(critic, real, fake, alpha, lam=10.0):
    """Yours is the one-sided penalty, also in use; here slopes below 1 count as well."""
    w = critic(fake).mean() - critic(real).mean()
    slope = _slopes(critic, real, fake, alpha)
    return w, lam * (slope - 1).clamp(min=0).pow(2).mean()


@wgan.misconception
def norm_over_dim1_only(critic, real, fake, alpha, lam=10.0):
    """Your norm runs over one dimension only; an image's runs over channels and pixels."""
    w = critic(fake).mean() - critic(real).mean()
    slope = _input_gradient(critic, _between(real, fake, alpha)).norm(dim=1)
    return w, lam * ((slope - 1) ** 2).mean()


@wgan.misconception
def no_create_graph(critic, real, fake, alpha, lam=10.0):
    """Your values are right, but no gradient of gp reaches the critic. Which graph is missing?

    Try this: look up what create_graph does in torch.autograd.grad.
    """
    w = critic(fake).mean() - critic(real).mean()
    x = _between(real, fake, alpha)
    (gradient,) = torch.autograd.grad(critic(x).sum(), x)
    slope = gradient.flatten(1).norm(dim=1)
    return w, lam * ((slope - 1) ** 2).mean()


@wgan.misconception
def lam_forgotten(critic, real, fake, alpha, lam=10.0):
    """Your penalty is the same for every lam; gp already includes that factor."""
    w = critic(fake).mean() - critic(real).mean()
    slope = _slopes(critic, real, fake, alpha)
    return w, ((slope - 1) ** 2).mean()


@wgan.misconception
def gradient_of_mean(critic, real, fake, alpha, lam=10.0):
    """Your slopes are divided by the batch size. What is differentiated: a mean or a sum?"""
    w = critic(fake).mean() - critic(real).mean()
    x = _between(real, fake, alpha)
    (gradient,) = torch.autograd.grad(critic(x).mean(), x, create_graph=True)
    slope = gradient.flatten(1).norm(dim=1)
    return w, lam * ((slope - 1) ** 2).mean()


@wgan.misconception
def one_norm_for_the_batch(critic, real, fake, alpha, lam=10.0):
    """You take a single norm over the whole batch; each sample has a slope of its own."""
    w = critic(fake).mean() - critic(real).mean()
    slope = _input_gradient(critic, _between(real, fake, alpha)).norm()
    return w, lam * (slope - 1) ** 2


@wgan.misconception
def squared_norm(critic, real, fake, alpha, lam=10.0):
    """You hold the squared norm against 1. Where does the square root belong?"""
    w = critic(fake).mean() - critic(real).mean()
    slope = _slopes(critic, real, fake, alpha)
    return w, lam * ((slope**2 - 1) ** 2).mean()


@wgan.misconception
def penalty_added_already(critic, real, fake, alpha, lam=10.0):
    """Your first result already contains the penalty; the two are returned apart."""
    w = critic(fake).mean() - critic(real).mean()
    gp = lam * ((_slopes(critic, real, fake, alpha) - 1) ** 2).mean()
    return w + gp, gp


@wgan.misconception
def alpha_for_vectors_only(critic, real, fake, alpha, lam=10.0):
    """Your alpha only fits samples that are vectors. Which shape would suit images as well?"""
    w = critic(fake).mean() - critic(real).mean()
    a = alpha[:, None]
    x = (a * real + (1 - a) * fake).requires_grad_(True)
    slope = _input_gradient(critic, x).flatten(1).norm(dim=1)
    return w, lam * ((slope - 1) ** 2).mean()


@wgan.misconception
def first_alpha_for_all(critic, real, fake, alpha, lam=10.0):
    """All your pairs share the first alpha; each has one of its own."""
    w = critic(fake).mean() - critic(real).mean()
    slope = _slopes(critic, real, fake, alpha[:1].expand_as(alpha))
    return w, lam * ((slope - 1) ** 2).mean()


@wgan.misconception
def penalty_at_real(critic, real, fake, alpha, lam=10.0):
    """Your penalty looks at the real samples; here it looks at points between real and fake."""
    w = critic(fake).mean() - critic(real).mean()
    slope = _slopes(critic, real, fake, torch.ones_like(alpha))
    return w, lam * ((slope - 1) ** 2).mean()


@wgan.misconception
def penalty_at_fake(critic, real, fake, alpha, lam=10.0):
    """Your penalty looks at the fakes; here it looks at points between real and fake."""
    w = critic(fake).mean() - critic(real).mean()
    slope = _slopes(critic, real, fake, torch.zeros_like(alpha))
    return w, lam * ((slope - 1) ** 2).mean()


@wgan.misconception
def penalties_summed(critic, real, fake, alpha, lam=10.0):
    """You sum the penalty over samples, so it grows with the batch. What is asked for?"""
    w = critic(fake).mean() - critic(real).mean()
    slope = _slopes(critic, real, fake, alpha)
    return w, lam * ((slope - 1) ** 2).sum()


@wgan.misconception
def mean_slope_penalised(critic, real, fake, alpha, lam=10.0):
    """You average the slopes first, so steep and shallow samples cancel. What comes first?"""
    w = critic(fake).mean() - critic(real).mean()
    return w, lam * (_slopes(critic, real, fake, alpha).mean() - 1) ** 2


@wgan.misconception
def penalty_not_squared(critic, real, fake, alpha, lam=10.0):
    """You penalise the distance of the slope from 1; its square is asked for."""
    w = critic(fake).mean() - critic(real).mean()
    return w, lam * (_slopes(critic, real, fake, alpha) - 1).abs().mean()


@wgan.misconception
def order_swapped(critic, real, fake, alpha, lam=10.0):
    """You return the penalty first; the pair is (w, gp)."""
    w = critic(fake).mean() - critic(real).mean()
    return lam * ((_slopes(critic, real, fake, alpha) - 1) ** 2).mean(), w


@wgan.misconception
def penalty_halved(critic, real, fake, alpha, lam=10.0):
    """Your penalty is half the one asked for. Where does a factor 1/2 enter?"""
    w = critic(fake).mean() - critic(real).mean()
    return w, lam / 2 * ((_slopes(critic, real, fake, alpha) - 1) ** 2).mean()


@wgan.misconception
def sum_of_absolute_partials(critic, real, fake, alpha, lam=10.0):
    """Your slope adds up absolute values; the Euclidean norm is the root of a sum of squares."""
    w = critic(fake).mean() - critic(real).mean()
    slope = _input_gradient(critic, _between(real, fake, alpha)).flatten(1).abs().sum(1)
    return w, lam * ((slope - 1) ** 2).mean()


@wgan.misconception
def generator_side_alone(critic, real, fake, alpha, lam=10.0):
    """Your first result looks at one side only. Which scores should the critic set apart?"""
    gp = lam * ((_slopes(critic, real, fake, alpha) - 1) ** 2).mean()
    return critic(fake).mean(), gp


# 6. The optimal discriminator


def _best(p, q):
    total = p + q
    return torch.where(total > 0, p / total, torch.full_like(p, 0.5))


def _value(p, q):
    return (torch.xlogy(p, _best(p, q)) + torch.xlogy(q, _best(q, p))).sum()


def _kl(p, q):
    """KL(p || q), infinite where q is 0 and p is not."""
    return torch.where(p > 0, p * torch.log(p / q), torch.zeros_like(p)).sum()


def _js(p, q):
    m = (p + q) / 2
    return (_kl(p, m) + _kl(q, m)) / 2


@optimal.misconception
def generator_ratio(p, q):
    """Your D* is one minus the best: D should be large where data are likely."""
    d = 1 - _best(p, q)
    return d, _value(p, q), _js(p, q)


@optimal.misconception
def js_without_half(p, q):
    """You add the two KLs, but JS is their average. What must disjoint distributions give?"""
    m = (p + q) / 2
    return _best(p, q), _value(p, q), _kl(p, m) + _kl(q, m)


@optimal.misconception
def kl_for_js(p, q):
    """Your JS is KL(p||q), infinite on disjoint supports; JS compares both with their mixture."""
    return _best(p, q), _value(p, q), _kl(p, q)


@optimal.misconception
def mixture_not_halved(p, q):
    """Your mixture does not sum to 1, so JS of equal distributions is not 0."""
    m = p + q
    return _best(p, q), _value(p, q), (_kl(p, m) + _kl(q, m)) / 2


@optimal.misconception
def value_sign(p, q):
    """You return the discriminator's loss; V is what D maximises, and it is never positive."""
    return _best(p, q), -_value(p, q), _js(p, q)


@optimal.misconception
def value_offset_forgotten(p, q):
    """Your V is 0 when p = q, but the best D can then only guess. What does guessing earn?"""
    return _best(p, q), 2 * _js(p, q), _js(p, q)


@optimal.misconception
def bits_not_nats(p, q):
    """Your V and JS are in bits; logarithms here are natural."""
    return _best(p, q), _value(p, q) / math.log(2), _js(p, q) / math.log(2)


@optimal.misconception
def distance_not_divergence(p, q):
    """You return the Jensen-Shannon distance, the square root of the divergence asked for."""
    return _best(p, q), _value(p, q), _js(p, q).sqrt()


@optimal.misconception
def zero_times_infinity(p, q):
    """Your logarithm meets 0 and the result is NaN. What is 0 log 0 by convention?"""
    d = p / (p + q)
    m = (p + q) / 2
    value = (p * torch.log(d) + q * torch.log(1 - d)).sum()
    js = 0.5 * (p * torch.log(p / m)).sum() + 0.5 * (q * torch.log(q / m)).sum()
    return d, value, js


@optimal.misconception
def impossible_means_fake(p, q):
    """Your D* calls an outcome impossible under both a fake. Which guess favours neither side?"""
    return (p / (p + q)).nan_to_num(nan=0.0), _value(p, q), _js(p, q)


@optimal.misconception
def epsilon_in_the_ratio(p, q):
    """Your small constant beside p + q decides the ratio where both probabilities are tiny."""
    d = p / (p + q + 1e-12)
    return torch.where(p + q > 0, d, torch.full_like(d, 0.5)), _value(p, q), _js(p, q)


@optimal.misconception
def symmetrised_kl(p, q):
    """Your divergence averages KL(p||q) and KL(q||p), which has no mixture and no ceiling.

    Try this: what should JS be for disjoint distributions?
    """
    d, rest = _best(p, q), _best(q, p)
    js = (torch.xlogy(p, d / rest) + torch.xlogy(q, rest / d)).sum() / 2
    return d, _value(p, q), js


@optimal.misconception
def mixture_first(p, q):
    """Your KLs go from the mixture to each side; the expectations are taken under p and q.

    Try this: can KL(p||m) be infinite, and can KL(m||p)?
    """
    m = (p + q) / 2
    return _best(p, q), _value(p, q), (_kl(m, p) + _kl(m, q)) / 2


@optimal.misconception
def value_averaged(p, q):
    """You average the two halves of V; here they are added. What does guessing earn?"""
    return _best(p, q), _value(p, q) / 2, _js(p, q)


@optimal.misconception
def mean_over_outcomes(p, q):
    """You divide by the number of outcomes; p and q are the weights of the sum already."""
    return _best(p, q), _value(p, q) / len(p), _js(p, q) / len(p)


@optimal.misconception
def density_ratio(p, q):
    """Your D* is the ratio p / q, which exceeds 1. Which probability goes with these odds?"""
    return p / q, _value(p, q), _js(p, q)


@optimal.misconception
def value_without_q(p, q):
    """Your V rewards recognising data only. What does D earn on the generator's outcomes?"""
    return _best(p, q), torch.xlogy(p, _best(p, q)).sum(), _js(p, q)


@optimal.misconception
def value_under_p_alone(p, q):
    """Both logarithms of your V are weighted by p; the second belongs to the generator's q."""
    value = (torch.xlogy(p, _best(p, q)) + torch.xlogy(p, _best(q, p))).sum()
    return _best(p, q), value, _js(p, q)
