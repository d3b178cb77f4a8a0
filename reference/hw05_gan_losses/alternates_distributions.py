"""Other right answers: the Wasserstein critic and the optimal discriminator."""

import math

import numpy as np
import torch
import torch.nn.functional as F
from scipy.special import rel_entr

from . import optimal, wgan

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


@wgan.alternate
def mapped_gradients(critic, real, fake, alpha, lam=10.0):
    def slope(one_real, one_fake, share):
        point = share * one_real + (1 - share) * one_fake
        return torch.func.grad(lambda x: critic(x[None]).squeeze())(point).norm()

    slopes = torch.vmap(slope)(real, fake, alpha)
    return torch.sub(critic(fake), critic(real)).mean(), lam * F.mse_loss(
        slopes, torch.ones_like(slopes)
    )


@wgan.alternate
def pullback_of_one_batch(critic, real, fake, alpha, lam=10.0):
    """Real, fake and mixed samples are scored together: the critic treats each by itself."""
    mixed = torch.stack([a * r + (1 - a) * f for a, r, f in zip(alpha, real, fake, strict=True)])
    scores, pull = torch.func.vjp(critic, torch.cat([real, fake, mixed]))
    of_real, of_fake, _ = scores.chunk(3)
    zero, one = torch.zeros_like(of_real), torch.ones_like(of_real)
    (slopes,) = pull(torch.cat([zero, zero, one]))
    excess = torch.linalg.vector_norm(slopes[-len(real) :].flatten(1), dim=1) - 1
    return of_fake.mean() - of_real.mean(), lam / len(real) * torch.dot(excess, excess)


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


@optimal.alternate
def scipy_relative_entropy(p, q):
    a, b = p.double().numpy(), q.double().numpy()
    mixture = (a + b) / 2
    js = (rel_entr(a, mixture).sum() + rel_entr(b, mixture).sum()) / 2
    best = [x / (x + y) if x + y > 0 else 0.5 for x, y in zip(a, b, strict=True)]
    return tuple(torch.tensor(part, dtype=p.dtype) for part in (best, 2 * js - math.log(4), js))


@optimal.alternate
def sigmoid_of_log_odds(p, q):
    log_odds = torch.nan_to_num(p.log() - q.log(), nan=0.0, posinf=math.inf, neginf=-math.inf)
    of_p, of_q = F.logsigmoid(log_odds), F.logsigmoid(-log_odds)
    value = p[p > 0] @ of_p[p > 0] + q[q > 0] @ of_q[q > 0]
    return torch.sigmoid(log_odds), value, (value + math.log(4)) / 2


@optimal.alternate
def library_kl_on_the_support(p, q):
    best = torch.full_like(p, 0.5)
    some = (p + q).nonzero().squeeze(1)
    both = torch.stack([p, q])[:, some]
    total = both.sum(dim=0)
    best[some] = both[0] / total
    log_mixture = torch.log(total / 2).expand_as(both)
    js = F.kl_div(log_mixture, both, reduction="sum") / 2
    return best, torch.sub(2 * js, math.log(4)), js
