"""Hidden checks on tables of hypotheses: evidence and posterior. The others are imported below."""

import math

import torch

from autograder.assignment import expect

from . import evidence, posterior

TEN = "as exact as values below 10 have to be: 1e-6 of each"
INF = math.inf
NAN = math.nan


def _with(tensor, index, value):
    """A copy with one entry replaced."""
    changed = tensor.clone()
    changed[index] = value
    return changed


# log_evidence


@evidence.check("value")
def adds_up_over_hypotheses(impl, draw):
    """One value per observation: log of the sum over k of p(x_n | k) p(k)."""
    return impl.log_evidence(draw.probabilities(4).log(), draw.normal(7, 4, std=2.0))


evidence.float32(adds_up_over_hypotheses)


@evidence.check("value")
def takes_the_prior_as_given(impl, draw):
    """A prior whose probabilities do not sum to 1 is used as it is."""
    return impl.log_evidence(draw.normal(3, mean=1.0), draw.normal(5, 3))


@evidence.check("property")
def follows_a_common_factor(impl, draw):
    """The same c added to every log likelihood is added to the evidence."""
    log_prior, log_lik = draw.probabilities(3).log(), draw.normal(5, 3)
    c = draw.uniform(low=1.0, high=3.0)
    before, after = impl.log_evidence(log_prior, log_lik), impl.log_evidence(log_prior, log_lik + c)
    return expect.close(after - before, c, atol=1e-5, why=TEN)


@evidence.check("edge")
def accepts_probability_zero(impl, draw):
    """An entry of -inf, in log_prior or in log_lik, is a term of probability 0."""
    log_prior = _with(draw.probabilities(4).log(), 2, -INF)
    log_lik = _with(_with(draw.normal(3, 4), (0, 0), -INF), (2, 3), -INF)
    return impl.log_evidence(log_prior, log_lik)


@evidence.check("edge")
def gives_minus_infinity_to_the_impossible(impl, draw):
    """A row whose terms are all -inf has the log evidence -inf, beside rows that have not."""
    log_prior = _with(draw.probabilities(3).log(), 0, -INF)
    log_lik = draw.normal(4, 3)
    log_lik[1] = -INF
    log_lik[3, 1:] = -INF
    total = impl.log_evidence(log_prior, log_lik)
    return total[[0, 2]], expect.true(total[[1, 3]] == -INF)


@evidence.check("edge")
def accepts_one_hypothesis_and_one_observation(impl, draw):
    """K = 1 and N = 1 are no special case."""
    log_prior, log_lik = draw.normal(1), draw.normal(1, 1)
    more = draw.normal(3), draw.normal(1, 3), draw.normal(1), draw.normal(4, 1)
    return (
        impl.log_evidence(log_prior, log_lik),
        impl.log_evidence(*more[:2]),
        impl.log_evidence(*more[2:]),
    )


@evidence.check("edge")
def accepts_no_observations(impl, draw):
    """N = 0 gives an empty result."""
    log_prior, log_lik = draw.probabilities(3).log(), draw.normal(2, 3)
    return impl.log_evidence(log_prior, log_lik[:0]), impl.log_evidence(log_prior, log_lik)


@evidence.check("stability", atol=0)
def survives_tiny_likelihoods(impl, draw):
    """Likelihoods far below the smallest floating-point number keep their logarithm."""
    log_prior, log_lik = draw.probabilities(4).log(), draw.normal(5, 4)
    usual = impl.log_evidence(log_prior, log_lik)
    tiny = impl.log_evidence(log_prior, log_lik - 1000)
    return usual, expect.close(tiny - usual, -1000, atol=1e-9, why="rounding of numbers near 1000")


@evidence.check("stability", atol=0)
def survives_huge_densities(impl, draw):
    """Densities far above the largest floating-point number keep their logarithm."""
    return impl.log_evidence(draw.probabilities(4).log(), draw.normal(5, 4) + 900)


@evidence.check("stability", atol=0)
def survives_terms_far_apart(impl, draw):
    """Terms and rows that differ by hundreds of orders of magnitude stand side by side."""
    terms = torch.tensor([-900.0, -300.0, 0.0, 850.0])
    rows = torch.tensor([[0.0], [-1800.0], [-100.0]])
    return impl.log_evidence(draw.probabilities(4).log(), draw.normal(3, 4) + terms + rows)


@evidence.check("error")
def rejects_what_is_no_log_probability(impl, draw):
    """NaN or +inf, in log_prior or in log_lik, raises ValueError."""
    log_prior, log_lik = draw.probabilities(3).log(), draw.normal(4, 3)
    impl.log_evidence(log_prior, log_lik)
    raises = impl.log_evidence.raises
    return (
        raises(_with(log_prior, 1, NAN), log_lik),
        raises(_with(log_prior, 2, INF), log_lik),
        raises(log_prior, _with(log_lik, (3, 0), NAN)),
        raises(log_prior, _with(log_lik, (2, 1), INF)),
    )


@evidence.check("error")
def rejects_other_shapes(impl, draw):
    """Anything but log_prior (K,) and log_lik (N, K) raises ValueError."""
    log_prior, log_lik, square = draw.probabilities(3).log(), draw.normal(4, 3), draw.normal(3, 3)
    longer = draw.normal(4, 5)
    impl.log_evidence(log_prior, log_lik)
    raises = impl.log_evidence.raises
    return (
        raises(log_prior, longer),
        raises(log_prior, log_lik[:, :1]),
        raises(log_prior[:1], log_lik),
        raises(square, square),
        raises(log_prior[None], log_lik),
        raises(log_prior, log_lik[0]),
        raises(log_prior, square.expand(2, 3, 3)),
    )


# log_posterior


@posterior.check("value")
def fills_the_whole_table(impl, draw):
    """A table (N, K): for each observation the log posterior of each hypothesis."""
    return impl.log_posterior(draw.probabilities(4).log(), draw.normal(6, 4, std=2.0))


posterior.float32(fills_the_whole_table)


@posterior.check("value")
def weighs_by_a_lopsided_prior(impl, draw):
    """A hypothesis that was improbable before needs more evidence than the others."""
    log_prior = draw.probabilities(3).log() - torch.tensor([0.0, 3.0, 6.0])
    return impl.log_posterior(log_prior, draw.normal(5, 3))


@posterior.check("property")
def rows_add_up_to_one(impl, draw):
    """The probabilities in each row sum to 1."""
    log_prior, log_lik = draw.probabilities(5).log(), draw.normal(4, 5, std=2.0)
    total = impl.log_posterior(log_prior, log_lik).exp().sum(1)
    return expect.close(total, 1.0, atol=1e-5, why=TEN)


@posterior.check("property")
def follows_an_order_of_hypotheses(impl, draw):
    """Listing the hypotheses in another order reorders the columns and nothing else."""
    log_prior, log_lik, order = draw.probabilities(4).log(), draw.normal(3, 4), draw.permutation(4)
    return (
        impl.log_posterior(log_prior, log_lik),
        impl.log_posterior(log_prior[order], log_lik[:, order]),
    )


@posterior.check("edge")
def keeps_the_impossible_impossible(impl, draw):
    """-inf in log_prior or in log_lik gives a posterior of -inf there, and nowhere else."""
    log_prior = _with(draw.probabilities(4).log(), 3, -INF)
    log_lik = _with(_with(draw.normal(3, 4), (0, 1), -INF), (2, 3), -INF)
    return impl.log_posterior(log_prior, log_lik)


@posterior.check("edge")
def accepts_a_certain_hypothesis(impl, draw):
    """Where one hypothesis alone is possible its posterior is 1, beside rows with several."""
    log_lik = draw.normal(3, 3)
    log_lik[1, :2] = -INF
    return impl.log_posterior(draw.probabilities(3).log(), log_lik)


@posterior.check("edge")
def accepts_one_observation(impl, draw):
    """N = 1 gives a table of one row, K = 1 one of one column."""
    log_prior, log_lik = draw.probabilities(3).log(), draw.normal(1, 3)
    alone, column = draw.normal(1), draw.normal(2, 1)
    return impl.log_posterior(log_prior, log_lik), impl.log_posterior(alone, column)


@posterior.check("stability", atol=0)
def compares_tiny_likelihoods(impl, draw):
    """Likelihoods far below the smallest floating-point number are still compared, row by row."""
    rows = torch.tensor([[-1000.0], [0.0], [-2000.0], [-1000.0], [800.0]])
    return impl.log_posterior(draw.probabilities(3).log(), draw.normal(5, 3) + rows)


@posterior.check("stability", atol=1e-12)
def survives_hypotheses_far_apart(impl, draw):
    """Posteriors too small for floating point keep their logarithm."""
    far = torch.tensor([-2000.0, -900.0, 0.0, 0.0])
    return impl.log_posterior(draw.probabilities(4).log(), draw.normal(3, 4) + far)


@posterior.check("error")
def rejects_an_impossible_observation(impl, draw):
    """A row without any possible hypothesis raises ValueError."""
    log_prior, log_lik = _with(draw.probabilities(3).log(), 0, -INF), draw.normal(3, 3)
    impossible = log_lik.clone()
    impossible[1] = -INF
    impossible_here = log_lik.clone()
    impossible_here[2, 1:] = -INF
    impl.log_posterior(log_prior, log_lik)
    raises = impl.log_posterior.raises
    return (
        raises(log_prior, impossible),
        raises(log_prior, impossible_here),
        raises(torch.full((3,), -INF), log_lik),
    )


@posterior.check("error")
def rejects_nan_and_plus_infinity(impl, draw):
    """NaN or +inf, in log_prior or in log_lik, raises ValueError."""
    log_prior, log_lik = draw.probabilities(3).log(), draw.normal(4, 3)
    impl.log_posterior(log_prior, log_lik)
    raises = impl.log_posterior.raises
    return (
        raises(_with(log_prior, 0, NAN), log_lik),
        raises(_with(log_prior, 1, INF), log_lik),
        raises(log_prior, _with(log_lik, (1, 2), NAN)),
        raises(log_prior, _with(log_lik, (0, 1), INF)),
    )


@posterior.check("error")
def rejects_tables_that_do_not_fit(impl, draw):
    """Anything but log_prior (K,) and log_lik (N, K) raises ValueError."""
    log_prior, log_lik, square = draw.probabilities(3).log(), draw.normal(4, 3), draw.normal(3, 3)
    longer = draw.normal(4, 5)
    impl.log_posterior(log_prior, log_lik)
    raises = impl.log_posterior.raises
    return (
        raises(log_prior, longer),
        raises(log_prior, log_lik[:, :1]),
        raises(log_prior[:1], log_lik),
        raises(square, square),
        raises(log_prior[None], log_lik),
        raises(log_prior, log_lik[0]),
        raises(log_prior, square.expand(2, 3, 3)),
    )


from . import checks_classifiers, checks_gaussian  # noqa: E402, F401 - they register themselves
