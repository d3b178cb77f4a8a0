"""What students get wrong about generative classifiers, and what they then read."""

import math

import torch
import torch.nn.functional as F

from . import classifier, counting

# gnb_log_posterior


@classifier.misconception
def std_as_variance(x, log_prior, means, variances):
    """You squared the variances, which are squared scales already.

    Try this: in which unit does x come, and in which its variance?
    """
    squared = (x[:, None] - means) ** 2 / variances**2
    log_lik = -0.5 * (squared + torch.log(variances**2)).sum(-1)
    return torch.log_softmax(log_lik + log_prior, 1)


@classifier.misconception
def mean_over_features(x, log_prior, means, variances):
    """You averaged over features; independent features multiply, so their logs add.

    Try this: should a thousand features tell you more than one, or as much?
    """
    squared = (x[:, None] - means) ** 2 / variances
    log_lik = -0.5 * (squared + torch.log(variances)).mean(-1)
    return torch.log_softmax(log_lik + log_prior, 1)


@classifier.misconception
def prior_forgotten(x, log_prior, means, variances):
    """Rare classes come out as likely as common ones: your answer leaves the prior out.

    Try this: if two classes explain x equally well, which one is more probable?
    """
    squared = (x[:, None] - means) ** 2 / variances
    log_lik = -0.5 * (squared + torch.log(variances)).sum(-1)
    return torch.log_softmax(log_lik, 1)


@classifier.misconception
def density_product(x, log_prior, means, variances):
    """You multiplied densities before taking the log; a product of thousands underflows to 0/0.

    Try this: what does the log of a product turn into?
    """
    density = torch.exp(-0.5 * (x[:, None] - means) ** 2 / variances)
    density = density / torch.sqrt(2 * math.pi * variances)
    joint = density.prod(-1) * log_prior.exp()
    return torch.log(joint / joint.sum(1, keepdim=True))


@classifier.misconception
def pooled_variance(x, log_prior, means, variances):
    """You averaged the variances over the classes; here each class has its own.

    Try this: where do a narrow and a wide class with the same mean meet, and how often?
    """
    squared = (x[:, None] - means) ** 2 / variances.mean(0)
    return torch.log_softmax(-0.5 * squared.sum(-1) + log_prior, 1)


@classifier.misconception
def half_missing(x, log_prior, means, variances):
    """Your exponent is not that of a Gaussian density: which factor stands before the square?"""
    squared = (x[:, None] - means) ** 2 / variances
    log_lik = -(squared + 0.5 * torch.log(variances)).sum(-1)
    return torch.log_softmax(log_lik + log_prior, 1)


@classifier.misconception
def width_not_normalised(x, log_prior, means, variances):
    """You dropped the factor before the exponential, but it differs from class to class.

    Try this: at its own mean, is the density of a wide class higher than that of a narrow one?
    """
    squared = (x[:, None] - means) ** 2 / variances
    return torch.log_softmax(-0.5 * squared.sum(-1) + log_prior, 1)


@classifier.misconception
def joint_not_posterior(x, log_prior, means, variances):
    """You return log p(x, y): your rows do not sum to 1 yet. What is missing in Bayes' rule?"""
    squared = (x[:, None] - means) ** 2 / variances
    log_lik = -0.5 * (squared + torch.log(2 * math.pi * variances)).sum(-1)
    return log_lik + log_prior


@classifier.misconception
def normalised_over_examples(x, log_prior, means, variances):
    """Your columns sum to 1, not your rows: you normalised over the examples.

    Try this: the question 'which class?' is asked once for what?
    """
    squared = (x[:, None] - means) ** 2 / variances
    log_lik = -0.5 * (squared + torch.log(variances)).sum(-1)
    return torch.log_softmax(log_lik + log_prior, 0)


@classifier.misconception
def prior_not_log(x, log_prior, means, variances):
    """You added a probability to a log likelihood: log_prior needs to stay a log.

    Try this: what does log_prior hold for a class of probability 1?
    """
    squared = (x[:, None] - means) ** 2 / variances
    log_lik = -0.5 * (squared + torch.log(variances)).sum(-1)
    return torch.log_softmax(log_lik + log_prior.exp(), 1)


@classifier.misconception
def prob_not_log(x, log_prior, means, variances):
    """You return probabilities; the question asks for their logarithms."""
    squared = (x[:, None] - means) ** 2 / variances
    log_lik = -0.5 * (squared + torch.log(variances)).sum(-1)
    return torch.softmax(log_lik + log_prior, 1)


@classifier.misconception
def whole_log_of_the_width(x, log_prior, means, variances):
    """You subtracted log(2 pi v) whole: which power of the variance stands in the density?

    Try this: at its own mean, by what does the density fall when the variance grows fourfold?
    """
    squared = (x[:, None] - means) ** 2 / variances
    log_lik = -(0.5 * squared + torch.log(variances)).sum(-1)
    return torch.log_softmax(log_lik + log_prior, 1)


@classifier.misconception
def width_added(x, log_prior, means, variances):
    """You added the log of the width: a wide class comes out too probable near its mean.

    Try this: is the peak of a wide density higher than that of a narrow one, or lower?
    """
    squared = (x[:, None] - means) ** 2 / variances
    log_lik = -0.5 * (squared - torch.log(variances)).sum(-1)
    return torch.log_softmax(log_lik + log_prior, 1)


@classifier.misconception
def distance_not_squared(x, log_prior, means, variances):
    """Your exponent takes the distance as it is; a Gaussian's takes its square.

    Try this: which density falls like exp(-|x|), and which like exp(-x^2)?
    """
    distance = (x[:, None] - means).abs() / variances
    log_lik = -0.5 * (distance + torch.log(variances)).sum(-1)
    return torch.log_softmax(log_lik + log_prior, 1)


@classifier.misconception
def exponent_sign(x, log_prior, means, variances):
    """Your density grows with the distance from the mean: which sign has its exponent?"""
    squared = (x[:, None] - means) ** 2 / variances
    log_lik = 0.5 * (squared - torch.log(variances)).sum(-1)
    return torch.log_softmax(log_lik + log_prior, 1)


@classifier.misconception
def number_added_inside_the_log(x, log_prior, means, variances):
    """You add a small number to each density, so that all classes look alike far away.

    Try this: can you write down the log of a Gaussian density without an exp in it?
    """
    density = torch.exp(-0.5 * (x[:, None] - means) ** 2 / variances)
    density = density / torch.sqrt(2 * math.pi * variances)
    return torch.log_softmax(torch.log(density + 1e-12).sum(-1) + log_prior, 1)


# fit_bernoulli_nb


def _counts(X, y, num_classes):
    """How many examples each class has, and how many ones each of its features."""
    one_hot = F.one_hot(y, num_classes).to(X.dtype)
    return one_hot.sum(0), one_hot.T @ X


@counting.misconception
def no_smoothing(X, y, num_classes, alpha):
    """You left alpha out: a feature never seen in a class gets probability 0 and vetoes everything.

    Try this: what does your function return for a class without any examples?
    """
    n, c = _counts(X, y, num_classes)
    return torch.log(n / len(y)), torch.log(c / n[:, None])


@counting.misconception
def denominator_features(X, y, num_classes, alpha):
    """You added alpha once for each feature; theta counts the outcomes of one feature.

    Try this: how many values can a single x_d take?
    """
    n, c = _counts(X, y, num_classes)
    return torch.log(n / len(y)), torch.log((c + alpha) / (n[:, None] + alpha * X.shape[1]))


@counting.misconception
def normalised_over_features(X, y, num_classes, alpha):
    """Your rows of theta sum to 1 over the features, but every feature is a coin of its own.

    That is multinomial naive Bayes, a different model. Try this: if two features are both on in
    every example, what should their two thetas be?
    """
    n, c = _counts(X, y, num_classes)
    total = c.sum(1, keepdim=True) + alpha * X.shape[1]
    return torch.log(n / len(y)), torch.log((c + alpha) / total)


@counting.misconception
def joint_not_conditional(X, y, num_classes, alpha):
    """You estimated p(x_d = 1, y = k); theta is the probability of x_d = 1 given the class.

    Try this: by how many examples should the count of one class be divided?
    """
    n, c = _counts(X, y, num_classes)
    return torch.log(n / len(y)), torch.log((c + alpha) / (len(y) + 2 * alpha))


@counting.misconception
def prior_smoothed_too(X, y, num_classes, alpha):
    """You smoothed the class frequencies as well; this question smooths theta only.

    Try this: which prior does the contract give a class that was never seen?
    """
    n, c = _counts(X, y, num_classes)
    log_prior = torch.log((n + alpha) / (len(y) + alpha * num_classes))
    return log_prior, torch.log((c + alpha) / (n[:, None] + 2 * alpha))


@counting.misconception
def not_logged(X, y, num_classes, alpha):
    """Your values are right as probabilities; the question asks for their logs."""
    n, c = _counts(X, y, num_classes)
    return n / len(y), (c + alpha) / (n[:, None] + 2 * alpha)


@counting.misconception
def alpha_once_below(X, y, num_classes, alpha):
    """You added alpha once in the denominator: theta and 1 - theta no longer share it fairly.

    Try this: with no data at all, what should theta be, and what is yours?
    """
    n, c = _counts(X, y, num_classes)
    return torch.log(n / len(y)), torch.log((c + alpha) / (n[:, None] + alpha))


@counting.misconception
def alpha_above_only(X, y, num_classes, alpha):
    """You added alpha to the count of ones and nothing below, so theta can exceed 1.

    Try this: what is your theta for a feature that is on in every example of its class?
    """
    n, c = _counts(X, y, num_classes)
    return torch.log(n / len(y)), torch.log((c + alpha) / n[:, None])


@counting.misconception
def one_instead_of_alpha(X, y, num_classes, alpha):
    """You always add one pseudo-count; alpha says how many to add.

    Try this: what should a very large alpha do to every theta?
    """
    n, c = _counts(X, y, num_classes)
    return torch.log(n / len(y)), torch.log((c + 1) / (n[:, None] + 2))


@counting.misconception
def denominator_classes(X, y, num_classes, alpha):
    """You added alpha once for each class below; theta counts the outcomes of one feature.

    Try this: how many values can a single x_d take?
    """
    n, c = _counts(X, y, num_classes)
    total = n[:, None] + alpha * num_classes
    return torch.log(n / len(y)), torch.log((c + alpha) / total)


@counting.misconception
def chance_of_a_zero(X, y, num_classes, alpha):
    """You counted the zeros: theta is the probability that x_d is 1.

    Try this: which theta should a feature have that is on in almost every example?
    """
    n, c = _counts(X, y, num_classes)
    return torch.log(n / len(y)), torch.log((n[:, None] - c + alpha) / (n[:, None] + 2 * alpha))


@counting.misconception
def classes_pooled(X, y, num_classes, alpha):
    """Your theta is the same for every class: count within each class of its own.

    Try this: what could such a model tell two classes apart by?
    """
    n, _ = _counts(X, y, num_classes)
    theta = (X.sum(0) + alpha) / (len(X) + 2 * alpha)
    return torch.log(n / len(y)), torch.log(theta).expand(num_classes, -1).clone()


@counting.misconception
def prior_uniform(X, y, num_classes, alpha):
    """You gave every class the same prior; the contract counts how often each occurs.

    Try this: which prior does the contract give a class that was never seen?
    """
    n, c = _counts(X, y, num_classes)
    log_prior = torch.full_like(n, -math.log(num_classes))
    return log_prior, torch.log((c + alpha) / (n[:, None] + 2 * alpha))


@counting.misconception
def counts_not_frequencies(X, y, num_classes, alpha):
    """Your prior holds logs of counts: what should the class frequencies add up to?"""
    n, c = _counts(X, y, num_classes)
    return torch.log(n), torch.log((c + alpha) / (n[:, None] + 2 * alpha))


@counting.misconception
def unseen_class_made_possible(X, y, num_classes, alpha):
    """You give a class without examples a small prior; the contract makes it -inf.

    Try this: what does torch.log give for a frequency of exactly 0?
    """
    n, c = _counts(X, y, num_classes)
    log_prior = torch.log((n / len(y)).clamp(min=1e-9))
    return log_prior, torch.log((c + alpha) / (n[:, None] + 2 * alpha))
