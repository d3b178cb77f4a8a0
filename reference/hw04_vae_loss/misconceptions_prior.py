"""Wrong versions of the KL to the standard normal prior."""

from . import kl_prior


@kl_prior.misconception
def half_missing(mu, logvar):
    """Your value is exactly twice the KL.

    Which factor stands in the exponent of a Gaussian?
    """
    return (mu**2 + logvar.exp() - logvar - 1).sum(1)


@kl_prior.misconception
def std_as_variance(mu, logvar):
    """You inserted the standard deviation where the formula has the variance.

    What is exp(logvar / 2), and what is exp(logvar)?
    """
    return 0.5 * (mu**2 + (0.5 * logvar).exp() - logvar - 1).sum(1)


@kl_prior.misconception
def mean_over_dims(mu, logvar):
    """You averaged over latent dimensions; the KLs of independent dimensions add up.

    Give the encoder one more dimension that it uses fully. Should leaving the prior cost more?
    """
    return 0.5 * (mu**2 + logvar.exp() - logvar - 1).mean(1)


@kl_prior.misconception
def minus_one_missing(mu, logvar):
    """Your value at the prior itself is D/2; there is nothing to pay there.

    Which value does each bracket take at mu = 0, logvar = 0?
    """
    return 0.5 * (mu**2 + logvar.exp() - logvar).sum(1)


@kl_prior.misconception
def reverse_kl(mu, logvar):
    """You computed KL(p || q), from the prior to q; the order matters.

    Under which of the two is the expectation taken?
    """
    return 0.5 * ((1 + mu**2) * (-logvar).exp() + logvar - 1).sum(1)


@kl_prior.misconception
def log_term_sign(mu, logvar):
    """Your log-variance has the opposite sign: shrinking the variance to 0 is rewarded.

    What should the KL do as logvar goes to -inf?
    """
    return 0.5 * (mu**2 + logvar.exp() + logvar - 1).sum(1)


@kl_prior.misconception
def summed_over_batch(mu, logvar):
    """You summed over the batch as well: one KL per example has to remain.

    Which dimension of mu numbers the examples?
    """
    return 0.5 * (mu**2 + logvar.exp() - logvar - 1).sum()


@kl_prior.misconception
def averaged_over_batch(mu, logvar):
    """You averaged over the batch already: one KL per example has to remain.

    Where in the training loop does the average over the batch belong?
    """
    return 0.5 * (mu**2 + logvar.exp() - logvar - 1).sum(1).mean()


@kl_prior.misconception
def wrong_axis(mu, logvar):
    """You summed over examples and kept the latent dimensions: it is the other way round.

    Of the shape (B, D), which letter should be left?
    """
    return 0.5 * (mu**2 + logvar.exp() - logvar - 1).sum(0)


@kl_prior.misconception
def negated(mu, logvar):
    """Your value is minus the KL: a divergence is never negative.

    The ELBO subtracts the KL. Where does that minus sign belong?
    """
    return 0.5 * (1 + logvar - mu**2 - logvar.exp()).sum(1)


@kl_prior.misconception
def logvar_as_logstd(mu, logvar):
    """exp(logvar) is the variance already; you squared it again.

    For a standard deviation of 3, what is logvar?
    """
    return 0.5 * (mu**2 + (2 * logvar).exp() - 2 * logvar - 1).sum(1)


@kl_prior.misconception
def mean_not_squared(mu, logvar):
    """Your mean enters without its square.

    Which of mu = 1 and mu = -1 should be further from the prior?
    """
    return 0.5 * (mu + logvar.exp() - logvar - 1).sum(1)


@kl_prior.misconception
def half_on_the_mean_alone(mu, logvar):
    """Your factor 1/2 reaches the squared mean alone; it belongs to the whole bracket.

    What does 0.5 * a + b multiply by one half?
    """
    return (0.5 * mu**2 + logvar.exp() - logvar - 1).sum(1)


@kl_prior.misconception
def mean_missing(mu, logvar):
    """Your value does not depend on the mean: a code far from the prior would be free.

    Which term of the bracket says where q lies?
    """
    return 0.5 * (logvar.exp() - logvar - 1).sum(1) + 0 * mu.sum(1)


@kl_prior.misconception
def mean_over_everything(mu, logvar):
    """You averaged over the batch and the dimensions: one sum per example has to remain.

    Of the shape (B, D), which letter should be left?
    """
    return 0.5 * (mu**2 + logvar.exp() - logvar - 1).mean()


@kl_prior.misconception
def one_once_per_example(mu, logvar):
    """You subtract 1 once per example; every latent dimension has a 1 of its own.

    What is your KL for mu = 0 and logvar = 0 in three dimensions?
    """
    return 0.5 * ((mu**2 + logvar.exp() - logvar).sum(-1) - 1)
