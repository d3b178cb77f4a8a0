"""numpy: eigenvectors of the correlation matrix, then QR to make the root triangular."""

import numpy as np
import torch


def lower_root(cov):
    s = np.sqrt(np.diag(cov))
    corr = cov / s[:, None] / s[None, :]
    lam, vec = np.linalg.eigh((corr + corr.T) / 2)
    if lam.min(initial=1.0) <= len(s) * np.finfo(float).eps:
        raise ValueError("cov is not positive definite")
    _, upper = np.linalg.qr((vec * np.sqrt(lam)).T)
    signs = np.sign(np.diag(upper))
    return s[:, None] * (upper.T * signs)


def sample_mvn(mu, cov, eps):
    if mu.dim() != 1 or cov.shape != (mu.numel(), mu.numel()):
        raise ValueError("mu must be (D,) and cov (D, D)")
    if eps.dim() != 2 or eps.shape[-1] != mu.numel():
        raise ValueError("eps must be (n, D)")
    m, c, e = (t.detach().double().numpy() for t in (mu, cov, eps))
    if not np.isfinite(c).all():
        raise ValueError("cov must be finite")
    if np.abs(c - c.T).max(initial=0) > 1e-3 * np.abs(c).max(initial=0):
        raise ValueError("cov is not symmetric")
    if (np.diag(c) <= 0).any():
        raise ValueError("a variance is not positive")
    x = m + np.einsum("ij,nj->ni", lower_root(c), e)
    return torch.as_tensor(x).to(mu.dtype)
