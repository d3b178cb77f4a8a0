from . import kl

@kl.misconception
def half_missing(mu, logvar):
    """Your value is exactly twice the KL: which factor sits in the exponent of a Gaussian?"""
    return (mu**2 + logvar.exp() - logvar - 1).sum(1)

@kl.misconception
def mean_over_dims(mu, logvar):
    """Latent dims are independent, their KLs add."""
    return 0.5 * (mu**2 + logvar.exp() - logvar - 1).mean(1)
