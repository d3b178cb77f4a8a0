"""Wrong versions of the loss that joins reconstruction and KL."""

import torch
import torch.nn.functional as F

from . import elbo


def _nll(x, logits):
    return (F.softplus(logits) - x * logits).flatten(1).sum(1)


def _kl(mu, logvar):
    return 0.5 * (mu**2 + logvar.exp() - logvar - 1).sum(1)


def _reduced(loss, reduction):
    if reduction == "mean":
        return loss.mean()
    return loss.sum() if reduction == "sum" else loss


@elbo.misconception
def kl_subtracted(x, logits, mu, logvar, beta=1.0, reduction="mean"):
    """Your loss subtracts the KL and so rewards a posterior far from the prior.

    The ELBO subtracts it. What sign is left after negating the whole?
    """
    return _reduced(_nll(x, logits) - beta * _kl(mu, logvar), reduction)


@elbo.misconception
def beta_on_recon(x, logits, mu, logvar, beta=1.0, reduction="mean"):
    """Your beta multiplies the reconstruction; it weighs the KL alone.

    Which term should vanish for beta = 0?
    """
    return _reduced(beta * _nll(x, logits) + _kl(mu, logvar), reduction)


@elbo.misconception
def beta_on_both(x, logits, mu, logvar, beta=1.0, reduction="mean"):
    """Your beta multiplies the whole loss; it weighs the KL alone.

    Does a factor on the whole loss change where its minimum is?
    """
    return _reduced(beta * (_nll(x, logits) + _kl(mu, logvar)), reduction)


@elbo.misconception
def beta_ignored(x, logits, mu, logvar, beta=1.0, reduction="mean"):
    """Changing beta does not change your loss.

    Which of the two terms should it multiply?
    """
    return _reduced(_nll(x, logits) + _kl(mu, logvar), reduction)


@elbo.misconception
def latent_mean_kl(x, logits, mu, logvar, beta=1.0, reduction="mean"):
    """Your KL is averaged over latent dimensions while the reconstruction is summed over pixels.

    By which factor has that changed beta?
    """
    return _reduced(_nll(x, logits) + beta * _kl(mu, logvar) / mu.shape[1], reduction)


@elbo.misconception
def pixel_mean_reconstruction(x, logits, mu, logvar, beta=1.0, reduction="mean"):
    """Your reconstruction is averaged over pixels while the KL is summed over latent dimensions.

    By which factor has that changed beta?
    """
    pixels = x[0].numel()
    return _reduced(_nll(x, logits) / pixels + beta * _kl(mu, logvar), reduction)


@elbo.misconception
def sum_for_mean(x, logits, mu, logvar, beta=1.0, reduction="mean"):
    """Your "mean" adds the batch up: it doubles when every example is seen twice.

    What does "mean" divide by?
    """
    loss = _nll(x, logits) + beta * _kl(mu, logvar)
    return loss if reduction == "none" else loss.sum()


@elbo.misconception
def kl_summed_over_batch(x, logits, mu, logvar, beta=1.0, reduction="mean"):
    """You charge every example for the whole batch's KL.

    Which shape should the KL have when it is added to the reconstruction?
    """
    return _reduced(_nll(x, logits) + beta * _kl(mu, logvar).sum(), reduction)


@elbo.misconception
def nll_summed_over_batch(x, logits, mu, logvar, beta=1.0, reduction="mean"):
    """You charge every example for the whole batch's reconstruction.

    Which shape should the reconstruction have when it meets the KL?
    """
    return _reduced(_nll(x, logits).sum() + beta * _kl(mu, logvar), reduction)


@elbo.misconception
def elbo_not_negated(x, logits, mu, logvar, beta=1.0, reduction="mean"):
    """You return the bound itself; a loss is its negative.

    What does an optimiser do with the number you return?
    """
    return _reduced(-_nll(x, logits) - beta * _kl(mu, logvar), reduction)


@elbo.misconception
def reconstruction_sign(x, logits, mu, logvar, beta=1.0, reduction="mean"):
    """Your loss adds the log-likelihood, so it falls when reconstructions get worse.

    Which sign does log p(x|z) have in a loss?
    """
    return _reduced(beta * _kl(mu, logvar) - _nll(x, logits), reduction)


@elbo.misconception
def none_is_averaged(x, logits, mu, logvar, beta=1.0, reduction="mean"):
    """Your "none" reduces the batch: it returns the loss of every example, shape (B,).

    Which line of yours runs when reduction is "none"?
    """
    loss = _nll(x, logits) + beta * _kl(mu, logvar)
    return loss.sum() if reduction == "sum" else loss.mean()


@elbo.misconception
def capped_at_a_hundred(x, logits, mu, logvar, beta=1.0, reduction="mean"):
    """Your penalty for a pixel stops at 100 nats: binary_cross_entropy cuts its logarithms off.

    Which PyTorch function takes the logits themselves?
    """
    nll = F.binary_cross_entropy(torch.sigmoid(logits), x, reduction="none").flatten(1).sum(1)
    return _reduced(nll + beta * _kl(mu, logvar), reduction)


@elbo.misconception
def kl_not_averaged(x, logits, mu, logvar, beta=1.0, reduction="mean"):
    """With "mean" you average the reconstruction over the batch but add the KLs up.

    Seen twice, should every example cost more than once?
    """
    nll, kl = _nll(x, logits), _kl(mu, logvar)
    if reduction == "mean":
        return nll.mean() + beta * kl.sum()
    return _reduced(nll + beta * kl, reduction)


@elbo.misconception
def reconstruction_not_averaged(x, logits, mu, logvar, beta=1.0, reduction="mean"):
    """With "mean" you average the KL over the batch but add the reconstructions up.

    Seen twice, should every example cost more than once?
    """
    nll, kl = _nll(x, logits), _kl(mu, logvar)
    if reduction == "mean":
        return nll.sum() + beta * kl.mean()
    return _reduced(nll + beta * kl, reduction)


@elbo.misconception
def mean_over_pixels_too(x, logits, mu, logvar, beta=1.0, reduction="mean"):
    """With "mean" your reconstruction is averaged over pixels as well; only the batch is averaged.

    What does the default reduction of PyTorch's losses divide by?
    """
    nll, kl = _nll(x, logits), _kl(mu, logvar)
    if reduction == "mean":
        return nll.sum() / x.numel() + beta * kl.mean()
    return _reduced(nll + beta * kl, reduction)


@elbo.misconception
def both_terms_averaged(x, logits, mu, logvar, beta=1.0, reduction="mean"):
    """You average within the example, over pixels and over dimensions, where both terms are sums.

    By which factor has that changed beta?
    """
    nll, kl = _nll(x, logits) / x[0].numel(), _kl(mu, logvar) / mu.shape[1]
    return _reduced(nll + beta * kl, reduction)


@elbo.misconception
def squared_error(x, logits, mu, logvar, beta=1.0, reduction="mean"):
    """Your reconstruction is a squared error; a Bernoulli decoder is scored by logarithms.

    Which of your functions gives log p(x|z)?
    """
    errors = ((torch.sigmoid(logits) - x) ** 2).flatten(1).sum(1)
    return _reduced(errors + beta * _kl(mu, logvar), reduction)


@elbo.misconception
def double_sigmoid(x, logits, mu, logvar, beta=1.0, reduction="mean"):
    """You apply the sigmoid twice: a function with logits in its name expects raw logits.

    What is the largest probability of white that your version can reach?
    """
    return _reduced(_nll(x, torch.sigmoid(logits)) + beta * _kl(mu, logvar), reduction)


@elbo.misconception
def kl_half_missing(x, logits, mu, logvar, beta=1.0, reduction="mean"):
    """Your KL is twice as large as it should be, as if beta were doubled.

    Which factor stands before the sum of the closed form?
    """
    return _reduced(_nll(x, logits) + 2 * beta * _kl(mu, logvar), reduction)
