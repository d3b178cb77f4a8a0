"""Hidden checks of question 5, the multivariate normal."""

import torch

from autograder.assignment import expect

from . import sample_mvn
from .inputs import ones, put


@sample_mvn.check("value")
def colours_each_row_with_the_lower_factor(impl, draw):
    """Row n is mu + L eps_n, with L the lower Cholesky factor of cov."""
    return impl.sample_mvn(draw.normal(4), draw.covariance(4), draw.normal(6, 4))


sample_mvn.float32(colours_each_row_with_the_lower_factor)


@sample_mvn.check("value")
def takes_more_rows_than_dimensions(impl, draw):
    """eps is (n, D) with any n, and samples stay in rows."""
    return impl.sample_mvn(draw.normal(2, mean=3.0), draw.covariance(2), draw.normal(9, 2))


@sample_mvn.check("edge")
def one_dimension_takes_the_standard_deviation(impl, draw):
    """With D = 1 the factor is the square root of the variance."""
    mu, var, eps = draw.normal(1), draw.uniform(1, 1, low=2.0, high=9.0), draw.normal(5, 1)
    generic = draw.normal(3), draw.covariance(3), draw.normal(5, 3)
    return impl.sample_mvn(mu, var, eps), impl.sample_mvn(*generic)


@sample_mvn.check("edge")
def a_single_row_stays_a_row(impl, draw):
    """With n = 1 the answer is (1, D)."""
    return impl.sample_mvn(draw.normal(3), draw.covariance(3), draw.normal(1, 3))


@sample_mvn.check("edge")
def accepts_asymmetry_from_rounding(impl, draw):
    """A covariance whose two halves differ by rounding errors is accepted."""
    mu, cov, eps, noise = draw.normal(3), draw.covariance(3), draw.normal(5, 3), draw.normal(3, 3)
    return impl.sample_mvn(mu, cov + 1e-13 * noise, eps)


@sample_mvn.check("edge", atol=1e-12)
def accepts_tiny_variances(impl, draw):
    """A covariance of very small numbers is still positive definite, and nothing is added to it."""
    mu, cov, eps = 0 * draw.normal(3), draw.covariance(3), draw.normal(5, 3)
    return impl.sample_mvn(mu, 1e-12 * cov, eps)


@sample_mvn.check("property")
def unit_noise_reveals_the_factor(impl, draw):
    """For eps the identity matrix, x - mu is the transpose of a lower factor with L L^T = cov."""
    mu, cov = draw.normal(4), draw.covariance(4)
    x = impl.sample_mvn(mu, cov, torch.eye(4, dtype=torch.float64))
    factor = (x - mu).T
    why = "rounding of numbers of order ten"
    return (
        factor,
        expect.close(factor @ factor.T, cov, atol=1e-9, why=why),
        expect.close(factor.triu(1), 0 * cov, atol=1e-9, why=why),
        expect.true(factor.diagonal() > 0),
    )


@sample_mvn.check("stat")
def samples_have_the_mean_and_covariance(impl, draw):
    """Over many rows the samples average to mu and their covariance is cov."""
    n = draw.size(2000)
    mu, cov, eps = draw.normal(2, mean=3.0), draw.covariance(2), draw.normal(n, 2)
    x = impl.sample_mvn(mu, cov, eps)
    var = cov.diagonal()
    of_cov = ((torch.outer(var, var) + cov**2) / n).sqrt()
    why = "of normals: sqrt((var_i var_j + cov_ij^2) / n), which for few is a little too small"
    return (
        expect.estimate(x.mean(0), mu, (var / n).sqrt(), "of n normals: sigma / sqrt(n)"),
        expect.estimate(x.T.cov(), cov, of_cov, why, sigmas=7),
    )


@sample_mvn.check("stability")
def survives_nearly_singular_covariances(impl, draw):
    """Where cov is close to singular the samples are still those of cov itself."""
    mu, eps, basis = draw.normal(4), draw.normal(5, 4), torch.linalg.qr(draw.normal(4, 4)).Q
    spectrum = 10.0 ** torch.linspace(0, -8, 4, dtype=torch.float64)
    cov = basis * spectrum @ basis.T
    return impl.sample_mvn(mu, (cov + cov.T) / 2, eps)


@sample_mvn.check("error")
def rejects_shapes_that_do_not_fit(impl, draw):
    """mu other than (D,), cov other than (D, D) and eps other than (n, D) raise ValueError."""
    mu, cov, eps = draw.normal(3), draw.covariance(3), draw.normal(5, 3)
    impl.sample_mvn(mu, cov, eps)
    return (
        impl.sample_mvn.raises(mu[:2], cov, eps),
        impl.sample_mvn.raises(mu[:1], cov, eps),
        impl.sample_mvn.raises(mu.unsqueeze(0), cov, eps),
        impl.sample_mvn.raises(mu.unsqueeze(1), cov, eps[:3]),  # these would broadcast
        impl.sample_mvn.raises(mu, cov[:2, :2], eps),
        impl.sample_mvn.raises(mu, cov[:2], eps),
        impl.sample_mvn.raises(mu, cov[:, :2], eps),
        impl.sample_mvn.raises(mu, cov.diagonal(), eps),
        impl.sample_mvn.raises(mu, cov, eps[:, :2]),
        impl.sample_mvn.raises(mu, cov, eps[0]),
    )


@sample_mvn.check("error")
def rejects_matrices_that_are_not_symmetric(impl, draw):
    """A cov that differs clearly from its transpose raises ValueError."""
    mu, cov, eps = draw.normal(3), draw.covariance(3), draw.normal(5, 3)
    impl.sample_mvn(mu, cov, eps)
    corner = torch.zeros(3, 3, dtype=torch.float64)
    corner[0, 2] = 0.2 * cov.abs().max()
    return (
        impl.sample_mvn.raises(mu, cov + corner, eps),
        impl.sample_mvn.raises(mu, cov + corner.T, eps),
    )


@sample_mvn.check("error")
def rejects_matrices_that_are_no_covariance(impl, draw):
    """An indefinite or singular cov raises ValueError, whatever the library raises."""
    mu, cov, eps = draw.normal(3), draw.covariance(3), draw.normal(5, 3)
    impl.sample_mvn(mu, cov, eps)
    return (
        impl.sample_mvn.raises(mu, torch.diag(put(ones(3), -0.5)), eps),
        impl.sample_mvn.raises(mu, torch.diag(put(ones(3), 0.0)), eps),
        impl.sample_mvn.raises(mu, -cov, eps),
        impl.sample_mvn.raises(mu, 3 * ones(3, 3) - 2 * torch.diag(ones(3)), eps),
    )
