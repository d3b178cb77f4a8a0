"""Hidden checks of the questions that draw a class: 4 (categorical) and 6 (mixture)."""

import math

import torch

from autograder.assignment import expect

from . import sample_categorical, sample_gmm
from .inputs import ones, put, uniforms, vector

BELOW_ONE = math.nextafter(1.0, 0.0)

# 4. sample_categorical


@sample_categorical.check("value")
def stacks_the_intervals_in_order(impl, draw):
    """Class k owns the interval between the cumulative weights before and after it."""
    weights = draw.probabilities(5)
    return impl.sample_categorical(weights, uniforms(draw, weights, 40))


sample_categorical.float32(stacks_the_intervals_in_order)


@sample_categorical.check("value")
def takes_weights_of_any_total(impl, draw):
    """The weights count relative to their sum, be it small or large."""
    light, heavy = draw.uniform(4, low=0.01, high=0.1), draw.uniform(6, low=1.0, high=9.0)
    u, v = uniforms(draw, light, 30), uniforms(draw, heavy, 30)
    return impl.sample_categorical(light, u), impl.sample_categorical(heavy, v)


@sample_categorical.check("broadcast")
def answers_in_the_shape_of_u(impl, draw):
    """u may have any shape, none included, and the indices have it too."""
    weights = draw.probabilities(4)
    grid, number = uniforms(draw, weights, 2, 3), uniforms(draw, weights)
    many = uniforms(draw, weights, 3, 4, 2)
    return [impl.sample_categorical(weights, u) for u in (grid, number, many, many[:0])]


@sample_categorical.check("edge")
def a_boundary_belongs_to_the_next_class(impl, draw):
    """u exactly on a boundary gives the class that starts there."""
    order = draw.permutation(4)
    weights = vector(1.0, 2.0, 4.0, 1.0)[order]
    edges = torch.cat([vector(0.0), weights.cumsum(0)[:-1] / 8])
    return impl.sample_categorical(weights, edges), impl.sample_categorical(2 * weights, edges)


@sample_categorical.check("edge")
def zero_weights_are_never_drawn(impl, draw):
    """A class of weight zero is skipped, at the start as in the middle, also at a boundary."""
    weights, u = vector(0.0, 2.0, 0.0, 0.0, 1.0, 1.0), draw.uniform(20)
    inside = uniforms(draw, weights, 20)
    k = impl.sample_categorical(weights, u)
    exact = impl.sample_categorical(weights, vector(0.0, 0.5, 0.75))
    return impl.sample_categorical(weights, inside), exact, expect.true(weights[k] > 0)


@sample_categorical.check("edge")
def round_off_never_reaches_a_trailing_zero(impl, draw):
    """The largest u below 1 gives the last class of positive weight, however the sum rounds."""
    tenths = torch.cat([0.1 * ones(10), torch.zeros(2, dtype=torch.float64)])
    thin = torch.cat([draw.uniform(40, low=0.1, high=1.0), torch.zeros(1, dtype=torch.float64)])
    generic, u = draw.probabilities(5), vector(BELOW_ONE, BELOW_ONE)
    v = uniforms(draw, generic, 20)
    return [
        *(impl.sample_categorical(weights, u) for weights in (tenths, 3 * tenths, thin, 7 * thin)),
        impl.sample_categorical(generic, v),
    ]


@sample_categorical.check("edge")
def a_single_class_is_always_drawn(impl, draw):
    """With K = 1 every u gives class 0."""
    weights, u = draw.uniform(1, low=0.2, high=3.0), draw.uniform(2, 4)
    several = draw.probabilities(5)
    v = uniforms(draw, several, 20)
    return impl.sample_categorical(weights, u), impl.sample_categorical(several, v)


@sample_categorical.check("property")
def a_common_factor_changes_nothing(impl, draw):
    """Multiplying all weights by one number leaves every class as it was."""
    weights = draw.uniform(5, low=0.2, high=3.0)
    u = uniforms(draw, weights, 40)
    k, scaled = impl.sample_categorical(weights, u), impl.sample_categorical(1000 * weights, u)
    return k, expect.true(k == scaled)


@sample_categorical.check("stat")
def frequencies_follow_the_weights(impl, draw):
    """Over many u each class comes up in proportion to its weight."""
    n = draw.size(4000)
    weights, u = draw.uniform(3, low=0.5, high=3.0), draw.uniform(n)
    k = impl.sample_categorical(weights, u)
    share = torch.stack([(k == index).to(torch.float64).mean() for index in range(3)])
    p = weights / weights.sum()
    return expect.estimate(share, p, (p * (1 - p) / n).sqrt(), "of a share: sqrt(p (1 - p) / n)")


@sample_categorical.check("error")
def rejects_impossible_weights(impl, draw):
    """A negative, infinite or NaN weight raises ValueError, and so do weights that are all 0."""
    weights = draw.uniform(4, low=0.2, high=3.0)
    u = uniforms(draw, weights, 6)
    impl.sample_categorical(weights, u)
    bad = [put(weights, value) for value in (-0.1, math.inf, math.nan)]
    return [impl.sample_categorical.raises(w, u) for w in (*bad, 0 * weights)]


@sample_categorical.check("error")
def rejects_u_outside_the_unit_interval(impl, draw):
    """u = 1, u above 1, u below 0 and NaN raise ValueError."""
    weights = draw.uniform(4, low=0.2, high=3.0)
    u = uniforms(draw, weights, 6)
    impl.sample_categorical(weights, u)
    bad = (1.0, 1.5, -0.1, math.nan)
    return [impl.sample_categorical.raises(weights, put(u, value)) for value in bad]


# 6. sample_gmm


def _mixture(draw, k, d, n):
    """Arguments for K components in D dimensions and n samples; deviations away from 0 and 1."""
    weights = draw.uniform(k, low=0.2, high=3.0)
    stds = draw.uniform(k, d, low=0.2, high=2.5, avoid=(1.0,), gap=0.05)
    return weights, draw.normal(k, d, std=4.0), stds, uniforms(draw, weights, n), draw.normal(n, d)


@sample_gmm.check("value")
def chooses_a_component_then_draws_from_it(impl, draw):
    """Each sample is its component's mean plus its component's deviations times its noise."""
    return impl.sample_gmm(*_mixture(draw, k=3, d=2, n=20))


sample_gmm.float32(chooses_a_component_then_draws_from_it)


@sample_gmm.check("value")
def works_in_one_dimension_and_in_many(impl, draw):
    """D may be 1 or larger than K, and n smaller than both."""
    flat, deep = _mixture(draw, k=5, d=1, n=12), _mixture(draw, k=2, d=7, n=3)
    return impl.sample_gmm(*flat), impl.sample_gmm(*deep)


@sample_gmm.check("edge")
def zero_deviation_gives_exactly_the_mean(impl, draw):
    """Where a component's deviation is 0 the sample equals its mean; others vary as usual."""
    weights, means, stds, u, eps = _mixture(draw, k=3, d=2, n=15)
    half = torch.stack([0 * stds[:, 0], stds[:, 1]], dim=1)
    x, k = impl.sample_gmm(weights, means, half, u, eps)
    still, j = impl.sample_gmm(weights, means, 0 * stds, u, eps)
    return x, k, expect.true(still == means[j])


@sample_gmm.check("edge")
def one_sample_or_none(impl, draw):
    """n = 1 gives one sample, n = 0 gives empty outputs of shapes (0, D) and (0,)."""
    weights, means, stds, u, eps = _mixture(draw, k=3, d=2, n=9)
    sizes = (9, 1, 0)
    return [impl.sample_gmm(weights, means, stds, u[:n], eps[:n]) for n in sizes]


@sample_gmm.check("edge")
def components_follow_the_boundary_rule(impl, draw):
    """u on a boundary gives the next component, and weight zero is never chosen."""
    means, stds, eps = draw.normal(5, 2), draw.uniform(5, 2, low=0.2, high=2.0), draw.normal(4, 2)
    weights = vector(0.0, 1.0, 0.0, 1.0, 2.0)
    return impl.sample_gmm(weights, means, stds, vector(0.0, 0.25, 0.5, 0.75), eps)


@sample_gmm.check("edge")
def round_off_never_chooses_a_trailing_zero(impl, draw):
    """The largest u below 1 chooses the last component of positive weight."""
    weights = torch.cat([0.1 * ones(10), 0 * ones(1)])
    means, stds, eps = draw.normal(11, 2), draw.uniform(11, 2, low=0.2, high=2.0), draw.normal(3, 2)
    return impl.sample_gmm(weights, means, stds, vector(0.37, BELOW_ONE, BELOW_ONE), eps)


@sample_gmm.check("property")
def each_sample_has_its_own_component(impl, draw):
    """Sample n depends on u[n] and eps[n] alone: reordering these reorders the answer."""
    weights, means, stds, u, eps = _mixture(draw, k=3, d=2, n=20)
    order = draw.permutation(20)
    x, k = impl.sample_gmm(weights, means, stds, u, eps)
    y, j = impl.sample_gmm(weights, means, stds, u[order], eps[order])
    moved = expect.close(y, x[order], atol=1e-9, why="rounding of numbers of order ten")
    return x, moved, expect.true(j == k[order])


@sample_gmm.check("stat")
def samples_average_to_the_mixture_mean(impl, draw):
    """Over many samples the average is the weighted mean, and components follow the weights."""
    weights, means = draw.uniform(2, low=0.5, high=2.0), draw.normal(2, 1, std=4.0)
    n = draw.size(2000)
    stds, u, eps = draw.uniform(2, 1, low=0.5, high=2.0), draw.uniform(n), draw.normal(n, 1)
    p = (weights / weights.sum()).unsqueeze(1)
    mean = (p * means).sum(0)
    spread = ((p * (stds**2 + means**2)).sum(0) - mean**2).sqrt()
    x, k = impl.sample_gmm(weights, means, stds, u, eps)
    root, share = math.sqrt(n), float(p[1])
    wide = "10 SE: a third of it at the kurtosis of 12 that a rare, far component can give"
    return (
        expect.estimate(x.mean(0), mean, spread / root, "of a mixture: its deviation / sqrt(n)"),
        expect.close(x.std(0), spread, 10 * float(spread) / root, wide),
        expect.estimate(
            k.to(torch.float64).mean(),
            share,
            math.sqrt(share * (1 - share) / n),
            "of a share: sqrt(p (1 - p) / n)",
        ),
    )


@sample_gmm.check("error")
def rejects_component_shapes_that_differ(impl, draw):
    """weights, means and stds must agree in K and D; means and stds have two dimensions."""
    weights, means, stds, u, eps = _mixture(draw, k=3, d=2, n=6)
    impl.sample_gmm(weights, means, stds, u, eps)
    return (
        impl.sample_gmm.raises(weights[:2], means, stds, u, eps),
        impl.sample_gmm.raises(weights, means, stds[:2], u, eps),
        impl.sample_gmm.raises(weights, means, stds[:, :1], u, eps),
        impl.sample_gmm.raises(weights, means[:, 0], stds[:, 0], u, eps),
    )


@sample_gmm.check("error")
def rejects_noise_shapes_that_differ(impl, draw):
    """u must be (n,) and eps (n, D), with the n of each other and the D of means."""
    weights, means, stds, u, eps = _mixture(draw, k=3, d=2, n=6)
    impl.sample_gmm(weights, means, stds, u, eps)
    return (
        impl.sample_gmm.raises(weights, means, stds, u[:1], eps),
        impl.sample_gmm.raises(weights, means, stds, u, eps[:1]),
        impl.sample_gmm.raises(weights, means, stds, u, eps[:, :1]),
        impl.sample_gmm.raises(weights, means, stds, u.unsqueeze(1), eps),
        impl.sample_gmm.raises(weights, means, stds, u, eps[:, 0]),
    )


@sample_gmm.check("error")
def rejects_negative_deviations(impl, draw):
    """A negative deviation raises ValueError, also that of a component no sample comes from."""
    weights, means, stds, u, eps = _mixture(draw, k=3, d=2, n=6)
    impl.sample_gmm(weights, means, stds, u, eps)
    return (
        impl.sample_gmm.raises(weights, means, put(stds, -0.5), u, eps),
        impl.sample_gmm.raises(put(weights, 0.0), means, put(stds, -0.5), u, eps),
    )


@sample_gmm.check("error")
def rejects_impossible_weights_and_uniforms(impl, draw):
    """Weights that are negative, infinite, NaN or all 0, and u outside [0, 1), raise ValueError."""
    weights, means, stds, u, eps = _mixture(draw, k=3, d=2, n=6)
    impl.sample_gmm(weights, means, stds, u, eps)
    weightings = [put(weights, value) for value in (-0.1, math.inf, math.nan)]
    return (
        [impl.sample_gmm.raises(w, means, stds, u, eps) for w in (*weightings, 0 * weights)],
        [
            impl.sample_gmm.raises(weights, means, stds, put(u, value), eps)
            for value in (1.0, 1.5, -0.1, math.nan)
        ],
    )
