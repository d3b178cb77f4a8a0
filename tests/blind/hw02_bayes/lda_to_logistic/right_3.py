"""A callable class around numpy, with b made from the log ratio at x = 0."""

import numpy as np
import torch


class TwoGaussians:
    def __init__(self, mu0, mu1, cov):
        if mu0.ndim != 1 or mu1.shape != mu0.shape or cov.shape != (mu0.size, mu0.size):
            raise ValueError("shapes do not fit")
        if not np.isfinite(cov).all():
            raise ValueError("cov must be finite")
        if np.abs(cov - cov.T).max() > 1e-3 * np.abs(cov).max():
            raise ValueError("cov is not symmetric")
        self.mu0, self.mu1, self.cov = mu0, mu1, (cov + cov.T) / 2
        try:
            np.linalg.cholesky(self.cov)
        except np.linalg.LinAlgError:
            raise ValueError("cov is not positive definite") from None

    def distance(self, mu):
        """Squared Mahalanobis distance from the origin."""
        return mu @ np.linalg.solve(self.cov, mu)

    def __call__(self, prior1):
        if not 0.0 < prior1 < 1.0:
            raise ValueError("prior1 is no probability")
        w = np.linalg.solve(self.cov, self.mu1 - self.mu0)
        b = (self.distance(self.mu0) - self.distance(self.mu1)) / 2
        return w, b + np.log(prior1) - np.log1p(-prior1)


def lda_to_logistic(prior1, mu0, mu1, cov):
    world = TwoGaussians(*(t.detach().double().numpy() for t in (mu0, mu1, cov)))
    return tuple(torch.tensor(part, dtype=mu0.dtype) for part in world(prior1))
