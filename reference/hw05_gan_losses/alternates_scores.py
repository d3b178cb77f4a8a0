"""Other right answers: least squares and hinge."""

import torch
import torch.nn.functional as F

from . import hinge, lsgan

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


@lsgan.alternate
def unit_variance_likelihood(real_scores, fake_scores):
    def nll(scores, target):
        goal = torch.full_like(scores, target)
        return F.gaussian_nll_loss(scores, goal, var=torch.ones_like(scores))

    return nll(real_scores, 1.0) + nll(fake_scores, 0.0), nll(fake_scores, 1.0)


@lsgan.alternate
def lists_of_scores(real_scores, fake_scores):
    real, fake = list(real_scores.flatten()), list(fake_scores.flatten())
    d_loss = sum((score - 1) ** 2 for score in real) / (2 * len(real))
    d_loss = d_loss + sum(score * score for score in fake) / (2 * len(fake))
    return d_loss, sum((1 - score) ** 2 for score in fake) / (2 * len(fake))


class _HalfSquaredDistance:
    """Half the mean squared distance to a target, through the length of the vector of gaps."""

    def __init__(self, target):
        self.target = target

    def __call__(self, scores):
        length = torch.linalg.vector_norm(scores.sub(self.target))
        return length.pow(2) / (2 * scores.numel())


_to_real, _to_fake = _HalfSquaredDistance(1), _HalfSquaredDistance(0)


@lsgan.alternate
def objects_that_measure_lengths(real_scores, fake_scores):
    return _to_real(real_scores) + _to_fake(fake_scores), _to_real(fake_scores)


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


@hinge.alternate
def margin_ranking_loss(real_scores, fake_scores):
    def ranked(scores, side):
        flat = scores.flatten()
        return F.margin_ranking_loss(
            flat, torch.zeros_like(flat), torch.full_like(flat, side), margin=1.0
        )

    return ranked(real_scores, 1.0) + ranked(fake_scores, -1.0), fake_scores.mean().neg()


@hinge.alternate
def half_of_value_and_size(real_scores, fake_scores):
    real, fake = 1 - real_scores, 1 + fake_scores
    twice = (real + real.abs()).mean() + (fake + fake.abs()).mean()
    share = torch.full_like(fake_scores, -1 / fake_scores.numel())
    return twice / 2, torch.vdot(share.flatten(), fake_scores.flatten())
