"""What students get wrong about evidence and posterior, and what they then read.

The other questions' are imported below.
"""

import math

import torch

from . import evidence, posterior

# log_evidence


@evidence.misconception
def sum_of_logs(log_prior, log_lik):
    """You added the log terms over k, which multiplies their probabilities.

    Try this: write p(x) for two hypotheses. Where does the sum stand, inside the log or outside?
    """
    return (log_prior + log_lik).sum(1)


@evidence.misconception
def forgot_prior(log_prior, log_lik):
    """Every hypothesis counts the same in your sum, whatever you believed before.

    Try this: give one hypothesis the prior 0. Should its likelihood still reach the evidence?
    """
    return torch.logsumexp(log_lik, 1)


@evidence.misconception
def max_instead_of_sum(log_prior, log_lik):
    """You kept the largest term only, which is a lower bound: all hypotheses contribute.

    Try this: what should the evidence be when two hypotheses explain x equally well?
    """
    return (log_prior + log_lik).max(1).values


@evidence.misconception
def wrong_axis(log_prior, log_lik):
    """You summed over observations; the hypotheses live in dim 1.

    Try this: how many numbers should come back for N observations?
    """
    return torch.logsumexp(log_prior + log_lik, 0)


@evidence.misconception
def prior_not_log(log_prior, log_lik):
    """You added a probability to a log likelihood: both need to be logs before they are added.

    Try this: what does log_prior hold for a hypothesis of probability 1?
    """
    return torch.logsumexp(log_prior.exp() + log_lik, 1)


@evidence.misconception
def prior_made_to_sum_to_one(log_prior, log_lik):
    """You normalised the prior first; the contract uses it as it is given.

    Try this: double every prior probability. What should that do to the evidence?
    """
    return torch.logsumexp(torch.log_softmax(log_prior, 0) + log_lik, 1)


@evidence.misconception
def average_over_hypotheses(log_prior, log_lik):
    """You divided by the number of hypotheses, although the prior is a set of weights already.

    Try this: what do the weights p(k) add up to, and what would dividing by K add to that?
    """
    return torch.logsumexp(log_prior + log_lik, 1) - math.log(len(log_prior))


@evidence.misconception
def left_log_space(log_prior, log_lik):
    """You left log space for the sum, where very small and very large terms have no number.

    Try this: what is exp(-1000) in floating point, and which shift of the terms avoids it?
    """
    return torch.log((log_prior.exp() * log_lik.exp()).sum(1))


@evidence.misconception
def unguarded_shift(log_prior, log_lik):
    """Your shift by the largest term gives NaN in a row where every term is -inf.

    Try this: what is -inf minus -inf, and what should that row's evidence be?
    """
    joint = log_prior + log_lik
    top = torch.max(joint, dim=1).values
    return top + torch.log(torch.exp(joint - top[:, None]).sum(1))


@evidence.misconception
def one_shift_for_all_rows(log_prior, log_lik):
    """You shift every row by the same number, so that rows far below the highest underflow.

    Try this: which shift suits a row of its own best?
    """
    joint = log_prior + log_lik
    top = joint.max() if joint.numel() else joint.sum()
    return top + torch.log(torch.exp(joint - top).sum(1))


@evidence.misconception
def one_shift_for_any_table(log_prior, log_lik):
    """You shift every row by the largest term of the table, and an empty table has none.

    Try this: which shift suits a row of its own best?
    """
    joint = log_prior + log_lik
    return joint.max() + torch.log(torch.exp(joint - joint.max()).sum(1))


@evidence.misconception
def number_added_inside_the_log(log_prior, log_lik):
    """You keep the sum away from 0 before taking its log, which hides every smaller evidence.

    Try this: what does your function give for a likelihood of exp(-1000)?
    """
    return torch.log((log_prior + log_lik).exp().sum(1) + 1e-12)


@evidence.misconception
def averaged_log_likelihoods(log_prior, log_lik):
    """You averaged log likelihoods; the evidence is the log of an average of likelihoods.

    Try this: what should the evidence be when one hypothesis explains x and the other cannot?
    """
    return (log_prior.exp() * log_lik).sum(1)


@evidence.misconception
def prior_subtracted(log_prior, log_lik):
    """You divided by the prior: a hypothesis that you believed in counts less.

    Try this: which operation on logs multiplies probabilities?
    """
    return torch.logsumexp(log_lik - log_prior, 1)


@evidence.misconception
def surprise_not_evidence(log_prior, log_lik):
    """Your sign is that of a loss: you return -log p(x), and the question asks for log p(x)."""
    return -torch.logsumexp(log_prior + log_lik, 1)


# log_posterior


@posterior.misconception
def evidence_missing(log_prior, log_lik):
    """Your rows do not sum to 1: which quantity in Bayes' rule makes them?"""
    return log_prior + log_lik


@posterior.misconception
def prior_ignored(log_prior, log_lik):
    """Your posterior does not depend on the prior.

    Try this: when all likelihoods are equal, what should the posterior be?
    """
    return torch.log_softmax(log_lik, 1)


@posterior.misconception
def prob_not_log(log_prior, log_lik):
    """You return probabilities; the question asks for their logarithms."""
    return torch.softmax(log_prior + log_lik, 1)


@posterior.misconception
def divided_logs(log_prior, log_lik):
    """You divided by the log evidence. What does log(a/b) become in terms of log a and log b?"""
    joint = log_prior + log_lik
    return joint / torch.logsumexp(joint, 1, keepdim=True)


@posterior.misconception
def naive_exp(log_prior, log_lik):
    """You left log space for the quotient, which turns into 0/0 for very small likelihoods.

    Try this: what is exp(-1000) in floating point, and what is left of Bayes' rule without exp?
    """
    joint = torch.exp(log_prior + log_lik)
    return torch.log(joint / joint.sum(1, keepdim=True))


@posterior.misconception
def log_taken_last(log_prior, log_lik):
    """You took the logarithm of probabilities that had already been rounded to 0.

    Try this: what is the log of a softmax that is smaller than any floating-point number?
    """
    return torch.log(torch.softmax(log_prior + log_lik, 1))


@posterior.misconception
def normalised_over_observations(log_prior, log_lik):
    """Your columns sum to 1, not your rows: you normalised over the observations.

    Try this: the question 'which hypothesis?' is asked once for what?
    """
    return torch.log_softmax(log_prior + log_lik, 0)


@posterior.misconception
def prior_subtracted(log_prior, log_lik):  # noqa: F811
    """A hypothesis with a larger prior comes out less probable: you divided by the prior.

    Try this: which of the terms in Bayes' rule stands below the fraction bar?
    """
    return torch.log_softmax(log_lik - log_prior, 1)


@posterior.misconception
def prior_after_normalising(log_prior, log_lik):
    """You normalised the likelihood and then applied the prior: your rows no longer sum to 1.

    Try this: which two factors does the evidence sum over?
    """
    return torch.log_softmax(log_lik, 1) + log_prior


@posterior.misconception
def number_added_inside_the_log(log_prior, log_lik):  # noqa: F811 - ids are per question
    """You add a small number inside the log, so that no posterior can fall below it.

    Try this: which log posterior does the contract ask for where the prior is 0?
    """
    return torch.log(torch.softmax(log_prior + log_lik, 1) + 1e-12)


@posterior.misconception
def divided_by_the_largest(log_prior, log_lik):
    """You divided by the largest term of each row instead of by the sum of its terms.

    Try this: what do the probabilities in one of your rows add up to?
    """
    joint = log_prior + log_lik
    return joint - joint.max(1, keepdim=True).values


@posterior.misconception
def normalised_over_the_table(log_prior, log_lik):
    """Your whole table sums to 1; every observation has a posterior of its own.

    Try this: what should change in row 0 when another observation is added?
    """
    joint = log_prior + log_lik
    return joint - torch.logsumexp(joint.reshape(-1), 0)


@posterior.misconception
def prior_twice(log_prior, log_lik):
    """You counted the prior twice: without any evidence your posterior differs from the prior.

    Try this: when all likelihoods are equal, what should the posterior be?
    """
    return torch.log_softmax(log_lik + 2 * log_prior, 1)


@posterior.misconception
def prior_not_log(log_prior, log_lik):  # noqa: F811
    """You added a probability to a log likelihood: log_prior needs to stay a log.

    Try this: what does log_prior hold for a hypothesis of probability 1?
    """
    return torch.log_softmax(log_lik + log_prior.exp(), 1)


@evidence.misconception
def priors_and_likelihoods_summed_apart(log_prior, log_lik):
    """You add up priors and likelihoods apart: the sum of products is not the product of sums.

    Try this: with two hypotheses, write out p(x|1) p(1) + p(x|2) p(2) and your version of it."""
    return torch.logsumexp(log_prior, 0) + torch.logsumexp(log_lik, 1)


@evidence.misconception
def another_maximum_added_back(log_prior, log_lik):
    """You subtract the maximum of log prior + log likelihood and add back that of one of them.

    Try this: which number did you take out of the sum?"""
    terms = log_prior + log_lik
    top = terms.max(1, keepdim=True).values
    return log_lik.max(1).values + (terms - top).exp().sum(1).log()


@posterior.misconception
def yesterdays_posterior(log_prior, log_lik):
    """You carry the posterior of one observation over as the prior of the next; each starts afresh.

    Try this: exchange two rows of log_lik; which rows of the answer should change?"""
    return torch.log_softmax(log_prior + log_lik.cumsum(0), 1)


from . import misconceptions_classifiers, misconceptions_gaussian  # noqa: E402, F401
