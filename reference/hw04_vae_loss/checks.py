from autograder.assignment import expect
from . import kl

@kl.check("value")
def matches_the_closed_form(impl, draw):
    """One value per example: a sum over latent dimensions, nothing over the batch."""
    return impl.kl_standard_normal(draw.normal(5, 8), draw.uniform(5, 8, low=-6, high=3))

kl.float32(matches_the_closed_form)

@kl.check("grad")
def pulls_towards_the_prior(impl, draw):
    """Its gradient moves mu and logvar towards 0."""
    return impl.kl_standard_normal.grad(draw.normal(5, 8), draw.normal(5, 8), wrt=("mu", "logvar"), cot=draw.normal(5))

@kl.check("error")
def rejects_shapes_that_differ(impl, draw):
    """mu and logvar of different shapes raise ValueError."""
    mu = draw.normal(5, 8); lv = draw.normal(5, 7)
    return impl.kl_standard_normal(mu, mu), impl.kl_standard_normal.raises(mu, lv)

@kl.check("property")
def is_never_negative(impl, draw):
    """It is never negative."""
    return expect.true(impl.kl_standard_normal(draw.normal(50, 2), draw.normal(50, 2)) >= 0)
